// Paths and their analyses: what calls answer, and what is never called found.

package overlay_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/overlay"
)

func TestPaths(t *testing.T) {
	l := newLab(t)
	const asked = `ec2.CreateNetworkInsightsPath "ClientToken": "one", "Source": "igw-1", "Destination": "arn:aws:ec2:us-east-1:000000000000:instance/i-1", "Protocol": "tcp", "DestinationPort": 22,
		"TagSpecifications": [{"ResourceType": "network-insights-path", "Tags": [{"Key": "team", "Value": "red"}]}]`
	id := l.gets(asked, "NetworkInsightsPath.NetworkInsightsPathId", "any")
	if !strings.HasPrefix(id, "nip-0") || len(id) != len("nip-")+17 {
		t.Errorf("%s is no id of a path", id)
	}
	for path, want := range map[string]string{
		"NetworkInsightsPathId": id, "NetworkInsightsPathArn": "arn:aws:ec2:us-east-1:000000000000:network-insights-path/" + id, "Source": "igw-1",
		"SourceArn": "arn:aws:ec2:us-east-1:000000000000:internet-gateway/igw-1", "Destination": "i-1", "DestinationPort": "22", "Protocol": "tcp", "Tags.0.Value": "red",
	} {
		l.gets(asked, "NetworkInsightsPath."+path, want) // the same token, the same path
		l.gets("ec2.DescribeNetworkInsightsPaths", "NetworkInsightsPaths.0."+path, want)
	}
	l.gets("ec2.DescribeNetworkInsightsPaths", "NetworkInsightsPaths.#", "1")
	for filter, want := range map[string]string{
		`{"Name": "source", "Values": ["igw-1"]}`: "1", `{"Name": "destination-port", "Values": ["443"]}`: "0", `{"Name": "tag:team", "Values": ["red"]}`: "1", `{"Name": "tag:team", "Values": ["blue"]}`: "0",
	} {
		l.gets(`ec2.DescribeNetworkInsightsPaths "Filters": [`+filter+`]`, "NetworkInsightsPaths.#", want)
	}
	for line, want := range map[string]string{
		strings.Replace(asked, "22", "80", 1):                                                                              "!IdempotentParameterMismatch",
		`ec2.CreateNetworkInsightsPath "ClientToken": "x", "Source": "vpc-1", "Protocol": "tcp"`:                           "!InvalidParameterValue",
		`ec2.CreateNetworkInsightsPath "ClientToken": "x", "Source": "igw-1", "Protocol": "icmp"`:                          "!InvalidParameterValue",
		`ec2.CreateNetworkInsightsPath "ClientToken": "x", "Source": "igw-1", "Protocol": "tcp", "DestinationPort": 70000`: "!InvalidParameterValue",
		`ec2.CreateNetworkInsightsPath "ClientToken": "x", "Protocol": "tcp"`:                                              "!MissingParameter",
		`ec2.DescribeNetworkInsightsPaths "NetworkInsightsPathIds": ["nip-0123456789abcdef0"]`:                             "!InvalidNetworkInsightsPathId.NotFound",
		`ec2.DeleteNetworkInsightsPath "NetworkInsightsPathId": "way"`:                                                     "!InvalidNetworkInsightsPathId.Malformed",
		`ec2.StartNetworkInsightsAnalysis "ClientToken": "x", "NetworkInsightsPathId": "nip-0123456789abcdef0"`:            "!InvalidNetworkInsightsPathId.NotFound",
		`ec2.DeleteNetworkInsightsAnalysis "NetworkInsightsAnalysisId": "nia-0123456789abcdef0"`:                           "!InvalidNetworkInsightsAnalysisId.NotFound",
		`ec2.DescribeNetworkInsightsAnalyses "NetworkInsightsAnalysisIds": ["nip-0123456789abcdef0"]`:                      "!InvalidNetworkInsightsAnalysisId.Malformed",
	} {
		l.gets(line, "", want)
	}
	l.world.answers["ec2.DescribeInstances"] = "!InvalidInstanceID.NotFound"
	l.gets(strings.Replace(asked, `"one"`, `"two"`, 1), "", "!InvalidInstanceID.NotFound")
	l.gets(`ec2.DeleteNetworkInsightsPath "NetworkInsightsPathId": "`+id+`"`, "NetworkInsightsPathId", id)
	l.gets("ec2.DescribeNetworkInsightsPaths", "NetworkInsightsPaths.#", "0")
}

