// Filters: the SQL that they become lets through what a few plain lines of Go let through, in the same order.

package store

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// eventOf is a record as the answers should carry it.
func eventOf(rec *trail.Record) trail.Event {
	e := trail.Event{
		ID: string(rec.EventID), Time: rec.Time.Truncate(time.Microsecond), Name: string(rec.Name), Source: string(rec.Source), Account: string(rec.Account),
		Region: string(rec.Region), Principal: string(rec.Principal), AccessKeyID: string(rec.AccessKeyID), SourceIP: string(rec.SourceIP),
		UserAgent: string(rec.UserAgent), ErrorCode: string(rec.ErrorCode), ReadOnly: rec.ReadOnly,
	}
	for _, id := range rec.IDs {
		e.IDs = append(e.IDs, string(id))
	}
	return e
}

// lets is the filter in plain words.
func lets(f trail.Filter, e trail.Event, newest time.Time) bool {
	among := func(list []string, v string) bool { return len(list) == 0 || v != "" && slices.Contains(list, v) }
	switch {
	case f.From.Set() && (e.Time.IsZero() || e.Time.Before(f.From.Resolve(newest))):
	case f.Until.Set() && (e.Time.IsZero() || !e.Time.Before(f.Until.Resolve(newest))):
	case !among(f.Accounts, e.Account), !among(f.Regions, e.Region), !among(f.AccessKeys, e.AccessKeyID), !among(f.Names, e.Name):
	case f.Errors && e.ErrorCode == "":
	case f.Writes && e.ReadOnly == trail.Yes:
	case len(f.Principals) > 0 && !isPrincipal(f.Principals, e.Principal):
	case len(f.Addresses) > 0 && !liesIn(f.Addresses, e.SourceIP):
	case !trail.NamesAny(e.IDs, f.Resources), !trail.NamesAny(e.IDs, f.VPCs):
	default:
		return true
	}
	return false
}

func isPrincipal(wanted []string, arn string) bool {
	short, session := trail.PrincipalNames(arn)
	return slices.ContainsFunc(wanted, func(w string) bool { return w != "" && (w == arn || w == short || w == session) })
}

func liesIn(blocks []netip.Prefix, address string) bool {
	a, err := netip.ParseAddr(address)
	return err == nil && slices.ContainsFunc(blocks, func(b netip.Prefix) bool { return b.Contains(a.Unmap()) })
}

