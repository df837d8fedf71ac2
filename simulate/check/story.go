// Stories: what the analysis calls the chains of a network, whether an outage goes on, and what policies deny.

package check

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// chain answers with the verdicts of the chains about a network, none where there is none. Of several chains each verdict
// is true: chain($vpc) == hostile asks whether there is a hostile one, and != hostile whether there is none of that kind.
func (a *asker) chain(t *term) (answer, error) {
	_, id, why, err := a.about(t)
	if err != nil || why != "" {
		return vain(why), err
	}
	found := answer{level: trail.Inferred}
	var told []string
	for i := range a.known.Chains {
		c := &a.known.Chains[i]
		if c.Scope.ID != id && !slices.ContainsFunc(c.Outages, func(o analyze.Outage) bool { return of(&o, id) }) {
			continue
		}
		if label := string(c.Verdict.Label); found.word == "" {
			found.word = label
		} else {
			found.also = append(found.also, label)
		}
		told = append(told, c.ID+" is "+string(c.Verdict.Label))
		for _, l := range c.Links {
			found.events = append(found.events, l.Event.ID)
		}
	}
	if found.word == "" {
		return a.never(none, "no chain is about "+id)
	}
	found.why = strings.Join(told, "; ")
	return found, nil
}

// open answers whether an outage in a network, or of a thing, goes on.
func (a *asker) open(t *term) (answer, error) {
	n, id, why, err := a.about(t)
	if err != nil || why != "" {
		return vain(why), err
	}
	doubt := answer{}
	for i := range a.known.Outages {
		o := &a.known.Outages[i]
		if !of(o, id) || o.End != analyze.Open {
			continue
		}
		events := n.events(append(slices.Clone(o.Sources), o.Cause)...)
		if uncertain(o) {
			doubt = answer{word: unknown, why: fmt.Sprintf("whether %s of %s is lost is not known: %s", o.What, o.Thing.ID, o.Reason.Text), events: events}
			continue
		}
		return answer{word: yes, level: o.Level, why: fmt.Sprintf("%s of %s is lost and has not come back: %s", o.What, o.Thing.ID, o.Reason.Text), events: events}, nil
	}
	if doubt.word != "" {
		return doubt, nil
	}
	return answer{word: no, level: trail.Inferred, why: "nothing of " + id + " is lost at the end of the records"}, nil
}

// about finds what a predicate is about: a thing that the records know.
func (a *asker) about(t *term) (n network, id, why string, err error) {
	if n, err = a.network(); err != nil {
		return n, "", "", err
	}
	if id, why = a.id(t.args[0]); why != "" {
		return n, id, why, nil
	}
	if len(n.history.Find(id)) == 0 {
		why = "the records know no " + id
	}
	return n, id, why, nil
}

// of reports whether an outage is of a thing or in a network.
func of(o *analyze.Outage, id string) bool {
	return o.Thing.ID == id || o.VPC != nil && o.VPC.ID == id
}

// uncertain reports whether it is not known that anything was lost.
func uncertain(o *analyze.Outage) bool {
	return o.Level == trail.Unknown || o.After == topology.Unproven ||
		o.After == o.Before && o.FilterBefore == topology.Reaches && o.FilterAfter == topology.Unproven
}

// denied asks the lab's policies. The action need not have been tried.
func (a *asker) denied(t *term) (answer, error) {
	who, why := a.principal(t.args[0])
	if why != "" {
		return vain(why), nil
	}
	resource := "*"
	if len(t.args) > 2 {
		if resource, why = a.id(t.args[2]); why != "" {
			return vain(why), nil
		}
	}
	is, err := a.world.Denied(a.ctx, who, t.args[1], resource)
	if err != nil {
		return answer{}, fmt.Errorf("ask what policies deny: %w", err)
	}
	switch {
	case is.Unsure:
		return answer{word: unknown, why: "it is not known whether " + t.args[1] + " is denied to " + who + ": " + is.Why}, nil
	case is.Denied:
		return answer{word: yes, level: trail.Inferred, why: fmt.Sprintf("the policies deny %s to %s", t.args[1], who)}, nil
	}
	return answer{word: no, level: trail.Inferred, why: fmt.Sprintf("no policy denies %s to %s", t.args[1], who)}, nil
}

// principal is the ARN of an actor, or of whom a text names so.
func (a *asker) principal(word string) (arn, why string) {
	value, why := a.fill(word)
	if why != "" {
		return "", why
	}
	if actor, ok := value.(map[string]any); ok {
		value = actor["arn"]
	}
	arn, _ = value.(string)
	if !strings.HasPrefix(arn, "arn:") {
		return "", word + " is no actor and no ARN"
	}
	return arn, ""
}
