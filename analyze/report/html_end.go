// The rest of a page: coverage, the list of chains, what belongs to none, where the evidence lies, and the timeline.

package report

import (
	"fmt"
	"html/template"
	"iter"
	"slices"
	"strings"
)

// Overview is a line for each chain: where there are too many, the most serious ones, in order of time.
func (s *sheet) Overview() shortlist[*Head] {
	order := loudestFirst(s.c.Overview)
	kept := slices.Clone(order[:min(len(order), mostHeads)])
	slices.Sort(kept)
	var all shortlist[*Head]
	for _, i := range kept {
		all.List = append(all.List, &s.c.Overview[i])
	}
	if n := len(order) - len(kept); n > 0 {
		all.More = fmt.Sprintf("and %s more, none more serious: %s", count(n, "chain"), s.recipe("chains"))
	}
	return all
}

// Axis draws the most serious chains against the log, in order of time.
func (s *sheet) Axis() template.HTML {
	order := loudestFirst(s.c.Overview)
	order = slices.Clone(order[:min(len(order), mostRows)])
	slices.Sort(order)
	var heads []*Head
	for _, i := range order {
		heads = append(heads, &s.c.Overview[i])
	}
	return s.axisOfCase(heads)
}

// Section is the section in which a chain is told; empty where it is not.
func (s *sheet) Section(id string) string {
	if n := s.full[id]; n > 0 {
		return fmt.Sprintf("chain-%d", n)
	}
	return ""
}

// Title is what the section of a chain is called.
func (s *sheet) Title(h *Head) string {
	return fmt.Sprintf("Chain %d: %s %s", s.full[h.ID], h.Scope.ID, h.Lookalike())
}

// Untold says that not all chains are told in full.
func (s *sheet) Untold() string {
	n := len(s.c.Overview) - len(s.full)
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("Told in full are the %d most serious of %s; and %d more: %s", len(s.full), count(len(s.c.Overview), "chain"), n, s.recipe("chains"))
}

// Strip draws the coverage.
func (s *sheet) Strip() template.HTML { return s.strip() }

// Stretches are the lines of the coverage: what is missing comes first.
func (s *sheet) Stretches() shortlist[Stretch] {
	order := slices.Clone(s.c.Coverage.Stretches)
	slices.SortStableFunc(order, func(a, b Stretch) int { return missing(b.State) - missing(a.State) })
	if n := len(order) - s.limit.stretches; n > 0 {
		return shortlist[Stretch]{order[:s.limit.stretches], s.more(n, "stretch", "coverage")}
	}
	return shortlist[Stretch]{order, ""}
}

// Loose are the detachments that belong to no chain.
func (s *sheet) Loose() shortlist[Detachment] {
	l := &s.c.Loose
	shown := l.List[:min(len(l.List), s.limit.loose)]
	if n := len(l.List) - len(shown) + l.Omitted; n > 0 {
		return shortlist[Detachment]{shown, s.more(n, "detachment", "attempts and loose detachments")}
	}
	return shortlist[Detachment]{shown, ""}
}

// exhibitRow is where the record of an event lies.
type exhibitRow struct {
	Exhibit
	Anchor, File string // of the line, and of the file's
}

// Exhibits are where the records of the chain lie. The files are remembered, so that the list of files has them.
func (t *chapter) Exhibits() shortlist[exhibitRow] {
	var all shortlist[exhibitRow]
	for i, x := range t.Chain.Exhibits {
		if i == t.s.limit.exhibits {
			break
		}
		all.List = append(all.List, exhibitRow{x, fmt.Sprintf("%s-record-%d", t.ID, i+1), t.s.cite(x.File)})
	}
	if n := len(t.Chain.Exhibits) - len(all.List) + t.ExhibitsOmitted; n > 0 {
		all.More = t.s.more(n, "record", "records")
	}
	return all
}

// cite remembers a file, and returns the anchor of its line.
func (s *sheet) cite(path string) string {
	if s.cited[path] == 0 {
		if len(s.cited) >= mostCited {
			return ""
		}
		s.cited[path] = len(s.cited) + 1
	}
	return fmt.Sprintf("file-%d", s.cited[path])
}

