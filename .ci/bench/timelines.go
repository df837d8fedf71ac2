// Timelines: what a report costs that is one, over a million records and over ten; the network, and so the findings, are of the same
// size in either. Each is measured once: a peak hardly varies.

package main

import "fmt"

// timelines adds a line for each form. It asks the databases that cases has loaded.
func (b *bench) timelines() error {
	names := []string{"million", "millions"}
	if !b.big {
		names = names[:1]
	}
	for _, form := range []string{"csv", "jsonl", "timesketch", "ocsf"} {
		said := ""
		for i, name := range names {
			c := command{name: "report", args: []string{b.traillab, "report", "--db", b.database(name), "--format", form, "-q"}}
			f, err := c.run()
			if err != nil {
				return err
			}
			if i > 0 {
				said += "; "
			}
			said += fmt.Sprintf("of %d records **%d MB**, %.1f s of processor time", []int{b.network, 10 * b.network}[i], f.memory>>20, f.cpu.Seconds())
		}
		b.line("| `report --format %s` | %s | ten times the records: the same memory |", form, said)
	}
	return nil
}
