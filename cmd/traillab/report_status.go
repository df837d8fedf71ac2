// The status of a run: one line of JSON for whoever watches jobs.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"traillab/analyze"
	"traillab/cmd/traillab/listing"
)

// runLine is the line of JSON about a run. Run and Seconds change with every run; nothing else does where nothing has changed.
type runLine struct {
	Run     time.Time `json:"run"` // when it began
	Case    *string   `json:"case"`
	Loaded  int64     `json:"loaded"`     // files that were new to the load of this run
	Events  int64     `json:"new_events"` // with --since-last: since the last report, else those of this run's load
	Chains  levels    `json:"chains"`
	Open    int       `json:"open"`
	Gaps    int       `json:"gaps"`
	Rejects int64     `json:"rejects"`
	Since   *turns    `json:"since"` // null without --since-last
	Exit    int       `json:"exit"`
	Error   *string   `json:"error"` // the sentence behind an exit code other than 0
	Seconds float64   `json:"seconds"`
}

type (
	levels struct {
		High   int `json:"high"`
		Medium int `json:"medium"`
		Low    int `json:"low"`
	}
	turns struct {
		New     int `json:"new"`
		Changed int `json:"changed"`
		Closed  int `json:"closed"`
		Open    int `json:"open"`
		Gone    int `json:"gone"`
	}
)

// account says how a run went, to whoever watches.
func (a *app) account(ctx context.Context, f *reportFlags, run *reportRun, err error) error {
	aloud := a.common.log == "json"
	if !aloud && f.batch.status.text == "" {
		return nil
	}
	line, wrong := json.Marshal(a.lineOf(ctx, run, err))
	if wrong != nil {
		return wrong
	}
	line = listing.SafeJSON(line)
	if aloud {
		fmt.Fprintf(a.env.stderr, "{\"event\":\"run\",%s\n", line[1:])
	}
	if f.batch.status.text == "" || exitOf(ctx, err) == exitMisuse { // it may not have been looked yet whether one may write there
		return nil
	}
	return a.write(f.batch.status.text, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s\n", line)
		return err
	})
}

func (a *app) lineOf(ctx context.Context, run *reportRun, err error) *runLine {
	o := &runLine{Run: run.began.UTC(), Exit: exitOf(ctx, err), Seconds: a.env.now().Sub(run.began).Round(time.Millisecond).Seconds()}
	if err != nil {
		text := safeLines(err.Error())
		o.Error = &text
	}
	if run.load != nil {
		o.Loaded, o.Events = run.load.Files.Loaded, run.load.Records.Stored
	}
	c := run.paper
	if c == nil {
		return o
	}
	o.Case, o.Gaps, o.Rejects = &c.ID, c.Coverage.Gaps, c.Coverage.Rejects
	for i := range c.Overview {
		h := &c.Overview[i]
		switch h.Level {
		case analyze.High:
			o.Chains.High++
		case analyze.Medium:
			o.Chains.Medium++
		case analyze.Low:
			o.Chains.Low++
		}
		if h.Until == nil {
			o.Open++
		}
	}
	if s := c.Log.Since; s != nil {
		o.Events, o.Since = s.Events, &turns{s.New, s.Changed, s.Closed, s.Open, len(s.Gone)}
	}
	return o
}
