// The conformance suite.

package cloudtest

import (
	"slices"
	"strings"
	"testing"

	"traillab/localstack"
	"traillab/localstack/guard"
)

// cases are the stories of the suite. Each begins with what it makes itself.
var cases = []struct {
	name string
	tell func(*trial)
}{
	{"internet gateways", gateways},
	{"mapped addresses", mapped},
	{"routes", routes},
	{"route tables", tables},
	{"blackholes", blackholes},
	{"addresses", addresses},
	{"displaced addresses", displaced},
	{"addresses that come back", returns},
	{"addresses of NAT gateways", addressesOfNAT},
	{"public addresses of interfaces", faces},
	{"dry runs", dryRuns},
	{"security groups", groups},
	{"network ACLs", acls},
	{"dependencies", dependencies},
	{"pages", pages},
	{"volumes", volumes},
	{"encryption by default", encryption},
	{"default key", defaultKey},
	{"keys", keys},
	{"ended", ended},
	{"absent", absentGroups},
	{"launched again", again},
	{"ranges", trimmed},
	{"forms", forms},
	{"callers", callers},
	{"roles", roles},
	{"policies", policies},
	{"ill-written policies", illWritten},
	{"buckets", buckets},
	{"streams", streams},
	{"presigned", presigned},
	{"secrets", secrets},
	{"parameters", parameters},
	{"patching", patching},
	{"trails", trails},
	{"flow logs", flowLogs},
	{"load balancers", balancers},
	{"backups", backups},
	{"configuration", configuration},
	{"organization", organization},
	{"other services", others},
	{"remote hands", remoteHands},
	{"shutters", shutters},
	{"the lab's own trail", ownTrail},
	{"policy simulation", simulation},
	{"restores", restores},
	{"compliance", compliance},
	{"trails that are kept", keptTrails},
	{"sealed balancers", sealed},
	{"groups that scale", scaled},
	{"databases", stored},
}

func TestConformance(t *testing.T) {
	for _, kind := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			s := &suite{lab: open(t, kind, onTime), met: map[string]bool{}}
			told := 0
			for _, c := range cases {
				t.Run(c.name, func(t *testing.T) {
					told++
					c.tell(s.root(t))
				})
			}
			if told < len(cases) {
				return // some were asked for
			}
			for _, rule := range guard.Rules() {
				code, refuses := strings.CutPrefix(rule.Mends, "refuses with ")
				code, _, _ = strings.Cut(code, " ")
				if refuses && code != "%s" && !s.met[rule.Operation+"->"+code] {
					t.Errorf("nobody asked for what the guard %s: %s", rule.Mends, rule.Operation)
				}
			}
			for _, d := range differences {
				if slices.Contains(d.over, kind) && !s.met[d.step] {
					t.Errorf("the row %q over %s was not met: %s", d.step, kind, d.why)
				}
			}
		})
	}
}

// onTime lets a lab have the machine's time. One that gives each change a second of its own runs ahead in a suite that makes
// hundreds of them at once, and then what takes its time takes minutes.
func onTime(o *localstack.Options) { o.Clock = localstack.Machine{} }
