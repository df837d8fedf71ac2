// Systems without sessions and file locks: a lab runs there, but is ended by force, and two of one name are not told apart.

//go:build !unix

package localstack

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

func alone(*exec.Cmd) {}

func ask(pid int) error { return kill(pid) }

func kill(pid int) error {
	process, err := os.FindProcess(pid)
	if err != nil {
		return nil //nolint:nilerr // it is gone, as it should be
	}
	if err = process.Kill(); !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

var errHeld = errors.New("held by another process")

func hold(context.Context, string) (func(), error) { return func() {}, nil }
