// Pages: how long traillab tui keeps whoever sits before it waiting, through a pty: from the start of the process to the first frame;
// from a key to the first bytes that answer it; and to the last, when nothing moves any more. For the first bytes may be a moved cursor,
// or a sign that something is being asked, and the last may be a count under rows that have stood there long. Somebody hurried presses
// keys while the chains of the whole log are being made, and somebody patient presses the next when nothing moves any more.

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
	still   = 300 * time.Millisecond // without output: what was asked has been answered, for signs of work move three times as often
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
	var first, keys, wholes []time.Duration
	for range b.runs {
		for _, patient := range []bool{false, true} {
			paint, answers, err := b.sit(database, patient)
			if err != nil {
				return err
			}
			first = append(first, paint)
			if patient {
				wholes = append(wholes, answers...)
			} else {
				keys = append(keys, answers...)
			}
		}
	}
	b.line("| `tui`, first frame over %d records | **%d ms** | 150 ms |", events, median(first).Milliseconds())
	b.line("| `tui`, from a key to the first bytes that answer it | %s | 50 ms at the 99th percentile |", spread(keys))
	b.line("| `tui`, from a key until nothing on the screen moves any more, counts and gaps under the list included | %s | told, not promised |", spread(wholes))
	return nil
}

// spread says of how many keys this is told, and how long they took.
func spread(keys []time.Duration) string {
	slices.Sort(keys)
	at := func(percent int) int64 { return keys[min(len(keys)-1, len(keys)*percent/100)].Milliseconds() }
	return fmt.Sprintf("%d keys: median **%d ms**, 95th percentile %d ms, 99th **%d ms**, slowest %d ms", len(keys), at(50), at(95), at(99), at(100))
}

// sit opens the program, presses keys and leaves. Answers are times to the first bytes, and of who is patient to the last.
func (b *bench) sit(database string, patient bool) (first time.Duration, answers []time.Duration, err error) {
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
		s.rest(restful / 60) // a sign of work never rests: it is waited for so long, and no longer
		pressed := time.Now()
		if _, err := s.terminal.WriteString(key); err != nil {
			return 0, nil, err
		}
		select {
		case <-s.output:
		case <-time.After(restful):
			return 0, nil, fmt.Errorf("tui: no answer to %q", key)
		}
		answered := time.Now()
		if patient {
			at, ended := s.rest(restful)
			if !ended {
				return 0, nil, fmt.Errorf("tui: no end of the answer to %q", key)
			}
			if at.After(answered) {
				answered = at
			}
		}
		answers = append(answers, answered.Sub(pressed))
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

// rest waits until nothing more comes, so that the next bytes are an answer, but no longer than most. It says when the last bytes came,
// and whether it was the end.
func (s *sitting) rest(most time.Duration) (last time.Time, ended bool) {
	for end := time.After(most); ; {
		select {
		case <-s.output:
			last = time.Now()
		case <-time.After(still):
			return last, true
		case <-end:
			return last, false
		}
	}
}
