// Disks that are full, or may not be written: wherever a load runs out of room, it says so, and the same load goes on when there is some again: nothing lost,
// nothing twice. The disk is a small file system in memory that only the processes of the test see.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fullDisk mounts file systems of growing size at $disk and loads $logs into each; where that fails, there is room then, and it
// loads again. $ask tells what a case says.
const fullDisk = `
set -u
for size in $sizes; do
	mount -t tmpfs -o size=$size none $disk || exit 77
	traillab load $logs --db $disk/case.duckdb -q > /dev/null 2> $said
	code=$?
	echo "load on $size: $code $(cat $said)"
	mount -o remount,size=400m none $disk
	if [ $code -ne 0 ]; then
		traillab load $logs --db $disk/case.duckdb -q > /dev/null 2> $said
		echo "again: $? $(cat $said)"
	fi
	echo "says: $(traillab sql "$ask" --db $disk/case.duckdb -q --format csv 2>&1 | tail -n 1)"
	umount $disk
	if [ $code -eq 0 ]; then break; fi
done
mount -t tmpfs -o size=64k none $disk
TMPDIR=$disk traillab load - --db $kept < $large > $said 2> /dev/null
echo "no room for temporary files: $? $(tail -n 1 $said)"
traillab load $logs --db $disk/case.duckdb -q > /dev/null 2>&1
mount -o remount,size=100m none $disk
traillab load $logs --db $disk/case.duckdb -q > /dev/null 2>&1
mount -o remount,ro none $disk
echo "says: $(traillab sql "$ask" --db $disk/case.duckdb -q --format csv 2>&1 | tail -n 1)"
for db in case new; do
	traillab load $logs --db $disk/$db.duckdb -q > $said 2>&1
	echo "read-only: $? $(cat $said)"
done
TMPDIR=$disk traillab sql "SELECT i FROM range(30000000) t(i) ORDER BY random()" --db $disk/case.duckdb -q > $said 2>&1
echo "no room for temporary files: $? $(cat $said)"
TMPDIR=$disk traillab timeline --source $logs -q > $said 2>&1
echo "no room for temporary files: $? $(cat $said)"
umount $disk
`

func TestFullDisk(t *testing.T) {
	t.Parallel()
	if err := exec.CommandContext(t.Context(), "unshare", "-m", "mount", "-t", "tmpfs", "none", t.TempDir()).Run(); err != nil {
		t.Skip("a disk can be filled only where a test may mount one (root, and unshare of util-linux): ", err)
	}
	dir := t.TempDir()
	logs := filepath.Join(dir, "logs")
	if out, err := exec.CommandContext(t.Context(), "traillab", "sample", "generate", "--events", "6000", "--files", "30", "--seed", "1", "-q", logs).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	disk := filepath.Join(dir, "disk")
	ok(t, os.Mkdir(disk, 0o700))
	ok(t, os.WriteFile(filepath.Join(dir, "large.json"), []byte(strings.Repeat(record(1, "1")+"\n", 1000)), 0o600))
	sizes := "256k 9m 11m 13m 40m"
	if os.Getenv("TRAILLAB_SOAK") != "" {
		sizes = ""
		for size := 256; size < 40_000; size += 256 {
			sizes += fmt.Sprintf(" %dk", size)
		}
	}
	c := exec.CommandContext(t.Context(), "unshare", "-m", "sh", "-c", fullDisk)
	c.Env = append(os.Environ(), "sizes="+sizes, "disk="+disk, "logs="+filepath.Join(logs, "AWSLogs"), "said="+filepath.Join(dir, "said"),
		"large="+filepath.Join(dir, "large.json"), "kept="+filepath.Join(dir, "kept.duckdb"),
		"ask=SELECT count(*), count(DISTINCT event_id), sum(hash(record)) FROM events")
	out, err := c.CombinedOutput()
	ok(t, err)
	failed, answers := 0, map[string]bool{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		what, rest, _ := strings.Cut(line, ": ")
		switch {
		case what == "says":
			answers[rest] = true
		case what == "again" && rest != "0":
			t.Errorf("with room again: %s", line)
		case strings.HasPrefix(what, "load on") && rest != "0":
			failed++
			if !strings.HasPrefix(rest, "1 traillab: ") || !strings.Contains(rest, "has no room to grow") || !strings.Contains(rest, "the same load goes on from there") {
				t.Errorf("without room: %s", line)
			}
		case what == "read-only" && !(strings.HasPrefix(rest, "1 ") && strings.Contains(rest, "check its permissions")):
			t.Error(line)
		case what == "no room for temporary files" && (!strings.HasPrefix(rest, "1 ") || !strings.Contains(rest, "TMPDIR")):
			t.Error(line)
		}
	}
	if failed < 3 || len(answers) != 1 {
		t.Errorf("%d loads ran out of room, and the cases say %v:\n%s", failed, answers, out)
	}
	t.Logf("%d loads ran out of room", failed)
}
