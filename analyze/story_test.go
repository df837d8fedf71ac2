// Stories: files that tell events and the detachments to expect of them, written and read without Go. The grammar is at
// the head of testdata/README.md.

package analyze

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// story is one case of a file.
type story struct {
	name   string
	line   int
	events []trail.Event
	filter trail.Filter
	asked  string // the only principal whose events the filter lets through
	expect []string
}

// members says under which name of the request an id is given, by how it begins. An id of no kind here needs its name:
// roleName=ops.
var members = []struct{ begins, name string }{
	{"igw-", "internetGatewayId"},
	{"eigw-", "egressOnlyInternetGatewayId"},
	{"vgw-", "vpnGatewayId"},
	{"vpc-", "vpcId"},
	{"subnet-", "subnetId"},
	{"rtbassoc-", "associationId"},
	{"eipassoc-", "associationId"},
	{"rtb-", "routeTableId"},
	{"eni-attach-", "attachmentId"},
	{"eni-", "networkInterfaceId"},
	{"i-", "instanceId"},
	{"vol-", "volumeId"},
	{"eipalloc-", "allocationId"},
	{"nat-", "natGatewayId"},
	{"vpcx-", "vpcPeeringConnectionId"},
}

var (
	isCIDR    = regexp.MustCompile(`^[0-9a-f.:]+/[0-9]+$`)
	isAddress = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$`)
)

// parameters makes a request or a response of words.
func parameters(words []string) (string, error) {
	o := map[string]any{}
	for _, w := range words {
		name, v, named := strings.Cut(w, "=")
		if !named {
			name, v = "", w
			for _, m := range members {
				if strings.HasPrefix(w, m.begins) {
					name = m.name
					break
				}
			}
			switch {
			case isCIDR.MatchString(w):
				name = "destinationCidrBlock"
			case isAddress.MatchString(w):
				name = "publicIp"
			case name == "":
				return "", fmt.Errorf("%q is no id that I know; write name=%s", w, w)
			}
		}
		at := o
		path := strings.Split(name, ".")
		for _, step := range path[:len(path)-1] {
			inner, ok := at[step].(map[string]any)
			if !ok {
				inner = map[string]any{}
				at[step] = inner
			}
			at = inner
		}
		at[path[len(path)-1]] = map[string]any{"true": true, "false": false}[v]
		if v != "true" && v != "false" {
			at[path[len(path)-1]] = v
		}
	}
	b, err := json.Marshal(o)
	return string(b), err
}

// clock reads a time of the first of May 2024; a dash is no time.
func clock(word string) (time.Time, error) {
	if word == "-" {
		return time.Time{}, nil
	}
	return time.Parse("2006-01-02 15:04:05", "2024-05-01 "+word)
}

// event reads what follows the word event.
func (s *story) event(line string) error {
	line, failure, failed := strings.Cut(line, " ! ")
	line, answer, answered := strings.Cut(line, " -> ")
	words := strings.Fields(line)
	if len(words) < 2 {
		return fmt.Errorf("an event needs a time and a call: %q", line)
	}
	e := trail.Event{
		ID: fmt.Sprintf("event-%03d", len(s.events)), Source: "ec2.amazonaws.com", Account: "111122223333", Region: "eu-west-1",
		Principal: "arn:aws:iam::111122223333:user/ann", ReadOnly: trail.No, Asked: true,
	}
	var err error
	if e.Time, err = clock(words[0]); err != nil {
		return err
	}
	e.Name = words[1]
	if service, name, told := strings.Cut(e.Name, ":"); told {
		e.Source, e.Name = service+".amazonaws.com", name
	}
	request := slices.DeleteFunc(words[2:], func(w string) bool {
		key, v, _ := strings.Cut(w, ":")
		place := map[string]*string{"by": &e.Principal, "account": &e.Account, "region": &e.Region, "id": &e.ID}[key]
		if place != nil {
			*place = v
		}
		return place != nil
	})
	if e.Request, err = parameters(request); err != nil {
		return err
	}
	if len(request) == 0 {
		e.Request = ""
	}
	if answered {
		if e.Response, err = parameters(strings.Fields(answer)); err != nil {
			return err
		}
	}
	if failed {
		e.ErrorCode, e.ErrorText, _ = strings.Cut(failure, " ")
	}
	e.IDs = named(e.Request + e.Response)
	s.events = append(s.events, e)
	return nil
}

var inQuotes = regexp.MustCompile(`:"([a-z]+-[^"]+)"`)

