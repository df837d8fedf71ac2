// Associations: what instances are to be kept at. One that gathers inventory does it when it is made, when it is told to, and
// at its rate.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html

package overlay

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// association is a document that instances are bound to.
type association struct {
	id            string
	in            map[string]any // as it was made, and changed
	version       int
	made, changed time.Time
	last, due     time.Time            // the latest run that was due, and the next
	ran           map[string]time.Time // by instance; zero for one that was not reached yet
}

// every is how often an association without a rate of its own runs.
const every = 30 * time.Minute

// rate reads rate(30 minutes); a cron expression is taken as once a day.
func (a *association) rate() time.Duration {
	schedule := wire.Text(a.in, "ScheduleExpression")
	inside, ok := strings.CutPrefix(schedule, "rate(")
	if !ok {
		if strings.HasPrefix(schedule, "cron(") {
			return 24 * time.Hour
		}
		return every
	}
	number, unit, _ := strings.Cut(strings.TrimSuffix(inside, ")"), " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 10000 {
		return every
	}
	units := map[string]time.Duration{"minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour}
	if d := units[strings.TrimSuffix(strings.TrimSpace(unit), "s")]; d > 0 {
		return time.Duration(n) * d
	}
	return every
}

// targets are the instances that it binds, among those that are managed.
func (a *association) targets(all []*instance) []*instance {
	if id := wire.Text(a.in, "InstanceId"); id != "" {
		return slices.DeleteFunc(slices.Clone(all), func(i *instance) bool { return i.id != id })
	}
	return chosen(all, a.in["Targets"])
}

// gather runs the associations that are due on the instances that are heard of. A run that was missed is made up for when
// the instance is heard of again.
func (q *call) gather() error {
	if len(q.here.associations) == 0 {
		return nil
	}
	all, err := q.managed()
	if err != nil {
		return err
	}
	for _, a := range q.here.associations {
		if !a.due.After(q.At) {
			rate := a.rate()
			a.last = a.due.Add(q.At.Sub(a.due) / rate * rate)
			a.due = a.last.Add(rate)
		}
		for _, i := range a.targets(all) {
			ran := a.ran[i.id]
			if i.online && ran.Before(a.last) {
				ran = a.last
				if err := q.keepAt(a, i, ran); err != nil {
					return err
				}
			}
			a.ran[i.id] = ran
		}
	}
	return nil
}

// keepAt lets an instance do what an association binds it to.
func (q *call) keepAt(a *association, i *instance, at time.Time) error {
	document := wire.Text(a.in, "Name")
	if document == inventory {
		q.capture(i, at)
		return nil
	}
	lines, err := q.lines(document, a.in["Parameters"])
	for _, line := range lines {
		i.software.run(line, at)
	}
	return err
}

func (q *call) createAssociation() (map[string]any, error) {
	name := q.text("Name")
	found, err := q.exists(name)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("InvalidDocument", "Document with name %s does not exist.", name)
	}
	if id := q.text("InstanceId"); id != "" {
		if _, err := q.one(id); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(q.here.associations, func(a *association) bool {
			return wire.Text(a.in, "Name") == name && wire.Text(a.in, "InstanceId") == id
		}) {
			return nil, refuse("AssociationAlreadyExists", "The specified association already exists.")
		}
	}
	a := &association{id: q.options.NewID(), in: clone(q.In), version: 1, made: q.At, changed: q.At, due: q.At, ran: map[string]time.Time{}}
	q.here.associations = append(q.here.associations, a)
	if err := q.settle(); err != nil {
		return nil, err
	}
	return map[string]any{"AssociationDescription": a.describe()}, nil
}

// bound returns the association that a call is about, by its id or by document and instance.
func (q *call) bound() (*association, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	for _, a := range q.here.associations {
		if id := q.text("AssociationId"); id == a.id || id == "" && q.text("Name") == wire.Text(a.in, "Name") && q.text("InstanceId") == wire.Text(a.in, "InstanceId") {
			return a, nil
		}
	}
	return nil, refuse("AssociationDoesNotExist", "The specified association does not exist.")
}

