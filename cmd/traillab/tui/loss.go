// Losses: what an impact says of one capability of one resource, as a row.

package tui

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze"
)

// loss is a row of the page of impact: what was lost, kept, or is not known.
type loss struct {
	chain    *analyze.Chain
	id       string
	kind     string
	name     string
	fate     fate
	entry    analyze.Entry
	resource int // the order of the resources in their impact
}

// losses are the rows of an impact: resource after resource, of each what is lost first. What is not known of a resource that has
// no entry is a row as well.
func losses(chain *analyze.Chain, i *analyze.Impact) []loss {
	var out []loss
	told := map[[2]string]bool{}
	for n := range i.Resources {
		r := &i.Resources[n]
		for _, e := range r.Capabilities {
			told[[2]string{r.ID, e.What}] = true
			out = append(out, loss{chain, r.ID, r.Kind, string(r.Name), fateOf(&e), e, n})
		}
	}
	for _, u := range i.Unknown {
		if told[[2]string{u.ID, u.What}] {
			continue
		}
		place := slices.IndexFunc(i.Resources, func(r analyze.Resource) bool { return r.ID == u.ID })
		l := loss{chain: chain, id: u.ID, fate: fateUnknown, resource: len(i.Resources), entry: analyze.Entry{
			What: u.What, Before: "unknown", After: "unknown", From: i.From, Until: i.Until, Level: "unknown", Reason: u.Reason,
		}}
		if place >= 0 {
			l.kind, l.name, l.resource = i.Resources[place].Kind, string(i.Resources[place].Name), place
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b loss) int {
		return cmp.Or(cmp.Compare(a.resource, b.resource), cmp.Compare(a.fate, b.fate))
	})
	return out
}

// after says how a capability stood then, with what groups and ACLs did to it.
func (l *loss) after() string {
	return afterFilters(string(l.entry.After), string(l.entry.FilterAfter))
}

func (l *loss) before() string {
	return afterFilters(string(l.entry.Before), string(l.entry.FilterBefore))
}

// afterFilters is the answer of the way, and that groups and ACLs do not let through what it would carry.
func afterFilters(way, filter string) string {
	switch {
	case way == "no" || way == "":
		return way
	case filter == "no":
		return way + ", filtered"
	case filter == "unknown":
		return way + ", filter ?"
	case filter == "part":
		return way + ", filter ½"
	}
	return way
}

// until says when it came back, or why it did not.
func (l *loss) until(v view) cell {
	switch {
	case l.entry.Until != nil:
		return cell{text: v.clock(*l.entry.Until)}
	case l.fate == fateKept:
		return cell{tone: toneFaint, text: "-"}
	case l.fate == fateUnknown:
		return cell{tone: toneUnknown, text: "not known"}
	}
	return cell{tone: toneWarn, text: "open at end of log"}
}

// moments are the times between which the row tells of something.
func (l *loss) moments() (from, until time.Time) {
	from, until = l.entry.From, l.entry.From
	if l.entry.Until != nil {
		until = *l.entry.Until
	}
	return from, until
}
