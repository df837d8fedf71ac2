// When a process began: with it a pid names one process and no other.

package localstack

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// born returns when a process began, in words that no other process of that pid has: those of Linux's /proc, elsewhere
// those of ps. It is "" when the process is gone, only waits to be asked how it ended, or cannot be looked at.
func born(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		if _, linux := os.Stat("/proc/self/stat"); linux == nil {
			return ""
		}
		return psBorn(pid)
	}
	// pid (name) state …, and the twenty-second field is the start in ticks since the machine began; the name may hold anything.
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 || fields[0] == "Z" || fields[0] == "X" {
		return ""
	}
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // where it is hidden the ticks must do
	return strings.TrimSpace(string(boot)) + "+" + fields[19]
}

// psBorn asks ps.
func psBorn(pid int) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "ps", "-o", "stat=,lstart=", "-p", strconv.Itoa(pid)).Output()
	state, since, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	if err != nil || strings.HasPrefix(state, "Z") {
		return ""
	}
	return strings.TrimSpace(since)
}
