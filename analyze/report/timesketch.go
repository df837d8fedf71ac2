// The timeline for Timesketch: JSON lines that its importer takes.
//
// Each line has what the importer asks for: message, datetime (ISO 8601 with an offset), timestamp_desc, and timestamp, the same
// moment as a number of microseconds, for as text it would not sort (google/timesketch issue 1869). Everything else are attributes
// to search by, left out where they are unknown. What has no readable time cannot stand in a timeline and is left out; CSV and JSON
// lines have it. Long texts are cut off, for its uploader stumbles over them (issue 3243).
//
// Importers before Timesketch 20230630 refuse files of less than three lines (issue 2467). Beginning and end of the log and the
// sentences of the summary are lines too, so that what asks for any event at all is never that short.

package report

import (
	"io"
	"strings"

	"traillab/analyze/trail"
)

// sketch is a line as Timesketch reads it.
type sketch struct {
	Message     string      `json:"message"`
	Datetime    string      `json:"datetime"`
	Timestamp   int64       `json:"timestamp"` // microseconds since 1970
	Description string      `json:"timestamp_desc"`
	DataType    string      `json:"data_type"`
	Tag         []string    `json:"tag"`
	Kind        string      `json:"kind"`
	Level       string      `json:"level"`
	About       trail.Maybe `json:"about,omitempty"`
	EventID     trail.Maybe `json:"event_id,omitempty"`
	Name        trail.Maybe `json:"event_name,omitempty"`
	Source      trail.Maybe `json:"event_source,omitempty"`
	Account     trail.Maybe `json:"account_id,omitempty"`
	Region      trail.Maybe `json:"cloud_region,omitempty"`
	Principal   trail.Maybe `json:"principal,omitempty"`
	AccessKeyID trail.Maybe `json:"access_key,omitempty"`
	SourceIP    trail.Maybe `json:"source_ip,omitempty"`
	UserAgent   trail.Maybe `json:"user_agent,omitempty"`
	ErrorCode   trail.Maybe `json:"error_code,omitempty"`
	ErrorText   trail.Maybe `json:"error_message,omitempty"`
	ReadOnly    *bool       `json:"read_only,omitempty"`
	Resources   string      `json:"resources,omitempty"` // separated by blanks
	Chains      string      `json:"chain,omitempty"`
	Role        trail.Maybe `json:"role,omitempty"`
	Verdict     trail.Maybe `json:"verdict,omitempty"`
	Severity    trail.Maybe `json:"severity,omitempty"`
	Sources     string      `json:"evidence,omitempty"`
	File        trail.Maybe `json:"file,omitempty"`
	SHA256      trail.Maybe `json:"file_sha256,omitempty"`
	Offset      *int64      `json:"record_offset,omitempty"`
	Length      *int64      `json:"record_length,omitempty"`
	RequestID   trail.Maybe `json:"request_id,omitempty"`
}

// Timesketch writes the timeline of a case for Timesketch.
func Timesketch(w io.Writer, c *Case) error {
	return jsonLines(w, c, func(l *row) any {
		if l.Time == nil {
			return nil
		}
		return l.sketch()
	})
}

func (l *row) sketch() *sketch {
	text := func(s string) string { return l.cut(s, len(s)) }
	maybe := func(m trail.Maybe) trail.Maybe { return trail.Maybe(text(string(m))) }
	list := func(all []string) string { return text(strings.Join(all, " ")) }
	s := &sketch{
		Message: text(l.Message), Datetime: l.Time.UTC().Format("2006-01-02T15:04:05.000000+00:00"), Timestamp: l.Time.UnixMicro(),
		Description: description(l.Kind), DataType: "traillab:" + origin(l.Kind), Tag: []string{l.Kind}, Kind: l.Kind, Level: l.Level,
		About: maybe(l.About), EventID: maybe(l.EventID), Name: maybe(l.Name), Source: maybe(l.Source), Account: maybe(l.Account), Region: maybe(l.Region),
		Principal: maybe(l.Principal), AccessKeyID: maybe(l.AccessKeyID), SourceIP: maybe(l.SourceIP), UserAgent: maybe(l.UserAgent),
		ErrorCode: maybe(l.ErrorCode), ErrorText: maybe(l.ErrorText), ReadOnly: l.ReadOnly, Resources: list(l.Resources), Chains: list(l.Chains),
		Role: maybe(l.Role), Verdict: maybe(l.Verdict), Severity: maybe(l.Severity), Sources: list(l.Sources), File: maybe(l.File), SHA256: maybe(l.SHA256),
		Offset: l.Offset, Length: l.Length, RequestID: maybe(l.RequestID),
	}
	for _, m := range []trail.Maybe{l.Role, l.Verdict, l.Severity} { // words of ours
		if m != "" {
			s.Tag = append(s.Tag, string(m))
		}
	}
	if l.Level != observed {
		s.Tag = append(s.Tag, l.Level)
	}
	return s
}

// description says what a line's time is the time of.
func description(kind string) string {
	switch kind {
	case lineLogBegins:
		return "Log Begins"
	case lineLogEnds, lineSummary:
		return "Log Ends"
	case lineGapBegins:
		return "Gap Begins"
	case lineGapEnds:
		return "Gap Ends"
	case lineChainBegins:
		return "Chain Begins"
	case lineChainEnds:
		return "Chain Ends"
	case lineLossBegins:
		return "Loss Begins"
	case lineLossEnds:
		return "Loss Ends"
	case lineDetection:
		return "Rule Met"
	case lineNote:
		return "Noted"
	case lineWhatIf:
		return "Asked For"
	}
	return "API Call"
}

// origin says what a line is of, as the type of its data.
func origin(kind string) string {
	switch kind {
	case OfChain, OfNetwork, OfActor:
		return "event"
	}
	thing, _, _ := strings.Cut(kind, "-")
	return thing
}
