// A chain on a page: its drawings, and its tables with links from what is claimed to the records that say so.

package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"traillab/analyze"
)

// chapter is a chain that is told in full.
type chapter struct {
	*Chain
	s  *sheet
	N  int    // in the case, from 1
	ID string // of its section
	at map[string]string
}

func (t *chapter) Lookalike() string { return lookalike(t.Verdict.Label) }

// Key is the chain's own id; ID is the section's.
func (t *chapter) Key() string { return t.Chain.ID }

// Axis draws the chain on a time axis.
func (t *chapter) Axis() template.HTML { return t.s.axisOfChain(t.ID+"-axis", t.Chain) }

// Command tells the chain's impact in whole.
func (t *chapter) Command() string { return t.s.impactCommand(t.Chain.ID) }

// source is an event that something rests on, and the place of its record on the page, where there is one.
type source struct{ ID, Short, Anchor string }

// sources are at most a few of them: those whose records are told first, for they are the chain's own.
func (t *chapter) sources(ids []string) (shown []source, more int) {
	const most = 4
	for _, own := range []bool{true, false} {
		for _, id := range ids {
			if at := t.anchor(id); (at != "") == own && len(shown) < most {
				shown = append(shown, source{id, brief(id), at})
			}
		}
	}
	return shown, len(ids) - len(shown)
}

// brief is enough of an event id to see which is which.
func brief(id string) string {
	if len(id) > 8 && strings.Count(id, "-") == 4 {
		return id[:8]
	}
	return id
}

// anchor is where the record of an event is told to lie.
func (t *chapter) anchor(eventID string) string {
	if t.at == nil {
		t.at = map[string]string{}
		for i, x := range t.Chain.Exhibits[:min(len(t.Chain.Exhibits), t.s.limit.exhibits)] {
			t.at[x.EventID] = fmt.Sprintf("%s-record-%d", t.ID, i+1)
		}
	}
	return t.at[eventID]
}

// lossRow is a line of the table of losses.
type lossRow struct {
	Resource, Name, Whats, Turn, From, Until, Level, Why string
	Path                                                 string
	Sources                                              []source
	More                                                 int
}

// Losses are the lines of the table, and how many more there are.
func (t *chapter) Losses() shortlist[lossRow] { return t.s.lossRows(t.Impact, t) }

// shortlist are the lines of a table, and what is told of those that are left out.
type shortlist[T any] struct {
	List []T
	More string
}

// lossTable is a table of losses under an id.
type lossTable struct {
	ID   string
	Rows shortlist[lossRow]
}

func (s *sheet) lossRows(i *analyze.Impact, t *chapter) shortlist[lossRow] {
	var all shortlist[lossRow]
	n := 0
	for _, r := range i.Resources {
		for _, l := range folded(r.Capabilities) {
			if n++; n > s.limit.losses {
				continue
			}
			row := lossRow{
				Resource: r.ID, Name: string(r.Name), Whats: strings.Join(l.whats, ", "), Turn: turn(r.Capabilities, l), From: s.clock(l.from), Until: s.until(l.until) + ending(l.end),
				Level: l.level, Why: l.reason, Path: strings.Join(l.path, " → "),
			}
			if t != nil {
				row.Sources, row.More = t.sources(l.sources)
			}
			all.List = append(all.List, row)
		}
	}
	if n > s.limit.losses {
		all.More = fmt.Sprintf("and %s more: %s", count(n-s.limit.losses, "loss"), s.impactOf(i))
	}
	return all
}

// turn is what the answers of a loss were and became.
func turn(entries []analyze.Entry, l *loss) string {
	var turns []string
	for n := range entries {
		e := &entries[n]
		if !e.From.Equal(l.from) || e.Reason != l.reason || e.Level != l.level || !slices.Contains(l.whats, e.What) {
			continue
		}
		text := string(e.Before) + " → " + string(e.After)
		if e.Before == e.After {
			text = "filter: " + string(e.FilterBefore) + " → " + string(e.FilterAfter)
		}
		if !slices.Contains(turns, text) {
			turns = append(turns, text)
		}
	}
	return strings.Join(turns, ", ")
}

// Kept are the resources that lost nothing.
func (t *chapter) Kept() string { return keptOf(t.Impact) }

func keptOf(i *analyze.Impact) string {
	var kept []string
	for _, r := range i.Resources {
		if len(r.Capabilities) > 0 && len(folded(r.Capabilities)) == 0 {
			kept = append(kept, labelled(r.ID, string(r.Name)))
		}
	}
	return few(kept)
}

// Beside are the further consequences, in sentences.
func (t *chapter) Beside() shortlist[string] { return t.s.beside(t.Impact) }

