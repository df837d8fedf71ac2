// A chain on paper: the story, what it cost, how the network stood, who did it, and what to do.

package report

import (
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/snapshot"
	"traillab/analyze/trail"
)

// Head is a chain in a line.
type Head struct {
	ID       string           `json:"id"`
	Scope    analyze.Named    `json:"scope"`
	Account  string           `json:"account"`
	Region   string           `json:"region"`
	From     time.Time        `json:"from"`
	Until    *time.Time       `json:"until"` // null while anything is still lost at the end of the log
	FirstCut *time.Time       `json:"first_cut"`
	LastCut  *time.Time       `json:"last_cut"`
	Label    analyze.Label    `json:"label"`
	Level    analyze.Severity `json:"level"`
	Lost     int              `json:"resources_lost"`
	Attempts int              `json:"attempts"`
	Events   int              `json:"events"`
	Actors   []string         `json:"actors"`
	Story    string           `json:"story"` // its calls in order, repetitions counted

	Standing string   `json:"standing,omitempty"` // since the last report: new, changed, closed or open
	Changes  []string `json:"changes,omitempty"`
}

// Chain is a chain with all that a report says of it.
type Chain struct {
	analyze.Summary
	Told            []Sentence      `json:"told"` // it in sentences
	Impact          *analyze.Impact `json:"impact"`
	Networks        []View          `json:"networks"`
	NetworksOmitted int             `json:"networks_omitted"`
	Rhythm          Rhythm          `json:"rhythm"`
	Sessions        []Session       `json:"sessions"`
	SessionsOmitted int             `json:"sessions_omitted"`
	Remedies        []Remedy        `json:"playbooks"`
	Inferred        []Claim         `json:"inferred"`
	Unknown         []Claim         `json:"unknown"`
	Exhibits        []Exhibit       `json:"exhibits"`
	ExhibitsOmitted int             `json:"exhibits_omitted"`
}

// Plan is a call that nobody has made: what AWS would refuse until what was done, what it would cut, and what it would keep.
type Plan struct {
	Call            string          `json:"call"`
	At              time.Time       `json:"at"`
	Needs           []analyze.Need  `json:"needs"`
	Impact          *analyze.Impact `json:"impact"`
	Networks        []View          `json:"networks"` // before and after; during is null
	NetworksOmitted int             `json:"networks_omitted"`
	Inferred        []Claim         `json:"inferred"`
	Unknown         []Claim         `json:"unknown"`
}

// View is a VPC before a chain, right after its last cut, and when the chain was over; where it is not, at the end of the log.
// What did not exist yet, or is not to be told, is null.
type View struct {
	VPC    string            `json:"vpc"`
	Before *snapshot.Network `json:"before"`
	During *snapshot.Network `json:"during"`
	After  *snapshot.Network `json:"after"`
}

// Rhythm is what instances did themselves, before, during and after: counts by steps of equal length from From on.
type Rhythm struct {
	From     time.Time  `json:"from"`
	Until    time.Time  `json:"until"`
	CutFrom  time.Time  `json:"cut_from"`  // when the chain began
	CutUntil *time.Time `json:"cut_until"` // when it was over; null while it is not
	Step     int64      `json:"step_seconds"`
	Pulses   []Pulse    `json:"pulses"` // by resource
	Omitted  int        `json:"omitted"`
}

// Pulse is the rhythm of one instance. Flows are null where there are no flow logs.
type Pulse struct {
	Resource string      `json:"resource"`
	Name     trail.Maybe `json:"name"`
	Calls    []int64     `json:"calls"`
	Accepted []int64     `json:"flows_accepted"`
	Rejected []int64     `json:"flows_rejected"`
}

// Session is somebody who acted in a chain, with what the whole log says of them.
type Session struct {
	Principal   string      `json:"principal"`
	Type        trail.Maybe `json:"type"`
	AccessKeyID trail.Maybe `json:"access_key_id"`
	SourceIPs   []string    `json:"source_ips"`
	UserAgents  []string    `json:"user_agents"`
	First       *time.Time  `json:"first"`
	Last        *time.Time  `json:"last"`
	Calls       int64       `json:"calls"`
	Errors      int64       `json:"errors"`
	Writes      int64       `json:"writes"`
	Roles       []Hop       `json:"role_chain"` // from the first credential that the log knows to those that this one handed on
}

// Hop is one step from credential to credential.
type Hop struct {
	AccessKeyID string      `json:"access_key_id"`
	From        trail.Maybe `json:"from"` // the key whose holder was given it
	Call        trail.Maybe `json:"call"`
	EventID     trail.Maybe `json:"event_id"`
	Issued      *time.Time  `json:"issued"`
	Principals  []string    `json:"principals"` // who used it
	Calls       int64       `json:"calls"`
	Acted       bool        `json:"acted"` // it is the session's own
}

// Remedy is a playbook that fits, why, and how it is told with the ids of the chain.
type Remedy struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Why     string `json:"why"`
	Command string `json:"command"` // that prints it
	Script  string `json:"script"`  // it as commands of the AWS CLI, for people to read first; empty where it is not filled in
}

// Claim is something that a report says and no record does, or that cannot be said; and why.
type Claim struct {
	About   string   `json:"about"`
	Text    string   `json:"text"`
	Sources []string `json:"sources"`
}

// Exhibit is where the record of an event lies.
type Exhibit struct {
	EventID  string      `json:"event_id"`
	File     string      `json:"file"`
	SHA256   trail.Maybe `json:"file_sha256"`
	Offset   int64       `json:"offset"` // in the inflated file
	Length   int64       `json:"length"`
	Standing string      `json:"standing"` // stands, duplicate or superseded
	Mended   bool        `json:"repaired"`
	Doubtful bool        `json:"recovered"`
}

// Event is a line of the timeline.
type Event struct {
	ID          string      `json:"event_id"`
	Time        time.Time   `json:"time"`
	Name        string      `json:"name"`
	Source      string      `json:"source"`
	Account     trail.Maybe `json:"account"`
	Region      trail.Maybe `json:"region"`
	Principal   trail.Maybe `json:"principal"`
	AccessKeyID trail.Maybe `json:"access_key_id"`
	SourceIP    trail.Maybe `json:"source_ip"`
	UserAgent   trail.Maybe `json:"user_agent"`
	ErrorCode   trail.Maybe `json:"error_code"`
	ErrorText   trail.Maybe `json:"error_message"`
	ReadOnly    *bool       `json:"read_only"`
	Resources   []string    `json:"resources"`
	Kind        string      `json:"kind"`   // chain (it belongs to one), network (it touches one), actor (one did it around a chain)
	Chains      []string    `json:"chains"` // that it belongs to, or whose actor did it
	Role        trail.Maybe `json:"role"`   // in the first of them
	Recovered   bool        `json:"recovered,omitempty"`
	File        trail.Maybe `json:"file,omitempty"` // where its record lies; cases that an older program kept have it of the events of chains only
	SHA256      trail.Maybe `json:"file_sha256,omitempty"`
	Offset      *int64      `json:"record_offset,omitempty"`
	Length      *int64      `json:"record_length,omitempty"`
	RequestID   trail.Maybe `json:"request_id,omitempty"`
	Issuer      trail.Maybe `json:"issuer_arn,omitempty"` // of the session
}
