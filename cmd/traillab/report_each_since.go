// Each, going on: the last report told of all things, and the report of one is to carry what is its own.

package main

import (
	"slices"

	"traillab/analyze/report"
)

// recall is what the last report leaves to that of a thing; nil where there is none to go on from.
func (e *eachReport) recall(t *report.Thing, whole *report.Case) *report.Recall {
	if e.o.Since == nil {
		return nil
	}
	r := *e.o.Since
	r.Ours = e.ours(t, whole)
	return &r
}

// ours tells which of the chains that the last report told are a thing's: it told those of all things.
func (e *eachReport) ours(t *report.Thing, whole *report.Case) func(o report.Origin) bool {
	now := e.about(t, whole)
	return func(o report.Origin) bool {
		switch e.by {
		case "account":
			return o.Account == t.Account
		case "region":
			return o.Region == t.Region
		case "chain":
			return o.Chain == t.ID
		}
		return slices.Contains(now, o.Chain) || t.Same(report.Thing{Account: o.Account, Region: o.Region, ID: o.Scope})
	}
}
