// Command pictures takes the pictures of the terminal UI: it builds the program, makes a case of the incident in the box, opens it in
// a terminal, presses keys, and draws what the terminal then shows.
//
//	go run ./.ci/pictures           # writes docs/pictures/*.svg
//	go run ./.ci/pictures -check    # writes nothing, and fails where one is not what the program shows
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
)

func main() {
	var p pictures
	flag.StringVar(&p.out, "out", "docs/pictures", "folder of the pictures")
	flag.BoolVar(&p.check, "check", false, "write nothing, and fail where a picture is not current")
	flag.StringVar(&p.only, "only", "", "take this picture alone")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := p.take(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// pictures is one run.
type pictures struct {
	out, only string
	check     bool
	home      string   // a new folder, in which everything runs
	env       []string // that says nothing of this machine
	stale     []string
}

func (p *pictures) take(ctx context.Context) (err error) {
	if _, err := exec.LookPath("tmux"); err != nil {
		if p.check {
			fmt.Println("NOT CHECKED: there is no tmux, in which the pictures of the terminal UI are taken; install it (Debian: apt-get install tmux)")
			return nil
		}
		return fmt.Errorf("a terminal: %w; install tmux (Debian: apt-get install tmux)", err)
	}
	if p.home, err = os.MkdirTemp("", "pictures"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.home)) }()
	p.env = []string{
		"HOME=" + p.home, "PATH=" + p.home + ":" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC", "SHELL=/bin/sh", "USER=you",
	}
	if err := p.furnish(ctx); err != nil {
		return err
	}
	for _, s := range slices.Concat(pages(), []shot{drill()}) {
		if p.only != "" && p.only != s.name {
			continue
		}
		if err := p.one(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if len(p.stale) > 0 {
		return fmt.Errorf("not what the program shows: %v; make pictures takes them again", p.stale)
	}
	return nil
}

// furnish puts the program and a case into the folder.
func (p *pictures) furnish(ctx context.Context) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(p.home, "traillab"), "./cmd/traillab")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w: %s", err, out)
	}
	if err := os.Symlink(filepath.Join(root, "samples", incident, "AWSLogs"), filepath.Join(p.home, "AWSLogs")); err != nil {
		return err
	}
	_, err = p.traillab(ctx, "load", "AWSLogs", "--db", "case.duckdb", "-q")
	return err
}

// traillab runs a command of the program and gives back what it prints.
func (p *pictures) traillab(ctx context.Context, args ...string) (string, error) {
	c := exec.CommandContext(ctx, filepath.Join(p.home, "traillab"), args...)
	c.Dir, c.Env, c.Stderr = p.home, p.env, nil
	out, err := c.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", fmt.Errorf("traillab %v: %w: %s", args, err, exit.Stderr)
	}
	return string(out), err
}

// one takes a picture: opens what it is of, presses the keys, and writes or compares.
func (p *pictures) one(ctx context.Context, s shot) (err error) {
	t, err := open(ctx, p.home, s.name, p.env, s.command...)
	if err != nil {
		return err
	}
	defer t.close()
	defer func() {
		if s.after != nil {
			err = errors.Join(err, s.after(context.WithoutCancel(ctx), p))
		}
	}()
	if _, err := t.settled(ctx, s.first); err != nil {
		return err
	}
	if s.meanwhile != nil {
		if err := s.meanwhile(ctx, p); err != nil {
			return err
		}
	}
	for _, k := range s.keys {
		if err := t.press(ctx, k); err != nil {
			return err
		}
		if _, err := t.settled(ctx, nil); err != nil {
			return fmt.Errorf("after %q: %w", k, err)
		}
	}
	seen, err := t.settled(ctx, s.shows)
	if err != nil {
		return err
	}
	return p.keep(s, draw(scan(seen), columns, s.caption()))
}

// keep writes a picture, or remembers that the one there is another.
func (p *pictures) keep(s shot, drawn string) error {
	path := filepath.Join(p.out, s.name+".svg")
	old, err := os.ReadFile(path)
	switch {
	case err == nil && s.same(string(old), drawn):
		return nil
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return err
	case p.check:
		p.stale = append(p.stale, path)
		return nil
	}
	if err := os.MkdirAll(p.out, 0o755); err != nil {
		return err
	}
	fmt.Println(path)
	return os.WriteFile(path, []byte(drawn), 0o644)
}
