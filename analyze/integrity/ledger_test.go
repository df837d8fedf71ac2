// Memory: what a verification holds of each log file, which is what bounds it.

package integrity

import (
	"fmt"
	"runtime"
	"testing"
	"unsafe"
)

// TestLedgerIsSmall: a line of the ledger is what docs/integrity.md says it is.
func TestLedgerIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(entry{}); size != 56 {
		t.Errorf("a log file takes %d bytes, and docs/integrity.md says 56", size)
	}
}

// BenchmarkLedger lists a million log files and finds each.
func BenchmarkLedger(b *testing.B) {
	const files = 1_000_000
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		var l ledger
		for i := range files {
			l.add(object(i), "", i/100, true)
		}
		l.seal()
		for i := range files {
			if len(l.find(nameOf(object(i)))) != 1 {
				b.Fatal(i)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/files, "bytes/log")
		runtime.KeepAlive(l)
	}
}

func object(i int) string {
	return fmt.Sprintf("bucket/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/%08d.json.gz", i)
}
