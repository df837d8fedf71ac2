// Truth: what an analyst should find in an archive, known because it was planned.

package corpus

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze/trail/dialect"
)

// Truth is the answer sheet of an archive. Counts are of distinct events unless they say otherwise.
type Truth struct {
	Seed       uint64         `json:"seed"`
	Events     int            `json:"events"` // records written, those delivered twice included
	Files      int            `json:"files"`
	Distinct   int            `json:"distinct"`
	Duplicates int            `json:"duplicates"` // records that are byte copies of one in another file
	First      time.Time      `json:"first"`
	Last       time.Time      `json:"last"`
	Accounts   []string       `json:"accounts"`
	Regions    []string       `json:"regions"`
	EventNames map[string]int `json:"event_names"` // without insights, which have no name
	Insights   int            `json:"insights"`
	Errors     int            `json:"errors"`
	Network    int            `json:"network_events"`
	Principal  Principal      `json:"principal"`

	Planted     int          `json:"planted"`     // detachments that the incidents make; the others are of ordinary work
	Detachments []Detachment `json:"detachments"` // all of them, in order of time and event id
	Incidents   []Chain      `json:"incidents"`   // what was planted and makes a chain
}

// Principal is a caller and how many events are its own.
type Principal struct {
	ARN    string `json:"arn"`
	Events int    `json:"events"`
}

// Detachment is a row of detachments, with the members of the command's JSON.
type Detachment struct {
	EventID   string     `json:"event_id"`
	Time      time.Time  `json:"time"`
	NotBefore *time.Time `json:"not_before"`
	NotAfter  *time.Time `json:"not_after"`
	Name      string     `json:"name"`
	Account   string     `json:"account"`
	Region    string     `json:"region"`
	Relation  string     `json:"relation"`
	Child     orNull     `json:"child"`
	Parent    orNull     `json:"parent"`
	Outcome   string     `json:"outcome"`
	ErrorCode orNull     `json:"error_code"`
	Principal orNull     `json:"principal"`
	AccessKey orNull     `json:"access_key_id"`
	SourceIP  orNull     `json:"source_ip"`
	UserAgent orNull     `json:"user_agent"`
	Basis     string     `json:"basis"`
	Chain     orNull     `json:"chain"` // always null: the ids of chains are not planned
}

// orNull is a text that is null in JSON when there is none.
type orNull string

// MarshalJSON meets json.Marshaler.
func (s orNull) MarshalJSON() ([]byte, error) {
	if s == "" {
		return []byte("null"), nil
	}
	return dialect.AppendText(nil, string(s)), nil
}

// rows are the detachments that follow from a record. tied are the times of the steps before it in its story, the latest
// last.
func rows(e *envelope, s *step, tied []time.Time) []Detachment {
	var found []Detachment
	for _, f := range s.finds {
		d := Detachment{
			EventID: e.eventID(), Time: e.at, Name: e.name, Account: e.account, Region: e.region, Relation: f.relation, Child: orNull(f.child), Parent: orNull(f.parent),
			Outcome: f.outcome, ErrorCode: orNull(e.code), Principal: orNull(e.who.principal()), AccessKey: orNull(e.who.key(e.at)),
			SourceIP: orNull(e.ip), UserAgent: orNull(e.agent), Basis: "observed",
		}
		if f.since > 0 {
			since, until := tied[len(tied)-f.since], e.at
			d.Basis, d.NotBefore, d.NotAfter = "inferred", &since, &until
		}
		found = append(found, d)
	}
	return found
}

func sortRows(rows []Detachment) {
	slices.SortFunc(rows, func(a, b Detachment) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.EventID, b.EventID), cmp.Compare(a.Relation, b.Relation), cmp.Compare(a.Child, b.Child))
	})
}

// tally counts what is written, file by file.
type tally struct {
	events, duplicates, insights, errors int
	network, principal, planted          int
	first, last                          time.Time
	names                                map[string]int
	rows                                 []Detachment
}

func newTally() *tally { return &tally{names: map[string]int{}} }

func (t *tally) reset() {
	clear(t.names)
	*t = tally{names: t.names, rows: t.rows[:0]}
}

// count takes one distinct record.
func (t *tally) count(e *envelope) {
	t.events++
	if e.name == "" {
		t.insights++
	} else {
		t.names[e.name]++
	}
	if e.code != "" {
		t.errors++
	}
	if t.first.IsZero() || e.at.Before(t.first) {
		t.first = e.at
	}
	if e.at.After(t.last) {
		t.last = e.at
	}
}

func (t *tally) add(o *tally) {
	t.events += o.events
	t.duplicates += o.duplicates
	t.insights += o.insights
	t.errors += o.errors
	t.network += o.network
	t.principal += o.principal
	t.planted += o.planted
	for name, n := range o.names {
		t.names[name] += n
	}
	if t.first.IsZero() || !o.first.IsZero() && o.first.Before(t.first) {
		t.first = o.first
	}
	if o.last.After(t.last) {
		t.last = o.last
	}
	t.rows = append(t.rows, o.rows...)
}

func (t *tally) truth(p *plan) Truth {
	sortRows(t.rows)
	truth := Truth{
		Seed: p.options.Seed, Events: t.events, Files: len(p.counts), Distinct: t.events - t.duplicates, Duplicates: t.duplicates,
		First: t.first, Last: t.last, EventNames: t.names, Insights: t.insights, Errors: t.errors, Network: t.network,
		Principal: Principal{ARN: p.principal.arn(), Events: t.principal}, Planted: t.planted, Detachments: t.rows,
		Incidents: p.incidents(),
	}
	for _, at := range p.where {
		place := p.places[at]
		if slices.Contains(truth.Accounts, place.account) && slices.Contains(truth.Regions, place.region) {
			continue
		}
		truth.Accounts, truth.Regions = append(truth.Accounts, place.account), append(truth.Regions, place.region)
	}
	slices.Sort(truth.Accounts)
	slices.Sort(truth.Regions)
	truth.Accounts, truth.Regions = slices.Compact(truth.Accounts), slices.Compact(truth.Regions)
	return truth
}
