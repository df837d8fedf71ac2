// Parameters: every call of every story with one of its parameters missing or of another type. The call has still taken
// effect, so whatever depended on the parameter must be unknown, and never what it was before the call.

package topology

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// odd are the values that a parameter is given; gone takes it away.
var odd = []struct {
	name  string
	value any
}{
	{"gone", nil}, {"0", 0}, {`""`, ""}, {`"x"`, "x"}, {"[]", []any{}}, {"[1,2]", []any{1, 2}}, {"{}", map[string]any{}},
}

// proper are parameters that may be like that: then the call is another one, and there is nothing to betray it.
var proper = []struct{ call, parameter, values, why string }{
	{"", "loadBalancerName", `0 "x"`, "a name"},
	{"", "dBInstanceIdentifier", `"x"`, "a name"},
	{"", "functionName", `0 "x"`, "a name"},
	{"CreateVpc", "vpc.ipv6CidrBlockAssociationSet", `"" [] {}`, "a VPC without IPv6"},
	{"CreateVpc", "vpc.ipv6CidrBlockAssociationSet.items", "gone []", "a VPC without IPv6"},
	{"RunInstances", "networkInterfaceSet", `gone "" [] {}`, "interfaces as the subnet has it"},
	{"RunInstances", "networkInterfaceSet.items", "gone []", "interfaces as the subnet has it"},
	{"RunInstances", "networkInterfaceSet.items.0.associatePublicIpAddress", "gone", "an address as the subnet has it"},
	{"RevokeSecurityGroupEgress", "revokedSecurityGroupRuleSet.items.0.fromPort", "0", "a range of ports"},
	{"ModifyVpcEndpoint", "ModifyVpcEndpointRequest.RemoveSecurityGroupId", "gone", "a group is added, and none taken away"},
}

// spoilt is an event with one parameter spoilt.
type spoilt struct {
	half, parameter, value string // as q, routeTableId, 0
	event                  trail.Event
}

// proper reports whether the call is a proper one still.
func (s *spoilt) proper() bool {
	for _, p := range proper {
		if (p.call == "" || p.call == s.event.Name) && p.parameter == s.parameter && slices.Contains(strings.Fields(p.values), s.value) {
			return true
		}
	}
	return false
}

// spoil returns an event once for each of its parameters and odd values, and with a half that is null. What the dialect takes for
// the same call comes once.
func spoil(t *testing.T, e trail.Event) []spoilt {
	t.Helper()
	var all []spoilt
	intact, _ := dialect.ParseEvent(&e)
	met := map[string]bool{fmt.Sprint(intact): true}
	for _, half := range []string{"q", "p"} {
		text := e.Request
		if half == "p" {
			text = e.Response
		}
		put := func(parameter, value string, whole any) {
			b, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			s := spoilt{half, parameter, value, e}
			if half == "q" {
				s.event.Request = string(b)
			} else {
				s.event.Response = string(b)
			}
			c, _ := dialect.ParseEvent(&s.event)
			if told := fmt.Sprint(c); !met[told] && !s.proper() {
				met[told] = true
				all = append(all, s)
			}
		}
		var whole any
		if json.Unmarshal([]byte(text), &whole) != nil || whole == nil {
			continue
		}
		put("", "null", nil)
		put("", `""`, "")
		for _, path := range paths(whole, nil) {
			for _, o := range odd {
				var again any
				_ = json.Unmarshal([]byte(text), &again)
				alter(again, path, o.name == "gone", o.value)
				put(strings.Join(path, "."), o.name, again)
			}
		}
	}
	return all
}

// paths returns where the members of a value are, those inside of lists and objects included.
func paths(v any, at []string) [][]string {
	var all [][]string
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains([]string{"xmlns", "requestId", "_return", "return"}, name) {
				here := append(slices.Clone(at), name)
				all = append(append(all, here), paths(v[name], here)...)
			}
		}
	case []any:
		for i := range v {
			all = append(all, paths(v[i], append(slices.Clone(at), strconv.Itoa(i)))...)
		}
	}
	return all
}

// alter takes a member away or gives it another value.
func alter(v any, path []string, gone bool, value any) {
	for _, step := range path[:len(path)-1] {
		switch in := v.(type) {
		case []any:
			i, _ := strconv.Atoi(step)
			v = in[i]
		case map[string]any:
			v = in[step]
		}
	}
	in, last := v.(map[string]any), path[len(path)-1]
	if gone {
		delete(in, last)
	} else {
		in[last] = value
	}
}

