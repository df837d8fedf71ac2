// Verifying: what a walk over signed digest chains costs, and what it holds, while the objects grow.

package main

import (
	"fmt"
	"path/filepath"
)

// verify measures traillab verify over a mirror with digests, and over one of ten times the objects.
func (b *bench) verify() error {
	var first int64
	for i, records := range []int{b.network / 10, b.network, 10 * b.network} {
		if records > b.network && !b.big {
			break
		}
		archive, err := b.archive(records, records/150)
		if err != nil {
			return err
		}
		m, err := b.signed(archive)
		if err != nil {
			return err
		}
		c := command{name: "verify", args: []string{b.traillab, "verify", m.dir, "--keys", filepath.Join(m.dir, keysName), "-q"}}
		f, err := c.run()
		if err != nil {
			return err
		}
		said := fmt.Sprintf("**%d MB**, %.1f s of processor time, clock %.1f s", f.memory>>20, f.cpu.Seconds(), f.wall.Seconds())
		if i == 0 {
			first = f.memory
		} else {
			said += fmt.Sprintf("; **%.2f ×** the memory of the first", float64(f.memory)/float64(first))
		}
		b.line("| `verify` of %d log files under %d digests | %s | grows by the object alone |", m.logs, m.digests, said)
	}
	b.line("\n`verify` keeps of each digest and of each log file what its verdict is made of, so that its memory grows with their number; what they " +
		"hold passes through.")
	return nil
}
