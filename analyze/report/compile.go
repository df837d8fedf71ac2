// Compiling: a case on paper from a store. Totals are asked at once; what can be long is asked when it is ranged over.

package report

import (
	"context"
	"iter"
	"slices"
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Source is where a report comes from.
type Source interface {
	analyze.Evidence
	analyze.Source
	// Timeline yields the events that the filter lets through, in order of time.
	Timeline(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
	// Touching yields, in order of time, those of them that touch a network.
	Touching(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error]
	Span(ctx context.Context, f trail.Filter) (trail.Span, error)
	Coverage(ctx context.Context, f trail.Filter) ([]trail.Hours, error)
	Files(ctx context.Context) iter.Seq2[trail.Holding, error]
	Loads(ctx context.Context) ([]trail.Intake, error)
	Holders(ctx context.Context, principals, keys []string) ([]trail.Holder, error)
	Issued(ctx context.Context, keys []string) ([]trail.Credential, error)
	Exhibits(ctx context.Context, eventIDs []string) ([]trail.Evidence, error)
	// Places tells where the records of events lie, by the keys of the events.
	Places(ctx context.Context, keys []int64) (map[int64]trail.Whereabouts, error)
	// Digests are the numbers of all that the source has, that of the case itself only if it is asked for.
	Digests(ctx context.Context, whole bool) (trail.Digests, error)
}

// Options say what is reported, and what the source cannot tell.
type Options struct {
	Version string         // of the program
	Asked   Asked          // the command, the sources and the filters, as they were given
	Base    string         // the flags that lead every command to the same source, as --source ./AWSLogs; may be empty
	Filter  trail.Filter   // the same filters, to ask with
	Zone    *time.Location // for people
	Only    []string       // ids of chains; empty for all that the filter lets through
	Bare    bool           // leave out of chains what no timeline tells: networks, rhythms, sessions and playbooks are dear
	Sealed  bool           // tell the digest of all rows of the case, which is dear, too
	Since   *Recall        // go on from an earlier report; nil tells all
	Notes   []Note         // what investigators wrote
	Passing bool           // the source was read for this report alone: when is of no interest

	Damaged, Recovered int64 // files that were read in part; events that were read behind damage
	Interrupted        bool  // a load has not ended

	// Fill tells how a playbook is printed with the ids of a chain; nil where there are none.
	Fill func(ctx context.Context, c *analyze.Case, chain *analyze.Chain, name string) (Remedy, error)
}

// compiler makes one report.
type compiler struct {
	src    Source
	c      *analyze.Case
	o      Options
	end    time.Time // of the whole log
	chains []*analyze.Chain
	flows  bool

	known *acquaintance // of the actors of all chains, once somebody asks

	standing map[string]fate // of the chains of a report that goes on from an earlier one, by id
	memory   []Remembered    // for the next one
	gone     []Gone
}

// Compile makes a case on paper of an analysis. What it yields later is asked of src then, under the same ctx.
func Compile(ctx context.Context, src Source, c *analyze.Case, o Options) (*Case, error) {
	m := &compiler{src: src, c: c, o: o}
	if o.Zone == nil {
		m.o.Zone = time.UTC
	}
	paper, err := m.frame(ctx)
	if err != nil {
		return nil, err
	}
	if err := m.choose(ctx); err != nil {
		return nil, err
	}
	for _, chain := range m.chains {
		h := head(chain)
		h.Standing, h.Changes = m.standing[chain.ID].is, m.standing[chain.ID].changes
		paper.Overview = append(paper.Overview, h)
		if loudness(chain.Verdict.Level) > loudness(paper.Level) {
			paper.Level = chain.Verdict.Level
		}
	}
	if m.o.Since != nil {
		paper.Memory.Chains = append([]Remembered{}, m.memory...)
		paper.Log.Since = m.since(paper)
	}
	if paper.Loose, err = m.loose(ctx); err != nil {
		return nil, err
	}
	paper.Recipes = m.recipes(paper)
	paper.Summary = paragraph(paper, m.chains)
	paper.Chains = func(yield func(*Chain, error) bool) {
		for _, chain := range m.chains {
			told, err := m.chain(ctx, chain)
			if !yield(told, err) || err != nil {
				return
			}
		}
	}
	paper.Events = m.events(ctx)
	return paper, nil
}

// choose takes the chains that are reported.
func (m *compiler) choose(ctx context.Context) error {
	asked := m.o.Filter
	asked.After = 0 // what has become of a chain decides, and not where its events lie
	found, err := analyze.Admit(ctx, m.src, m.c.Chains, asked)
	if err != nil {
		return err
	}
	if m.o.Since != nil {
		found = m.recall(found)
	}
	for i := range found {
		if len(m.o.Only) == 0 || slices.Contains(m.o.Only, found[i].ID) {
			m.chains = append(m.chains, &found[i])
		}
	}
	return nil
}

// frame is everything about the log and the question, and nothing about the answer.
func (m *compiler) frame(ctx context.Context) (*Case, error) {
	c := &Case{
		Tool: Tool{Name: "traillab", Version: m.o.Version}, Asked: m.o.Asked, Zone: m.o.Zone, Overview: []Head{},
		Detections: Detections{Remark: "No rules are installed, so nothing was looked for by rule.", List: []Detection{}},
		Notes:      append([]Note{}, m.o.Notes...),
	}
	c.Asked.Zone = m.o.Zone.String()
	whole, err := m.src.Span(ctx, trail.Filter{})
	if err != nil {
		return nil, err
	}
	span := whole
	if m.o.Filter.Narrows() {
		if span, err = m.src.Span(ctx, m.o.Filter); err != nil {
			return nil, err
		}
	}
	c.Log = Log{First: span.First, Last: span.Last, Events: span.Events, End: whole.Last}
	if whole.Last != nil {
		m.end = *whole.Last
	}
	if f, ok := m.src.(analyze.FlowSource); ok {
		if m.flows, err = f.AnyFlows(ctx); err != nil {
			return nil, err
		}
	}
	if m.o.Since != nil {
		span.Events = whole.Events // that nothing is new leaves no hole
	}
	if c.Coverage, err = m.coverage(ctx, span.Events); err != nil {
		return nil, err
	}
	if err := m.evidence(ctx, c); err != nil {
		return nil, err
	}
	return c, nil
}

// coverage tells the hours.
func (m *compiler) coverage(ctx context.Context, events int64) (Coverage, error) {
	hours, err := m.src.Coverage(ctx, m.o.Filter)
	if err != nil {
		return Coverage{}, err
	}
	c := Coverage{Stretches: []Stretch{}, Damaged: m.o.Damaged, Recovered: m.o.Recovered}
	for i := range hours {
		h := &hours[i]
		s := Stretch{Account: trail.Maybe(h.Account), Region: trail.Maybe(h.Region), State: h.State, Files: h.Files, Events: h.Events, Rejects: h.Rejects, Digests: &h.Digests}
		if !h.From.IsZero() {
			from, until := h.From.UTC(), h.Until.UTC()
			s.From, s.Until = &from, &until
		}
		if h.State == trail.HoursGap || h.State == trail.HoursUnreadable {
			c.Gaps++
			c.GapHours += int64(h.Until.Sub(h.From).Hours())
		}
		c.Rejects += h.Rejects
		c.Stretches = append(c.Stretches, s)
	}
	c.Unended = m.o.Interrupted
	c.Whole = events > 0 && c.Gaps == 0 && c.Rejects == 0 && c.Damaged == 0 && c.Recovered == 0 && !m.o.Interrupted
	return c, nil
}

// loudness orders levels.
func loudness(s analyze.Severity) int {
	return slices.Index([]analyze.Severity{"", analyze.Low, analyze.Medium, analyze.High}, s)
}
