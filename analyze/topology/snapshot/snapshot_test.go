// Snapshots: what is told of a network, and what is not.

package snapshot

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/topology/telling"
)

const shop = `
	08:00:00 vpc vpc-1 10.0.0.0/16
	         gateway igw-1
	         attach igw-1 vpc-1
	         subnet subnet-1 vpc-1 10.0.1.0/24
	         subnet subnet-2 vpc-1 10.0.2.0/24
	         table rtb-1 vpc-1
	         assoc rtbassoc-1 rtb-1 subnet-1
	         route rtb-1 0.0.0.0/0 igw-1
	         address eipalloc-1 203.0.113.5
	         nat nat-1 subnet-1 eipalloc-1
	         run i-1 subnet-2 eni-1
	12:00:00 unnat nat-1 id=the-unnat
	12:00:01 detach igw-1 vpc-1 id=the-detach`

// take tells the first VPC of a story at a time of its day.
func take(t *testing.T, story, clock string) *Network {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse(time.RFC3339, "2024-05-14T"+clock+"Z")
	if err != nil {
		t.Fatal(err)
	}
	h := topology.Fold(events, nil, nil)
	return Take(h, h.Things(topology.VPC)[0], at)
}

func TestBeforeAndAfterTheCut(t *testing.T) {
	for _, c := range []struct{ clock, gateway, route, standing, nats string }{
		{"11:00:00", "attached observed", "active observed", "public", "nat-1 203.0.113.5"},
		{"13:00:00", "detached observed the-detach", "blackhole observed the-detach", "isolated", ""},
	} {
		n := take(t, shop, c.clock)
		gateway, route := n.Gateways[0], n.Tables[len(n.Tables)-1].Routes[0]
		if got := gateway.State + " " + gateway.Level + " " + strings.Join(gateway.Sources, " "); !strings.HasPrefix(got, c.gateway) {
			t.Errorf("at %s the gateway is %s, want %s", c.clock, got, c.gateway)
		}
		if got := route.State + " " + route.Level; !strings.HasPrefix(c.route, got) || c.clock > "12" && !strings.Contains(strings.Join(route.Sources, " "), "the-detach") {
			t.Errorf("at %s the route is %s by %v, want %s", c.clock, got, route.Sources, c.route)
		}
		if got := n.Subnets[0].Internet.Standing; got != c.standing {
			t.Errorf("at %s the subnet is %s, want %s", c.clock, got, c.standing)
		}
		nats := ""
		for _, nat := range n.NATs {
			nats += nat.ID + " " + nat.Addresses[0].Text()
		}
		if nats != c.nats {
			t.Errorf("at %s the NAT gateways are %q, want %q", c.clock, nats, c.nats)
		}
		if n.Subnets[1].Explicit || !n.Subnets[0].Explicit || n.Subnets[1].Table.Text() != "main of vpc-1" {
			t.Errorf("the tables of the subnets: %+v %+v", n.Subnets[0].Table, n.Subnets[1].Table)
		}
	}
}

// TestNothingIsClaimed: of a VPC from before the log a snapshot has no fact that the log does not tell.
func TestNothingIsClaimed(t *testing.T) {
	n := take(t, `08:00:00 subnet subnet-1 vpc-1 10.0.1.0/24
		route rtb-1 0.0.0.0/0 igw-1
		assoc rtbassoc-1 rtb-1 subnet-1`, "09:00:00")
	if n.Whole.Known() || n.Main.Known() || n.Block.Known() {
		t.Errorf("whole %+v, main table %+v, block %+v", n.Whole, n.Main, n.Block)
	}
	if s := n.Subnets[0].Internet; s.Standing != "unknown" || s.Level != "unknown" {
		t.Errorf("the subnet is %+v", s)
	}
}

// TestNoNulls: lists are empty and not null, so that programs need not ask. Only single texts may be: values, targets, names.
func TestNoNulls(t *testing.T) {
	empty := take(t, "08:00:00 vpc vpc-1 10.0.0.0/16\n09:00:00 unvpc vpc-1", "10:00:00")
	for _, n := range []*Network{take(t, shop, "11:00:00"), empty} {
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back any
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		walk(t, "", back)
		again, err := json.Marshal(take(t, shop, "11:00:00"))
		if err != nil || n != empty && !bytes.Equal(text, again) {
			t.Errorf("two snapshots differ (%v)", err)
		}
		if len(n.Statements()) == 0 {
			t.Error("there are no statements")
		}
	}
}

// walk looks for null where a list belongs; values and targets may be null.
func walk(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		if !slices.ContainsFunc([]string{".value", ".target", ".name"}, func(end string) bool { return strings.HasSuffix(at, end) }) {
			t.Errorf("%s is null", at)
		}
	case map[string]any:
		for k, e := range v {
			walk(t, at+"."+k, e)
		}
	case []any:
		for _, e := range v {
			walk(t, at+"[]", e)
		}
	}
}

func TestList(t *testing.T) {
	events, err := telling.Read(shop + "\n13:00:00 vpc vpc-2 10.1.0.0/16\n14:00:00 unvpc vpc-2\n15:00:00 attach igw-3 vpc-3")
	if err != nil {
		t.Fatal(err)
	}
	h := topology.Fold(events, nil, nil)
	list := List(h, time.Date(2024, 5, 14, 11, 0, 0, 0, time.UTC))
	if len(list) != 3 || list[0].Subnets != 2 || list[0].Instances != 1 || list[0].NATs != 1 || list[0].Gateways != 1 || !list[0].Whole {
		t.Fatalf("%+v", list)
	}
	if born, ended := list[1].Since, list[1].Until; born == nil || born.Hour() != 13 || ended == nil || ended.Hour() != 14 {
		t.Errorf("a VPC that lived from 13 to 14 lived from %v to %v", born, ended)
	}
	if list[2].Since != nil || list[2].Until != nil || list[2].Whole {
		t.Errorf("a VPC from before the log: %+v", list[2])
	}
}
