// Automations: runbooks that were started. The lab runs none of them: it keeps that they were asked for, and they succeed.

package overlay

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// automation is a runbook that was started.
type automation struct {
	id, by  string
	in      map[string]any
	started time.Time
}

// runs is how long an automation takes.
const runs = 5 * time.Second

func (q *call) startAutomation() (map[string]any, error) {
	name := q.text("DocumentName")
	found, err := q.exists(name)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("AutomationDefinitionNotFoundException", "Document with name %s does not exist.", name)
	}
	a := &automation{id: q.options.NewID(), by: q.Who.ARN, in: q.In, started: q.At}
	q.here.automations = append(q.here.automations, a)
	return map[string]any{"AutomationExecutionId": a.id}, nil
}

func (a *automation) status(now time.Time) string {
	if now.Before(a.started.Add(runs)) {
		return "InProgress"
	}
	return "Success"
}

func (a *automation) show(now time.Time) map[string]any {
	shown := map[string]any{
		"AutomationExecutionId": a.id, "AutomationExecutionStatus": a.status(now), "ExecutionStartTime": whole(a.started), "DocumentVersion": "1",
		"ExecutedBy": a.by, "Mode": "Auto", "Outputs": map[string]any{},
	}
	if a.status(now) == "Success" {
		shown["ExecutionEndTime"] = whole(a.started.Add(runs))
	}
	return copied(shown, a.in, "DocumentName", "DocumentVersion", "Mode", "TargetParameterName", "Targets", "MaxConcurrency", "MaxErrors")
}

func (q *call) getAutomation() (map[string]any, error) {
	for _, a := range q.here.automations {
		if a.id == q.text("AutomationExecutionId") {
			shown := copied(a.show(q.At), a.in, "Parameters")
			shown["StepExecutions"], shown["StepExecutionsTruncated"] = []any{}, false
			return map[string]any{"AutomationExecution": shown}, nil
		}
	}
	return nil, refuse("AutomationExecutionNotFoundException", "Automation execution with ID %s does not exist.", q.text("AutomationExecutionId"))
}

func (q *call) listAutomations() (map[string]any, error) {
	found := slices.Clone(q.here.automations)
	slices.Reverse(found)
	for f := range wire.Each(q.In["Filters"]) {
		values := wire.Texts(f["Values"])
		found = slices.DeleteFunc(found, func(a *automation) bool {
			switch wire.Text(f, "Key") {
			case "ExecutionId":
				return !meets(values, a.id)
			case "ExecutionStatus":
				return !meets(values, a.status(q.At))
			case "DocumentNamePrefix":
				return !fits(wire.Text(a.in, "DocumentName"), values, "BeginWith")
			}
			return false
		})
	}
	return answer(q, "AutomationExecutionMetadataList", found, "InvalidNextToken", func(a *automation) map[string]any { return a.show(q.At) })
}
