// A call that nobody has made, in a document: what AWS would refuse, what would be cut, and what would be kept.

package report

import "strings"

func (w *writer) plan(p *Plan) {
	w.heading(1, "What if: "+p.Call)
	w.facts([][2]string{{"call", p.Call}, {"at", w.clock(p.At)}})
	w.heading(2, "What AWS would ask for first")
	var first []string
	for _, n := range p.Needs {
		first = append(first, n.Call+": "+n.Why)
	}
	if len(first) == 0 {
		w.prose("Nothing that the log knows stands in its way.")
	} else {
		w.items(first)
	}
	w.heading(2, "What it would cut")
	t := &grid{columns: []string{"resource", "what", "level", "why"}}
	for _, r := range p.Impact.Resources {
		for _, l := range folded(r.Capabilities) {
			t.row(labelled(r.ID, cut(string(r.Name))), l.would()+": "+strings.Join(l.whats, ", "), l.level, cut(l.reason))
		}
	}
	if len(t.rows) == 0 {
		t.more = "No resource is known to lose anything by it."
	}
	w.table(t)
	w.some(w.dead(p.Impact, true), p.Impact)
	w.heading(2, "What it would keep")
	if kept := w.kept(p.Impact); len(kept) > 0 {
		w.some(kept, p.Impact)
	} else {
		w.prose("Nothing in these networks is known to keep a way.")
	}
	w.networks(p.Networks, p.NetworksOmitted)
	w.claims("What is inferred", p.Inferred)
	w.claims("What is not known", p.Unknown)
}
