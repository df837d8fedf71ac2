// What a case should say of an archive, by a few plain loops: the load is held against it.

package store

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// model is a case as maps and lists.
type model struct {
	known map[[32]byte]bool // bytes that were loaded whole
	heard map[[32]byte]int  // bytes that were damaged, and how many of their records were read
	twins map[string][]*kin // by identity, in order of precedence
	all   []*kin
}

// kin is a record that the model keeps.
type kin struct {
	id, account, supersedes string
	uuid                    [16]byte
	at                      time.Time
	meaning                 [32]byte
	line                    string // record, file, offset
	why                     string // duplicate or superseded; empty while it stands
	repaired, fresh         bool
}

func newModel() *model {
	return &model{known: map[[32]byte]bool{}, heard: map[[32]byte]int{}, twins: map[string][]*kin{}}
}

// load takes files in the order of their listing and returns the totals that a load of them should tell.
func (m *model) load(files []*logFile) Summary {
	var s Summary
	for _, r := range m.all {
		r.fresh = false
	}
	for _, f := range files {
		s.Files.Seen++
		m.file(f, &s)
	}
	m.supersede()
	for _, r := range m.all {
		switch {
		case !r.fresh:
		case r.why == "duplicate":
			s.Records.Duplicate++
		case r.why == "superseded":
			s.Records.Superseded++
		default:
			s.Records.Stored++
			if r.repaired {
				s.Records.Repaired++
			}
			if m.versions(r) > 1 {
				s.Records.Conflicting++
			}
		}
	}
	return s
}

func (m *model) file(f *logFile, s *Summary) {
	unreadable := f.body.outcome.Status == trail.Rejected && f.body.outcome.Reason == "unreadable"
	sum := sha(f.body.text())
	if m.known[sum] && !unreadable {
		s.Files.Known++
		return
	}
	switch f.body.outcome.Status {
	case trail.Loaded:
		s.Files.Loaded++
	case trail.Damaged:
		s.Files.Damaged++
	case trail.Rejected:
		s.Files.Rejected++
	case trail.Other:
		s.Files.Other++
	case trail.Known:
	}
	if unreadable {
		return
	}
	heard := m.heard[sum]
	scanner, rec := trail.NewScanner(), &trail.Record{}
	offset, missed := 0, false
	for i, text := range f.body.records {
		s.Records.Read++
		if n, err := scanner.Scan([]byte(text), rec); err != nil {
			s.Records.Rejected++
			missed = true
		} else if i < heard {
			s.Records.Duplicate++
		} else {
			m.keep(rec, fmt.Sprintf("%s | %s | %d | %d", rec.JSON, f.path, offset, n))
		}
		offset += len(text) + 1
	}
	switch status := f.body.outcome.Status; {
	case status == trail.Loaded && !missed:
		m.known[sum] = true
	case status == trail.Damaged || status == trail.Loaded:
		m.heard[sum] = max(heard, len(f.body.records))
	}
}

func (m *model) keep(rec *trail.Record, line string) {
	r := &kin{
		id: string(rec.EventID), account: string(rec.Account), supersedes: string(rec.Supersedes), meaning: trail.Meaning(string(rec.JSON)),
		at: rec.Time, line: line, repaired: rec.Repaired, fresh: true,
	}
	r.uuid, _ = identify(rec)
	identity := r.id + "\x00" + r.account
	if r.id == "" {
		identity = string(rec.JSON) + "\x00" + r.account
	}
	if slices.ContainsFunc(m.twins[identity], func(o *kin) bool { return o.meaning == r.meaning }) {
		r.why = "duplicate"
	} else {
		m.twins[identity] = append(m.twins[identity], r)
	}
	m.all = append(m.all, r)
}

// supersede lets addenda replace what they replace.
func (m *model) supersede() {
	for _, a := range m.all {
		if a.supersedes == "" || a.why == "duplicate" || a.supersedes == a.id {
			continue
		}
		for _, o := range m.twins[a.supersedes+"\x00"+a.account] {
			if o.why == "" && !o.outlasts(a) {
				o.why = "superseded"
			}
		}
	}
}

// outlasts reports whether the record is itself an addendum that takes precedence over the one that would replace it: it is
// newer, or as old, replaces that one too and has the greater id.
func (r *kin) outlasts(a *kin) bool {
	return r.supersedes != "" && (r.at.After(a.at) || r.at.Equal(a.at) && r.supersedes == a.id && bytes.Compare(r.uuid[:], a.uuid[:]) > 0)
}

// versions is how many different records have the identity of r.
func (m *model) versions(r *kin) int { return len(m.twins[r.id+"\x00"+r.account]) }

// standing is what the view should show, sorted.
func (m *model) standing() []string {
	var out []string
	for _, r := range m.all {
		if r.why == "" {
			out = append(out, fmt.Sprintf("%s | %t", r.line, m.versions(r) > 1))
		}
	}
	slices.Sort(out)
	return out
}

// totals writes what a load told, without times and bytes.
func totals(s *Summary) string {
	return strings.Join([]string{fmt.Sprintf("%+v", s.Files), fmt.Sprintf("%+v", s.Records)}, " ")
}