// filter makes a filter of some flags; their values mostly occur in the log.
func (m maker) filter(t *testing.T) trail.Filter {
	moment := func() trail.Moment {
		parsed, err := trail.ParseMoment(pick(m, "2024-05-02", "2024-05-01T12:00:00Z", "2024-05-03T00:00:00.5+02:00", "90m", "2h", "1d", "9w", "1s", "1999-01-01", "2100-01-01"))
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	some := func(values ...string) (out []string) {
		for range 1 + m.IntN(3) {
			out = append(out, values[m.IntN(len(values))])
		}
		return out
	}
	var f trail.Filter
	for range 1 + m.IntN(3) {
		switch m.IntN(12) {
		case 0:
			f.From = moment()
		case 1:
			f.Until = moment()
		case 2:
			f.Accounts = some("111122223333", "444455556666", "000000000000", "")
		case 3:
			f.Regions = some("eu-west-1", "us-east-1", "mars-1")
		case 4:
			f.Principals = some("ann", "carol", "dave", "ops", "root", "team", "nobody", "ec2.amazonaws.com", "arn:aws:iam::111122223333:user/team/ann", "arn:aws:sts::111122223333:assumed-role/ops/carol", "'", "")
		case 5:
			f.AccessKeys = some("AKIAEXAMPLEANN", "ASIAEXAMPLEOPS", "AKIANOBODY")
		case 6:
			for _, s := range some("198.51.100.7", "198.51.100.0/24", "203.0.113.0/28", "0.0.0.0/0", "2001:db8::/32", "::/0", "10.0.0.0/8", "198.51.100.128/25") {
				p, err := trail.ParseAddress(s)
				if err != nil {
					t.Fatal(err)
				}
				f.Addresses = append(f.Addresses, p)
			}
		case 7:
			f.Resources = some(m.id("igw"), m.id("igw"), m.id("vpc"), "ops", "role/ops", "arn:aws:iam::111122223333:role/ops", "arn:aws:ec2:eu-west-1:111122223333:internet-gateway/"+m.id("igw"), "igw", "%", "two words", "words", "0", "")
		case 8:
			f.VPCs = some(m.id("vpc"), m.id("vpc"), m.id("vpc"), "vpc-0")
		case 9:
			f.Names = some("DetachInternetGateway", "RunInstances", "detachinternetgateway", "Detach%", "GetObject")
		case 10:
			f.Errors = true
		case 11:
			f.Writes = true
		}
	}
	return f
}

// TestFilters asks a case of plain and odd records hundreds of random questions.
func TestFilters(t *testing.T) {
	m := newMaker(21)
	f := file("a.json")
	for i := range 800 {
		if i%4 == 0 {
			f.body.records = append(f.body.records, m.odd())
		} else {
			f.body.records = append(f.body.records, m.plain(m.eventID()))
		}
	}
	var all []trail.Event
	var newest time.Time
	for _, text := range f.body.records {
		rec := &trail.Record{}
		if _, err := trail.NewScanner().Scan([]byte(text), rec); err != nil {
			t.Fatal(err)
		}
		e := eventOf(rec)
		all = append(all, e)
		if e.Time.After(newest) {
			newest = e.Time
		}
	}
	slices.SortStableFunc(all, func(a, b trail.Event) int { // DuckDB's order: what is missing comes last
		last := func(empty bool) int { return map[bool]int{true: 1}[empty] }
		return cmp.Or(last(a.Time.IsZero())-last(b.Time.IsZero()), a.Time.Compare(b.Time), last(a.ID == "")-last(b.ID == ""), cmp.Compare(a.ID, b.ID))
	})
	s := newCase(t)
	loadWith(t, s, LoadOptions{limits: limits{bytes: 1 << 40, files: 1, touches: 1 << 40}}, f)
	empty := 0
	for i := range 500 {
		filter := m.filter(t)
		var want, got, related, asked []string
		for _, e := range all {
			if lets(filter, e, newest) {
				want = append(want, fmt.Sprintf("%+v", e))
			}
		}
		for e, err := range s.Timeline(t.Context(), filter) {
			if err != nil {
				t.Fatalf("%+v: %v", filter, err)
			}
			e.Key = 0 // the case's own
			got = append(got, fmt.Sprintf("%+v", e))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+v\nlets %d events through, want %d", filter, len(got), len(want))
		}
		if len(want) == 0 {
			empty++
		}
		if i%5 > 0 {
			continue
		}
		for _, e := range all {
			if role := dialect.RoleOf([]byte(e.Name), []byte(e.Source)); role == dialect.Cut || role == dialect.Tell {
				related = append(related, fmt.Sprint(e.ID, lets(filter, e, newest)))
			}
		}
		for e, err := range s.Relations(t.Context(), filter) {
			if err != nil {
				t.Fatalf("%+v: %v", filter, err)
			}
			asked = append(asked, fmt.Sprint(e.ID, e.Asked))
		}
		if !slices.Equal(asked, related) {
			t.Fatalf("%+v\nmarks other events as asked for", filter)
		}
		checkWho(t, s, filter, all, newest)
	}
	if empty > 300 {
		t.Errorf("%d of 500 filters let nothing through: they prove little", empty)
	}
}

// checkWho holds the sums of an actor against its events.
func checkWho(t *testing.T, s *Store, f trail.Filter, all []trail.Event, newest time.Time) {
	t.Helper()
	type sum struct{ calls, errors, writes int64 }
	want, got := map[string]sum{}, map[string]sum{}
	for _, e := range all {
		if lets(f, e, newest) {
			w := want[e.Principal]
			w.calls++
			if e.ErrorCode != "" {
				w.errors++
			}
			if e.ReadOnly != trail.Yes {
				w.writes++
			}
			want[e.Principal] = w
		}
	}
	actors, err := s.Who(t.Context(), f)
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	for _, a := range actors {
		got[a.Principal] = sum{a.Calls, a.Errors, a.Writes}
		if !slices.IsSorted(a.AccessKeys) || !slices.IsSorted(a.SourceIPs) || slices.Contains(a.Regions, "") {
			t.Errorf("%+v is not in order", a)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || len(got) != len(actors) {
		t.Fatalf("%+v\n got %v\nwant %v", f, got, want)
	}
}

// TestResources: an id is a whole word or the end of an ARN, and two ids are not one with a space in it.
func TestResources(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json",
		`{"eventID":"both","requestParameters":{"a":"igw-00000001","b":"vpc-00000001","cName":"arn:aws:iam::111122223333:role/path/ops"}}`,
		`{"eventID":"longer","requestParameters":{"b":"vpc-00000001000000000","cName":"drops"}}`,
		`{"eventID":"none"}`, "{\"eventID\":\"odd\",\"requestParameters\":{\"aName\":\"no\u00a0break\"}}",
	))
	for id, want := range map[string]string{
		"vpc-00000001": "both", "vpc-00000001000000000": "longer", "ops": "both", "path/ops": "both", "arn:aws:iam::111122223333:role/path/ops": "both",
		"igw-00000001 vpc-00000001": "", "vpc-0": "", "role/path": "", "-00000001": "", "": "", " ": "", "%": "", "no\u00a0break": "odd",
		"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-00000001": "both", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0000000": "",
		"arn:aws:iam::111122223333:role/ops": "", "arn:aws:iam::111122223333:user/drops": "longer", "arn:aws:ec2:::vpc/": "", "arn:": "",
	} {
		for _, f := range []trail.Filter{{Resources: []string{id}}, {VPCs: []string{"nothing", id}}} {
			var got []string
			for e, err := range s.Timeline(t.Context(), f) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, e.ID)
				if !trail.NamesAny(e.IDs, []string{id}) {
					t.Errorf("%q: NamesAny does not agree over %q", id, e.IDs)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q lets through %q, want %q", id, got, want)
			}
		}
	}
}

