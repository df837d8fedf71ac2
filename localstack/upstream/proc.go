// What Linux tells of processes and sockets under /proc. On other systems there is nothing to read there: then strays and
// exposed sockets are not found, and the process group is all that is known of a cloud.

package upstream

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// marked returns the processes whose environment has the mark, ended ones left out.
func marked(value string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil || value == "" {
		return nil
	}
	line := []byte(mark + "=" + value)
	var pids []int
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		environ, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "environ"))
		if err == nil && slices.ContainsFunc(bytes.Split(environ, []byte{0}), func(l []byte) bool { return bytes.Equal(l, line) }) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// groupLives reports whether a process of a group is at work. One that has ended and that nobody waits for (its parent is
// gone, and so may be whoever should have taken its place) does no work.
func groupLives(id int) bool {
	entries, err := os.ReadDir("/proc/self/task") // something that only Linux has
	if err != nil || len(entries) == 0 {
		return groupAnswers(id)
	}
	if !groupAnswers(id) {
		return false
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is ours
	return slices.ContainsFunc(stats, func(name string) bool {
		text, err := os.ReadFile(name)
		if err != nil {
			return false // ended meanwhile
		}
		// pid (name of the program) state ppid pgrp; the name may hold anything, so look behind its end.
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		return len(fields) > 2 && fields[2] == strconv.Itoa(id) && fields[0] != "Z" && fields[0] != "X"
	})
}

// listener is a TCP socket that takes connections.
type listener struct {
	address netip.AddrPort
	inode   string
}

// listeners reads the table of the system's TCP sockets, as /proc/net/tcp has it: local address, state and inode are the
// second, fourth and tenth column, and 0A is LISTEN.
func listeners(table string) ([]listener, error) {
	var all []listener
	for i, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if i == 0 || len(fields) < 10 || fields[3] != "0A" {
			continue
		}
		address, err := socketAddress(fields[1])
		if err != nil {
			return nil, fmt.Errorf("line %d of the table of sockets: %w", i+1, err)
		}
		all = append(all, listener{address, fields[9]})
	}
	return all, nil
}

// socketAddress reads 0100007F:11D2. An address is written as 32-bit words, each in the order of the machine, which is
// the lowest byte first wherever a traillab is built for.
func socketAddress(text string) (netip.AddrPort, error) {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	if err != nil || len(raw)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("%s: not an address", text)
	}
	for word := range slices.Chunk(raw, 4) {
		slices.Reverse(word)
	}
	address, ok := netip.AddrFromSlice(raw)
	number, err := strconv.ParseUint(port, 16, 16)
	if !ok || err != nil {
		return netip.AddrPort{}, fmt.Errorf("%s: not an address", text)
	}
	return netip.AddrPortFrom(address.Unmap(), uint16(number)), nil
}

// listening returns the sockets on which processes listen, and known false where the system does not tell.
func listening(pids []int) (own []netip.AddrPort, known bool, err error) {
	var all []listener
	for _, name := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		table, err := os.ReadFile(name)
		if err != nil {
			continue // no Linux, or no IPv6
		}
		known = true
		some, err := listeners(string(table))
		if err != nil {
			return nil, true, err
		}
		all = append(all, some...)
	}
	held := map[string]bool{}
	for _, pid := range pids {
		descriptors, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
		if err != nil {
			continue // it has ended meanwhile
		}
		for _, d := range descriptors {
			target, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%s", pid, d.Name())) // closed meanwhile is as well
			if inode, ok := strings.CutPrefix(target, "socket:["); ok {
				held[strings.TrimSuffix(inode, "]")] = true
			}
		}
	}
	for _, l := range all {
		if held[l.inode] {
			own = append(own, l.address)
		}
	}
	return own, known, nil
}
