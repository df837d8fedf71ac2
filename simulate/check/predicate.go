// Predicates: what a text may ask, in one table.

package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/simulate/script"
)

// predicate is a question with one word for an answer.
type predicate struct {
	name, form  string
	least, most int // how many words stand in its brackets; most is 0 where there may be any number
	refuses     func(args []string) (at int, why string)
	words       []string // the answers; a text that compares with nothing means yes
	compared    bool     // there is no yes among them: it must be compared
	deed        bool     // it is about a call, and may say when and by whom
	ask         func(a *asker, t *term) (answer, error)
}

var (
	plain = []string{yes, no, unknown}
	ways  = []string{yes, no, unknown, part}
)

// The answers that are no label of a verdict.
const (
	yes     = string(topology.Reaches)
	no      = string(topology.Cut)
	unknown = string(topology.Unproven)
	part    = string(topology.Partly)
	none    = "none" // no chain
)

// predicates are all there are; docs/scenarios.md says the same to those who write scenarios.
var predicates = []predicate{
	{name: "reach", form: "reach(FROM, TO[, PORT])", least: 2, most: 3, words: ways, refuses: noWay, ask: (*asker).reach},
	{name: "route", form: "route(FROM, TO)", least: 2, most: 2, words: ways, refuses: noWay, ask: (*asker).route},
	{name: "blackhole", form: "blackhole($table, 0.0.0.0/0)", least: 2, most: 2, words: plain, ask: (*asker).blackhole},
	{name: "associated", form: "associated($subnet, $table)", least: 2, most: 2, words: plain, ask: (*asker).associated},
	{name: "attached", form: "attached($gateway, $vpc)", least: 2, most: 2, words: plain, ask: (*asker).attached},
	{name: "denied", form: "denied($actor, ec2:DetachInternetGateway[, RESOURCE])", least: 2, most: 3, words: plain, refuses: noAction, ask: (*asker).denied},
	{name: "active", form: "active($actor.key)", least: 1, most: 1, words: plain, ask: (*asker).active},
	{name: "recorded", form: "recorded(everywhere[, validated])", least: 1, most: 2, words: plain, refuses: noRecording, ask: (*asker).recorded},
	{name: "called", form: "called(ec2.TerminateInstances[, $id …])", least: 1, words: plain, refuses: noOperation, deed: true, ask: (*asker).called},
	{name: "chain", form: "chain($vpc)", least: 1, most: 1, words: labels, compared: true, ask: (*asker).chain},
	{name: "open", form: "open($vpc)", least: 1, most: 1, words: plain, ask: (*asker).open},
}

var labels = []string{
	string(analyze.Hostile), string(analyze.Maintenance), string(analyze.Containment), string(analyze.Accident), string(analyze.Undecided), none,
}

// named returns the predicate of a name, nil when there is none.
func named(name string) *predicate {
	i := slices.IndexFunc(predicates, func(p predicate) bool { return p.name == name })
	if i < 0 {
		return nil
	}
	return &predicates[i]
}

// names lists them for complaints.
func names() string {
	all := make([]string, len(predicates))
	for i := range predicates {
		all[i] = predicates[i].name
	}
	return strings.Join(all, ", ")
}

// The places that are no things.
const (
	internet = "internet"
	ssm      = "ssm"
	patch    = "patch"
	service  = "service:"
)

// where reports whether a word names a place that is no thing.
func where(word string) bool {
	return word == internet || word == ssm || word == patch || strings.HasPrefix(word, service)
}

// noWay says what is wrong with the ends of a way. A variable may be anything.
func noWay(args []string) (int, string) {
	from, to := args[0], args[1]
	switch {
	case where(from) && where(to):
		return 1, fmt.Sprintf("from %s to %s: one end is an instance or another thing of the network", from, to)
	case where(from) && from != internet:
		return 0, fmt.Sprintf("%s answers and does not ask: what begins a way is internet, or a thing of the network", from)
	case to == service:
		return 1, "service: is followed by a name, as service:s3"
	case len(args) == 2:
		return 0, ""
	}
	if port, err := strconv.ParseUint(args[2], 10, 16); !strings.HasPrefix(args[2], "$") && (err != nil || port == 0) {
		return 2, fmt.Sprintf("%q is no port: a number from 1 to 65535", args[2])
	}
	if where(to) && to != internet {
		return 2, "the port of " + to + " is 443, and is not said"
	}
	return 0, ""
}

var (
	action    = regexp.MustCompile(`^[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*$`)
	operation = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[A-Z][A-Za-z0-9]*$`)
)

func noAction(args []string) (int, string) {
	if !action.MatchString(args[1]) {
		return 1, fmt.Sprintf("%q is no action: write service:Action, as ec2:DetachInternetGateway", args[1])
	}
	return 0, ""
}

func noOperation(args []string) (int, string) {
	if !operation.MatchString(args[0]) {
		return 0, fmt.Sprintf("%q is no call: write service.Operation, as ec2.TerminateInstances", args[0])
	}
	return 0, ""
}

// variables adds the names of the variables of a term.
func (t *term) variables(to map[string]bool) {
	words := append(slices.Clone(t.args), t.how.by)
	for _, d := range []*deed{t.how.before, t.how.near} {
		if d != nil {
			words = append(words, d.ids...)
		}
	}
	for _, word := range words {
		mentions(word, to)
	}
}

// mentions adds the names of the variables that a value is filled with.
func mentions(value any, to map[string]bool) {
	switch value := value.(type) {
	case string:
		if name, ok := script.Whole(value); ok {
			to[name] = true
			return
		}
		script.Parts(value, func(string) {}, func(name string) { to[name] = true })
	case []any:
		for _, element := range value {
			mentions(element, to)
		}
	case map[string]any:
		for _, member := range value {
			mentions(member, to)
		}
	}
}

// call is a predicate with its words.
func call(name string, args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		words[i] = quoted(arg)
	}
	return name + "(" + strings.Join(words, ", ") + ")"
}

// quoted puts a word in quotes where it would be cut.
func quoted(word string) string {
	if wordLength(word) == len(word) && !strings.HasPrefix(word, "==") && !strings.HasPrefix(word, "!=") {
		return word
	}
	return `"` + word + `"`
}

func texts[T fmt.Stringer](all []T, between string) string {
	words := make([]string, len(all))
	for i, t := range all {
		words[i] = t.String()
	}
	return strings.Join(words, between)
}
