// Trails of CloudTrail: that there are some, whether they run, and what they are told to record. The log itself is the lab's.

package builtin

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// trail is one.
type trail struct {
	about    result // as DescribeTrails shows it
	running  bool
	on, off  time.Time      // when it was started and stopped last; zero for never
	choice   map[string]any // of events: EventSelectors or AdvancedEventSelectors
	insights any
}

var (
	noTrail      = fault{code: "TrailNotFoundException", sentence: "Unknown trail: %s"}
	trailThere   = fault{code: "TrailAlreadyExistsException", sentence: "Trail %s already exists"}
	noTrailPlace = fault{code: "S3BucketDoesNotExistException", sentence: "S3 bucket %s does not exist!"}
	badTrailName = fault{code: "InvalidTrailNameException", sentence: "Trail name %s must be 3 to 128 characters of letters, digits, '.', '_' and '-'."}
	twoChoices   = fault{code: "InvalidEventSelectorsException", sentence: "Specify either EventSelectors or AdvancedEventSelectors, and at least one."}
)

func trailCalls() operations {
	return operations{
		"CreateTrail": createTrail, "UpdateTrail": updateTrail, "DeleteTrail": deleteTrail, "GetTrail": getTrail, "DescribeTrails": describeTrails,
		"ListTrails": listTrails, "StartLogging": runTrail(true), "StopLogging": runTrail(false), "GetTrailStatus": trailStatus,
		"PutEventSelectors": putSelectors, "GetEventSelectors": getSelectors, "PutInsightSelectors": putInsights, "GetInsightSelectors": getInsights,
	}
}

// trail is the one that a call names, by its name or its ARN.
func (q *call) trail(member string) (*trail, *wire.Error) {
	name := q.text(member)
	for _, t := range q.trails.all() {
		if t.about["TrailARN"] == name || t.about["Name"] == name && (t.about["HomeRegion"] == q.Region || t.about["IsMultiRegionTrail"] == true) {
			return t, nil
		}
	}
	return nil, noTrail.of(name)
}

// trailSettings are the members of calls that are shown as they are.
var trailSettings = []string{"S3BucketName", "S3KeyPrefix", "SnsTopicName", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId", "IsOrganizationTrail"}

// set takes what a call says of a trail.
func (t *trail) set(q *call) *wire.Error {
	if name := q.text("S3BucketName"); name != "" {
		if _, there := q.buckets.get(name); !there {
			return noTrailPlace.of(name)
		}
	}
	for name, value := range q.with(trailSettings...) {
		t.about[name] = value
	}
	if q.said("EnableLogFileValidation") {
		t.about["LogFileValidationEnabled"] = q.flag("EnableLogFileValidation")
	}
	return nil
}

// told is what the calls that make and change a trail answer.
func (t *trail) told() result {
	out := shown(t.about)
	for _, name := range []string{"HomeRegion", "HasCustomEventSelectors", "HasInsightSelectors"} {
		delete(out, name)
	}
	return out
}

func createTrail(q *call) (result, *wire.Error) {
	name := q.text("Name")
	if len(name) < 3 || len(name) > 128 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" {
		return nil, badTrailName.of(name)
	}
	if _, refused := q.trail("Name"); refused == nil {
		return nil, trailThere.of(name)
	}
	arn := q.arn("cloudtrail", "trail/"+name)
	t := &trail{about: result{
		"Name": name, "TrailARN": arn, "HomeRegion": q.Region, "IncludeGlobalServiceEvents": true, "IsMultiRegionTrail": false, "IsOrganizationTrail": false,
		"LogFileValidationEnabled": false, "HasCustomEventSelectors": false, "HasInsightSelectors": false,
	}}
	if refused := t.set(q); refused != nil {
		return nil, refused
	}
	q.trails.set(arn, t)
	return t.told(), nil
}

func updateTrail(q *call) (result, *wire.Error) {
	t, refused := q.trail("Name")
	if refused == nil {
		refused = t.set(q)
	}
	if refused != nil {
		return nil, refused
	}
	return t.told(), nil
}

func deleteTrail(q *call) (result, *wire.Error) {
	t, refused := q.trail("Name")
	if refused == nil {
		q.trails.drop(members(t.about).text("TrailARN"))
	}
	return nil, refused
}

func getTrail(q *call) (result, *wire.Error) {
	t, refused := q.trail("Name")
	if refused != nil {
		return nil, refused
	}
	return result{"Trail": shown(t.about)}, nil
}

// describeTrails shows those of the region, and those of others that record here too.
func describeTrails(q *call) (result, *wire.Error) {
	names, shadows := q.texts("trailNameList"), !q.said("includeShadowTrails") || q.flag("includeShadowTrails")
	found := []any{}
	for _, t := range q.trails.all() {
		about := members(t.about)
		here := about.text("HomeRegion") == q.Region || shadows && about.flag("IsMultiRegionTrail")
		if here && len(names) == 0 || slices.Contains(names, about.text("TrailARN")) || here && slices.Contains(names, about.text("Name")) {
			found = append(found, shown(t.about))
		}
	}
	return result{"trailList": found}, nil
}

func listTrails(q *call) (result, *wire.Error) {
	return result{"Trails": told(q.trails.all(), func(t *trail) map[string]any {
		return result{"Name": t.about["Name"], "TrailARN": t.about["TrailARN"], "HomeRegion": t.about["HomeRegion"]}
	})}, nil
}

func runTrail(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		t, refused := q.trail("Name")
		if refused != nil {
			return nil, refused
		}
		t.running = on
		if on {
			t.on = q.now
		} else {
			t.off = q.now
		}
		return nil, nil
	}
}

func trailStatus(q *call) (result, *wire.Error) {
	t, refused := q.trail("Name")
	if refused != nil {
		return nil, refused
	}
	out := result{"IsLogging": t.running}
	if !t.on.IsZero() {
		out["StartLoggingTime"], out["TimeLoggingStarted"] = t.on, t.on.Format(time.RFC3339)
	}
	if !t.off.IsZero() {
		out["StopLoggingTime"], out["TimeLoggingStopped"] = t.off, t.off.Format(time.RFC3339)
	}
	return out, nil
}
