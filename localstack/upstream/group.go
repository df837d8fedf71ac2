// Process groups: what a cloud starts ends with it.

//go:build unix

package upstream

import (
	"errors"
	"os/exec"
	"syscall"
)

// ownGroup makes a command the first of a process group whose id is its pid. A terminal's interrupt does not reach it:
// how a cloud ends is the lab's decision.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// termGroup asks a group to end, killGroup ends it. A group that is gone is no error.
func termGroup(id int) error { return signalGroup(id, syscall.SIGTERM) }
func killGroup(id int) error { return signalGroup(id, syscall.SIGKILL) }

func signalGroup(id int, signal syscall.Signal) error {
	if id <= 1 {
		return errors.New("not a process group of ours")
	}
	if err := syscall.Kill(-id, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// groupAnswers reports whether a group has a process, were it only one whose end nobody has asked for yet.
func groupAnswers(id int) bool { return id > 1 && !errors.Is(syscall.Kill(-id, 0), syscall.ESRCH) }

// killOne ends one process.
func killOne(pid int) error {
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}
