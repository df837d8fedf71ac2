// Judging, held against the worlds of worlds_test.go, and how it is told.

package check

import (
	"errors"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

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

// TestDeniedUnless: what is denied to who has no MFA, and not to who has, is known neither way.
func TestDeniedUnless(t *testing.T) {
	w := tell(t, shop)
	w.unsure = []string{"arn:aws:iam::111122223333:user/mallory ec2:DetachInternetGateway *"}
	for _, denied := range [][]string{nil, w.unsure} {
		w.denied = denied
		for text, want := range map[string]bool{
			"denied($mallory, ec2:DetachInternetGateway)":       false,
			"not denied($mallory, ec2:DetachInternetGateway)":   false,
			"denied($mallory, ec2:DetachInternetGateway) == no": false,
		} {
			if f := found(t, w, text); f.Passed != want || f.Level != trail.Unknown || !strings.HasSuffix(f.Why, "of MFA") {
				t.Errorf("%s: %+v, want %v", text, f, want)
			}
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
		"called(ec2.TerminateInstances, $i1)":         "ec2.TerminateInstances for i-1 was not called",
		"reach(internet, i-2)":                        "there is no way from the internet to i-2",
		"reach($several, internet)":                   "$several is not the name of one thing",
		"reach($net, ssm)":                            "from internet to ssm: one end is",
		"blackhole($vpc, 0.0.0.0/0)":                  "vpc-1 is of kind vpc, and asked for is route-table",
		"blackhole($rtb, 192.168.0.0/16)":             "rtb-1 has no route to 192.168.0.0/16",
		"reach($none, internet)":                      "$none is empty",
		"reach(subnet-1, internet)":                   "what is asked of subnet-1, of kind subnet, is not egress4",
		"reach(i-1, internet) and attached(igw-9, x)": "; the records know no igw-9",
	} {
		if f := found(t, w, text); !strings.Contains(f.Why, want) || strings.HasSuffix(f.Why, ".") {
			t.Errorf("%s: %s, want %s", text, f.Why, want)
		}
	}
	for story, texts := range map[string]map[string]string{
		attack + "ungateway igw-1\nunroute rtb-1 0.0.0.0/0": {
			"attached(igw-1, $vpc)":      "igw-1 exists no longer",
			"blackhole($rtb, 0.0.0.0/0)": "rtb-1 has no route to 0.0.0.0/0",
		},
		"route rtb-1 10.0.0.0/8 local": {"blackhole($rtb, 0.0.0.0/0)": "it is not known whether there is the route of rtb-1 to 0.0.0.0/0"},
	} {
		for text, want := range texts {
			if f := found(t, tell(t, story), text); !strings.Contains(f.Why, want) {
				t.Errorf("%s: %s, want %s", text, f.Why, want)
			}
		}
	}
	for _, text := range []string{"attached(igw-1, $vpc)", "blackhole($rtb, 0.0.0.0/0)", "chain($vpc) == hostile", "called(ec2.DetachInternetGateway)"} {
		if f := found(t, w, text); !strings.Contains(strings.Join(f.EventIDs, " "), last) {
			t.Errorf("%s: rests on %v, want %s too", text, f.EventIDs, last)
		}
	}
}

// TestWhyOnce: routes and filters are asked for the same way, which is told once, and no variable stands in a reason by its name.
func TestWhyOnce(t *testing.T) {
	w := tell(t, shop)
	for text, want := range map[string]string{
		"reach(internet, $i1, 22)": "there is a way from the internet to i-1 on tcp 22: rtb-1 (explicit for subnet-1); 0.0.0.0/0 → igw-1; igw-1 attached to vpc-1; as 52.0.0.1",
		"called(ec2.RunInstances, $i1) within 1s of called(ec2.DeleteVpc, $vpc)": "ec2.DeleteVpc for vpc-1 was not called, as far as the records tell",
	} {
		if f := found(t, w, text); f.Why != want {
			t.Errorf("%s: %s, want %s", text, f.Why, want)
		}
	}
}

// TestSilenceGoesOn: where nothing was recorded since the log was stopped, nobody knows what was called.
func TestSilenceGoesOn(t *testing.T) {
	w := tell(t, "StopLogging source=cloudtrail q.name=main")
	for _, later := range []time.Duration{0, quiet} { // who acts at once after it is not heard of either
		w.now = w.now.Add(later)
		if f := found(t, w, "not called(ec2.DeleteVpc)"); f.Passed || f.Level != trail.Unknown {
			t.Errorf("%s later: %+v", later, f)
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

// TestEmptyVariable: nothing is asked of a service with a variable that holds nothing.
func TestEmptyVariable(t *testing.T) {
	w := tell(t, "")
	for value, want := range map[any]string{"": "$plan is empty", nil: "$plan is empty", false: "", "p-1": ""} {
		c, err := Parse(given{"call": "backup.GetBackupPlan", "in": given{"BackupPlanId": "$plan"}, "path": "BackupPlan", "exists": true})
		if err != nil {
			t.Fatal(err)
		}
		f, err := c.Judge(t.Context(), w, script.NewVars(map[string]any{"plan": value}))
		if err != nil || f.Passed || strings.Contains(f.Why, "is empty") != (want != "") {
			t.Errorf("with %v: %+v, %v", value, f, err)
		}
	}
}
