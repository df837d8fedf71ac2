// Commands: what Systems Manager is told to run. A command reaches an instance while that is online, runs for a moment, and
// has its effect then; one that does not reach it waits, until its time is over.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html

package overlay

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// command is a command that was sent.
type command struct {
	id, document, version string
	in                    map[string]any
	sent, expires         time.Time
	cancelled             time.Time
	runs                  []*invocation
}

// invocation is a command on one instance.
type invocation struct {
	*command
	instance  string
	delivered time.Time // zero until the instance was reached
	done      bool      // its effect was had
}

// How long an instance takes to begin, and to end.
const (
	begins = time.Second
	ends   = 3 * time.Second
)

// documents whose work the overlay knows.
const (
	runShell  = "AWS-RunShellScript"
	runPatch  = "AWS-RunPatchBaseline"
	inventory = "AWS-GatherSoftwareInventory"
)

// exists reports whether there is a document: AWS's own are taken to be there, others the cloud is asked for.
func (q *call) exists(document string) (bool, error) {
	if amazons(document) {
		return true, nil
	}
	_, found, err := q.ask("ssm", "DescribeDocument", map[string]any{"Name": document})
	return found, err
}

// amazons reports whether a document is one of AWS's own, by its name or ARN.
func amazons(document string) bool {
	name := document[strings.LastIndexByte(document, '/')+1:]
	return strings.HasPrefix(name, "AWS-") || strings.HasPrefix(name, "Amazon") || strings.HasPrefix(name, "AWSSupport-") || strings.HasPrefix(name, "AWSEC2-")
}

func (q *call) sendCommand() (map[string]any, error) {
	name := q.text("DocumentName")
	found, err := q.exists(name)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("InvalidDocument", "Document with name %s does not exist.", name)
	}
	if name == runShell && len(wire.Texts(wire.Value(q.In, "Parameters", "commands"))) == 0 {
		return nil, refuse("InvalidParameters", "Parameter \"commands\" is required by document %s.", name)
	}
	if err := q.fitting(name); err != nil {
		return nil, err
	}
	targets, err := q.addressed()
	if err != nil {
		return nil, err
	}
	c := &command{id: q.options.NewID(), document: name, version: cmp.Or(q.text("DocumentVersion"), "$DEFAULT"), in: q.In, sent: q.At, expires: q.At.Add(q.timeout())}
	for _, i := range targets {
		run := &invocation{command: c, instance: i.id}
		if i.online {
			run.delivered = q.At
		}
		c.runs = append(c.runs, run)
	}
	q.here.commands = append(q.here.commands, c)
	return map[string]any{"Command": c.show(q.At)}, nil
}

// timeout is for how long a command waits for its instances, an hour unless it says otherwise.
func (q *call) timeout() time.Duration {
	if s, said := q.In["TimeoutSeconds"].(int64); said && s > 0 && s <= 2592000 {
		return time.Duration(s) * time.Second
	}
	return time.Hour
}

// addressed are the instances that a call names, or that its targets describe.
func (q *call) addressed() ([]*instance, error) {
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	ids := q.texts("InstanceIds")
	if len(ids) == 0 {
		return chosen(all, q.In["Targets"]), nil
	}
	var found []*instance
	var missing []string
	for _, id := range ids {
		at := slices.IndexFunc(all, func(i *instance) bool { return i.id == id })
		if at < 0 {
			missing = append(missing, id)
			continue
		}
		if slices.Contains(found, all[at]) {
			return nil, refuse("DuplicateInstanceId", "You can't specify an instance ID in more than one association: %s", id)
		}
		found = append(found, all[at])
	}
	if len(missing) > 0 {
		return nil, q.notManaged(missing...)
	}
	return found, nil
}

// chosen are the instances that meet all targets; none where there is no target.
func chosen(all []*instance, targets any) []*instance {
	given := slices.Collect(wire.Each(targets))
	return slices.DeleteFunc(slices.Clone(all), func(i *instance) bool {
		return len(given) == 0 || slices.ContainsFunc(given, func(target map[string]any) bool {
			values := wire.Texts(target["Values"])
			yes, _ := i.meets(wire.Text(target, "Key"), values)
			return !yes && !(wire.Text(target, "Key") == "InstanceIds" && slices.Contains(values, "*"))
		})
	})
}

// settle moves on what waits for instances, and lets what has ended have its effect.
func (q *call) settle() error {
	var all []*instance
	for _, c := range q.here.commands {
		for _, run := range c.runs {
			if run.done || run.over(q.At) {
				continue
			}
			if all == nil {
				var err error
				if all, err = q.managed(); err != nil {
					return err
				}
			}
			at := slices.IndexFunc(all, func(i *instance) bool { return i.id == run.instance })
			if at >= 0 && run.delivered.IsZero() && all[at].online {
				run.delivered = q.At
			}
			if status, _ := run.status(q.At); at >= 0 && status == "Success" {
				run.done = true
				lines, err := q.lines(c.document, c.in["Parameters"])
				if err != nil {
					return err
				}
				all[at].take(c, lines, run.delivered.Add(ends))
			}
		}
	}
	return q.gather()
}

// over reports whether nothing more can come of it.
func (i *invocation) over(now time.Time) bool {
	status, _ := i.status(now)
	return status == "TimedOut" || status == "Cancelled"
}

// status is how an invocation stands, in a word and in detail.
func (i *invocation) status(now time.Time) (status, detail string) {
	switch {
	case !i.delivered.IsZero() && !now.Before(i.delivered.Add(ends)) && (i.cancelled.IsZero() || i.done || !i.cancelled.Before(i.delivered.Add(ends))):
		return "Success", "Success"
	case !i.cancelled.IsZero():
		return "Cancelled", "Cancelled"
	case i.delivered.IsZero() && !now.Before(i.expires):
		return "TimedOut", "DeliveryTimedOut"
	case i.delivered.IsZero() || now.Before(i.delivered.Add(begins)):
		return "Pending", "Pending"
	}
	return "InProgress", "InProgress"
}

// take lets a command have its effect on an instance.
func (i *instance) take(c *command, lines []string, at time.Time) {
	for _, line := range lines {
		i.software.run(line, at)
	}
	if c.document == runPatch {
		i.patch = i.patch.after(wire.Texts(wire.Value(c.in, "Parameters", "Operation")), c.sent, at)
	}
}
