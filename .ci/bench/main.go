// Command bench measures what traillab promises of its speed and writes the figures with the machine they were taken on.
// Runs that are compared are interleaved, and every figure is the processor time and peak memory of a whole process, as
// the operating system accounts for it: on a shared machine they are steadier than the clock.
//
//	go run ./.ci/bench -work .cache/bench -rival ../shared/bench/baseline.sql -out docs/bench.md
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	b := &bench{}
	flag.StringVar(&b.work, "work", ".cache/bench", "folder for archives, kept from run to run, and databases")
	flag.StringVar(&b.rival, "rival", "../shared/bench/baseline.sql", "SQL of the load to beat")
	flag.StringVar(&b.out, "out", "", "file for the figures; empty prints them")
	flag.IntVar(&b.runs, "runs", 5, "runs of each command")
	flag.IntVar(&b.events, "events", 600_000, "records of the archive")
	flag.IntVar(&b.network, "network", 1_000_000, "records of the archive whose chains are asked for")
	flag.StringVar(&b.only, "only", "", "take this step alone: load, source, answers (after load), cases, reports and pages (after cases), tiny, flat or verify")
	flag.IntVar(&b.tiny, "tiny", 300_000, "records of the archive of tiny files")
	flag.BoolVar(&b.big, "big", true, "measure ten times the archive too")
	flag.BoolVar(&b.vast, "vast", false, "measure the memory of a load of a hundred times the archive too (60 GB of disk, most of an hour)")
	inflate := flag.String("inflate", "", "only inflate the files below this folder (a child of the benchmark)")
	flag.Parse()
	err := error(nil)
	if *inflate != "" {
		err = inflateAll(*inflate)
	} else {
		err = b.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run of the benchmark.
type bench struct {
	work, rival, out string
	only             string
	runs             int
	events, tiny     int
	network          int
	big, vast        bool
	edition          string // of the archives: another program makes others
	traillab, store  string // binaries
	report           bytes.Buffer
}

// figure is what the operating system says of one finished process.
type figure struct {
	cpu, wall time.Duration
	memory    int64 // peak, bytes
	told      string
}

// command is one process to measure, with what must be cleared away before each run.
type command struct {
	name  string
	clear []string
	env   []string
	args  []string
}

func (b *bench) run() error {
	if err := b.build(); err != nil {
		return err
	}
	page, err := readPage(b.out)
	if err != nil {
		return err
	}
	for _, step := range b.steps() {
		if b.only != "" && b.only != step.name {
			continue
		}
		b.report.Reset()
		b.line("%s\n\n| what | measured | target |\n|---|---|---|", b.circumstances())
		if err := step.take(); err != nil {
			return err
		}
		page[step.title] = b.report.String()
	}
	if b.out == "" {
		_, err := os.Stdout.Write(page.render(b.steps()))
		return err
	}
	return os.WriteFile(b.out, page.render(b.steps()), 0o644)
}

func (b *bench) build() error {
	if err := os.MkdirAll(b.work, 0o755); err != nil {
		return err
	}
	work, err := filepath.Abs(b.work)
	if err != nil {
		return err
	}
	b.work = work
	b.traillab, b.store = filepath.Join(work, "traillab"), filepath.Join(work, "store.test")
	for _, args := range [][]string{
		{"build", "-o", b.traillab, "./cmd/traillab"},
		{"test", "-c", "-o", b.store, "./analyze/store"},
	} {
		c := exec.Command("go", args...)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
		}
	}
	return b.edit()
}

// measure runs the commands in turn, the first round uncounted, and returns the figures of each.
func (b *bench) measure(commands ...command) ([][]figure, error) {
	all := make([][]figure, len(commands))
	for round := range b.runs + 1 {
		for i, c := range commands {
			f, err := c.run()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], f)
			}
		}
		fmt.Fprintf(os.Stderr, "bench: %s: round %d of %d\n", commands[0].name, round, b.runs)
	}
	return all, nil
}

func (c *command) run() (figure, error) {
	for _, path := range c.clear {
		if err := os.RemoveAll(path); err != nil {
			return figure{}, err
		}
	}
	var said bytes.Buffer
	p := exec.Command(c.args[0], c.args[1:]...)
	p.Env = append(os.Environ(), c.env...)
	p.Stdout, p.Stderr = &said, &said
	began := time.Now()
	if err := p.Run(); err != nil {
		return figure{}, fmt.Errorf("%s: %w: %s", strings.Join(c.args, " "), err, said.Bytes())
	}
	usage, ok := p.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return figure{}, errors.New("this system does not account for processes")
	}
	return figure{p.ProcessState.UserTime() + p.ProcessState.SystemTime(), time.Since(began), usage.Maxrss << 10, said.String()}, nil
}

func median[T interface{ ~int64 | ~float64 }](values []T) T {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

func of[T any](figures []figure, get func(figure) T) []T {
	out := make([]T, len(figures))
	for i, f := range figures {
		out[i] = get(f)
	}
	return out
}

func cpu(f figure) time.Duration  { return f.cpu }
func wall(f figure) time.Duration { return f.wall }
func peak(f figure) int64         { return f.memory }

// ratio is the median of the pairwise ratios of processor time.
func ratio(a, b []figure) float64 {
	pairs := make([]float64, len(a))
	for i := range a {
		pairs[i] = a[i].cpu.Seconds() / b[i].cpu.Seconds()
	}
	return median(pairs)
}

func (b *bench) line(format string, args ...any) { fmt.Fprintf(&b.report, format+"\n", args...) }
