// Recording: whether a trail that runs sees to it now that what is done is written down, whatever it is called.

package check

import (
	"errors"
	"fmt"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// What recorded may ask for beside a region.
const (
	everywhere = "everywhere"
	validated  = "validated"
)

// noRecording says what is wrong with the words of recorded.
func noRecording(args []string) (int, string) {
	if len(args) > 1 && args[1] != validated {
		return 1, fmt.Sprintf("%q: what may follow is %s", args[1], validated)
	}
	return 0, ""
}

// recorded answers whether a trail runs that records a region, or everywhere; validated, whether one that writes digests does.
func (a *asker) recorded(t *term) (answer, error) {
	where, why := a.id(t.args[0])
	if why != "" {
		return vain(why), nil
	}
	region, _ := a.vars.Get("region")
	if where != everywhere {
		region = where
	}
	trails, err := a.cloudTrail(script.Text(region), "DescribeTrails", nil, "trailList[]")
	if err != nil {
		return refusal(err)
	}
	list, _ := trails.([]any)
	for _, one := range list {
		described, _ := one.(map[string]any)
		home := script.Text(described["HomeRegion"])
		if described["IsMultiRegionTrail"] != true && home != where || len(t.args) > 1 && described["LogFileValidationEnabled"] != true {
			continue
		}
		runs, err := a.cloudTrail(home, "GetTrailStatus", map[string]any{"Name": described["Name"]}, "IsLogging")
		if err != nil {
			return refusal(err)
		}
		if runs == true {
			why := fmt.Sprintf("the trail %s runs, and records %s", script.Text(described["Name"]), where)
			return answer{word: yes, level: trail.Observed, why: why}, nil
		}
	}
	return answer{word: no, level: trail.Observed, why: fmt.Sprintf("of %d trails none that runs is asked for", len(list))}, nil
}

// cloudTrail makes a read of trails, as the examiner.
func (a *asker) cloudTrail(region, operation string, in map[string]any, path string) (any, error) {
	page, err := a.world.Call(a.ctx, script.Call{As: script.Caller{Key: script.Root(), Agent: Agent}, Region: region, Service: "cloudtrail", Operation: operation, In: in})
	if err != nil {
		return nil, fmt.Errorf("cloudtrail.%s: %w", operation, err)
	}
	return script.Find(path, page)
}

// refusal is the answer where a service refuses to say; any other error stays one.
func refusal(err error) (answer, error) {
	var refused *script.Refusal
	if errors.As(err, &refused) {
		return vain(clip(err.Error())), nil
	}
	return answer{}, err
}
