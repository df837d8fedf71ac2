// A fake case that goes in by the same doors as a store, and a hand that presses keys. Frames are taken of what the model says is
// on the screen.

package tui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// noon is when everything in the fake case begins.
var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// paper is a case in memory.
type paper struct {
	events  []trail.Event // in order
	chains  []analyze.Chain
	lanes   trail.Lanes
	missing Missing
	records map[string][]trail.Evidence
	impacts []*analyze.Impact
	actors  []trail.Actor
	network func(at time.Time) *snapshot.Network // in place of the one that is drawn
	asked   []string                             // what was asked, in order
}

func (p *paper) doors() Doors {
	d, _ := p.handy(Doors{Lister: p, Investigator: p, Surveyor: p, Recorder: p, Assessor: p, Cartographer: p, Roster: p})
	return d
}

// passing are the events that a filter lets through, as far as tests need it.
func (p *paper) passing(f trail.Filter) []trail.Event {
	var out []trail.Event
	for _, e := range p.events {
		has := func(w string) bool {
			return strings.Contains(strings.ToLower(e.Name+" "+e.Principal+" "+e.SourceIP+" "+strings.Join(e.IDs, " ")), strings.ToLower(w))
		}
		if f.Errors && e.ErrorCode == "" || f.Writes && e.ReadOnly == trail.Yes || f.From.Set() && e.Time.Before(f.From.At) || f.Until.Set() && !e.Time.Before(f.Until.At) {
			continue
		}
		if narrower(f, e) {
			continue
		}
		if !slices.ContainsFunc(f.Words, func(w string) bool { return !has(w) }) {
			out = append(out, e)
		}
	}
	return out
}

func (p *paper) Window(_ context.Context, f trail.Filter, from trail.Mark, n int) ([]trail.Event, error) {
	p.asked = append(p.asked, fmt.Sprintf("window %d from %s", n, from.ID))
	list := p.passing(f)
	if n < 0 && from.Zero() {
		return list[max(0, len(list)+n):], nil
	}
	not := func(behind bool) func(e trail.Event) bool { // the mark need not be of an event that passes
		return func(e trail.Event) bool {
			order := cmp.Or(e.Time.Compare(from.Time), cmp.Compare(e.Key, from.Key))
			return order > 0 || behind && order == 0
		}
	}
	if n > 0 {
		at := slices.IndexFunc(list, not(false))
		if at < 0 {
			return nil, nil
		}
		return list[at:min(len(list), at+n)], nil
	}
	at := slices.IndexFunc(list, not(true))
	if at < 0 {
		at = len(list)
	}
	return list[max(0, at+n):at], nil
}

func (p *paper) Count(_ context.Context, f trail.Filter) (int64, error) {
	return int64(len(p.passing(f))), nil
}

func (p *paper) Predicate(_ context.Context, f trail.Filter) (string, error) {
	if len(f.Words) == 0 {
		return "TRUE", nil
	}
	return "contains(lower(event_name), '" + strings.Join(f.Words, " ") + "')", nil
}

func (p *paper) Case(context.Context) (*analyze.Case, error) {
	return &analyze.Case{Chains: p.chains}, nil
}

func (p *paper) Chains(context.Context, trail.Filter) ([]analyze.Chain, error) { return p.chains, nil }

func (p *paper) Lanes(context.Context, trail.Filter, int) (trail.Lanes, error) { return p.lanes, nil }

func (p *paper) Missing(context.Context) (Missing, error) { return p.missing, nil }

func (p *paper) Records(_ context.Context, id string, _ int64) ([]trail.Evidence, error) {
	return p.records[id], nil
}

