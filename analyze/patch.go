// Patches: which patch runs failed, did not reach whom they were meant for, or never came while the way to the repositories was
// lost.

package analyze

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// PatchRun is a patch run that an outage fell on.
type PatchRun struct {
	EventID   string    `json:"event_id"` // of the call; of the last one that did come where finding is missed
	Time      time.Time `json:"time"`     // of the call, or at which it was to be expected
	Name      string    `json:"name"`
	Finding   string    `json:"finding"`   // failed, unreached or missed
	Instances []string  `json:"instances"` // those without a way, as far as they are known to be meant
	ErrorCode string    `json:"error_code,omitempty"`
	Why       string    `json:"why"`
}

// What became of a patch run.
const (
	RunFailed = "failed"    // the call was refused
	Unreached = "unreached" // it was made, and some that it was meant for had no way to be told, or to fetch patches
	Missed    = "missed"    // it came regularly before, and did not when it was to be expected
)

// patching are the calls that run patches.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager.html
var patching = []string{"SendCommand", "StartAssociationsOnce", "StartAutomationExecution", "StartMaintenanceWindowExecution"}

// habit is how far back the rhythm of patch runs is looked for.
const habit = 60 * 24 * time.Hour

// patches tells the patch runs of an impact's time.
func (i *Impact) patches(ctx context.Context, src CompanionSource, lost []Outage, h *topology.History) error {
	i.Patches = []PatchRun{}
	lost = slices.DeleteFunc(slices.Clone(lost), func(o Outage) bool { return o.What != "patch" || !o.real() })
	if len(lost) == 0 {
		return nil
	}
	from, until := when(h, lost[0].From), time.Time{}
	account, region := lost[0].Thing.Account, lost[0].Thing.Region
	for n := range lost {
		if at := when(h, lost[n].From); at.Before(from) {
			from = at
		}
		if at := ending(h, &lost[n]); at.After(until) {
			until = at
		}
	}
	f := trail.Filter{Names: patching, Accounts: []string{account}, Regions: []string{region}, From: trail.Moment{At: from.Add(-habit)}, Until: trail.Moment{At: until}}
	var before []trail.Event
	for e, err := range src.Companions(ctx, f) {
		if err != nil {
			return fmt.Errorf("patch runs: %w", err)
		}
		if e.Account != account || e.Region != region || !runsPatches(&e) {
			continue
		}
		if e.ErrorCode == "" {
			before = append(before, e)
		}
		if !e.Time.Before(from) {
			i.meet(&e, lost, h)
		}
	}
	i.miss(before, from, until)
	return nil
}

// ending is when an outage ended, or the end of the log.
func ending(h *topology.History, o *Outage) time.Time {
	if o.Until != topology.Origin {
		return when(h, o.Until)
	}
	return when(h, h.Now())
}

// runsPatches reports whether a call runs patches, by the document that it names.
func runsPatches(e *trail.Event) bool {
	return e.Name == "StartMaintenanceWindowExecution" || strings.Contains(e.Request, "PatchBaseline") || strings.Contains(e.Request, "PatchInstanceWithRollback")
}

// meet tells a run that was made while something had no way.
func (i *Impact) meet(e *trail.Event, lost []Outage, h *topology.History) {
	meant, sure := targets(e)
	run := PatchRun{EventID: e.ID, Time: e.Time.UTC(), Name: e.Name, Finding: Unreached, Instances: []string{}, ErrorCode: e.ErrorCode}
	for n := range lost {
		o := &lost[n]
		covers := !e.Time.Before(when(h, o.From)) && (o.Until == topology.Origin || e.Time.Before(when(h, o.Until)))
		if covers && (!sure || slices.Contains(meant, o.Thing.ID)) {
			run.Instances = with(run.Instances, o.Thing.ID)
		}
	}
	switch {
	case e.ErrorCode != "":
		run.Finding, run.Why = RunFailed, "the call ended with "+e.ErrorCode
	case len(run.Instances) == 0:
		return
	case sure:
		run.Why = "they had no way to be told of it, or to fetch patches"
	default:
		run.Why = "the call does not name instances: if it was meant for these, they had no way"
	}
	i.Patches = append(i.Patches, run)
}

// targets are the instances that a call names, and whether it names all that it is meant for.
func targets(e *trail.Event) (ids []string, sure bool) {
	c, err := dialect.ParseEvent(e)
	if err != nil {
		return nil, false
	}
	ids = append(ids, c.Request.All("instanceIds")...)
	others := false
	for _, key := range c.Request.All("targets.key") {
		others = others || !strings.EqualFold(key, "InstanceIds")
	}
	if !others {
		ids = append(ids, c.Request.All("targets.values")...)
	}
	return ids, len(ids) > 0 && !others
}

// miss tells the runs that were to be expected and did not come: those before came regularly, and more than one and a half of
// their intervals went by.
func (i *Impact) miss(runs []trail.Event, from, until time.Time) {
	byName := map[string][]*trail.Event{}
	var names []string
	for n := range runs {
		e := &runs[n]
		if byName[e.Name] == nil {
			names = append(names, e.Name)
		}
		byName[e.Name] = append(byName[e.Name], e)
	}
	for _, name := range names {
		var times []time.Time
		last := byName[name][0]
		for _, e := range byName[name] {
			if e.Time.Before(from) {
				times = append(times, e.Time)
			}
		}
		interval, regular := rhythm(times)
		if !regular || interval < time.Hour {
			continue
		}
		for _, e := range byName[name] {
			i.gap(last, e.Time, interval, from, until)
			last = e
		}
		i.gap(last, until, interval, from, until)
	}
}

// gap tells the runs that are missing between one and the next, or the end.
func (i *Impact) gap(last *trail.Event, next time.Time, interval time.Duration, from, until time.Time) {
	const enoughRuns = 100
	told := 0
	for at := last.Time.Add(interval); at.Add(interval/2).Before(next) && at.Before(until) && told < enoughRuns; at = at.Add(interval) {
		if at.Before(from) {
			continue
		}
		told++
		i.Patches = append(i.Patches, PatchRun{
			EventID: last.ID, Time: at.UTC(), Name: last.Name, Finding: Missed, Instances: []string{},
			Why: fmt.Sprintf("it had come every %s until %s", lasting(interval), last.Time.UTC().Format(time.RFC3339)),
		})
	}
}
