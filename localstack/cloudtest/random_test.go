// Random calls: whatever is asked, in whatever order, what the lab recorded must rebuild the network that its describe calls
// show.

package cloudtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

type m = map[string]any

// TestRandom takes two seeds of 400 calls, and twenty in the soak.
func TestRandom(t *testing.T) {
	seeds := uint64(2)
	if os.Getenv("TRAILLAB_SOAK") != "" {
		seeds = 20
	}
	for _, kind := range []upstream.Kind{upstream.Builtin, upstream.LocalStack, upstream.Moto} { // both of them have LocalStack's network
		for seed := range seeds {
			t.Run(fmt.Sprintf("%s/%d", kind, seed), func(t *testing.T) {
				l := open(t, kind, func(o *localstack.Options) { o.Clock, o.Seed = newTicking(), seed+1 })
				w := newWorld(t, l, seed)
				for w.made < 400 {
					w.step()
				}
				t.Logf("%d of %d calls went through: %v", w.passed, w.made, w.codes)
				told := w.describe()
				h := l.load(t).rebuild(t)
				compare(t, told, rebuilt(h, w.vpcs))
				if t.Failed() {
					t.Log(strings.Join(w.story, "\n"))
				}
			})
		}
	}
}

// world makes random calls with ids of things that it made, of which some are gone.
type world struct {
	t            *testing.T
	chance       *rand.Rand
	ask          *client.Client
	image        string
	ids          map[string][]string // by kind
	vpcs         map[string]bool     // that were made here
	tame         bool                // nothing is asked across VPCs or of what never was: moto does much of it, and breaks over some
	lacks        bool                // the call that is being made up
	home         map[string]string   // of what was made: the VPC that was looked at
	focus        string              // the VPC that is looked at, for calls across VPCs come to little
	made, passed int
	codes        map[string]int
	story        []string
	blocks       int
}

func newWorld(t *testing.T, l *lab, seed uint64) *world {
	t.Helper()
	ask, err := l.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, tame: l.kind != upstream.Builtin, chance: rand.New(rand.NewPCG(seed, 400)), ask: ask, ids: map[string][]string{}, vpcs: map[string]bool{}, home: map[string]string{}, codes: map[string]int{}}
	w.image = at(w.must("DescribeImages", m{"Owners": []any{"amazon"}}), "Images", "ImageId")
	for range 2 { // enough to begin with
		w.call("CreateVpc", m{"CidrBlock": w.range16()})
		w.call("CreateSubnet", m{"VpcId": w.focus, "CidrBlock": w.block()})
		w.call("CreateInternetGateway", m{})
		w.call("AttachInternetGateway", m{"VpcId": w.focus, "InternetGatewayId": w.ids["igw"][len(w.ids["igw"])-1]})
	}
	return w
}

// do makes a call of ec2.
func (w *world) do(operation string, in m) (m, error) {
	return w.ask.Do(context.Background(), region, "ec2", operation, in)
}

func (w *world) must(operation string, in m) m {
	w.t.Helper()
	out, err := w.do(operation, in)
	if err != nil {
		w.t.Fatalf("%s %v: %v", operation, in, err)
	}
	return out
}

// call makes a call that AWS may refuse, but not one that breaks, and remembers what it made.
func (w *world) call(operation string, in m) {
	w.t.Helper()
	out, err := w.do(operation, in)
	w.made++
	var refused *wire.Error
	switch {
	case err == nil:
		w.passed++
	case !errors.As(err, &refused):
		w.t.Fatalf("%s %v: %v", operation, in, err)
	case refused.Status >= 500 || strings.HasPrefix(refused.Code, "Internal"):
		w.t.Errorf("%s %v: %v", operation, in, err)
	default:
		w.codes[refused.Code]++
	}
	w.story = append(w.story, fmt.Sprintf("%s %v: %v", operation, in, err))
	if err != nil {
		return
	}
	for _, b := range births {
		if b.operation != operation {
			continue
		}
		id := at(out, b.path...)
		w.ids[b.kind] = append(w.ids[b.kind], id)
		if b.kind == "vpc" {
			w.vpcs[id], w.focus = true, id
		}
		w.home[id] = w.focus
	}
}