// incident is a case with a bit of everything: a refused call that is retried, a cut, what gave it back, gaps and rejects.
func incident() *paper {
	p := &paper{records: map[string][]trail.Evidence{}}
	add := func(minute int, name, code, who, ip string, ids ...string) trail.Event {
		e := trail.Event{
			ID: fmt.Sprintf("0f8fad5b-d9cb-469f-a165-%012d", len(p.events)), Key: int64(len(p.events)) + 1<<32, Time: noon.Add(time.Duration(minute) * time.Minute), Name: name,
			Source: "ec2.amazonaws.com", Account: "111122223333", Region: "eu-west-1", Principal: "arn:aws:sts::111122223333:assumed-role/ops/" + who,
			AccessKeyID: "ASIAEXAMPLE" + who, SourceIP: ip, UserAgent: "aws-cli/2.15.30 md/Botocore", ErrorCode: code, ReadOnly: trail.No, IDs: ids,
		}
		if strings.HasPrefix(name, "Describe") {
			e.ReadOnly = trail.Yes
		}
		p.events = append(p.events, e)
		p.records[e.ID] = []trail.Evidence{{
			EventID: e.ID, Time: e.Time, Account: e.Account, File: "AWSLogs/111122223333/CloudTrail/eu-west-1/2024/05/01/111122223333_CloudTrail_eu-west-1_20240501T1205Z_abc.json.gz",
			SHA256: strings.Repeat("0123456789abcdef", 4), Offset: 1234567, Length: 1500, Standing: "stands", Digest: "altered", DigestWhy: "the file has changed \x1b[2J since it was loaded",
			Record: fmt.Sprintf(`{"eventVersion":"1.11","eventName":%q,"userIdentity":{"type":"AssumedRole","arn":%q},"requestParameters":{"internetGatewayId":"igw-0a1","vpcIds":["vpc-0a1","vpc-0a2"]},"responseElements":null}`, name, e.Principal),
		}}
		return e
	}
	add(0, "DescribeVpcs", "", "mallory", "203.0.113.7")
	var links []analyze.Link
	for i := range 12 {
		links = append(links, analyze.Link{Event: add(1+i/4, "DetachInternetGateway", "DependencyViolation", "mallory", "203.0.113.7", "igw-0a1", "vpc-0a1"), Role: analyze.Attempt, Basis: analyze.Observed})
	}
	links = append(links,
		analyze.Link{Event: add(8, "DisassociateAddress", "", "mallory", "203.0.113.7", "eipassoc-0a1", "i-0a1"), Role: analyze.RunUp, Basis: analyze.Observed},
		analyze.Link{Event: add(9, "DetachInternetGateway", "", "mallory", "203.0.113.7", "igw-0a1", "vpc-0a1"), Role: analyze.Cut, Basis: analyze.Observed},
		analyze.Link{Event: add(11, "DeleteInternetGateway", "", "mallory", "203.0.113.7", "igw-0a1"), Role: analyze.Hardening, Basis: analyze.Observed},
		analyze.Link{Event: add(40, "CreateRoute", "", "alice", "198.51.100.4", "rtb-0a1", "igw-0a2"), Role: analyze.Restore, Basis: analyze.Inferred})
	for i := range 30 {
		add(41+i, "DescribeInstances", "", "alice", "198.51.100.4", "i-0a1")
	}
	until := noon.Add(40 * time.Minute)
	p.chains = []analyze.Chain{
		{
			ID: "chain-0123456789ab", Scope: analyze.Scope{Kind: "vpc", ID: "vpc-0a1"}, Account: "111122223333", Region: "eu-west-1", From: noon.Add(8 * time.Minute), Until: &until, Links: links,
			Actors: []analyze.Performer{{Principal: links[0].Event.Principal, AccessKeyID: links[0].Event.AccessKeyID, SourceIPs: []string{"203.0.113.7"}, UserAgents: []string{links[0].Event.UserAgent}}},
			Verdict: analyze.Verdict{
				Label: analyze.Hostile, Level: analyze.High, For: []string{"the gateway was deleted after it was detached (+2 hostile)", "nobody had acted from that address before (+1 hostile)"},
				Against: []string{"the way was given back within the hour (-1 hostile)"}, Techniques: []analyze.Technique{{ID: "T1578.005", Name: "Modify Cloud Compute Configurations"}},
			}, Lost: 3, Attempts: 1,
		},
		{
			ID: "chain-ba9876543210", Scope: analyze.Scope{Kind: "vpc", ID: "vpc-0a2"}, Account: "444455556666", Region: "us-east-1", From: noon.Add(50 * time.Minute), Links: links[13:14],
			Verdict: analyze.Verdict{Label: analyze.Undecided, Level: analyze.Medium}, Lost: 1,
		},
	}
	p.impacts, p.actors = costs(p.chains), people(0)
	p.missing = Missing{Damaged: 2, Rejected: 1, Records: 5, Recovered: 3}
	p.lanes = trail.Lanes{From: noon.Truncate(24 * time.Hour), Step: 1}
	for n, place := range [][2]string{{"111122223333", "eu-west-1"}, {"111122223333", "us-east-1"}, {"444455556666", "us-east-1"}} {
		lane := trail.Lane{Account: place[0], Region: place[1]}
		for hour := range 72 {
			c := trail.LaneCell{Hours: 1, Events: int64((hour + n) * (hour % 5))}
			switch {
			case n == 1 && hour < 3:
				c = trail.LaneCell{Hours: 1, Gap: 1, Beyond: 1}
			case n == 1 && hour > 30 && hour < 50:
				c = trail.LaneCell{Hours: 1, Gap: 1}
			case n == 2 && hour == 10:
				c = trail.LaneCell{Hours: 1, Unreadable: 1, Rejects: 2}
			}
			lane.Cells = append(lane.Cells, c)
		}
		p.lanes.Lanes = append(p.lanes.Lanes, lane)
	}
	return p
}

// hand is a model and somebody at its keys.
type hand struct {
	t *testing.T
	m *Model
}

// sit puts somebody before a case, at a screen of that size.
func sit(t *testing.T, d Doors, w, h int) *hand {
	t.Helper()
	return sitWith(t, d, w, h, Options{})
}

func sitWith(t *testing.T, d Doors, w, h int, o Options) *hand {
	t.Helper()
	o.Now = func() time.Time { return noon }
	if o.Place == nil {
		o.Place = []string{"--db", "my case.duckdb"}
	}
	u := &hand{t, New(t.Context(), d, o)}
	u.m.wait = func() tea.Cmd { return nil } // no time passes here
	u.m.pulse = u.m.wait
	u.do(u.m.Init())
	u.tell(tea.WindowSizeMsg{Width: w, Height: h})
	return u
}

// tell gives the model a message and does what it asks for, until nothing is left to do.
func (u *hand) tell(msg tea.Msg) {
	u.t.Helper()
	_, cmd := u.m.Update(msg)
	u.do(cmd)
}

// do runs a command.
func (u *hand) do(cmd tea.Cmd) {
	u.t.Helper()
	if cmd == nil {
		return
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		switch msg := msg.(type) {
		case nil, tick:
		case tea.BatchMsg:
			for _, c := range msg {
				u.do(c)
			}
		case answer:
			u.tell(msg)
		}
	case <-time.After(10 * time.Second):
		u.t.Fatal("a command does not end")
	}
}

// press presses keys, by the names that bindings use.
func (u *hand) press(keys ...string) *hand {
	u.t.Helper()
	for _, k := range keys {
		u.tell(key(k))
	}
	return u
}

// write types a text.
func (u *hand) write(text string) *hand {
	u.t.Helper()
	for _, r := range text {
		u.press(string(r))
	}
	return u
}

// screen is what the model shows, styles and all.
func (u *hand) screen() string { return u.m.View().Content }
