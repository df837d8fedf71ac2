// Analyses of ways: the network is looked at when one starts, by the code that the analysis of logs stands on. What the lab cannot
// tell fails with the reason, and is never called found.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartNetworkInsightsAnalysis.html

package overlay

import (
	"slices"
	"time"
)

// analysis is what was found of a path.
type analysis struct {
	id, path string
	in       map[string]any
	made     time.Time
	way      Way
}

// unasked are the parts of a path or an analysis that the lab has no answer for.
var unasked = []string{"SourceIp", "DestinationIp", "FilterAtSource", "FilterAtDestination", "FilterInArns", "AdditionalAccounts"}

func (q *call) startAnalysis() (map[string]any, error) {
	p, err := q.path(q.text("NetworkInsightsPathId"))
	if err != nil {
		return nil, err
	}
	for _, a := range q.here.analyses {
		if a.in["ClientToken"] == q.In["ClientToken"] {
			if a.path != p.id {
				return nil, refuse("IdempotentParameterMismatch", "The client token %s was used before with other parameters.", q.text("ClientToken"))
			}
			return map[string]any{"NetworkInsightsAnalysis": a.show(q)}, nil
		}
	}
	a := &analysis{id: q.newHex("nia-"), path: p.id, in: q.In, made: q.At, way: q.way(p)}
	q.here.analyses = append(q.here.analyses, a)
	return map[string]any{"NetworkInsightsAnalysis": a.show(q)}, nil
}

// way looks at the network as it is.
func (q *call) way(p *path) Way {
	for _, member := range unasked {
		if p.in[member] != nil || q.In[member] != nil {
			return Way{Why: "The lab does not follow " + member + "."}
		}
	}
	switch {
	case p.to.id == "":
		return Way{Why: "The lab follows ways to a destination only."}
	case q.options.Reach == nil:
		return Way{Why: "The lab does not see the network."}
	}
	port, _ := p.in["DestinationPort"].(int64)
	protocol, _ := p.in["Protocol"].(string)
	return q.options.Reach.Way(q.ctx, q.Region, p.from.id, p.to.id, protocol, int(port))
}

// status is running at first, then what came of it.
func (a *analysis) status(now time.Time) string {
	switch {
	case now.Before(a.made.Add(jobRuns)):
		return "running"
	case a.way.Known:
		return "succeeded"
	}
	return "failed"
}

func (a *analysis) show(q *call) map[string]any {
	shown := map[string]any{
		"NetworkInsightsAnalysisId": a.id, "NetworkInsightsAnalysisArn": q.arn("ec2", "network-insights-analysis/"+a.id), "NetworkInsightsPathId": a.path,
		"StartDate": whole(a.made), "Status": a.status(q.At), "Tags": tagged(a.in),
	}
	switch shown["Status"] {
	case "succeeded":
		shown["NetworkPathFound"] = a.way.Found
		if !a.way.Found {
			shown["Explanations"] = []any{map[string]any{"ExplanationCode": a.way.Code}}
		}
	case "failed":
		shown["StatusMessage"] = a.way.Why
	}
	return copied(shown, a.in, "AdditionalAccounts", "FilterInArns")
}

// analysis returns the analysis with an id.
func (q *call) analysis(id string) (*analysis, error) {
	for _, a := range q.here.analyses {
		if a.id == id {
			return a, nil
		}
	}
	return nil, unheard("Analysis", "analysis", id)
}

func (q *call) describeAnalyses() (map[string]any, error) {
	ids, path := q.texts("NetworkInsightsAnalysisIds"), q.text("NetworkInsightsPathId")
	for _, id := range ids {
		if _, err := q.analysis(id); err != nil {
			return nil, err
		}
	}
	if path != "" {
		if _, err := q.path(path); err != nil {
			return nil, err
		}
	}
	from, begun := q.In["AnalysisStartTime"].(time.Time)
	to, ended := q.In["AnalysisEndTime"].(time.Time)
	found := slices.DeleteFunc(slices.Clone(q.here.analyses), func(a *analysis) bool {
		return !meets(ids, a.id) || path != "" && a.path != path || begun && a.made.Before(from) || ended && a.made.After(to) ||
			!q.passes(a.show(q), map[string]string{"path-found": "NetworkPathFound", "status": "Status"})
	})
	return answer(q, "NetworkInsightsAnalyses", found, "InvalidNextToken", func(a *analysis) map[string]any { return a.show(q) })
}

func (q *call) deleteAnalysis() (map[string]any, error) {
	a, err := q.analysis(q.text("NetworkInsightsAnalysisId"))
	if err != nil {
		return nil, err
	}
	q.here.analyses = slices.DeleteFunc(q.here.analyses, func(o *analysis) bool { return o == a })
	return map[string]any{"NetworkInsightsAnalysisId": a.id}, nil
}
