// Each predicate, true, false and unknown, in small worlds.

package check

import (
	"errors"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// shop is a network with a public and a private instance, all of which the log has seen to be made.
const shop = `
2024-05-01T09:00:00Z vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
subnet subnet-2 vpc-1 10.0.2.0/24
group sg-1 vpc-1
allow-in sg-1 tcp 0.0.0.0/0 22 22
allow-in sg-1 tcp 8.8.8.0/24 8080 8080
group sg-2 vpc-1 back
allow-in sg-2 tcp sg-1 5432 5432
run i-1 subnet-1 eni-1 sg-1 private ip=10.0.1.5
address eipalloc-1 52.0.0.1
map eipassoc-1 eipalloc-1 i-1
run i-2 subnet-2 eni-2 sg-2 private ip=10.0.2.5
`

// attack is what mallory does there.
const attack = shop + `
by=mallory ip=198.51.100.66 key=AKIAIOSFODNN7EXAMPLE
2024-05-14T10:00:00Z detach igw-1 vpc-1 !Client.DependencyViolation
+30s detach igw-1 vpc-1 !Client.DependencyViolation
+30s unmap eipassoc-1
+60s detach igw-1 vpc-1
`

// What is asked of the worlds: pass, fail (known not to be so) or unknown.
var judged = []struct {
	story string
	texts string // a line each: the outcome, and the text
}{
	{shop, `
		pass    reach($i1, internet)
		pass    reach($i1, internet) == yes
		pass    reach($i1, $net)
		pass    not reach($i1, internet) == no
		pass    reach($i1, internet) != no
		fail    reach($i1, internet) == no
		fail    reach($i1, internet) != yes
		fail    reach($i1, internet) == part
		fail    reach($i1, internet) == unknown
		pass    reach($i1, internet) != unknown
		fail    not reach($i1, internet)
		pass    reach($i2, internet) == no
		fail    reach($i2, internet)
		pass    reach(internet, $i1)
		pass    reach(internet, $i1, 22)
		pass    reach(internet, $i1, $port)
		fail    reach(internet, $i1, 23)
		pass    reach(internet, $i1, 8080)
		fail    reach(internet, $i2, 22)
		pass    reach($i1, internet, 4444)
		pass    reach($i1, ssm) and reach($i1, patch) and reach($i1, service:s3)
		fail    reach($i2, ssm)
		pass    reach($i1, $i2, 5432)
		pass    reach($i1, $i2)
		fail    reach($i1, $i2, 22)
		fail    reach($i2, $i1, 5432)
		pass    reach($i2, $i1, 22)
		pass    route($i2, $i1)
		pass    route($i1, internet)
		pass    route($i2, internet) == no
		pass    attached(igw-1, $vpc) and associated(subnet-1, $rtb)
		fail    associated(subnet-2, $rtb)
		pass    not associated(subnet-2, $rtb)
		pass    associated(eipalloc-1, $i1)
		fail    associated(eipalloc-1, $i2)
		pass    associated(eni-1, sg-1)
		fail    associated(eni-1, sg-2)
		pass    attached(eni-1, $i1)
		fail    attached(eni-1, $i2)
		pass    not blackhole($rtb, 0.0.0.0/0)
		fail    blackhole($rtb, 0.0.0.0/0)
		pass    blackhole($rtb, 192.168.0.0/16) == no
		pass    chain($vpc) == none
		fail    chain($vpc) == hostile
		pass    chain($vpc) != hostile
		fail    open($vpc)
		pass    not open($vpc)
	`},
	{attack, `
		pass    reach($i1, internet) == no
		fail    reach($i1, internet) == yes
		fail    reach(internet, $i1, 22)
		pass    reach($i2, $i1) and route($i2, $i1)
		fail    attached(igw-1, $vpc)
		fail    associated(eipalloc-1, $i1)
		pass    blackhole($rtb, 0.0.0.0/0)
		pass    blackhole($rtb, 0.0.0.0/0) == yes and open($vpc) and open($i1)
		fail    open($i2)
		pass    chain($vpc) == hostile
		fail    chain($vpc) != hostile
		fail    chain($vpc) == none
		fail    chain($vpc) == maintenance
		pass    called(ec2.DetachInternetGateway)
		pass    called(ec2.DetachInternetGateway, igw-1, $vpc)
		fail    called(ec2.DetachInternetGateway, igw-2)
		pass    not called(ec2.DetachInternetGateway, igw-2)
		pass    called(ec2.DetachInternetGateway) by $mallory
		pass    called(ec2.DetachInternetGateway) by mallory
		pass    called(ec2.DetachInternetGateway) by AKIAIOSFODNN7EXAMPLE
		fail    called(ec2.DetachInternetGateway) by $ops
		fail    called(iam.DetachInternetGateway)
		pass    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway)
		fail    called(ec2.DetachInternetGateway) before called(ec2.DisassociateAddress)
		pass    called(ec2.DetachInternetGateway) before called(ec2.AttachInternetGateway, igw-9)
		fail    called(ec2.AttachInternetGateway, igw-9) before called(ec2.DetachInternetGateway)
		pass    called(ec2.DetachInternetGateway) within 1m of called(ec2.DisassociateAddress)
		pass    called(ec2.DisassociateAddress) within 1m of called(ec2.DetachInternetGateway)
		fail    called(ec2.DetachInternetGateway) within 59s of called(ec2.DisassociateAddress)
		fail    called(ec2.DetachInternetGateway) within 1h of called(ec2.DeleteVpc)
		pass    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway) within 2m of called(ec2.DetachInternetGateway) by $mallory
		fail    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway) by $ops
		pass    reach($i1, internet) == no and called(ec2.DetachInternetGateway)
		fail    reach($i1, internet) == yes and called(ec2.DetachInternetGateway)
	`},
	{shop + "terminate i-1\n", `
		pass    reach($i1, internet) == no
		fail    reach($i1, internet)
		fail    route($i1, $i2)
		fail    open($vpc)
		fail    attached(eni-1, $i1)
	`},
	{shop + "stop i-2\n", `
		fail    reach($i1, $i2)
		fail    route($i1, $i2)
	`},
	{shop + "ungateway igw-2\nunroute rtb-1 0.0.0.0/0\nreassoc rtbassoc-1 rtb-9 rtbassoc-2\n", `
		pass    blackhole($rtb, 0.0.0.0/0) == no
		fail    blackhole($rtb, 0.0.0.0/0)
		fail    attached(igw-2, $vpc)
		fail    associated(subnet-1, $rtb)
		pass    associated(subnet-1, rtb-9)
		unknown reach($i1, internet)
		pass    reach($i1, internet) == unknown
	`},
	{shop + "group sg-q vpc-1 q\nrevoke-out sg-q -1 0.0.0.0/0\nregroup i-1 sg-q\n", `
		pass    route($i1, internet)
		fail    reach($i1, internet)
		fail    reach($i1, internet, 443)
		fail    reach($i1, $i2, 5432)
	`},
	{shop + "regroup i-1 sg-x\n", `
		unknown reach($i1, internet)
		unknown not reach($i1, internet)
		unknown reach($i1, internet) == no
		pass    reach($i1, internet) == unknown
		unknown reach(internet, $i1, 22)
		fail    reach($i1, $i2, 5432)
		unknown reach($i1, internet) and open($vpc) == yes
		fail    reach($i1, internet) and attached(igw-1, $vpc) == no
	`},
	{"subnet-attribute subnet-1 public\nroute rtb-1 0.0.0.0/0 igw-1\ndetach igw-7 vpc-7\n", `
		unknown associated(subnet-1, $rtb)
		unknown not associated(subnet-1, $rtb)
		unknown blackhole($rtb, 0.0.0.0/0)
		unknown not blackhole($rtb, 10.0.0.0/8)
		fail    attached(igw-7, vpc-7)
		unknown attached(igw-1, vpc-7)
	`},
	{shop, `
		unknown reach($i9, internet)
		unknown reach(i-9, internet) == no
		unknown reach(i-9, internet) == unknown
		unknown not reach(i-9, internet)
		unknown reach($several, internet)
		unknown reach($none, internet)
		unknown reach(subnet-1, internet)
		unknown reach($i1, service:kms)
		unknown reach($net, ssm)
		unknown attached($vpc, $i1)
		unknown associated(igw-1, $vpc)
		unknown blackhole($vpc, 0.0.0.0/0)
		unknown chain(vpc-9) == none
		unknown open(vpc-9) == no
		unknown called(ec2.RunInstances, $i9)
		unknown called(ec2.RunInstances, $ops)
		unknown called(ec2.RunInstances) by $nobody
		unknown denied($vpc, ec2:DetachInternetGateway)
		pass    called(ec2.RunInstances, $i1)
		fail    called(ec2.RunInstances, $several)
	`},
	{`
		12:00:00 CreateSnapshot q.volumeId=vol-1
		12:00:00 TerminateInstances q.instancesSet[].instanceId=i-1 by=assumed-role/NetOps/alice
		+10s TerminateInstances q.instancesSet[].instanceId=i-2 agent="traillab-check/1"
		+10s TerminateInstances q.instancesSet[].instanceId=i-3 !Client.DryRunOperation
		+10s CreateFunction20150331 source=lambda q.functionName=hello
	`, `
		unknown called(ec2.CreateSnapshot) before called(ec2.TerminateInstances)
		unknown called(ec2.TerminateInstances) before called(ec2.CreateSnapshot, vol-1)
		unknown not called(ec2.TerminateInstances) before called(ec2.CreateSnapshot, vol-1)
		pass    called(ec2.TerminateInstances, i-1) by $netops
		pass    called(ec2.TerminateInstances, i-1) by alice
		fail    called(ec2.TerminateInstances, i-2)
		fail    called(ec2.TerminateInstances, i-3)
		pass    called(lambda.CreateFunction, hello)
	`},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+40m StartLogging source=cloudtrail q.name=main\n", `
		unknown called(ec2.TerminateInstances)
		unknown not called(ec2.TerminateInstances)
		unknown called(cloudtrail.StopLogging) within 1h of called(ec2.TerminateInstances)
		unknown called(cloudtrail.StopLogging) by $nobody
		pass    called(cloudtrail.StopLogging) before called(cloudtrail.StartLogging)
	`},
	{"12:00:00 vpc vpc-1 10.0.0.0/16\n+10s DeleteTrail source=cloudtrail q.name=main\n+20m CreateVolume q.size=8\n", `
		unknown chain($vpc) == none
		unknown not called(ec2.TerminateInstances)
	`},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+1m CreateVolume q.size=8\n", `
		fail    called(ec2.TerminateInstances) before called(cloudtrail.StopLogging)
		fail    called(ec2.TerminateInstances)
		pass    not called(ec2.TerminateInstances)
	`},
}

func TestJudge(t *testing.T) {
	for i, world := range judged {
		w := tell(t, world.story)
		for line := range strings.Lines(world.texts) {
			want, text, _ := strings.Cut(strings.TrimSpace(line), " ")
			if want == "" {
				continue
			}
			f := found(t, w, strings.TrimSpace(text))
			got := map[bool]string{true: "pass", false: "fail"}[f.Passed]
			if !f.Passed && f.Level == trail.Unknown {
				got = "unknown"
			}
			if got != want || f.Why == "" || f.Passed && f.Level == trail.Unknown {
				t.Errorf("world %d: %s: %s (%s), want %s: %s", i, strings.TrimSpace(text), got, f.Level, want, f.Why)
			}
		}
	}
}

func TestDenied(t *testing.T) {
	w := tell(t, shop)
	w.denied = []string{
		"arn:aws:iam::111122223333:user/mallory ec2:DetachInternetGateway *",
		"arn:aws:iam::111122223333:user/ops ec2:DeleteVpc vpc-1",
	}
	for text, want := range map[string]bool{
		"denied($mallory, ec2:DetachInternetGateway)":                               true,
		"denied(arn:aws:iam::111122223333:user/mallory, ec2:DetachInternetGateway)": true,
		"denied($mallory, ec2:DeleteVpc)":                                           false,
		"denied($ops, ec2:DetachInternetGateway)":                                   false,
		"not denied($ops, ec2:DetachInternetGateway)":                               true,
		"denied($ops, ec2:DeleteVpc, $vpc)":                                         true,
		"denied($ops, ec2:DeleteVpc)":                                               false,
	} {
		if f := found(t, w, text); f.Passed != want || f.Level != trail.Inferred {
			t.Errorf("%s: %+v, want %v", text, f, want)
		}
	}
}

// TestWhy: what was found is told in a sentence, with the records that say so.
func TestWhy(t *testing.T) {
	w := tell(t, attack)
	last := w.events[len(w.events)-1].ID
	for text, want := range map[string]string{
		"reach($i1, internet)":                        "there is no way from i-1 to the internet: ",
		"attached(igw-1, $vpc)":                       "igw-1 is not attached to vpc-1",
		"associated(subnet-2, $rtb)":                  "subnet-2 is not associated with rtb-1",
		"blackhole($rtb, 0.0.0.0/0)":                  "the route of rtb-1 to 0.0.0.0/0 leads to igw-1, which is not there any more, or not attached",
		"chain($vpc) == none":                         " is hostile",
		"called(ec2.DetachInternetGateway)":           "ec2.DetachInternetGateway was called at 2024-05-14T10:02:00Z by arn:aws:iam::111122223333:user/mallory",
		"called(ec2.DeleteVpc)":                       "ec2.DeleteVpc was not called, as far as the records tell",
		"reach(i-9, internet)":                        "the records know no i-9",
		"reach($i9, internet)":                        "$i9 is not set",
		"reach($several, internet)":                   "$several is not the name of one thing",
		"reach(subnet-1, internet)":                   "what is asked of subnet-1, of kind subnet, is not egress4",
		"reach(i-1, internet) and attached(igw-9, x)": "; the records know no igw-9",
	} {
		if f := found(t, w, text); !strings.Contains(f.Why, want) || strings.HasSuffix(f.Why, ".") {
			t.Errorf("%s: %s, want %s", text, f.Why, want)
		}
	}
	for _, text := range []string{"attached(igw-1, $vpc)", "blackhole($rtb, 0.0.0.0/0)", "chain($vpc) == hostile", "called(ec2.DetachInternetGateway)"} {
		if f := found(t, w, text); !strings.Contains(strings.Join(f.EventIDs, " "), last) {
			t.Errorf("%s: rests on %v, want %s too", text, f.EventIDs, last)
		}
	}
}

// TestWorldFails: a world that cannot be asked is an error, and no finding.
func TestWorldFails(t *testing.T) {
	for _, v := range []any{
		"reach($i1, internet)", "attached(igw-1, $vpc)", "blackhole($rtb, 0.0.0.0/0)", "chain($vpc) == none", "open($vpc)", "called(ec2.A)",
		"denied($mallory, ec2:DeleteVpc)",
		given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "exists": true},
	} {
		w := tell(t, shop)
		w.failing = errors.New("the lab is gone")
		c, err := Parse(v)
		if err != nil {
			t.Fatal(err)
		}
		if f, err := c.Judge(t.Context(), w, cast(nil)); !errors.Is(err, w.failing) || f.Passed {
			t.Errorf("%s: %+v, %v", c, f, err)
		}
	}
}
