// Ordinary life is coherent: what a call names was made before and has not ended, and no call is one that AWS would refuse.

package corpus

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// lived is a call of ordinary life in its place, in order of time.
type lived struct {
	where *place
	step  *step
	placed
}

func livesOf(t *testing.T, o Options) []lived {
	t.Helper()
	o, err := o.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPlan(o)
	if err != nil {
		t.Fatal(err)
	}
	var all []lived
	for _, file := range slices.Sorted(maps.Keys(p.steps)) {
		for i, s := range p.steps[file] {
			if s.deed == nil {
				continue
			}
			where := &p.places[p.where[file]]
			var d dice
			d.seed(p.local(file), uint64(i))
			all = append(all, lived{where, s.told(&world{dice: &d, account: where.account, region: where.region, cast: where.cast}), s})
		}
	}
	slices.SortStableFunc(all, func(a, b lived) int { return a.at.Compare(b.at) })
	return all
}

// bornWith are ids that no call tells when it makes them: what a VPC is born with, and images.
var bornWith = regexp.MustCompile(`^(acl|aclassoc|ami|r|dopt|vpc-cidr-assoc|sgr)-`)

var anyID = regexp.MustCompile(`\b[a-z]+(?:-[a-z]+)*-0[0-9a-f]{16}\b`)

func TestLifeNamesWhatStands(t *testing.T) {
	made, ended := map[string]string{}, map[string]string{}
	calls := livesOf(t, Options{Events: 120_000, Seed: 3})
	if len(calls) < 11_000 {
		t.Fatalf("only %d calls", len(calls))
	}
	names := map[string]int{}
	for _, c := range calls {
		names[c.step.name]++
		call := dialect.Call{Name: c.step.name, Source: c.step.source + ".amazonaws.com", Request: c.step.request, Response: c.step.response}
		asked := anyID.FindAllString(string(dialect.AppendRequest(nil, &call)), -1)
		for _, id := range asked {
			switch {
			case bornWith.MatchString(id):
			case made[id] == "":
				t.Fatalf("%s names %s at %v, which nothing has made", c.step.name, id, c.at)
			case ended[id] != "":
				t.Fatalf("%s names %s at %v, which %s has ended", c.step.name, id, c.at, ended[id])
			}
		}
		for _, id := range anyID.FindAllString(string(dialect.AppendResponse(nil, &call)), -1) {
			if made[id] == "" {
				made[id] = c.step.name
			}
		}
		if c.step.code == "" && (strings.HasPrefix(c.step.name, "Delete") || c.step.name == "ReleaseAddress" || c.step.name == "TerminateInstances") && c.step.name != "DeleteRoute" {
			for _, id := range asked {
				ended[id] = c.step.name
			}
		}
	}
	for _, name := range []string{
		"CreateVpc", "DeleteVpc", "CreateNatGateway", "DeleteNatGateway", "RunInstances", "TerminateInstances", "StopInstances", "StartInstances", "CreateVolume", "AttachVolume",
		"DetachVolume", "CreateDBInstance", "CreateFunction20150331", "CreateNetworkInterface", "CreateTags", "AssociateAddress", "DisassociateAddress", "CreateNetworkAcl",
	} {
		if names[name] == 0 {
			t.Errorf("%s never comes up", name)
		}
	}
}

// The fold knows what AWS refuses. It must have nothing to object to, and learn nothing that was not told.
func TestLifeIsWhatAWSLetsThrough(t *testing.T) {
	var events []trail.Event
	for i, c := range livesOf(t, Options{Events: 60_000, Seed: 4}) {
		call := dialect.Call{Name: c.step.name, Source: c.step.source + ".amazonaws.com", Request: c.step.request, Response: c.step.response}
		if call.Response != nil && c.step.source == "ec2" {
			call.Response = append(dialect.Of("requestId", "r"), call.Response...)
		}
		events = append(events, trail.Event{
			ID: "event-" + string(appendHex(nil, uint64(i), 8)), Time: c.at, Name: call.Name, Source: call.Source, Account: c.where.account, Region: c.where.region,
			Principal: c.step.by.principal(), Request: string(dialect.AppendRequest(nil, &call)), Response: string(dialect.AppendResponse(nil, &call)),
		})
	}
	h := topology.Fold(events, nil, nil)
	for _, k := range h.Conflicts {
		e := h.Call(k.At).Event
		t.Errorf("%s %s at %v contradicts what is known of %s: %s", e.Name, e.ID, e.Time, k.Thing.ID, k.Why)
	}
	forced := 0
	for i := range h.Calls {
		if h.Calls[i].Forced {
			forced++
		}
	}
	if forced > 0 {
		t.Errorf("%d calls that AWS would have refused", forced)
	}
	for _, a := range h.Ambiguous[:min(3, len(h.Ambiguous))] {
		t.Errorf("the order of %v and %v is not told: %s", h.Call(a.First).Event, h.Call(a.Second).Event, a.Thing.ID)
	}
}

func TestLifeDoesNotGrow(t *testing.T) {
	count := func(events int) int { return len(livesOf(t, Options{Events: events, Seed: 5})) }
	if one, two := count(600_000), count(1_200_000); one != two {
		t.Errorf("%d calls of ordinary life among 600000 records, %d among twice as many", one, two)
	}
}
