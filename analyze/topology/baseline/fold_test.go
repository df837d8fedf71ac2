// Baselines in the fold: what they say of the time after and before them, what they contradict, and what they end.

package baseline

import (
	"fmt"
	"strings"
	"testing"

	"traillab/analyze/topology"
	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// folds tells a story, with the captures at noon of its day, and folds it.
func folds(t *testing.T, story string, answers ...string) *topology.History {
	t.Helper()
	events, err := telling.Read("date=2024-05-01 region=eu-west-1\n" + story)
	if err != nil {
		t.Fatal(err)
	}
	var captures []trail.Capture
	for i, text := range answers {
		captures = append(captures, capture(fmt.Sprint(i), text))
	}
	read, err := Read(captures)
	if err != nil {
		t.Fatal(err)
	}
	return topology.Fold(events, read, nil)
}

// fact tells an aspect of a thing after the call at a moment: its value and how that is known.
func fact(t *testing.T, h *topology.History, m topology.Moment, id string, a topology.Aspect, key string) string {
	t.Helper()
	things := h.Find(id)
	if len(things) != 1 {
		return fmt.Sprintf("%d things called %s", len(things), id)
	}
	f := h.State(m).Key(things[0], a, key)
	switch {
	case !f.Known():
		return "unknown"
	case f.Value == topology.None:
		return "none " + f.Level.String()
	}
	return f.Text + " " + f.Level.String()
}

const (
	tables = `{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","Associations":[{"Main":true,"RouteTableAssociationId":"rtbassoc-0"}],
		"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","Origin":"CreateRouteTable"},{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1"}]}]}`
	declared = `{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"off","ManagedBy":"declarative-policy"}}`
	gateways = `{"InternetGateways":[{"InternetGatewayId":"igw-1","Attachments":[{"State":"available","VpcId":"vpc-1"}]}]}`
)

func TestFold(t *testing.T) {
	type want struct {
		at     topology.Moment // 0 is the beginning, -1 the end
		id     string
		aspect topology.Aspect
		key    string
		fact   string
	}
	for _, c := range []struct {
		why, story string
		answers    []string
		wants      []want
		conflicts  int
	}{
		{"it speaks for the time before, until a record says something else", "11:00:00 detach igw-2 vpc-2\n13:00:00 detach igw-1 vpc-1", []string{gateways, tables}, []want{
			{0, "igw-1", topology.InVPC, "", "vpc-1 inferred"},
			{2, "igw-1", topology.InVPC, "", "vpc-1 observed"},
			{-1, "igw-1", topology.InVPC, "", "none observed"},
			{0, "rtb-1", topology.Route, "0.0.0.0/0", "igw-1 inferred"},
			{-1, "rtb-1", topology.Route, "0.0.0.0/0", "igw-1 observed"},
			{1, "rtb-1", topology.Whole, "", "unknown"},
			{2, "rtb-1", topology.Whole, "", "yes observed"},
		}, 1}, // igw-2 had been detached; that it is gone at noon has no record
		{"it agrees with the log", "11:00:00 vpc vpc-1 10.0.0.0/16\ngateway igw-1\nattach igw-1 vpc-1\nroute rtb-1 0.0.0.0/0 igw-1", []string{gateways, tables}, []want{
			{4, "rtb-1", topology.Route, "0.0.0.0/0", "igw-1 observed"}, {3, "igw-1", topology.InVPC, "", "vpc-1 observed"}, {-1, "vpc-1", topology.Main, "", "rtb-1 observed"},
		}, 0},
		{"it tells the id of a main table", "11:00:00 vpc vpc-1 10.0.0.0/16\nsubnet subnet-1 vpc-1 10.0.1.0/24", []string{strings.ReplaceAll(tables, `,{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-1"}`, "")}, []want{
			{1, "vpc-1", topology.Main, "", "rtb-1 inferred"}, {-1, "vpc-1", topology.Main, "", "rtb-1 observed"}, {2, "rtb-1", topology.Whole, "", "yes inferred"},
		}, 0},
		{"a route that the log does not take away is gone", "11:00:00 vpc vpc-1 10.0.0.0/16\ngateway igw-1\nattach igw-1 vpc-1\nroute rtb-1 0.0.0.0/0 igw-1\nroute rtb-1 198.51.100.0/24 igw-1", []string{gateways, tables}, []want{
			{5, "rtb-1", topology.Route, "198.51.100.0/24", "igw-1 observed"}, {-1, "rtb-1", topology.Route, "198.51.100.0/24", "none observed"},
		}, 1},
		{
			"a route in other words", "11:00:00 vpc vpc-1 10.0.0.0/16\ngateway igw-1\nattach igw-1 vpc-1\nroute rtb-1 2001:DB8:0:0::/32 igw-1\nroute rtb-1 100.68.0.18/18 igw-1",
			[]string{strings.ReplaceAll(tables, `{"DestinationCidrBlock":"0.0.0.0/0"`, `{"DestinationCidrBlock":"100.68.0.0/18","GatewayId":"igw-1"},{"DestinationIpv6CidrBlock":"2001:db8:0::/32"`)},
			[]want{
				{-1, "rtb-1", topology.Route, "100.68.0.0/18", "igw-1 observed"}, {-1, "rtb-1", topology.Route, "2001:db8::/32", "igw-1 observed"},
			},
			0,
		},
		{"a thing that the log does not end is gone", "11:00:00 gateway igw-1\ngateway igw-9\n11:30:00 address eipalloc-1 203.0.113.5", []string{gateways}, []want{
			{2, "igw-9", topology.Exists, "", "yes observed"}, {-1, "igw-9", topology.Exists, "", "none observed"}, {-1, "eipalloc-1", topology.Exists, "", "yes observed"},
		}, 2}, // igw-1 was attached in between, and igw-9 deleted
		{
			"an address by the name that the log has for its holder", "11:00:00 address eipalloc-1 203.0.113.5\nmap eipassoc-1 eipalloc-1 i-1",
			[]string{`{"Addresses":[{"AllocationId":"eipalloc-1","PublicIp":"203.0.113.5","AssociationId":"eipassoc-1","InstanceId":"i-1","NetworkInterfaceId":"eni-1"}]}`},
			[]want{
				{-1, "eipalloc-1", topology.Holder, "", "i-1 observed"},
			},
			0,
		},
		{"an instance that ended did not end before the log", "11:00:00 stop i-1", []string{`{"Reservations":[{"Instances":[{"InstanceId":"i-2","State":{"Name":"terminated"}},{"InstanceId":"i-3","State":{"Name":"stopped"}},{"InstanceId":"i-1","State":{"Name":"stopped"}}]}]}`}, []want{
			{0, "i-2", topology.Exists, "", "unknown"}, {-1, "i-2", topology.Exists, "", "none observed"}, {0, "i-3", topology.Condition, "", "unknown"}, {-1, "i-3", topology.Condition, "", "stopped observed"},
		}, 0},
		{"a block of a region", "13:00:00 block-public-access off", []string{`{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"block-ingress","ManagedBy":"account"}}`}, []want{
			{1, "eu-west-1", topology.Block, "", "block-ingress observed"}, {-1, "eu-west-1", topology.Block, "", "off observed"},
		}, 0},
		{"a block of a region by its organisation, which nobody knows, from its beginning", "11:00:00 detach igw-1 vpc-1", []string{declared}, []want{
			{0, "eu-west-1", topology.Block, "", "unknown"}, {-1, "eu-west-1", topology.Block, "", "unknown"},
		}, 0},
		{"a block by the organisation since some time after the account's own", "10:00:00 block-public-access off\n11:00:00 detach igw-1 vpc-1\n13:00:00 block-public-access block-ingress", []string{declared}, []want{
			{1, "eu-west-1", topology.Block, "", "off observed"},
			{2, "eu-west-1", topology.Block, "", "unknown"},
			{3, "eu-west-1", topology.Block, "", "unknown"},
			{-1, "eu-west-1", topology.Block, "", "block-ingress observed"},
		}, 0},
	} {
		h := folds(t, c.story, c.answers...)
		for _, w := range c.wants {
			at := w.at
			if at < 0 {
				at = h.Now()
			}
			if got := fact(t, h, at, w.id, w.aspect, w.key); got != w.fact {
				t.Errorf("%s: after call %d: %s %s %s is %q, want %q", c.why, at, w.id, aspects[w.aspect], w.key, got, w.fact)
			}
		}
		if len(h.Conflicts) != c.conflicts {
			t.Errorf("%s: %d conflicts: %+v", c.why, len(h.Conflicts), h.Conflicts)
		}
	}
}

// TestDeclaredBlock: what a policy of the organisation may close at any time is not known to be open.
func TestDeclaredBlock(t *testing.T) {
	const story = `11:00:00 vpc vpc-1 10.0.0.0/16
		gateway igw-1
		attach igw-1 vpc-1
		subnet subnet-1 vpc-1 10.0.1.0/24
		table rtb-1 vpc-1
		assoc rtbassoc-1 rtb-1 subnet-1
		route rtb-1 0.0.0.0/0 igw-1
		run i-1 subnet-1 eni-1 public
	`
	for answer, want := range map[string]topology.Answer{"{}": topology.Reaches, declared: topology.Unproven} {
		h := folds(t, story, answer)
		if v, _ := h.State(h.Now()).Capable(h.Find("i-1")[0], "egress4"); v.Answer != want {
			t.Errorf("%s: %v, want %s", answer, v, want)
		}
	}
}
