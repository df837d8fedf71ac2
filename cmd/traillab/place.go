// Places: which VPC is meant when ids are not enough. An id is one account's in one region, but a log that was put together
// from several can hold it twice.

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// placeFlags narrow a question about a VPC to accounts and regions.
type placeFlags struct{ accounts, regions []string }

func (p *placeFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&p.accounts, "account", nil, "with --vpc: only that of account `ID`; repeat it to widen")
	flags.StringArrayVar(&p.regions, "region", nil, "with --vpc: only that in `REGION`; repeat it to widen")
}

func (p *placeFlags) check() error {
	for _, s := range []several{
		{"--account", "an account ID (111122223333)", p.accounts},
		{"--region", "a region (eu-west-1)", p.regions},
	} {
		if err := s.check(); err != nil {
			return err
		}
	}
	return nil
}

// here reports whether a place is meant.
func (p *placeFlags) here(account, region string) bool {
	return (len(p.accounts) == 0 || slices.Contains(p.accounts, account)) && (len(p.regions) == 0 || slices.Contains(p.regions, region))
}

// vpcArgs checks what a question about a VPC at a time was given.
func vpcArgs(vpc, at *given, where *placeFlags) error {
	if err := vpc.need("--vpc", "a VPC's id"); err != nil {
		return err
	}
	if err := at.need("--at", trail.MomentForms); err != nil {
		return err
	}
	if _, err := at.moment("--at"); err != nil {
		return err
	}
	return where.check()
}

// theVPC finds a VPC by its id. A VPC is its owner's, whoever else it is shared with.
func theVPC(h *topology.History, id string, where placeFlags) (*topology.Thing, error) {
	var found []*topology.Thing
	var elsewhere []string
	for _, t := range h.Find(id) {
		switch {
		case t.Kind != topology.VPC:
		case where.here(t.Account, t.Region):
			found = append(found, t)
		default:
			elsewhere = append(elsewhere, fmt.Sprintf("account %s in %s", dash(t.Account), dash(t.Region)))
		}
	}
	switch len(found) {
	case 0:
		if len(elsewhere) > 0 {
			return nil, fmt.Errorf("no VPC %q there: it belongs to %s; leave --account and --region out or give those", id, strings.Join(elsewhere, " and to "))
		}
		return nil, fmt.Errorf("no VPC %q in the case; traillab topology lists them", id)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("%q is the id of %d VPCs in different accounts or regions; say which with --account or --region", id, len(found))
}
