// Judging: the tables' refusals asked of a call, in AWS's order: its form, what it names, what it meets.

package guard

import (
	"fmt"

	"traillab/analyze/topology"
	"traillab/localstack/wire"
)

// judge returns what AWS would refuse the call with, nil where it would not. A dry run never goes on: it asks whether the call is
// permitted and sound, and not what it would meet, so that one under a mapped address is told that it would have succeeded.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
func (g *Guard) judge(q *asked) *wire.Error {
	dry := q.Service == ec2 && q.dry()
	if dry && q.Operation == nil {
		return &wire.Error{Code: "InvalidAction", Message: "The action " + q.Name + " is not valid for this web service.", Status: 400}
	}
	operation := q.Service + "." + q.Name
	if refused := q.first(g.forms[operation]); refused != nil {
		return refused
	}
	if dry {
		if missing := unheard(q); missing != nil {
			return missing
		}
		return &wire.Error{Code: "DryRunOperation", Message: "Request would have succeeded, but DryRun flag is set.", Status: 412}
	}
	if q.Service == ec2 && !wire.Reads(q.Service, q.Name) {
		if missing := gone(q); missing != nil {
			return missing
		}
	}
	return q.first(g.refuses[operation])
}

// first is the first refusal of a list that holds.
func (q *asked) first(rows []refusal) *wire.Error {
	for _, r := range rows {
		if names := r.holds(q); names != nil {
			return r.error(names)
		}
	}
	return nil
}

// statuses are those of codes that have not 400, as most have.
var statuses = map[string]int{"AccessDenied": 403, "DeleteConflict": 409, "NoSuchEntity": 404}

// error writes the refusal. A row whose code is left open is told code and sentence by what it found.
func (r *refusal) error(names []any) *wire.Error {
	if r.code == "%s" {
		return &wire.Error{Code: fmt.Sprint(names[0]), Message: fmt.Sprint(names[1]), Status: 400}
	}
	for i, name := range names {
		if t, ok := name.(*topology.Thing); ok {
			names[i] = t.ID
		}
	}
	status := statuses[r.code]
	if status == 0 {
		status = 400
	}
	return &wire.Error{Code: r.code, Message: fmt.Sprintf(r.sentence, names...), Status: status}
}
