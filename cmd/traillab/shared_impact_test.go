// The networks of the attack run A01, whose story is known: Terraform built them, instances called out through their NAT
// gateways, and all was torn down within minutes.

package main

import (
	"slices"
	"testing"
)

type realChain struct {
	ID     string
	Scope  struct{ Kind, ID string }
	Events []struct{ Time, Name, Role, Basis string }
	Lost   int `json:"resources_lost"`
}

type realImpact struct {
	Resources []struct {
		ID           string
		Capabilities []struct {
			What, Before, After, From, End string
			Until                          *string
		}
	}
	Behaviour []struct {
		Resource, Finding string
		Calls             int
		SourceIPs         []string `json:"source_ips"`
		Expected          *string  `json:"expected_ip"`
	}
}

// TestRealChains: of the 23 calls by the instances' own roles 21 are confirmed by the address that their network predicts, the
// detach of one gateway is observed and that of another follows from its deletion, and nothing is lost by what had been
// terminated.
func TestRealChains(t *testing.T) {
	sharedFolders(t)
	source := sharedData + "/A01-invictus-early"
	var chains []realChain
	answer(t, &chains, "chains", "--source", source, "--format", "json")
	cuts := map[string]string{}
	calls := map[string]int{}
	predicted := map[string][]string{}
	for _, c := range chains {
		for _, e := range c.Events {
			if e.Role == "cut" && (e.Name == "DetachInternetGateway" || e.Name == "DeleteInternetGateway") {
				cuts[c.Scope.ID] = e.Name + " " + e.Time + " " + e.Basis
			}
		}
		if c.Scope.Kind != "vpc" {
			continue
		}
		var i realImpact
		answer(t, &i, "impact", c.ID, "--source", source, "--format", "json")
		i.hold(t, c.ID, calls, predicted)
	}
	want := map[string]string{
		"vpc-06fe1a64761a0f720": "DetachInternetGateway 2023-07-10T12:12:05Z observed",
		"vpc-0fa94f40db415f317": "DeleteInternetGateway 2023-07-10T12:08:02Z inferred",
	}
	for vpc, cut := range want {
		if cuts[vpc] != cut {
			t.Errorf("%s was cut by %q, want %q", vpc, cuts[vpc], cut)
		}
	}
	if len(cuts) != len(want) {
		t.Errorf("other networks were cut: %v", cuts)
	}
	if calls["confirmed"] != 21 || calls["suspicion"] != 2 || len(calls) != 2 {
		t.Errorf("calls by finding: %v, want 21 confirmed and 2 suspicions", calls)
	}
	for instance, address := range map[string]string{"i-0dbc91f429e48eeed": "3.225.16.109", "i-05c30218156bcc246": "52.45.102.28"} {
		if !slices.Equal(predicted[instance], []string{address}) {
			t.Errorf("%s called from %v, predicted %s", instance, predicted[instance], address)
		}
	}
}

// hold checks that nothing is lost beyond termination, and sums up what the instances did.
func (i *realImpact) hold(t *testing.T, chain string, calls map[string]int, predicted map[string][]string) {
	t.Helper()
	for _, r := range i.Resources {
		for _, k := range r.Capabilities {
			if k.Before == k.After {
				continue
			}
			if k.Until == nil || *k.Until > "2023-07-10T12:08:06Z" || k.End != "gone" {
				t.Errorf("%s: %s of %s is lost beyond its termination: %+v", chain, k.What, r.ID, k)
			}
		}
	}
	for _, b := range i.Behaviour {
		calls[b.Finding] += b.Calls
		if b.Finding == "confirmed" {
			if b.Expected == nil || !slices.Equal(b.SourceIPs, []string{*b.Expected}) {
				t.Errorf("%s is confirmed from %v, expected %v", b.Resource, b.SourceIPs, b.Expected)
				continue
			}
			predicted[b.Resource] = append(predicted[b.Resource], *b.Expected)
		}
	}
}
