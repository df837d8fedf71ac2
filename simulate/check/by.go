// Who made a call, and what it named.

package check

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// sources are the services whose records name them otherwise than their calls do.
var sources = map[string]string{
	"elb": "elasticloadbalancing", "elbv2": "elasticloadbalancing", "cloudwatch": "monitoring", "configservice": "config",
	"stepfunctions": "states", "efs": "elasticfilesystem", "emr": "elasticmapreduce", "eventbridge": "events",
}

func source(service string) string {
	if name := sources[service]; name != "" {
		return name
	}
	return service
}

// is reports whether a call was somebody's: an actor's by its ARN or its access key, or of a principal by its ARN or by the
// name of its user, role or session. The sessions of a role are that role's.
func is(e *trail.Event, who any) bool {
	if actor, ok := who.(map[string]any); ok {
		key, _ := actor["key"].(string)
		arn, _ := actor["arn"].(string)
		return key != "" && e.AccessKeyID == key || arn != "" && is(e, arn)
	}
	wanted := script.Text(who)
	short, session := trail.PrincipalNames(e.Principal)
	if !strings.HasPrefix(wanted, "arn:") {
		return wanted != "" && slices.Contains([]string{short, session, e.AccessKeyID}, wanted)
	}
	if e.Principal == wanted {
		return true
	}
	of := strings.SplitN(wanted, ":", 6)
	by := strings.SplitN(e.Principal, ":", 6)
	if len(of) != 6 || len(by) != 6 || of[4] != by[4] {
		return false
	}
	role, _ := trail.PrincipalNames(wanted)
	return strings.HasPrefix(of[5], "role/") && strings.HasPrefix(by[5], "assumed-role/") && role == short
}

// mentioned are all texts and numbers in the request and the response of a call.
func mentioned(e *trail.Event) ([]string, error) {
	names := slices.Clone(e.IDs)
	for _, text := range []string{e.Request, e.Response} {
		if text == "" {
			continue
		}
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			return nil, fmt.Errorf("event %s: %w", e.ID, err)
		}
		names = leaves(names, v)
	}
	return names, nil
}

func leaves(to []string, v any) []string {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			to = leaves(to, member)
		}
	case []any:
		for _, element := range v {
			to = leaves(to, element)
		}
	case nil, bool:
	default:
		to = append(to, script.Text(v))
	}
	return to
}

// naming says which ids a call was to name. A variable is told by what it holds.
func (a *asker) naming(words []string) string {
	if len(words) == 0 {
		return ""
	}
	ids := make([]string, len(words))
	for i, word := range words {
		ids[i] = word
		if value, why := a.fill(word); why == "" {
			ids[i] = script.Text(value)
		}
	}
	return " for " + strings.Join(ids, " and ")
}

func ids(events []trail.Event) []string {
	var found []string
	for i := range events {
		found = append(found, events[i].ID)
	}
	return found
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
