// Logs that tell little: networks that are older than the log, calls that were denied, keys that were just made, secrets that
// somebody typed.

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/simulate/extract"
	"traillab/simulate/scenario"
)

type object = map[string]any

// entry is a call of a log: how long after noon, by whom, what came of it.
type entry struct {
	after       time.Duration
	by, name    string
	request     object
	response    object
	code        string
	source      string // ec2 when empty
	from, agent string
}

const (
	mallory = "arn:aws:iam::444455556666:user/mallory"
	builder = "arn:aws:sts::444455556666:assumed-role/Builder/run-1"
)

// logOf writes a log file, and reads it.
func logOf(t *testing.T, a *app, entries ...entry) told {
	t.Helper()
	noon := time.Date(2025, 2, 3, 12, 0, 0, 0, time.UTC)
	var records []any
	for i, e := range entries {
		identity := object{"type": "IAMUser", "arn": e.by, "accountId": "444455556666", "accessKeyId": "AKIAZZZZZZZZZZZZZZZZ", "userName": "mallory"}
		if strings.Contains(e.by, "assumed-role") {
			identity = object{"type": "AssumedRole", "arn": e.by, "accountId": "444455556666", "accessKeyId": "ASIAZZZZZZZZZZZZZZZZ"}
		}
		record := object{
			"eventVersion": "1.08", "userIdentity": identity, "eventTime": noon.Add(e.after).Format(time.RFC3339),
			"eventSource": or(e.source, "ec2") + ".amazonaws.com", "eventName": e.name, "awsRegion": "us-east-2", "sourceIPAddress": or(e.from, "8.8.4.4"),
			"userAgent": or(e.agent, "aws-cli/2.17"), "requestParameters": e.request, "responseElements": e.response,
			"eventID": "event-" + string(rune('a'+i)), "readOnly": strings.HasPrefix(e.name, "Describe"), "eventType": "AwsApiCall", "recipientAccountId": "444455556666",
		}
		if e.code != "" {
			record["errorCode"], record["errorMessage"] = e.code, "no"
		}
		records = append(records, record)
	}
	text, err := json.Marshal(object{"Records": records})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "log.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return tell(t, a, folder)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

const (
	oldVPC  = "vpc-0aaaaaaaaaaaaaaaa"
	oldIGW  = "igw-0aaaaaaaaaaaaaaaa"
	oldNAT  = "nat-0aaaaaaaaaaaaaaaa"
	oldTab  = "rtb-0aaaaaaaaaaaaaaaa"
	oldEIP  = "eipalloc-0aaaaaaaaaaaaaaaa"
	oldHost = "i-0aaaaaaaaaaaaaaaa"
)

// older is a log that begins when the network stands.
func older() []entry {
	return []entry{
		{0, builder, "CreateRoute", object{"routeTableId": oldTab, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": oldIGW}, object{"_return": true}, "", "", "", ""},
		{
			time.Minute, builder, "AssociateAddress",
			object{"allocationId": oldEIP, "instanceId": oldHost},
			object{"_return": true, "associationId": "eipassoc-0aaaaaaaaaaaaaaaa"},
			"", "", "", "",
		},
		{time.Hour, mallory, "DetachInternetGateway", object{"internetGatewayId": oldIGW, "vpcId": oldVPC}, nil, "Client.DependencyViolation", "", "", ""},
		{time.Hour + time.Minute, mallory, "DisassociateAddress", object{"associationId": "eipassoc-0aaaaaaaaaaaaaaaa"}, object{"_return": true}, "", "", "", ""},
		{time.Hour + 2*time.Minute, mallory, "DeleteNatGateway", object{"DeleteNatGatewayRequest": object{"NatGatewayId": oldNAT}}, object{"DeleteNatGatewayResponse": object{"natGatewayId": oldNAT}}, "", "", "", ""},
		{time.Hour + 3*time.Minute, mallory, "DetachInternetGateway", object{"internetGatewayId": oldIGW, "vpcId": oldVPC}, object{"_return": true}, "", "", "", ""},
	}
}

func theOne(t *testing.T, w told, kind string) *analyze.Chain {
	t.Helper()
	found := w.about(kind, "")
	if len(found) != 1 {
		t.Fatalf("%d chains about a %s", len(found), kind)
	}
	return found[0]
}

// extracted is a chain as a scenario for the builtin cloud.
func extracted(t *testing.T, a *app, w told, chain *analyze.Chain, o extract.Options) (*scenario.Scenario, *extract.Extraction) {
	t.Helper()
	can, err := able("builtin")
	if err != nil {
		t.Fatal(err)
	}
	o.Can = can
	x, err := a.extractChain(t.Context(), w.Store, chain.ID, o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Read("s.yaml", x.Scenario, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, x
}

// TestOlderNetworksAreStoodIn: what the log does not tell the birth of is made, and the story plays on it.
func TestOlderNetworksAreStoodIn(t *testing.T) {
	a := quietApp()
	w := logOf(t, a, older()...)
	chain := theOne(t, w, "vpc")
	again := theOne(t, leaves(t, a, w, chain), "vpc")
	links := again.Links // of which there may be more: the lab tells what the log did not
	for i := range chain.Links {
		was := &chain.Links[i]
		for len(links) > 0 && (links[0].Event.Name != was.Event.Name || links[0].Event.ErrorCode != was.Event.ErrorCode || links[0].Role != was.Role) {
			links = links[1:]
		}
		if len(links) == 0 {
			t.Fatalf("%s %s %s was not played", was.Role, was.Event.Name, was.Event.ErrorCode)
		}
		links = links[1:]
	}
	s, x := extracted(t, a, w, chain, extract.Options{})
	at := map[string]int{}
	for i := range s.Injects {
		at[s.Injects[i].At]++
	}
	if len(at) != len(s.Injects) || !s.Clock.Hold {
		t.Errorf("%d injects at %d times: what is older than the log, and each call of it, had seconds of their own", len(s.Injects), len(at))
	}
	for _, id := range []string{oldVPC, oldIGW, oldNAT, oldTab, oldEIP, oldHost} {
		made := false
		for _, n := range x.Report.Prelude {
			made = made || n.About == id
		}
		if !made {
			t.Errorf("%s is not in the prelude: %v", id, x.Report.Prelude)
		}
	}
}

func TestDeniedCallsAreDeniedAgain(t *testing.T) {
	a := quietApp()
	entries := older()
	entries[2].code = "Client.UnauthorizedOperation"
	entries[5].by = builder
	w := logOf(t, a, entries...)
	chain := theOne(t, w, "vpc")
	s, _ := extracted(t, a, w, chain, extract.Options{})
	policy, _ := json.Marshal(s.Actors["mallory"].Policy)
	if !strings.Contains(string(policy), `"Action":["ec2:DetachInternetGateway"],"Effect":"Deny"`) {
		t.Errorf("the policy is %s", policy)
	}
	again := theOne(t, leaves(t, a, w, chain), "vpc")
	if again.Attempts != chain.Attempts || again.Links[0].Event.ErrorCode != "Client.UnauthorizedOperation" {
		t.Errorf("%d attempts, the first ended with %s; there were %d", again.Attempts, again.Links[0].Event.ErrorCode, chain.Attempts)
	}
}

func TestLooksAreKeptWhereThatIsAsked(t *testing.T) {
	a := quietApp()
	look := entry{time.Hour - time.Minute, mallory, "DescribeVpcs", object{"vpcSet": object{}, "filterSet": object{}}, nil, "", "", "", ""}
	stranger := entry{time.Hour - time.Minute, mallory, "DescribeSubnets", object{"subnetSet": object{"items": []any{object{"subnetId": "subnet-0bbbbbbbbbbbbbbbb"}}}, "filterSet": object{}}, nil, "", "", "", ""}
	entries := append(older()[:2:2], look, stranger)
	w := logOf(t, a, append(entries, older()[2:]...)...)
	chain := theOne(t, w, "vpc")
	for reads, want := range map[bool]int{false: 0, true: 1} {
		s, x := extracted(t, a, w, chain, extract.Options{Reads: reads})
		n := 0
		for i := range s.Injects {
			if s.Injects[i].Do == "ec2.DescribeVpcs" || s.Injects[i].Do == "ec2.DescribeSubnets" {
				n++
			}
		}
		if n != want || x.Report.Reads != want {
			t.Errorf("%d looks, %d by the report; %d were expected where they are asked for: %v", n, x.Report.Reads, want, reads)
		}
	}
}

// TestNothingOfTheLogsOwnersIsGivenAway: numbers, addresses and secrets of the log are not in the scenario.
func TestNothingOfTheLogsOwnersIsGivenAway(t *testing.T) {
	a := quietApp()
	const key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzEXAMPLE"
	entries := older()
	entries[3].from = "9.9.9.9"
	tag := entry{time.Hour, builder, "CreateTags", object{
		"resourcesSet": object{"items": []any{object{"resourceId": oldIGW}}},
		"tagSet":       object{"items": []any{object{"key": "owner", "value": "AKIA" + "ABCDEFGHIJKLMNOP"}, object{"key": "deploy", "value": key}, object{"key": "price", "value": "$5 and ${x}"}}},
	}, object{"_return": true}, "", "", "", ""}
	w := logOf(t, a, append(entries[:2:2], append([]entry{tag}, entries[2:]...)...)...)
	s, x := extracted(t, a, w, theOne(t, w, "vpc"), extract.Options{})
	for _, theirs := range []string{"444455556666", "8.8.4.4", "9.9.9.9", key, "AKIAABCD", "AKIAZZZZ", oldVPC, "us-east-2"} {
		if strings.Contains(string(x.Scenario), theirs) {
			t.Errorf("%s is in the scenario", theirs)
		}
	}
	if !strings.Contains(string(x.Scenario), "$$5 and $${x}") {
		t.Error("a dollar sign of the log is taken for a variable")
	}
	if len(x.Report.Placeholders) != 1 || s.Origin != "real" || len(s.Sources) != len(entries)+1 {
		t.Errorf("%d sources of origin %q, placeholders %v", len(s.Sources), s.Origin, x.Report.Placeholders)
	}
}
