// The environment of a run: streams, variables, clock and terminal, handed in so that a test can be a terminal or a pipe.

package main

import (
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// env is what a run knows of the world.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	environ        func() []string // all of it, as lines NAME=VALUE
	now            func() time.Time
	// width returns the width of the terminal that w is, and 0 when it is none.
	width func(w io.Writer) int
}

func processEnv() *env {
	return &env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, environ: os.Environ, now: time.Now, width: terminalWidth}
}

func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return 80
	}
	return width
}
