// Writing: the scenario as a file.

package extract

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze"
	"traillab/simulate/scenario"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// inject is something that happens, counted from the start. A move's step is read when all is told, for it saves what later ones
// need.
type inject struct {
	At    time.Duration
	Step  script.Step
	Synth string
	Out   map[string]any // of a synth
	move  *move
}

// file is the form of what is written: the scenario's, without what is empty.
type file struct {
	Schema   string            `yaml:"schema"`
	ID       string            `yaml:"id"`
	Title    string            `yaml:"title"`
	Level    int               `yaml:"level"`
	Briefing string            `yaml:"briefing"`
	Origin   string            `yaml:"origin"`
	Sources  []string          `yaml:"sources"`
	Clock    clock             `yaml:"clock"`
	Emulator emulator          `yaml:"emulator"`
	Actors   map[string]person `yaml:"actors,omitempty"`
	Setup    []script.Step     `yaml:"setup,omitempty"`
	Injects  []happening       `yaml:"injects"`
	Analysis found             `yaml:"analysis"`
	Goals    []question        `yaml:"goals,omitempty"`
}

type clock struct {
	Start  string `yaml:"start"`
	Before string `yaml:"before"`
	Hold   bool   `yaml:"hold"`
}

type emulator struct {
	Require []string `yaml:"require"`
}

type person struct {
	Type    string `yaml:"type"`
	User    string `yaml:"user,omitempty"`
	Role    string `yaml:"role,omitempty"`
	Session string `yaml:"session,omitempty"`
	IP      string `yaml:"ip"`
	Agent   string `yaml:"agent"`
	Policy  any    `yaml:"policy,omitempty"`
}

type happening struct {
	At          string `yaml:"at"`
	script.Step `yaml:",inline"`
	Synth       string         `yaml:"synth,omitempty"`
	Out         map[string]any `yaml:"out,omitempty"`
}

type found struct {
	Chains  int    `yaml:"chains,omitempty"`
	Verdict string `yaml:"verdict,omitempty"`
	VPC     string `yaml:"vpc,omitempty"`
}

type question struct {
	ID     string `yaml:"id"`
	Ask    string `yaml:"ask"`
	Answer string `yaml:"answer"`
	Points int    `yaml:"points"`
}

// before is how long before the start the setup begins at least: the keys that actors are given then are older than a day when the
// story begins, and say nothing.
const before = 26 * time.Hour

// write writes the scenario.
func (x *extractor) write() ([]byte, error) {
	slices.SortStableFunc(x.story, func(a, b inject) int { return cmp.Compare(a.At, b.At) })
	f := file{
		Schema: scenario.Schema, ID: x.report.Scenario, Title: x.title(), Level: 3, Briefing: x.briefing(), Origin: "real", Sources: x.sources,
		Clock: clock{Start: x.start.Format(time.RFC3339), Before: before.String(), Hold: true}, Setup: x.setup, Actors: map[string]person{},
	}
	slices.Sort(f.Sources)
	if len(x.story) == 0 {
		return nil, fmt.Errorf("none of its %d calls can be made again", len(x.moves))
	}
	if earliest := -x.story[0].At + time.Hour; earliest > before {
		f.Clock.Before = earliest.String()
	}
	services := map[string]bool{}
	for i := range x.story {
		h := x.story[i].happening()
		if service, _, ok := h.Call(); ok {
			services[service] = true
		}
		f.Injects = append(f.Injects, h)
	}
	for i := range x.setup {
		service, _, _ := x.setup[i].Call()
		services[service] = true
	}
	f.Emulator.Require = sorted(services)
	actors := x.people.actors()
	for _, name := range sorted(actors) {
		a := actors[name]
		f.Actors[name] = person{a.Type, a.User, a.Role, a.Session, a.IP, a.Agent, a.Policy}
	}
	x.ask(&f)
	return strict.Encode(f)
}

func (i *inject) happening() happening {
	h := happening{At: i.At.String(), Step: i.Step, Synth: i.Synth, Out: i.Out}
	if i.move != nil {
		h.Step = *i.move.step
	}
	if h.As == ops {
		h.As = ""
	}
	return h
}

// title tells the chain in a line.
func (x *extractor) title() string {
	var names []string
	for i := range x.chain.Links {
		if l := &x.chain.Links[i]; l.Role != analyze.Restore && !slices.Contains(names, l.Event.Name) {
			names = append(names, l.Event.Name)
		}
	}
	if len(names) == 0 {
		names = []string{x.chain.Links[0].Event.Name}
	}
	return "As it was in a log: " + strings.Join(names, ", ")
}

func (x *extractor) briefing() string {
	return fmt.Sprintf("A chain of a real log, made again in a lab. The network that it is about was cut off from something it had; find out what "+
		"happened, who did it, and what it looks like. Of the log's calls %d are made again.", x.report.Steps)
}

// ask adds what the analysis must find, and the questions to which the chain itself is the answer.
func (x *extractor) ask(f *file) {
	f.Analysis.Verdict = string(x.chain.Verdict.Label)
	network := x.names.of[x.chain.Scope.ID]
	if x.chain.Scope.Kind == "vpc" && network != "" && x.saves(network) {
		f.Analysis = found{x.stories(), string(x.chain.Verdict.Label), "$" + network}
		f.Goals = append(f.Goals, question{"network", "Which network was it?", "$" + network, 20})
	} else {
		f.Analysis.Verdict = ""
	}
	if cut := x.struck(); cut != nil {
		if name, ok := x.people.names[behind(cut)]; ok {
			f.Goals = append(f.Goals, question{"who", "Who cut it off, by ARN?", "$" + name + ".arn", 40})
		}
	}
	f.Goals = append(f.Goals, question{"verdict", "What does it look like?", string(x.chain.Verdict.Label), 40})
}

// stories counts the chains about the network that began before this one ended: the slice holds what they did, too.
func (x *extractor) stories() int {
	n := 0
	for i := range x.c.Chains {
		other := &x.c.Chains[i]
		if other.Scope == x.chain.Scope && other.Account == x.chain.Account && other.Region == x.chain.Region && !other.From.After(x.last()) {
			n++
		}
	}
	return n
}

// saves reports whether a step sets a variable.
func (x *extractor) saves(name string) bool {
	in := func(s *script.Step) bool { _, ok := s.Save[name]; return ok }
	for i := range x.setup {
		if in(&x.setup[i]) {
			return true
		}
	}
	for i := range x.story {
		if in(&x.story[i].Step) || x.story[i].move != nil && in(x.story[i].move.step) {
			return true
		}
	}
	return false
}
