// The event history of the lab's own trail, the keys of its digests, and who asks.

package overlay

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"traillab/localstack/recorder"
	"traillab/localstack/wire"
)

// whoAmI answers with what records say of the caller, so that both agree.
func (q *call) whoAmI() (map[string]any, error) {
	return map[string]any{"UserId": q.Who.ID, "Account": cmp.Or(q.Who.Account, q.Account), "Arn": q.Who.ARN}, nil
}

// remembers is how far an event history goes back.
const remembers = 90 * 24 * time.Hour

// attributeKeys are what events can be looked up by.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
var attributeKeys = []string{"EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId"}

func (q *call) lookup() (map[string]any, error) {
	if kind := q.text("EventCategory"); kind != "" {
		return answer(q, "Events", []recorder.Event{}, "InvalidNextTokenException", func(recorder.Event) map[string]any { return nil }) // the lab has no insights
	}
	f := recorder.Filter{From: q.At.Add(-remembers)}
	if from, said := q.In["StartTime"].(time.Time); said && from.After(f.From) {
		f.From = from
	}
	if to, said := q.In["EndTime"].(time.Time); said {
		if to.Before(f.From) {
			return nil, refuse("InvalidTimeRangeException", "The start time is after the end time.")
		}
		if !q.tillNow(to) {
			f.To = to
		}
	}
	attributes := slices.Collect(wire.Each(q.In["LookupAttributes"]))
	if len(attributes) > 1 {
		return nil, refuse("InvalidLookupAttributesException", "You can specify only one lookup attribute.")
	}
	for _, a := range attributes {
		f.Attribute, f.Value = wire.Text(a, "AttributeKey"), wire.Text(a, "AttributeValue")
		if !slices.Contains(attributeKeys, f.Attribute) {
			return nil, refuse("InvalidLookupAttributesException", "The lookup attribute key %s is not valid.", f.Attribute)
		}
	}
	if n, said := q.In["MaxResults"].(int64); said && (n < 1 || n > 50) {
		return nil, refuse("InvalidMaxResultsException", "A maximum results value of %d is invalid. Specify a value between 1 and 50.", n)
	}
	events, err := q.options.Trail.Recent(f)
	if err != nil {
		return nil, err
	}
	events = slices.DeleteFunc(events, func(e recorder.Event) bool { return regionOf(e) != q.Region })
	return answer(q, "Events", events, "InvalidNextTokenException", showEvent)
}

// prompt is how long a call may be on its way after its client looked at the clock.
const prompt = 5 * time.Second

// tillNow reports whether the end of a time that is asked for means that it has none. A client says it by its own clock, which a burst
// of changes puts the lab's ahead of: up to now means up to now here, too, so that nobody misses what he has just done.
func (q *call) tillNow(end time.Time) bool {
	read := q.At
	if !q.Wall.IsZero() {
		read = q.Wall
	}
	return !end.Before(read.Add(-prompt))
}

// regionOf is where an event was recorded: an event history is a region's.
func regionOf(e recorder.Event) string {
	var told struct{ AwsRegion string }
	if json.Unmarshal([]byte(e.Record), &told) != nil {
		return ""
	}
	return told.AwsRegion
}

func showEvent(e recorder.Event) map[string]any {
	resources := make([]any, len(e.Resources))
	for i, r := range e.Resources {
		resources[i] = map[string]any{"ResourceType": r.Type, "ResourceName": r.Name}
	}
	shown := map[string]any{
		"EventId": e.ID, "EventName": e.Name, "ReadOnly": fmt.Sprint(e.ReadOnly), "EventTime": e.At, "EventSource": e.Source, "Resources": resources, "CloudTrailEvent": e.Record,
	}
	if e.User != "" {
		shown["Username"] = e.User
	}
	if e.Key != "" {
		shown["AccessKeyId"] = e.Key
	}
	return shown
}

func (q *call) publicKeys() (map[string]any, error) {
	from, begun := q.In["StartTime"].(time.Time)
	to, ended := q.In["EndTime"].(time.Time)
	if begun && ended && to.Before(from) {
		return nil, refuse("InvalidTimeRangeException", "The start time is after the end time.")
	}
	keys, err := q.options.Keys.PublicKeys()
	if err != nil {
		return nil, err
	}
	var shown []any
	for _, k := range keys {
		if begun && k.Until.Before(from) || ended && k.From.After(to) {
			continue
		}
		shown = append(shown, map[string]any{"Value": k.Value, "ValidityStartTime": k.From, "ValidityEndTime": k.Until, "Fingerprint": k.Fingerprint})
	}
	return map[string]any{"PublicKeyList": shown}, nil
}