// TestSpoiltParameters: an answer that a spoilt parameter changes is unknown. Every rule of the book is asked.
func TestSpoiltParameters(t *testing.T) {
	all := stories(t, "mutation", 12)
	maps.Copy(all, stories(t, "parameters", 9))
	untold := ruleBook()
	for _, events := range all {
		for i := range events {
			delete(untold, dialect.Stem(events[i].Name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(untold)) {
		t.Errorf("no story tells of %s", name)
	}
	for name, events := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i := range events {
				if events[i].ErrorCode == "" {
					spoilOne(t, events, i)
				}
			}
		})
	}
}

// spoilOne tells a story with one call spoilt, in every way.
func spoilOne(t *testing.T, events []trail.Event, i int) {
	t.Helper()
	whole := Fold(events, nil, nil)
	ids := losers(whole)
	times := []time.Time{events[max(i-1, 0)].Time, events[i].Time, events[len(events)-1].Time}
	want := answersOf(whole, ids, times)
	for _, s := range spoil(t, events[i]) {
		again := slices.Clone(events)
		again[i] = s.event
		got := answersOf(Fold(again, nil, nil), ids, times)
		for _, c := range cells(want, got) {
			if w, g := whatOf(want, c), whatOf(got, c); c.what != "exists" && w != g && g != Unproven {
				t.Errorf("%s, %s.%s = %s: %s %s at %s: %s, and it is %s", s.event.Name, s.half, s.parameter, s.value, c.id, c.what, c.at.Format("15:04:05"), g, w)
				break
			}
		}
	}
}

// losers are the ids of what can lose something.
func losers(h *History) []string {
	var ids []string
	for _, kind := range []Kind{Instance, Balancer, Database, Function} {
		for _, thing := range h.Things(kind) {
			ids = append(ids, thing.ID)
		}
	}
	return ids
}

// TestReasonsOfSpoiltParameters: the reason names the call and the parameter.
func TestReasonsOfSpoiltParameters(t *testing.T) {
	const network = `
		vpc vpc-1 10.0.0.0/16
		gateway igw-1
		attach igw-1 vpc-1
		subnet subnet-1 vpc-1 10.0.1.0/24
		table rtb-1 vpc-1
		route rtb-1 0.0.0.0/0 igw-1
		assoc rtbassoc-1 rtb-1 subnet-1
		run i-1 subnet-1 eni-1 public ip=10.0.1.5
	`
	for calls, reason := range map[string]string{
		"DeleteRoute q.routeTableId=rtb-1":                              "DeleteRoute has no destinationCidrBlock",
		"DeleteRoute q.routeTableId=rtb-1 q.destinationCidrBlock=x":     "the destinationCidrBlock of DeleteRoute is no destination of a route",
		"DeleteRoute q.routeTableId=0 q.destinationCidrBlock=0.0.0.0/0": "the routeTableId of DeleteRoute is no id of a route-table",
		"DeleteRoute q=null":                                                                      "DeleteRoute has no routeTableId",
		"DisassociateRouteTable q=null":                                                           "DisassociateRouteTable has no associationId",
		"ReplaceRouteTableAssociation q.routeTableId=rtb-1":                                       "ReplaceRouteTableAssociation has no associationId",
		"DeleteInternetGateway q.internetGatewayId=x":                                             "the internetGatewayId of DeleteInternetGateway is no id of an internet-gateway",
		"ModifyNetworkInterfaceAttribute q.networkInterfaceId=eni-1":                              "ModifyNetworkInterfaceAttribute does not tell what it modifies",
		"ModifyNetworkInterfaceAttribute q.associatePublicIpAddress=false":                        "ModifyNetworkInterfaceAttribute has no networkInterfaceId",
		"auto-address eni-1 off q.associatePublicIpAddress=x":                                     "ModifyNetworkInterfaceAttribute does not tell its associatePublicIpAddress",
		"StopInstances q.instancesSet[].instanceId=x p=null":                                      "StopInstances names an instance by what is no id of one",
		"route rtb-1 0.0.0.0/1 igw-1 q.gatewayId=x":                                               "the gatewayId of CreateRoute is no id of a target",
		"CreateRoute q.routeTableId=rtb-1 q.gatewayId=igw-1\nreplace-route rtb-1 0.0.0.0/0 igw-1": "CreateRoute has no destinationCidrBlock", // what it made is there still
	} {
		h := tell(t, network+calls)
		got, _ := h.State(h.Now()).Capable(find(t, h, "i-1"), "egress4")
		if got.Answer != Unproven || !strings.Contains(got.Reason.Text, reason) {
			t.Errorf("%s: %v, not unknown because %s", calls, got, reason)
		}
		if by := h.Call(got.Cause); by == nil || !strings.Contains(reason, by.Event.Name) {
			t.Errorf("%s: owed to call %d", calls, got.Cause)
		}
	}
}