// TestPrincipals: people are found by their ARN and by the names they go by.
func TestPrincipals(t *testing.T) {
	record := func(id, arn string) string {
		return `{"eventID":"` + id + `","userIdentity":{"arn":"` + arn + `"}}`
	}
	s := newCase(t)
	load(t, s, file("a.json",
		record("user", "arn:aws:iam::111122223333:user/division/ann"),
		record("user elsewhere", "arn:aws:iam::444455556666:user/ann"),
		record("role", "arn:aws:iam::111122223333:role/ann"),
		record("session", "arn:aws:sts::111122223333:assumed-role/ops/ann"),
		record("session of ann's role", "arn:aws:sts::111122223333:assumed-role/ann/i-0123456789abcdef0"),
		record("federated", "arn:aws:sts::111122223333:federated-user/ann"),
		record("another", "arn:aws:iam::111122223333:user/joann"),
		record("path", "arn:aws:iam::111122223333:user/ann/bob"),
		`{"eventID":"service","userIdentity":{"invokedBy":"ann.amazonaws.com"}}`,
		`{"eventID":"plain name","userIdentity":{"userName":"ann"}}`,
		`{"eventID":"nobody"}`,
	))
	for name, want := range map[string]string{
		"ann": "federated, plain name, role, session, session of ann's role, user, user elsewhere",
		"ops": "session",
		"arn:aws:iam::111122223333:user/division/ann": "user",
		"i-0123456789abcdef0":                         "session of ann's role",
		"ann.amazonaws.com":                           "service",
		"division":                                    "",
		"Ann":                                         "",
	} {
		var got []string
		for e, err := range s.Timeline(t.Context(), trail.Filter{Principals: []string{name}}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		slices.Sort(got)
		if strings.Join(got, ", ") != want {
			t.Errorf("--principal %s lets through %q, want %q", name, got, want)
		}
	}
}

// TestSpansCountFromTheNewest: a span goes back from the newest stored event, not from now.
func TestSpansCountFromTheNewest(t *testing.T) {
	s := newCase(t)
	if f, err := s.where(t.Context(), trail.Filter{From: trail.Moment{Back: time.Hour}}); err != nil || len(f.values) != 1 {
		t.Errorf("a span in an empty case: %v, %v", f, err)
	}
	load(t, s, file("a.json",
		`{"eventID":"old","eventTime":"2020-01-01T09:59:59Z"}`, `{"eventID":"edge","eventTime":"2020-01-01T10:00:00Z"}`,
		`{"eventID":"new","eventTime":"2020-01-01T12:00:00Z"}`, `{"eventID":"no time"}`,
	))
	for span, want := range map[time.Duration]string{time.Second: "new", 2 * time.Hour: "edge new", 24 * time.Hour: "old edge new"} {
		var got []string
		for e, err := range s.Timeline(t.Context(), trail.Filter{From: trail.Moment{Back: span}}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, e.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%v back: %q, want %q", span, got, want)
		}
	}
}
