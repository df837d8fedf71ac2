// Baselines: what stood at a time, as describe calls or AWS Config told it beside the log. A baseline speaks for the time
// after it, and for the time before as far back as the log shows no change.

package topology

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Baseline is what stood in one account's region at a time.
type Baseline struct {
	At              time.Time
	Account, Region string
	From            string // what it was read from, for people
	Statements      []Statement
}

// Statement is one aspect of one thing. A Text and a To that are both empty say that there is none, unless Why says that it is
// not known.
//
// Two aspects say more than they do elsewhere. That a thing is Whole means that all its keys are stated: what the log tells
// of others was gone. That a Region is Whole under the name of a kind means the same of the things of that kind.
type Statement struct {
	Kind    Kind
	ID      string
	Account string // the owner, where that is another account than the baseline's
	Aspect  Aspect
	Key     string
	Text    string // of a value that is a text
	To, Or  Target // of a value that is a thing; Or is another name for what To names, by which the log may know it
	Why     string // why nobody can know it, for it changes without a record; there is no value then
}

// Target names a thing of the baseline's place, unless it says another.
type Target struct {
	Kind                Kind
	ID, Account, Region string
}

// keyed are the aspects of which a description tells all keys.
var keyed = map[Kind][]Aspect{
	VPC: {Range}, Subnet: {Range}, RouteTable: {Route, Propagates}, SecurityGroup: {Rule}, NetworkACL: {Entry},
	Interface: {V6, PrivateIP, InGroup}, Endpoint: {InTable, InSubnet, InGroup}, Balancer: {InSubnet, InGroup},
	Database: {InSubnet, InGroup}, Function: {InSubnet, InGroup}, PrefixList: {Range},
}

// grounding is a baseline while it speaks.
type grounding struct {
	*fold
	b      *Baseline
	at     place
	told   map[*Thing]bool
	keys   map[*Thing]map[slot]bool
	change bool
}

// ground lets a baseline speak.
func (f *fold) ground(b *Baseline) {
	e := trail.Event{Time: b.At, Account: b.Account, Region: b.Region, Name: "baseline", Source: b.From}
	f.h.Calls = append(f.h.Calls, Call{Event: e})
	f.now = f.h.Now()
	g := &grounding{fold: f, b: b, at: place{b.Account, b.Region}, told: map[*Thing]bool{}, keys: map[*Thing]map[slot]bool{}}
	for i := range b.Statements {
		g.reveal(&b.Statements[i])
	}
	for i := range b.Statements {
		if b.Statements[i].Aspect != Whole { // which would deny what is only being said
			g.state(&b.Statements[i])
		}
	}
	for i := range b.Statements {
		g.absent(&b.Statements[i])
	}
	for i := range b.Statements {
		if b.Statements[i].Aspect == Whole {
			g.state(&b.Statements[i])
		}
	}
	f.h.Call(f.now).Changed = g.change
}

func (g *grounding) thing(s *Statement) *Thing {
	at := g.at
	if s.Account != "" {
		at.account = s.Account
	}
	return g.h.thing(s.Kind, at, s.ID)
}

func (g *grounding) target(t Target) Value {
	at := g.at
	if t.Account != "" {
		at.account = t.Account
	}
	if t.Region != "" {
		at.region = t.Region
	}
	return To(g.h.thing(t.Kind, at, t.ID))
}

// nameless reports whether a thing has a makeshift id, for no record has told the real one.
func nameless(t *Thing) bool { return strings.Contains(t.ID, " of ") }

// reveal tells the real ids of what a VPC is born with.
func (g *grounding) reveal(s *Statement) {
	if s.Kind != VPC || s.Aspect != Main && s.Aspect != DefaultOf || s.To.ID == "" {
		return
	}
	known, _ := g.thing(s).told(s.Aspect, s.Key).at(never - 1)
	if known.To != nil && nameless(known.To) && known.To.Kind == s.To.Kind {
		g.rename(known.To, g.target(s.To).To)
	}
}