func named(text string) (ids []string) {
	for _, m := range inQuotes.FindAllStringSubmatch(text, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// stories reads a file.
func stories(r io.Reader) ([]*story, error) {
	var out []*story
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if word == "case" {
			out = append(out, &story{name: rest, line: n})
			continue
		}
		if len(out) == 0 {
			return nil, fmt.Errorf("line %d: a case comes first", n)
		}
		s := out[len(out)-1]
		var err error
		switch word {
		case "event":
			err = s.event(rest)
		case "expect":
			s.expect = append(s.expect, strings.Join(strings.Fields(rest), " "))
		case "asked":
			s.asked = rest
		case "resource":
			s.filter.Resources = append(s.filter.Resources, rest)
		case "vpc":
			s.filter.VPCs = append(s.filter.VPCs, rest)
		default:
			err = fmt.Errorf("%q is none of case, event, expect, asked, resource, vpc", word)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return out, lines.Err()
}

// slice is a Source of events in any order.
type slice []trail.Event

func (s slice) Relations(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	events := slices.Clone(s)
	slices.SortStableFunc(events, func(a, b trail.Event) int {
		if a.Time.IsZero() != b.Time.IsZero() { // no time comes last, as it does from a case
			return map[bool]int{true: 1, false: -1}[a.Time.IsZero()]
		}
		return a.Time.Compare(b.Time)
	})
	return func(yield func(trail.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// tell writes a detachment as stories expect it.
func tell(d *Detachment) string {
	dash := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	at := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.Format("15:04:05")
	}
	line := fmt.Sprintf("%s %s %s %s %s %s", at(d.Time), d.Basis, d.Outcome, d.Relation, dash(d.Child), dash(d.Parent))
	if d.NotBefore != nil {
		line += " after " + at(*d.NotBefore)
	}
	return line
}

func (s *story) found(t *testing.T, events []trail.Event) []string {
	t.Helper()
	found, err := Detachments(t.Context(), slice(events), s.filter)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range found {
		d := &found[i]
		if (d.NotAfter == nil) != (d.Basis == Observed) || d.NotAfter != nil && !d.NotAfter.Equal(d.Time) {
			t.Errorf("bounds do not fit: %+v", *d)
		}
		out = append(out, tell(d))
	}
	return out
}

// TestStories plays every case of testdata as it is written, and with the events of each second in other orders and under
// other ids.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := stories(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, s := range all {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+s.name, func(t *testing.T) { s.play(t, fmt.Sprintf("%s:%d", file, s.line)) })
		}
	}
}

func (s *story) play(t *testing.T, where string) {
	t.Helper()
	for i := range s.events {
		s.events[i].Asked = s.asked == "" || strings.HasSuffix(s.events[i].Principal, s.asked)
	}
	want := slices.Clone(s.expect)
	got := s.found(t, s.events)
	if !slices.IsSortedFunc(got, func(a, b string) int { return strings.Compare(a[:min(8, len(a))], b[:min(8, len(b))]) }) && !slices.Contains(got, "-") {
		t.Errorf("not in order of time: %q", got)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("%s: found\n  %s\nexpected\n  %s", where, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
	r := rand.New(rand.NewPCG(uint64(s.line), 1))
	for range 50 {
		events := slices.Clone(s.events)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if !slices.ContainsFunc(events, func(e trail.Event) bool { return !strings.HasPrefix(e.ID, "event-") }) {
			for i := range events {
				events[i].ID = fmt.Sprintf("event-%03d", i)
			}
		}
		got := s.found(t, events)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			var order []string
			for _, e := range events {
				order = append(order, e.Time.Format("15:04:05 ")+e.Name)
			}
			t.Fatalf("%s: in the order\n  %s\nfound\n  %s\nexpected\n  %s", where, strings.Join(order, "\n  "), strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
	}
}

// TestStoriesComplain: a mistake in a story is told with its line.
func TestStoriesComplain(t *testing.T) {
	for text, want := range map[string]string{
		"event 12:00:00 X":               "line 1: a case comes first",
		"case a\n\nevnt 12:00:00 X":      `line 3: "evnt" is none of`,
		"case a\nevent 12:00 X":          "line 2: parsing time",
		"case a\nevent 12:00:00":         "line 2: an event needs a time and a call",
		"case a\nevent 12:00:00 X thing": `line 2: "thing" is no id that I know`,
	} {
		if _, err := stories(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
