// A terminal without a window: the two ends of a pty, as Linux gives them.

package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// openPTY opens a pty of so many columns and rows: our end, and the program's.
func openPTY(columns, rows uint16) (ours, theirs *os.File, err error) {
	ours, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	var number, locked uint32
	size := [4]uint16{rows, columns, 0, 0}
	for _, ask := range []struct {
		request uintptr
		value   unsafe.Pointer
	}{{syscall.TIOCGPTN, unsafe.Pointer(&number)}, {syscall.TIOCSPTLCK, unsafe.Pointer(&locked)}, {syscall.TIOCSWINSZ, unsafe.Pointer(&size)}} {
		if _, _, wrong := syscall.Syscall(syscall.SYS_IOCTL, ours.Fd(), ask.request, uintptr(ask.value)); wrong != 0 {
			return nil, nil, fmt.Errorf("pty: %w", wrong)
		}
	}
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	return ours, theirs, err
}
