// drill start --again takes up a drill whose lab died: the story is played once more, and what was done since is made again from
// the log that the lab left.

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
	"traillab/simulate/drill"
	"traillab/simulate/scenario"
)

func (a *app) drillAgain(ctx context.Context, place localstack.Place, flags *drillFlags) (err error) {
	st, err := drill.Load(drillFile(place))
	if err != nil {
		return err
	}
	h, err := localstack.Ask(ctx, place)
	if err != nil {
		return err
	}
	switch {
	case st.Done != nil:
		return errors.New("the drill is finished: traillab drill start NAME begins another one")
	case h.State == localstack.Ready || h.State == localstack.Starting:
		return fmt.Errorf("the lab %q is up, and its drill goes on: traillab drill status%s", place.Name, labFlag(place.Name))
	}
	if _, err := localstack.Down(ctx, place, a.env.environ()); err != nil { // what was killed is put in order, and its log written out
		a.remark("%s", listing.Safe(err.Error()))
	}
	left, err := a.recording(ctx, st.Logs)
	if err != nil {
		return fmt.Errorf("the log that the lab left: %w", err)
	}
	defer func() { err = errors.Join(err, left.Close()) }()
	s, err := scenario.Read(st.Name, []byte(st.Text), nil)
	if err != nil {
		return err
	}
	flags.seed, flags.salt, flags.mode = st.Seed, st.Salt, string(st.Mode)
	if !flags.lab.listen.set && h.Endpoint != "" { // where the trainee's shells look for it
		if err := flags.lab.listen.Set(strings.TrimPrefix(h.Endpoint, "http://")); err != nil {
			return err
		}
	}
	if _, _, err := flags.lab.options(a, place.Name); err != nil {
		return err
	}
	models := wire.Open()
	hear := func(e *trail.Event) (drill.Heard, bool) {
		heard, ok := recorder.Hear(models, e)
		return drill.Heard(heard), ok
	}
	var made *drill.Replayed
	d, err := a.inBackground(ctx, place, s, upstream.Kind(st.Upstream), flags, func(on *stage) (d *drill.Drill, err error) {
		d, made, err = drill.Again(ctx, on, st, drill.Past{Log: left, Hear: hear})
		return d, err
	})
	if err != nil {
		return err
	}
	a.tellReplayed(made)
	return a.tellBriefing(ctx, d, place.Name)
}

// tellReplayed says what is as it was, and what is not.
func (a *app) tellReplayed(r *drill.Replayed) {
	a.remark("the story was played again, and %d calls since were made again", r.Calls)
	for _, missed := range r.Missed {
		a.remark("not made again: %s", listing.Safe(missed))
	}
	for _, old := range slices.Sorted(maps.Keys(r.Renamed)) {
		if !strings.HasPrefix(old, "arn:") && !strings.HasPrefix(old[1:], "SIA") { // which follow from the others, or are the keys of sessions
			a.remark("called otherwise now, in your answers too: %s is %s", listing.Safe(old), listing.Safe(r.Renamed[old]))
		}
	}
	a.remark("objects in buckets, and whatever else no log holds, are as the story left them")
}
