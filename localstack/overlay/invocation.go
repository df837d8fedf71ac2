// Reading of commands and of what came of them.

package overlay

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// counts is how many of a command's invocations stand how.
func (c *command) counts(now time.Time) map[string]int {
	n := map[string]int{}
	for _, run := range c.runs {
		status, detail := run.status(now)
		n[status]++
		if detail != status {
			n[detail]++
		}
	}
	return n
}

// status is that of all invocations together.
func (c *command) status(now time.Time) (status, detail string) {
	n := c.counts(now)
	switch all := len(c.runs); {
	case all == 0:
		return "Success", "NoInstancesInTag"
	case n["InProgress"] > 0 || n["Pending"] > 0 && n["Pending"] < all:
		return "InProgress", "InProgress"
	case n["Pending"] == all:
		return "Pending", "Pending"
	case n["Cancelled"] > 0:
		return "Cancelled", "Cancelled"
	case n["TimedOut"] > 0:
		return "TimedOut", "DeliveryTimedOut"
	}
	return "Success", "Success"
}

func (c *command) show(now time.Time) map[string]any {
	status, detail := c.status(now)
	n := c.counts(now)
	seconds := int64(c.expires.Sub(c.sent) / time.Second)
	shown := map[string]any{
		"CommandId": c.id, "DocumentName": c.document, "DocumentVersion": c.version, "Comment": "", "ExpiresAfter": whole(c.expires),
		"RequestedDateTime": whole(c.sent), "Status": status, "StatusDetails": detail, "TargetCount": int64(len(c.runs)), "MaxConcurrency": "50", "MaxErrors": "0",
		"CompletedCount": int64(n["Success"] + n["TimedOut"] + n["Cancelled"]), "ErrorCount": int64(0), "DeliveryTimedOutCount": int64(n["DeliveryTimedOut"]),
		"TimeoutSeconds": seconds, "InstanceIds": []any{}, "Targets": []any{}, "Parameters": map[string]any{},
	}
	return copied(shown, c.in, "Comment", "Parameters", "InstanceIds", "Targets", "OutputS3Region", "OutputS3BucketName", "OutputS3KeyPrefix", "MaxConcurrency", "MaxErrors")
}

// sentTo returns the commands that a call asks for by their id, an instance and filters.
func (q *call) sentTo() ([]*command, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	id, instance := q.text("CommandId"), q.text("InstanceId")
	if id != "" && !slices.ContainsFunc(q.here.commands, func(c *command) bool { return c.id == id }) {
		return nil, refuse("InvalidCommandId", "The specified command ID isn't valid: %s", id)
	}
	found := slices.DeleteFunc(slices.Clone(q.here.commands), func(c *command) bool {
		return id != "" && c.id != id || instance != "" && !slices.ContainsFunc(c.runs, func(i *invocation) bool { return i.instance == instance })
	})
	slices.Reverse(found) // the newest first
	for f := range wire.Each(q.In["Filters"]) {
		key, wanted := wire.Text(f, "key"), wire.Text(f, "value")
		at, _ := time.Parse(time.RFC3339, wanted)
		found = slices.DeleteFunc(found, func(c *command) bool {
			status, _ := c.status(q.At)
			switch key {
			case "Status":
				return status != wanted
			case "DocumentName":
				return c.document != wanted
			case "InvokedAfter":
				return !c.sent.After(at)
			case "InvokedBefore":
				return !c.sent.Before(at) && !q.tillNow(at)
			}
			return false
		})
	}
	return found, nil
}

func (q *call) listCommands() (map[string]any, error) {
	found, err := q.sentTo()
	if err != nil {
		return nil, err
	}
	return answer(q, "Commands", found, "InvalidNextToken", func(c *command) map[string]any { return c.show(q.At) })
}

func (q *call) listInvocations() (map[string]any, error) {
	found, err := q.sentTo()
	if err != nil {
		return nil, err
	}
	var runs []*invocation
	for _, c := range found {
		for _, run := range c.runs {
			if instance := q.text("InstanceId"); instance == "" || run.instance == instance {
				runs = append(runs, run)
			}
		}
	}
	return answer(q, "CommandInvocations", runs, "InvalidNextToken", func(i *invocation) map[string]any {
		status, detail := i.status(q.At)
		shown := map[string]any{
			"CommandId": i.id, "InstanceId": i.instance, "InstanceName": "", "Comment": wire.Text(i.in, "Comment"), "DocumentName": i.document,
			"DocumentVersion": i.version, "RequestedDateTime": whole(i.sent), "Status": status, "StatusDetails": detail, "CommandPlugins": []any{},
		}
		if q.flag("Details") {
			shown["CommandPlugins"] = []any{map[string]any{"Name": plugin(i.document), "Status": status, "StatusDetails": detail, "ResponseCode": i.code(q.At)}}
		}
		return shown
	})
}

// plugin is the step of a document that its output is told of.
func plugin(document string) string {
	switch document {
	case runShell:
		return "aws:runShellScript"
	case runPatch:
		return "PatchLinux"
	}
	return "aws:runDocument"
}

// code is what a step ended with; -1 while it has not.
func (i *invocation) code(now time.Time) int64 {
	if status, _ := i.status(now); status == "Success" {
		return 0
	}
	return -1
}

func (q *call) getInvocation() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	for _, c := range q.here.commands {
		for _, i := range c.runs {
			if c.id != q.text("CommandId") || i.instance != q.text("InstanceId") {
				continue
			}
			status, detail := i.status(q.At)
			shown := map[string]any{
				"CommandId": c.id, "InstanceId": i.instance, "Comment": wire.Text(c.in, "Comment"), "DocumentName": c.document, "DocumentVersion": c.version,
				"PluginName": plugin(c.document), "ResponseCode": i.code(q.At), "Status": status, "StatusDetails": detail, "StandardOutputContent": "",
				"StandardErrorContent": "", "StandardOutputUrl": "", "StandardErrorUrl": "", "ExecutionStartDateTime": "", "ExecutionElapsedTime": "", "ExecutionEndDateTime": "",
			}
			if status == "InProgress" || status == "Success" {
				shown["ExecutionStartDateTime"] = i.delivered.Add(begins).UTC().Format(time.RFC3339)
			}
			if status == "Success" {
				shown["ExecutionEndDateTime"], shown["ExecutionElapsedTime"] = i.delivered.Add(ends).UTC().Format(time.RFC3339), "PT2S"
			}
			return shown, nil
		}
	}
	return nil, refuse("InvocationDoesNotExist", "")
}

func (q *call) cancelCommand() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	for _, c := range q.here.commands {
		if c.id == q.text("CommandId") {
			if c.cancelled.IsZero() {
				c.cancelled = q.At
			}
			return nil, nil
		}
	}
	return nil, refuse("InvalidCommandId", "The specified command ID isn't valid: %s", q.text("CommandId"))
}
