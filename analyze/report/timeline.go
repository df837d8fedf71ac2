// The timeline as lines: the events of a case, and between them what was deduced from them, each at its time. What was deduced is
// held, for it is no longer than the findings; events pass by.

package report

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// Kinds of lines that are no events. Lines of the same time are in this order, events after the beginning of a chain.
const (
	lineLogBegins   = "log-begins"
	lineGapEnds     = "gap-ends"
	lineChainBegins = "chain-begins"
	lineLossBegins  = "loss-begins"
	lineLossEnds    = "loss-ends"
	lineDetection   = "detection"
	lineNote        = "note"
	lineChainEnds   = "chain-ends"
	lineGapBegins   = "gap-begins"
	lineWhatIf      = "what-if" // nobody has made the call: nothing of it has happened
	lineLogEnds     = "log-ends"
	lineSummary     = "summary"
)

// rank orders lines of the same time.
func rank(kind string) int {
	const event = ""
	order := []string{
		lineLogBegins, lineGapEnds, lineChainBegins, event, lineLossBegins, lineLossEnds, lineDetection, lineNote, lineChainEnds, lineGapBegins,
		lineWhatIf, lineLogEnds, lineSummary,
	}
	if at := slices.Index(order, kind); at >= 0 {
		return at
	}
	return slices.Index(order, event)
}

// row is an event or something that was deduced. Its members are the columns of the timeline, in their order.
type row struct {
	Time        *time.Time  `json:"time"` // null where the record has no readable one: such lines come last
	Kind        string      `json:"kind"`
	Level       string      `json:"level"` // observed, inferred or unknown
	Message     string      `json:"message"`
	About       trail.Maybe `json:"about"` // the resource, network or chain that it is about
	EventID     trail.Maybe `json:"event_id"`
	Name        trail.Maybe `json:"name"`
	Source      trail.Maybe `json:"source"`
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
	Chains      []string    `json:"chains"`
	Role        trail.Maybe `json:"role"`
	Verdict     trail.Maybe `json:"verdict"`
	Severity    trail.Maybe `json:"severity"`
	Sources     []string    `json:"sources"` // the events that prove it
	File        trail.Maybe `json:"file"`    // where the record lies
	SHA256      trail.Maybe `json:"file_sha256"`
	Offset      *int64      `json:"record_offset"`
	Length      *int64      `json:"record_length"`
	Recovered   bool        `json:"recovered"`
	RequestID   trail.Maybe `json:"request_id"`
	Issuer      trail.Maybe `json:"issuer_arn"` // of the session
}

// rows are the timeline of a case, in order.
func rows(c *Case) iter.Seq2[*row, error] {
	return func(yield func(*row, error) bool) {
		d := &deduced{c: c, heads: map[string]*Head{}, places: map[spot]*Exhibit{}}
		if err := d.all(); err != nil {
			yield(nil, err)
			return
		}
		rest := d.lines
		for e, err := range c.Events {
			if err != nil {
				yield(nil, err)
				return
			}
			l := d.event(e)
			for len(rest) > 0 && before(rest[0], l) {
				if !yield(rest[0], nil) {
					return
				}
				rest = rest[1:]
			}
			if !yield(l, nil) {
				return
			}
		}
		for _, l := range rest {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// before reports whether a comes before b.
func before(a, b *row) bool { return inTime(a, b) < 0 }

func inTime(a, b *row) int {
	switch order := absent(a.Time == nil, b.Time == nil); {
	case order != 0:
		return order
	case a.Time != nil:
		return cmp.Or(a.Time.Compare(*b.Time), cmp.Compare(rank(a.Kind), rank(b.Kind)))
	}
	return cmp.Compare(rank(a.Kind), rank(b.Kind))
}