func (q *call) updateAssociation() (map[string]any, error) {
	a, err := q.bound()
	if err != nil {
		return nil, err
	}
	next := clone(q.In)
	delete(next, "AssociationId")
	copied(next, a.in, "InstanceId")
	if wire.Text(next, "Name") == "" {
		copied(next, a.in, "Name")
	}
	if next["Targets"] == nil {
		copied(next, a.in, "Targets")
	}
	a.in, a.changed, a.due = next, q.At, q.At
	a.version++
	if err := q.settle(); err != nil {
		return nil, err
	}
	return map[string]any{"AssociationDescription": a.describe()}, nil
}

func (q *call) deleteAssociation() (map[string]any, error) {
	a, err := q.bound()
	if err != nil {
		return nil, err
	}
	q.here.associations = slices.DeleteFunc(q.here.associations, func(other *association) bool { return other == a })
	return nil, nil
}

func (q *call) describeAssociation() (map[string]any, error) {
	a, err := q.bound()
	if err != nil {
		return nil, err
	}
	return map[string]any{"AssociationDescription": a.describe()}, nil
}

func (q *call) startAssociations() (map[string]any, error) {
	for _, id := range q.texts("AssociationIds") {
		at := slices.IndexFunc(q.here.associations, func(a *association) bool { return a.id == id })
		if at < 0 {
			return nil, refuse("AssociationDoesNotExist", "The specified association does not exist.")
		}
		q.here.associations[at].due = q.At
	}
	return nil, q.settle()
}

func (q *call) listAssociations() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(slices.Clone(q.here.associations), func(a *association) bool {
		for f := range wire.Each(q.In["AssociationFilterList"]) {
			shown, wanted := a.show(), wire.Text(f, "value")
			switch key := wire.Text(f, "key"); key {
			case "AssociationId", "Name", "InstanceId", "AssociationName":
				if wire.Text(shown, key) != wanted {
					return true
				}
			case "AssociationStatusName":
				if wire.Text(shown, "Overview", "Status") != wanted {
					return true
				}
			}
		}
		return false
	})
	return answer(q, "Associations", found, "InvalidNextToken", (*association).show)
}

// show is an association in a list.
func (a *association) show() map[string]any {
	status, counts := "Success", map[string]any{}
	var last time.Time
	for _, ran := range a.ran {
		one := "Success"
		if ran.IsZero() {
			one, status = "Pending", "Pending"
		} else if ran.After(last) {
			last = ran
		}
		n, _ := counts[one].(int64)
		counts[one] = n + 1
	}
	if len(a.ran) == 0 {
		status = "Pending"
	}
	shown := map[string]any{
		"AssociationId": a.id, "AssociationVersion": fmt.Sprint(a.version), "DocumentVersion": "$DEFAULT",
		"Overview": map[string]any{"Status": status, "DetailedStatus": status, "AssociationStatusAggregatedCount": counts},
	}
	if !last.IsZero() {
		shown["LastExecutionDate"] = whole(last)
	}
	return copied(shown, a.in, "Name", "InstanceId", "Targets", "ScheduleExpression", "AssociationName", "DocumentVersion", "ScheduleOffset")
}

// describe is an association by itself.
func (a *association) describe() map[string]any {
	shown := a.show()
	shown["Date"], shown["LastUpdateAssociationDate"] = whole(a.made), whole(a.changed)
	if last := shown["LastExecutionDate"]; last != nil && wire.Text(shown, "Overview", "Status") == "Success" {
		shown["LastSuccessfulExecutionDate"] = last
	}
	return copied(shown, a.in, "Parameters", "OutputLocation", "MaxErrors", "MaxConcurrency", "ComplianceSeverity", "SyncCompliance", "ApplyOnlyAtCronInterval", "CalendarNames")
}
