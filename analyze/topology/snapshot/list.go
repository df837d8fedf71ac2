// The list of VPCs that a log knows, and what of each stood at a time.

package snapshot

import (
	"cmp"
	"slices"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// Known is a VPC in the list. Since is null for one that is older than the log, Until for one that still exists at the end of
// the log; when that is not known, both Until and Exists say so: null and unknown.
type Known struct {
	ID        string      `json:"vpc"`
	Account   string      `json:"account"`
	Region    string      `json:"region"`
	Name      trail.Maybe `json:"name"`
	Ranges    []string    `json:"ranges"`
	Exists    string      `json:"exists"` // yes, no or unknown, at the time that was asked for
	Level     string      `json:"level"`
	Whole     bool        `json:"whole"` // whatever belongs to it is in the log, or in a baseline
	Subnets   int         `json:"subnets"`
	Tables    int         `json:"route_tables"`
	Gateways  int         `json:"gateways"`
	NATs      int         `json:"nat_gateways"`
	Endpoints int         `json:"endpoints"`
	Instances int         `json:"instances"`
	Since     *time.Time  `json:"since"`
	Until     *time.Time  `json:"until"`
}

// List tells the VPCs of a history by account, region and id, with the counts of what they held at a time.
func List(h *topology.History, at time.Time) []Known {
	m := h.At(at)
	list := []Known{}
	for _, vpc := range h.Things(topology.VPC) {
		t := &taker{h.State(m), h, vpc}
		stands := t.Stands(vpc)
		k := Known{
			ID: vpc.ID, Account: vpc.Account, Region: vpc.Region, Name: t.name(vpc), Exists: "unknown", Level: stands.Level.String(),
			Whole: t.Get(vpc, topology.Whole).Is(topology.Yes), Ranges: []string{},
		}
		switch {
		case stands.Is(topology.Yes):
			k.Exists = "yes"
		case stands.Is(topology.None):
			k.Exists, k.Whole = "no", false
		}
		for _, r := range t.held(vpc, topology.Range) {
			k.Ranges = append(k.Ranges, r.Key)
		}
		k.Subnets, k.Tables, k.NATs = len(t.inside(topology.Subnet)), len(t.inside(topology.RouteTable)), len(t.inside(topology.NATGateway))
		k.Endpoints, k.Instances = len(t.inside(topology.Endpoint)), len(t.inside(topology.Instance))
		for _, kind := range []topology.Kind{topology.InternetGateway, topology.EgressGateway, topology.VPNGateway} {
			k.Gateways += len(t.inside(kind))
		}
		k.Since, k.Until = t.life()
		list = append(list, k)
	}
	slices.SortFunc(list, func(a, b Known) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// life tells when the VPC was made and when it was deleted, as far as calls tell.
func (t *taker) life() (since, until *time.Time) {
	for m := topology.Origin; m <= t.h.Now(); {
		s := t.h.State(m)
		switch stands := s.Stands(t.vpc); {
		case m == topology.Origin:
		case stands.Is(topology.Yes) && since == nil && until == nil && t.h.State(m-1).Stands(t.vpc).Is(topology.None):
			since = t.time(m)
		case stands.Is(topology.Yes):
			until = nil
		case stands.Is(topology.None) && until == nil:
			until = t.time(m)
		}
		m = s.Until()
	}
	return since, until
}

func (t *taker) time(m topology.Moment) *time.Time {
	at := t.h.Call(m).Event.Time.UTC()
	return &at
}
