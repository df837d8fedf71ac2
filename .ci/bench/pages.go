// Pages: how long traillab tui keeps whoever sits before it waiting, through a pty: from the start of the process to the first frame,
// and from a key to the first bytes that answer it. While the first keys are pressed the chains of the whole log are being made.

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	still   = 200 * time.Millisecond // without output: what was asked has been answered
	restful = time.Minute            // at most, for that
)

// sitting is a run of the program in a terminal.
type sitting struct {
	terminal *os.File
	process  *exec.Cmd
	output   chan []byte
}

// pages adds the lines of the terminal UI, over the largest case that there is.
func (b *bench) pages() error {
	database, events := "millions", 10*b.network
	if !b.big {
		database, events = "million", b.network
	}
	var first, keys []time.Duration
	for range b.runs {
		paint, answers, err := b.sit(database)
		if err != nil {
			return err
		}
		first, keys = append(first, paint), append(keys, answers...)
	}
	slices.Sort(keys)
	b.line("| `tui`, first frame over %d records | **%d ms** | 150 ms |", events, median(first).Milliseconds())
	b.line("| `tui`, %d keys over %d records | median **%d ms**, 99th percentile **%d ms**, slowest %d ms | 50 ms at the 99th percentile |",
		len(keys), events, median(keys).Milliseconds(), keys[len(keys)*99/100].Milliseconds(), keys[len(keys)-1].Milliseconds())
	return nil
}

// sit opens the program, presses keys and leaves.
func (b *bench) sit(database string) (first time.Duration, answers []time.Duration, err error) {
	began := time.Now()
	s, err := b.open(database)
	if err != nil {
		return 0, nil, err
	}
	defer func() {
		_ = s.process.Process.Signal(syscall.SIGTERM)
		_ = s.process.Wait() // a signal ended it
		_ = s.terminal.Close()
	}()
	var seen []byte
	for !bytes.Contains(seen, []byte("Overview")) {
		select {
		case part := <-s.output:
			seen = append(seen, part...)
		case <-time.After(restful):
			return 0, nil, fmt.Errorf("tui: no frame: %q", seen)
		}
	}
	first = time.Since(began)
	page, up, last := "\x1b[6~", "\x1b[5~", "G"
	for _, key := range slices.Concat([]string{"5"}, strings.Split(strings.Repeat("j", 40), ""), slices.Repeat([]string{page}, 80), []string{last}, slices.Repeat([]string{up}, 80), []string{"g", "l", "l", "x", "x", "\r", "\x1b", "2", "1"}) {
		s.rest()
		pressed := time.Now()
		if _, err := s.terminal.WriteString(key); err != nil {
			return 0, nil, err
		}
		select {
		case <-s.output:
			answers = append(answers, time.Since(pressed))
		case <-time.After(restful):
			return 0, nil, fmt.Errorf("tui: no answer to %q", key)
		}
	}
	return first, answers, nil
}

// open starts the program in a terminal of its own.
func (b *bench) open(database string) (*sitting, error) {
	const columns, rows = 160, 50
	ours, theirs, err := openPTY(columns, rows)
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	c := exec.Command(b.traillab, "tui", "--db", b.database(database))
	c.Stdin, c.Stdout, c.Stderr = theirs, theirs, theirs
	c.Env = append(os.Environ(), "TERM=xterm-256color")
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		return nil, err
	}
	s := &sitting{ours, c, make(chan []byte, 1<<10)}
	go func() {
		for {
			part := make([]byte, 1<<16)
			n, err := ours.Read(part)
			if err != nil {
				return // the other end is closed
			}
			s.output <- part[:n]
		}
	}()
	return s, nil
}

// rest waits until nothing more comes, so that the next bytes are an answer. A sign of work never rests: it is waited for as long as
// a frame of it takes, and no longer.
func (s *sitting) rest() {
	for end := time.After(restful / 60); ; {
		select {
		case <-s.output:
		case <-time.After(still):
			return
		case <-end:
			return
		}
	}
}
