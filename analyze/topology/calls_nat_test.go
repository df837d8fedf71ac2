// NAT gateways that fail: public ones in a VPC without an internet gateway, which no record says.

package topology

import (
	"strings"
	"testing"
)

// TestFailedNAT: what a NAT gateway in subnet-1 is at the end of a story, who holds its address, and whether i-2 gets out through
// it.
func TestFailedNAT(t *testing.T) {
	const (
		sealed = "auto-address eni-1 off\ndetach igw-1 vpc-1\naddress eipalloc-1 203.0.113.5\n"
		public = "nat nat-1 subnet-1 eipalloc-1\n"
		route  = "route rtb-2 0.0.0.0/0 nat-1\n"
	)
	for _, c := range []struct{ name, story, stands, holder, egress string }{
		{"a gateway is there", "address eipalloc-1 203.0.113.5\n" + public + route, "yes", "nat-1", "yes"},
		{"the gateway was detached", sealed + public + route, "", "", "no"},
		{"and a gateway that comes later changes nothing", sealed + public + "attach igw-1 vpc-1\n" + route, "", "", "no"},
		{"it is deleted in the end", sealed + public + route + "unnat nat-1", "", "", "no"},
		{"a private one needs none", sealed + "private-nat nat-1 subnet-1\n" + route, "yes", "", "unknown"},
		{"a VPC without one from its birth", "vpc vpc-9 10.9.0.0/16\nsubnet subnet-9 vpc-9 10.9.1.0/24\naddress eipalloc-1 203.0.113.5\nnat nat-1 subnet-9 eipalloc-1", "", "", ""},
		{"a VPC from before the log", "address eipalloc-1 203.0.113.5\nnat nat-1 subnet-9 eipalloc-1", "yes", "nat-1", ""},
		{"a gateway that may be attached there", "vpc vpc-9 10.9.0.0/16\nsubnet subnet-9 vpc-9 10.9.1.0/24\naddress eipalloc-1 203.0.113.5\nAttachInternetGateway q.internetGatewayId=igw-9\nnat nat-1 subnet-9 eipalloc-1", "yes", "nat-1", ""},
	} {
		h := Fold(story(t, strings.Split(world+c.story, "\n")), nil, nil)
		s, nat := h.State(h.Now()), find(t, h, "nat-1")
		if got := s.Stands(nat); !got.Known() || got.Text != c.stands {
			t.Errorf("%s: it stands: %+v, want %q", c.name, got, c.stands)
		}
		if address := h.Find("eipalloc-1"); len(address) > 0 && s.Get(address[0], Holder).Text != c.holder {
			t.Errorf("%s: the address is held by %q, want %q", c.name, s.Get(address[0], Holder).Text, c.holder)
		}
		if v, _ := s.Capable(find(t, h, "i-2"), "egress4"); c.egress != "" && string(v.Answer) != c.egress {
			t.Errorf("%s: %v, want %s", c.name, v, c.egress)
		}
		if len(h.Conflicts) > 0 {
			t.Errorf("%s: %+v", c.name, h.Conflicts)
		}
	}
}

// TestNATOfTheSecond: in which order a second's calls came is not in the log, and a lab knows it.
func TestNATOfTheSecond(t *testing.T) {
	events := story(t, strings.Split(world+"auto-address eni-1 off\ndetach igw-1 vpc-1\naddress eipalloc-1 203.0.113.5\nnat nat-1 subnet-1 eipalloc-1\nattach igw-1 vpc-1", "\n"))
	last := len(events) - 1
	events[last].Time, events[last-1].ID, events[last].ID = events[last-1].Time, "1", "2"
	if h := Fold(events, nil, nil); !h.State(h.Now()).Stands(find(t, h, "nat-1")).Is(Yes) {
		t.Error("a gateway of the same second comes too late")
	}
	if h := live(events).History(); !h.State(h.Now()).Stands(find(t, h, "nat-1")).Is(None) {
		t.Error("a gateway that came after it lets it stand")
	}
}
