// Systems without process groups and file locks: a cloud that runs already can be used there, and the image; what a
// process has started itself is not ended with it, and nothing is installed.

//go:build !unix

package upstream

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

func lock(context.Context, string, func()) (func(), error) {
	return nil, errors.New("installing needs a Unix system; use docker, --endpoint or --upstream builtin")
}

func ownGroup(*exec.Cmd) {}

func termGroup(id int) error { return killOne(id) }
func killGroup(id int) error { return killOne(id) }

func groupAnswers(int) bool { return false }

func killOne(pid int) error {
	process, err := os.FindProcess(pid)
	if err != nil {
		return nil //nolint:nilerr // it is gone, as it should be
	}
	if err = process.Kill(); !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}