// births are where answers tell the ids of what was made.
var births = []struct {
	operation, kind string
	path            []string
}{
	{"CreateVpc", "vpc", []string{"Vpc", "VpcId"}},
	{"CreateSubnet", "subnet", []string{"Subnet", "SubnetId"}},
	{"CreateInternetGateway", "igw", []string{"InternetGateway", "InternetGatewayId"}},
	{"CreateEgressOnlyInternetGateway", "eigw", []string{"EgressOnlyInternetGateway", "EgressOnlyInternetGatewayId"}},
	{"CreateRouteTable", "table", []string{"RouteTable", "RouteTableId"}},
	{"AssociateRouteTable", "bond", []string{"AssociationId"}},
	{"ReplaceRouteTableAssociation", "bond", []string{"NewAssociationId"}},
	{"AllocateAddress", "address", []string{"AllocationId"}},
	{"AssociateAddress", "tie", []string{"AssociationId"}},
	{"CreateNatGateway", "nat", []string{"NatGateway", "NatGatewayId"}},
	{"CreateNetworkInterface", "face", []string{"NetworkInterface", "NetworkInterfaceId"}},
	{"AttachNetworkInterface", "attachment", []string{"AttachmentId"}},
	{"RunInstances", "instance", []string{"Instances", "InstanceId"}},
	{"CreateSecurityGroup", "group", []string{"GroupId"}},
	{"CreateVpcPeeringConnection", "peering", []string{"VpcPeeringConnection", "VpcPeeringConnectionId"}},
}

// at walks into an answer; of a list it takes the first. What is not there is "".
func at(v any, path ...string) string {
	for _, name := range path {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		inside, _ := v.(m)
		v = inside[name]
	}
	s, _ := v.(string)
	return s
}

// prefixes of ids, where they are not the kind.
var prefixes = map[string]string{
	"table": "rtb", "bond": "rtbassoc", "address": "eipalloc", "tie": "eipassoc", "face": "eni", "attachment": "eni-attach", "instance": "i",
	"group": "sg", "peering": "pcx",
}

// one is the id of something of a kind, mostly of the VPC that is looked at; rarely of something that never was. Where there
// is nothing that a tame call may name the call lacks it.
func (w *world) one(kind string) string {
	ids := w.ids[kind]
	near := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return w.home[id] != w.focus })
	switch {
	case w.tame && len(near) == 0:
		w.lacks = true
		return ""
	case len(ids) == 0 || !w.tame && w.chance.IntN(60) == 0:
		prefix := kind
		if p := prefixes[kind]; p != "" {
			prefix = p
		}
		return prefix + "-0123456789abcdef0"
	case w.tame || len(near) > 0 && w.chance.IntN(8) > 0:
		ids = near
	}
	if w.chance.IntN(3) > 0 { // mostly of a young one, for the old ones are often gone
		ids = ids[max(0, len(ids)-3):]
	}
	return ids[w.chance.IntN(len(ids))]
}

func (w *world) flip() bool { return w.chance.IntN(2) == 0 }

// step makes one call.
func (w *world) step() {
	w.t.Helper()
	if w.chance.IntN(40) == 0 {
		w.focus = w.ids["vpc"][w.chance.IntN(len(w.ids["vpc"]))]
	}
	total := 0
	for _, a := range acts {
		total += a.weight
	}
	n := w.chance.IntN(total)
	for _, a := range acts {
		if n -= a.weight; n < 0 {
			w.lacks = false
			if in := a.in(w); !w.lacks {
				w.call(a.operation, in)
			}
			return
		}
	}
}
