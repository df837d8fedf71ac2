// Package telling reads stories: lines that an analyst can write without Go, which become the events that CloudTrail would
// have recorded, in both of EC2's dialects. Tests are told in it.
//
//	# A line is a call. It begins with its time; without one it comes a second after the line before.
//	12:00:00 vpc vpc-1 10.0.0.0/16
//	+0s      gateway igw-1
//	+5m      attach igw-1 vpc-1
//	         detach igw-1 vpc-1 !Client.DependencyViolation by=mallory
//
// A time is a time of day on the story's date, a whole RFC 3339 time, or a span after the line before. A line that holds
// nothing but options sets them for the lines after it:
//
//	date=2024-05-14 account=111122223333 region=us-east-1 by=ops
//
// A call is told in one of two ways. The short forms begin with a small letter; forms.go lists them, and each is a line of
// the long form with blanks in it. The long form begins with the event's name, and q. and p. are paths into the request and
// the response:
//
//	CreateSubnet q.vpcId=vpc-1 q.cidrBlock=10.0.1.0/24 p.subnet.subnetId=subnet-1 p.subnet.vpcId=vpc-1
//	RunInstances p.instancesSet[].instanceId=i-1 p.instancesSet[].subnetId=subnet-1 p.instancesSet[].instanceId=i-2
//
// A name followed by [] is a list: a word goes into its last element, or begins the next one if that element has the member
// already; [+] always begins one. Commas part several elements (q.groupSet[].groupId=sg-1,sg-2), and a list without a value
// is empty (q.groupSet[]). A word with spaces stands in quotes. q=null and p=null say that there is none; q without words is
// empty, and p without words is null for reads and errors, and otherwise what EC2 answers when there is nothing to say.
//
// Options, in any place after the call: !CODE the error, error="…" its message, by= the principal (a user's name, an ARN, or
// a service's address), ip= where the call came from, agent=, key= the access key, source= the service where it is not ec2,
// id= the event's id, which is otherwise made from the line. Words of the long form may follow those of a short one and
// then replace them.
package telling

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// Read reads a story. The events are in the order of the lines. The error names the line.
func Read(text string) ([]trail.Event, error) {
	t := teller{
		options: map[string]string{"date": "2024-05-14", "account": "111122223333", "region": "us-east-1", "by": "ops", "ip": "198.51.100.7"},
		homes:   map[string]string{}, told: map[string]int{},
	}
	var events []trail.Event
	n := 0
	for line := range strings.Lines(text) {
		n++
		e, err := t.line(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if e != nil {
			events = append(events, *e)
		}
	}
	return events, nil
}

// teller reads line after line.
type teller struct {
	options map[string]string // in force for the lines to come
	clock   time.Time         // of the line before
	homes   map[string]string // the VPC of every subnet that was told of
	told    map[string]int    // how often a line was told
}

// optional are the options that a line can carry.
var optional = []string{"date", "account", "region", "by", "ip", "agent", "key", "source", "id", "error"}

// line reads a line; it is nil for a line without a call.
func (t *teller) line(text string) (*trail.Event, error) {
	words, err := split(text)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	at, words, err := t.time(words)
	if err != nil {
		return nil, err
	}
	options := map[string]string{}
	words = slices.DeleteFunc(words, func(w string) bool {
		name, value, ok := strings.Cut(w, "=")
		if code, is := strings.CutPrefix(w, "!"); is {
			name, value, ok = "code", code, true
		} else if !slices.Contains(optional, name) {
			return false
		}
		if ok {
			options[name] = value
		}
		return ok
	})
	if len(words) == 0 {
		for name, value := range options {
			t.options[name] = value
		}
		return nil, nil
	}
	t.clock = at
	return t.call(words, options)
}

// time takes the time off a line.
func (t *teller) time(words []string) (time.Time, []string, error) {
	w := words[0]
	switch {
	case w[0] == '+':
		span, err := time.ParseDuration(w[1:])
		return t.clock.Add(span), words[1:], err
	case w[0] >= '0' && w[0] <= '9':
		if !strings.Contains(w, "T") {
			w = t.options["date"] + "T" + w + "Z"
		}
		at, err := time.Parse(time.RFC3339, w)
		return at.UTC(), words[1:], err
	case t.clock.IsZero():
		at, err := time.Parse(time.RFC3339, t.options["date"]+"T12:00:00Z")
		return at, words, err
	}
	return t.clock.Add(time.Second), words, nil
}

// split parts a line into words. Quotes keep spaces in a word; a # begins a comment.
func split(line string) ([]string, error) {
	var words []string
	var word []rune
	begun, quoted := false, false
	for _, r := range line {
		switch {
		case r == '"':
			begun, quoted = true, !quoted
		case quoted, r != ' ' && r != '\t' && r != '\n' && r != '\r' && (r != '#' || begun):
			begun, word = true, append(word, r)
		case r == '#':
			return words, nil
		case begun:
			words, word, begun = append(words, string(word)), word[:0], false
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quote is not closed: %s", strings.TrimSpace(line))
	}
	if begun {
		words = append(words, string(word))
	}
	return words, nil
}