func TestAnalyses(t *testing.T) {
	l := newLab(t)
	path := l.gets(`ec2.CreateNetworkInsightsPath "ClientToken": "one", "Source": "eni-1", "Destination": "igw-1", "Protocol": "udp"`, "NetworkInsightsPath.NetworkInsightsPathId", "any")
	for i, c := range []struct {
		way                                  overlay.Way
		status, found, code, message, filter string
	}{
		{overlay.Way{Known: true, Found: true}, "succeeded", "true", "<nil>", "<nil>", "true"},
		{overlay.Way{Known: true, Code: "NO_ROUTE_TO_DESTINATION", Why: "no route"}, "succeeded", "false", "NO_ROUTE_TO_DESTINATION", "<nil>", "false"},
		{overlay.Way{Why: "nobody knows"}, "failed", "<nil>", "<nil>", "nobody knows", ""},
	} {
		l.world.way = c.way
		start := `ec2.StartNetworkInsightsAnalysis "ClientToken": "` + string(rune('a'+i)) + `", "NetworkInsightsPathId": "` + path + `"`
		id := l.gets(start, "NetworkInsightsAnalysis.NetworkInsightsAnalysisId", "any")
		l.gets(start, "NetworkInsightsAnalysis.Status", "running")
		l.gets(start, "NetworkInsightsAnalysis.NetworkPathFound", "<nil>")
		l.world.way = overlay.Way{} // later the network may be another
		l.passes(time.Minute)
		describe := `ec2.DescribeNetworkInsightsAnalyses "NetworkInsightsAnalysisIds": ["` + id + `"]`
		l.gets(describe, "NetworkInsightsAnalyses.0.Status", c.status)
		l.gets(describe, "NetworkInsightsAnalyses.0.NetworkPathFound", c.found)
		l.gets(describe, "NetworkInsightsAnalyses.0.Explanations.0.ExplanationCode", c.code)
		l.gets(describe, "NetworkInsightsAnalyses.0.StatusMessage", c.message)
		if c.filter != "" {
			l.gets(`ec2.DescribeNetworkInsightsAnalyses "Filters": [{"Name": "path-found", "Values": ["`+c.filter+`"]}]`, "NetworkInsightsAnalyses.0.NetworkInsightsAnalysisId", id)
		}
		l.gets(`ec2.DeleteNetworkInsightsPath "NetworkInsightsPathId": "`+path+`"`, "", "!AnalysisExistsForNetworkInsightsPath")
		l.gets(`ec2.DeleteNetworkInsightsAnalysis "NetworkInsightsAnalysisId": "`+id+`"`, "NetworkInsightsAnalysisId", id)
	}
	if !slices.Contains(l.world.asked, "way eni-1 igw-1 udp 0") {
		t.Errorf("asked %v", l.world.asked)
	}
	l.world.way = overlay.Way{Known: true, Found: true}
	narrow := `ec2.StartNetworkInsightsAnalysis "ClientToken": "z", "NetworkInsightsPathId": "` + path + `", "FilterInArns": ["arn:aws:ec2:us-east-1:000000000000:natgateway/nat-1"]`
	l.gets(narrow, "NetworkInsightsAnalysis.Status", "running")
	l.passes(time.Minute)
	l.gets("ec2.DescribeNetworkInsightsAnalyses", "NetworkInsightsAnalyses.0.Status", "failed")
}
