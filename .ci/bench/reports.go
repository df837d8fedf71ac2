// Reports: what a report costs, over a million records and over ten; the network, and so the findings, are of the same size in either.
// The forms are one of each kind: text for people, a page, the case, and a timeline. Each is measured once: a peak hardly varies.

package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// ceiling is how much memory a report may take, whatever the size of the log.
const ceiling = "800 MB, flat"

// reports adds a line for each form. It asks the databases that cases has loaded.
func (b *bench) reports() error {
	names := []string{"million", "millions"}
	if !b.big {
		names = names[:1]
	}
	for _, form := range []string{"text", "html", "json", "csv"} {
		said := ""
		for i, name := range names {
			out := filepath.Join(b.work, "report."+form)
			c := command{name: "report", args: []string{b.traillab, "report", "--db", b.database(name), "--format", form, "-o", out, "-q"}}
			f, err := c.run()
			if err != nil {
				return err
			}
			if i > 0 {
				said += "; "
			}
			said += fmt.Sprintf("of %d records **%d MB**, %.1f s of processor time", []int{b.network, 10 * b.network}[i], f.memory>>20, f.cpu.Seconds())
			if err := os.Remove(out); err != nil {
				return err
			}
		}
		b.line("| `report --format %s` | %s | %s |", form, said, ceiling)
	}
	return nil
}
