// What trails record: selectors of events, plain or advanced, and insights.

package builtin

import "traillab/localstack/wire"

func putSelectors(q *call) (result, *wire.Error) {
	t, refused := q.trail("TrailName")
	if refused != nil {
		return nil, refused
	}
	choice := q.with("EventSelectors", "AdvancedEventSelectors")
	if len(choice) != 1 {
		return nil, twoChoices.of()
	}
	t.choice = choice
	t.about["HasCustomEventSelectors"] = true
	return t.selectors(), nil
}

// selectors are those of a trail, and whose they are. One that was told nothing records all management events.
func (t *trail) selectors() result {
	out := result{"EventSelectors": []any{result{
		"ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": []any{}, "ExcludeManagementEventSources": []any{},
	}}}
	if t.choice != nil {
		out = shown(t.choice)
	}
	out["TrailARN"] = t.about["TrailARN"]
	return out
}

func getSelectors(q *call) (result, *wire.Error) {
	t, refused := q.trail("TrailName")
	if refused != nil {
		return nil, refused
	}
	return t.selectors(), nil
}

func putInsights(q *call) (result, *wire.Error) {
	t, refused := q.trail("TrailName")
	if refused != nil {
		return nil, refused
	}
	t.insights = copied(q.members["InsightSelectors"])
	t.about["HasInsightSelectors"] = true
	return result{"TrailARN": t.about["TrailARN"], "InsightSelectors": copied(t.insights)}, nil
}

var noInsights = fault{code: "InsightNotEnabledException", sentence: "Trail %s does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again."}

func getInsights(q *call) (result, *wire.Error) {
	t, refused := q.trail("TrailName")
	if refused != nil {
		return nil, refused
	}
	if t.insights == nil {
		return nil, noInsights.of(t.about["TrailARN"])
	}
	return result{"TrailARN": t.about["TrailARN"], "InsightSelectors": copied(t.insights)}, nil
}