// fileRow is a file of the evidence.
type fileRow struct {
	*File
	Anchor string
}

// Files are those in which records of the chains lie, and as many others as there is room for.
func (s *sheet) Files() iter.Seq2[fileRow, error] {
	return func(yield func(fileRow, error) bool) {
		others := 0
		for f, err := range s.c.Files {
			if err != nil {
				yield(fileRow{}, err)
				return
			}
			row := fileRow{File: f}
			if n := s.cited[f.Path]; n > 0 {
				row.Anchor = fmt.Sprintf("file-%d", n)
				s.cited[f.Path] = -n // a path that comes twice has one anchor
			} else if others++; others > s.limit.files {
				continue
			}
			if s.listed++; !yield(row, nil) {
				return
			}
		}
	}
}

// FilesLeft says how many files have no line.
func (s *sheet) FilesLeft() string {
	if n := int(s.c.Evidence.Files) - s.listed; n > 0 {
		return s.more(n, "file", "files")
	}
	return ""
}

// moment is a line of the timeline, or what is told of those that are left out.
type moment struct {
	*Event
	More string
}

// Timeline are the first lines of it.
func (s *sheet) Timeline() iter.Seq2[moment, error] {
	return func(yield func(moment, error) bool) {
		n := 0
		for e, err := range s.c.Events {
			if err != nil {
				yield(moment{}, err)
				return
			}
			if n++; n <= s.limit.timeline && !yield(moment{Event: e}, nil) {
				return
			}
		}
		if n > s.limit.timeline {
			yield(moment{More: s.more(n-s.limit.timeline, "event", "timeline")}, nil)
		}
	}
}

// Text is a playbook as commands, for people to read and copy.
func (r Remedy) Text() verbatim { return verbatim(r.Script) }

// Shell are the commands that make a table again.
func (r Recipe) Shell() verbatim {
	if r.SQL == "" || r.Table == "files" {
		return verbatim(r.Command)
	}
	return verbatim(r.Command + "\ntraillab sql " + Word(r.SQL))
}

// Planned are the losses of the call.
func (s *sheet) Planned() shortlist[lossRow] { return s.lossRows(s.c.Plan.Impact, nil) }

// PlannedKept are the resources that it would take nothing from.
func (s *sheet) PlannedKept() string { return keptOf(s.c.Plan.Impact) }

// PlannedBeside are its further consequences.
func (s *sheet) PlannedBeside() shortlist[string] { return s.beside(s.c.Plan.Impact) }

// PlannedScenes are its networks.
func (s *sheet) PlannedScenes() []scenery { return s.scenes("plan", s.c.Plan.Networks) }

// PlannedSurmised is what is inferred of it.
func (s *sheet) PlannedSurmised() shortlist[claimRow] { return s.claimRows(s.c.Plan.Inferred, nil) }

// PlannedOpen is what is not known of it.
func (s *sheet) PlannedOpen() shortlist[claimRow] { return s.claimRows(s.c.Plan.Unknown, nil) }

// Marked reports whether a sentence needs a mark: it is not observed, and does not say so itself.
func (s Sentence) Marked() bool {
	return s.Level != observed && !strings.Contains(s.Text, "("+s.Level+")")
}

// Reason is why a playbook fits, as a sentence.
func (r Remedy) Reason() string { return sentenceCase(r.Why) + "." }

// Shell is the command that prints the playbook.
func (r Remedy) Shell() verbatim { return verbatim(r.Command) }

// Chained reports whether the log knows where the credentials came from, or went.
func (s Session) Chained() bool {
	return len(s.Roles) > 1 || len(s.Roles) == 1 && s.Roles[0].Call != ""
}

// Count is the number of files as a number of things.
func (e *Evidence) Count() int { return int(e.Files) }

// Sums are what somebody else can tell the evidence by.
func (s *sheet) Sums() *Evidence { return &s.c.Evidence }

// Told are the loads.
func (e *Evidence) Told() []*Load {
	var all []*Load
	for i := range e.Loads {
		all = append(all, &e.Loads[i])
	}
	return all
}

// Verified reports whether CloudTrail's digests were asked about any log file.
func (s *sheet) Verified() bool { return s.c.Coverage.asked() }