// state lets one statement speak: it was so before, as far back as nothing contradicts it, and it is so from now on.
func (g *grounding) state(s *Statement) {
	t := g.thing(s)
	g.told[t] = g.told[t] || s.Aspect == Exists
	if g.keys[t] == nil {
		g.keys[t] = map[slot]bool{}
	}
	g.keys[t][slot{s.Aspect, s.Key}] = true
	if s.Why != "" {
		g.veil(t, s)
		return
	}
	v := Text(s.Text)
	if s.To.ID != "" {
		v = g.same(t, s)
	}
	g.say(t, s.Aspect, s.Key, v)
}

// veil says that something is not known: not now, and not since the last call that told of it, for who else changes it leaves no
// record.
func (g *grounding) veil(t *Thing, s *Statement) {
	tr := t.track(s.Aspect, s.Key)
	g.listen(t, tr)
	if tr.last() == nil {
		tr.spans = append(tr.spans, span{Fact: Fact{Why: s.Why, Cause: g.now}, from: Origin})
	}
	tr.doubt(g.now, s.Why, g.now)
	if g.write(clause{op: lose, thing: t, aspect: s.Aspect, key: s.Key, why: s.Why}) {
		g.change = true
	}
}

// same returns the value of a statement by the name that the log knows it by. An address that a NAT gateway or a load
// balancer holds is described by the interface that AWS made for it.
func (g *grounding) same(t *Thing, s *Statement) Value {
	known, _ := t.told(s.Aspect, s.Key).at(never - 1)
	if s.Or.ID != "" && known.Is(g.target(s.Or)) {
		return known.Value
	}
	if s.Aspect == Holder && s.To.Kind == Interface && s.Or.ID == "" && known.Known() && known.To != nil {
		if of := known.To.Kind; of == NATGateway || of == Balancer {
			return known.Value
		}
	}
	return g.target(s.To)
}

func (g *grounding) say(t *Thing, a Aspect, key string, v Value) {
	c := clause{op: need, thing: t, aspect: a, key: key, value: v, level: trail.Observed}
	known, _ := t.told(a, key).at(never - 1)
	switch {
	case a == Whole: // that the past was known whole does not follow from the present
	case !known.Known() && (a == Exists && v == None || a == Condition): // what ended was there before; instances stop by themselves
	default:
		g.hold(c)
	}
	if g.write(c) {
		g.change = true
	}
}

// absent says of what a description that is whole does not name that it was gone.
func (g *grounding) absent(s *Statement) {
	switch {
	case s.Kind == Region && s.Aspect == Whole && s.Text == Yes.Text:
		g.gone(Kind(s.Key))
	case s.Aspect == Whole && s.Text == Yes.Text, s.Aspect == Exists && s.Text == Yes.Text && (s.Kind == VPC || s.Kind == Subnet):
		t := g.thing(s)
		for _, a := range keyed[s.Kind] {
			for _, key := range slices.Clone(t.keys(a)) {
				known, _ := t.told(a, key).at(never - 1)
				if !g.keys[t][slot{a, key}] && !known.Is(Text(local)) {
					g.say(t, a, key, None)
				}
			}
		}
	}
}

// gone ends the things of a kind that the baseline does not know. What has no real id cannot be compared.
func (g *grounding) gone(kind Kind) {
	for _, t := range slices.Clone(g.h.order) {
		if t.Kind != kind || t.Account != g.at.account || t.Region != g.at.region || t.wild() || nameless(t) || g.told[t] {
			continue
		}
		g.say(t, Exists, "", None)
		if in, _ := t.told(InVPC, "").at(never - 1); in.To != nil && (kind == InternetGateway || kind == EgressGateway || kind == VPNGateway) {
			g.say(t, InVPC, "", None)
		}
	}
}

// ownersOf adds the owners that baselines tell.
func ownersOf(found map[ref]string, baselines []Baseline) map[ref]string {
	for i := range baselines {
		for _, s := range baselines[i].Statements {
			if s.Account != "" {
				found[ref{s.Kind, "", baselines[i].Region, s.ID}] = s.Account
			}
		}
	}
	return found
}

// String tells a baseline to people.
func (b *Baseline) String() string {
	return fmt.Sprintf("%s %s at %s: %d statements from %s", b.Account, b.Region, b.At.UTC().Format(time.RFC3339), len(b.Statements), b.From)
}