func (s *sheet) beside(i *analyze.Impact) shortlist[string] {
	var list []string
	for _, b := range i.Blackholes {
		list = append(list, fmt.Sprintf("Leads nowhere: %s %s → %s (%s)", b.Table, b.Destination, b.Target, b.Level))
	}
	if len(i.Stranded) > 0 {
		list = append(list, "No default route: "+few(i.Stranded))
	}
	for _, p := range i.Patches {
		list = append(list, fmt.Sprintf("Patch run %s at %s: %s, %s", p.Name, s.clock(p.Time), p.Finding, p.Why))
	}
	if n := len(list) - s.limit.losses; n > 0 {
		return shortlist[string]{list[:s.limit.losses], fmt.Sprintf("and %d more: %s", n, s.impactOf(i))}
	}
	return shortlist[string]{list, ""}
}

// callRow is an event of the chain.
type callRow struct {
	Time, Role, Call, Error, By string
	Inferred                    bool
	Event                       source
}

// Calls are the events of the chain.
func (t *chapter) Calls() shortlist[callRow] {
	var all shortlist[callRow]
	for i := range t.Events {
		p := &t.Events[i]
		if i == t.s.limit.events {
			all.More = fmt.Sprintf("and %s more: %s", count(len(t.Events)-i, "event"), t.Command())
			break
		}
		all.List = append(all.List, callRow{
			t.s.clock(p.Time), string(p.Role), p.Name, p.ErrorCode, person(p.Principal), p.Basis == analyze.Inferred, source{p.EventID, brief(p.EventID), t.anchor(p.EventID)},
		})
	}
	return all
}

// scenery is a VPC at its moments.
type scenery struct {
	VPC, ID string
	Plates  []plate
	Changed shortlist[change]
	Same    int
	During  bool
}

// Scenes are the networks of the chain.
func (t *chapter) Scenes() []scenery { return t.s.scenes(t.ID, t.Networks) }

func (s *sheet) scenes(id string, views []View) []scenery {
	var all []scenery
	for i := range views {
		v := &views[i]
		sc := scenery{VPC: v.VPC, ID: fmt.Sprintf("%s-vpc-%d", id, i+1), During: v.During != nil}
		sc.Plates = s.plates(sc.ID, v)
		changed, same := contrast(v)
		sc.Same = same
		sc.Changed.List = changed[:min(len(changed), s.limit.losses)]
		if n := len(changed) - len(sc.Changed.List); n > 0 {
			sc.Changed.More = fmt.Sprintf("and %d more that changed", n)
		}
		all = append(all, sc)
	}
	return all
}

// Strip reports whether there is something to lay side by side.
func (s scenery) Strip() bool {
	drawn := 0
	for _, p := range s.Plates {
		if p.Drawn != "" {
			drawn++
		}
	}
	return drawn > 1
}

// Thing, Before, Meanwhile and After are the columns of what changed.
func (c change) Thing() string     { return c.thing }
func (c change) Before() string    { return c.before }
func (c change) Meanwhile() string { return c.during }
func (c change) After() string     { return c.after }

// Multiples are what the instances did.
func (t *chapter) Multiples() []multiple { return t.s.multiples(t.ID+"-pulse", &t.Rhythm) }

// saidRow is what calls or flows say of a loss.
type saidRow struct{ Resource, Says, Calls, From, Why string }

// Said is what behaviour and flow logs say for and against the losses.
func (t *chapter) Said() shortlist[saidRow] {
	var all shortlist[saidRow]
	for _, b := range t.Impact.Behaviour {
		if b.Finding != analyze.Nothing {
			all.List = append(all.List, saidRow{b.Resource, b.Finding, number(b.Calls), few(b.SourceIPs), b.Why})
		}
	}
	for _, h := range t.Impact.Flows {
		if h.Finding != analyze.Nothing {
			all.List = append(all.List, saidRow{h.Resource, h.Finding, "flow logs", h.Interface, h.Note})
		}
	}
	if n := len(all.List) - t.s.limit.claims; n > 0 {
		all.List, all.More = all.List[:t.s.limit.claims], fmt.Sprintf("and %d more: %s", n, t.Command())
	}
	return all
}

// Attempts are what was refused.
func (t *chapter) Attempts() shortlist[analyze.Try] {
	list := t.Impact.Attempts
	if n := len(list) - t.s.limit.attempts; n > 0 {
		return shortlist[analyze.Try]{list[:t.s.limit.attempts], fmt.Sprintf("and %s more: %s", count(n, "attempt"), t.s.recipe("attempts and loose detachments"))}
	}
	return shortlist[analyze.Try]{list, ""}
}

// claimRow is what is inferred, or not known.
type claimRow struct {
	Claim
	From []source
	More int
}

// Surmised is what is inferred.
func (t *chapter) Surmised() shortlist[claimRow] { return t.s.claimRows(t.Inferred, t) }

// Open is what is not known.
func (t *chapter) Open() shortlist[claimRow] { return t.s.claimRows(t.Unknown, t) }

func (s *sheet) claimRows(list []Claim, t *chapter) shortlist[claimRow] {
	var all shortlist[claimRow]
	for i, c := range list {
		if i == s.limit.claims {
			all.More = fmt.Sprintf("and %d more, which the JSON form has", len(list)-i)
			break
		}
		row := claimRow{Claim: c}
		if t != nil {
			row.From, row.More = t.sources(c.Sources)
		}
		all.List = append(all.List, row)
	}
	return all
}
