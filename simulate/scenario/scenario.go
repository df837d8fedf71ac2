// Package scenario is the format of a story that a lab plays: who acts, what stands when it begins, what is done to it and
// when, what the analysis must find in the log, and what a responder is to reach. A scenario is one YAML file, read
// strictly; what differs from run to run is drawn by a seed, and the answers follow from what was drawn.
package scenario

import "traillab/simulate/script"

// Schema is the version of the format that this package reads.
const Schema = "lab/v1"

// Scenario is one story.
type Scenario struct {
	Schema   string `yaml:"schema"`
	ID       string `yaml:"id"`     // the name: lower-case words with hyphens
	Number   string `yaml:"number"` // a name too: S2; optional
	Title    string `yaml:"title"`
	Level    int    `yaml:"level"`    // 1 easy to 5 hard
	Briefing string `yaml:"briefing"` // what a trainee is told, in paragraphs

	Origin  string   `yaml:"origin"`  // real for what was extracted from an archive; else empty
	Sources []string `yaml:"sources"` // the events that it was extracted from, by id

	Clock    Clock            `yaml:"clock"`
	Emulator Emulator         `yaml:"emulator"`
	Vars     map[string]Draw  `yaml:"vars"`
	Actors   map[string]Actor `yaml:"actors"`

	Setup   []script.Step `yaml:"setup"` // not scored; by the actor ops
	Noise   []Noise       `yaml:"noise"`
	Injects []Inject      `yaml:"injects"`

	Analysis   Analysis   `yaml:"analysis"`
	Detections Detections `yaml:"detections"`
	Goals      []Goal     `yaml:"goals"`
	Hints      []Hint     `yaml:"hints"`
	Penalties  []Penalty  `yaml:"penalties"`
	Teardown   string     `yaml:"teardown"` // auto (the default) or keep
	Score      Score      `yaml:"score"`

	model Model // nil where it was read without one
}

// Clock is when a story plays, by the lab's time.
type Clock struct {
	Start  string `yaml:"start"`  // RFC 3339; what at counts from
	Mode   string `yaml:"mode"`   // virtual (the default) or real
	Step   string `yaml:"step"`   // between two calls of the setup: 1s
	Scale  int    `yaml:"scale"`  // how many seconds of the story one of the trainee's is, in a drill: 1
	Before string `yaml:"before"` // how long before Start the setup begins: 26h, so that people have a past
	Hold   bool   `yaml:"hold"`   // it stands still at each inject: what happens at one time has one second in the log
	Jitter string `yaml:"jitter"` // by how much a seed may put an inject off; the order stays
}

// Emulator is what a scenario needs of a cloud.
type Emulator struct {
	Require []string `yaml:"require"` // services by signing name: ec2, iam, sts
	Guards  []string `yaml:"guards"`  // for people: what of AWS the story rests on
	On      []string `yaml:"on"`      // upstreams that can play it: builtin, moto, localstack+moto; all when empty
}

// Draw is a variable whose value a seed draws. Exactly one of the members is given. Seed 0 draws the first of everything.
type Draw struct {
	Pick    []any  `yaml:"pick,omitempty"`    // one of these
	Number  []int  `yaml:"number,omitempty"`  // from, to (inclusive)
	Address string `yaml:"address,omitempty"` // an address in this CIDR, neither its first nor its last
	Is      any    `yaml:"is,omitempty"`      // this, with variables filled in: 10.${net}.0.0/16
}

// Actor is somebody who makes calls.
type Actor struct {
	Type    string `yaml:"type"`    // IAMUser, AssumedRole or Root
	User    string `yaml:"user"`    // of an IAMUser
	Role    string `yaml:"role"`    // of an AssumedRole
	Session string `yaml:"session"` // of an AssumedRole
	IP      string `yaml:"ip"`      // an address, or a variable that is drawn
	Agent   string `yaml:"agent"`   // the user agent of the calls: aws-cli/2.17.44
	Policy  any    `yaml:"policy"`  // a policy document; without one the actor may do everything
}

// Noise is what others do meanwhile, which is no part of the story: a network that Terraform makes and takes down.
type Noise struct {
	Kind  string `yaml:"kind"` // see Kinds
	Count int    `yaml:"count"`
	From  string `yaml:"from"`  // since Start; may be negative: -20h
	Until string `yaml:"until"` // since Start
}

// Inject is something that happens at a time: a call, a message to the trainee, or records of something that no call makes.
type Inject struct {
	At          string `yaml:"at"` // since Start: 10m
	script.Step `yaml:",inline"`

	Message string         `yaml:"message"`       // what somebody tells the trainee
	Out     map[string]any `yaml:"out,omitempty"` // of a synth: its answer, by the names of the API
	Synth   string         `yaml:"synth"`         // a call that is recorded and not made: ssm.UpdateInstanceInformation
	Every   string         `yaml:"every"`         // of a synth: again and again
	While   string         `yaml:"while"`         // of a synth that is made again: a check
}

// Analysis is what the analysis must find in the log that the story leaves, before anybody has repaired anything.
type Analysis struct {
	Chains  *int   `yaml:"chains"`  // how many about the network of the story
	Verdict string `yaml:"verdict"` // of the chain about it
	VPC     string `yaml:"vpc"`     // which network that is: $vpc
}

// Detections name what must be noticed, and what must not: see docs/scenarios.md for the names.
type Detections struct {
	Must    []string `yaml:"must"`
	MustNot []string `yaml:"must_not"`
	Within  string   `yaml:"within"`
}

// Goal is something that a responder is to reach: a question with its answer, or a check.
type Goal struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`

	Ask       string `yaml:"ask"`
	Answer    any    `yaml:"answer"`    // with variables; $at.ID is when the step of that id was made
	Accept    []any  `yaml:"accept"`    // answers that are right as well
	Tolerance string `yaml:"tolerance"` // of an answer that is a time: 2m

	Check  any   `yaml:"check"`  // see package check
	Checks []any `yaml:"checks"` // each gives its share of the points

	Points int    `yaml:"points"`
	By     string `yaml:"by"` // since Start; who is later gets half
}

// Hint is help that costs points.
type Hint struct {
	After string `yaml:"after"` // since the strike; not given earlier
	Cost  int    `yaml:"cost"`
	Text  string `yaml:"text"`
}

// Penalty is what destroyed evidence or a needless outage costs.
type Penalty struct {
	If     any    `yaml:"if"`     // a check
	Points int    `yaml:"points"` // negative
	Why    string `yaml:"why"`
}

// Score is how points become a result.
type Score struct {
	TimeBonus int `yaml:"time_bonus"`
	Pass      int `yaml:"pass"` // per cent
}
