// Fake principals: a user whose key led to a role and on to another, and names that try to be more than text.

package tui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// moment is a time of the fake case.
func moment(minute int) *time.Time {
	at := noon.Add(time.Duration(minute) * time.Minute)
	return &at
}

func (p *paper) Actors(_ context.Context, _ trail.Filter, by trail.RosterOrder, from, n int) ([]trail.Actor, int64, error) {
	p.asked = append(p.asked, fmt.Sprintf("actors %d from %d by %d", n, from, by))
	all := slices.Clone(p.actors)
	for i := range all {
		all[i].AccessKeys, all[i].SourceIPs, all[i].UserAgents = nil, nil, nil
	}
	if by == trail.ByCalls {
		slices.SortStableFunc(all, func(a, b trail.Actor) int { return int(b.Calls - a.Calls) })
	}
	return all[min(from, len(all)):min(len(all), from+n)], int64(len(all)), nil
}

func (p *paper) Details(_ context.Context, _ trail.Filter, names []string) ([]trail.Actor, error) {
	var out []trail.Actor
	for _, a := range p.actors {
		if slices.Contains(names, a.Principal) {
			out = append(out, a)
		}
	}
	return out, nil
}

func (p *paper) Sessions(_ context.Context, principal string) ([]trail.Holder, error) {
	return []trail.Holder{
		{Principal: principal, AccessKey: "ASIAEXAMPLEMALLORY01", Type: "AssumedRole", First: moment(0), Last: moment(11), Calls: 15, Errors: 12, Writes: 15},
		{Principal: principal, First: moment(3), Last: moment(3), Calls: 1},
	}, nil
}

func (p *paper) Touched(context.Context, trail.Filter, string, int) ([]trail.Object, int64, error) {
	return []trail.Object{
		{ID: "igw-0a1", Calls: 14, Errors: 12, Writes: 14, First: moment(1), Last: moment(11)},
		{ID: "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0a1\x1b[7m", Calls: 13, Errors: 12, Writes: 13, First: moment(1), Last: moment(9)},
	}, 1234, nil
}

func (p *paper) Lineage(_ context.Context, _ trail.Filter, key string) (Lineage, error) {
	role := func(name string) []string { return []string{"arn:aws:sts::111122223333:assumed-role/" + name} }
	self := trail.Credential{
		AccessKey: key, From: "AKIAEXAMPLEALICE0001", Call: "AssumeRole", EventID: "0f8fad5b-d9cb-469f-a165-000000000000", Issued: moment(0), Principals: role("ops/mallory"),
		First: moment(0), Last: moment(11), Calls: 15, Errors: 12,
	}
	child := func(depth int, from, key, name string) trail.Credential {
		return trail.Credential{AccessKey: key, Depth: depth, From: from, Call: "AssumeRole", EventID: "0f8fad5b-d9cb-469f-a165-000000000001", Issued: moment(2), Principals: role(name), First: moment(2), Last: moment(5), Calls: 3}
	}
	root := trail.Credential{AccessKey: "AKIAEXAMPLEALICE0001", Principals: []string{"arn:aws:iam::111122223333:user/alice"}, First: moment(-60), Last: moment(0), Calls: 4}
	return Lineage{
		Way: []trail.Credential{root, self},
		From: []trail.Credential{
			self, child(1, key, "ASIAEXAMPLEADMIN0001", "admin/mallory"), child(1, key, "ASIAEXAMPLEAUDIT0001", "audit/mallory"),
			child(2, "ASIAEXAMPLEADMIN0001", "ASIAEXAMPLEBACKUP001", "backup/\x1b[31mred"),
			{AccessKey: "ASIAEXAMPLEUNUSED001", Depth: 2, From: "ASIAEXAMPLEADMIN0001", Call: "GetSessionToken", Issued: moment(4)},
		},
	}, nil
}

// people are the principals of the incident, and so many more of a fleet.
func people(more int) []trail.Actor {
	out := []trail.Actor{
		{Principal: "arn:aws:iam::111122223333:user/alice", Type: "IAMUser", First: moment(-60), Last: moment(40), Calls: 35, Writes: 1, AccessKeys: []string{"AKIAEXAMPLEALICE0001"}, SourceIPs: []string{"198.51.100.4"}, UserAgents: []string{"aws-cli/2.15.30 md/Botocore"}, Regions: []string{"eu-west-1"}, Accounts: []string{"111122223333"}},
		{Principal: "arn:aws:sts::111122223333:assumed-role/ops/mallory", Type: "AssumedRole", First: moment(0), Last: moment(11), Calls: 16, Errors: 12, Writes: 15, AccessKeys: []string{"ASIAEXAMPLEMALLORY01"}, SourceIPs: []string{"203.0.113.7", "203.0.113.8"}, UserAgents: []string{"aws-cli/2.15.30 md/Botocore", "Boto3/1.34\x1b]0;x\x07"}, Regions: []string{"eu-west-1", "us-east-1"}, Accounts: []string{"111122223333"}},
		{Type: "Unknown", First: moment(1), Last: moment(1), Calls: 1, Errors: 1},
		{Principal: "arn:aws:iam::111122223333:user/\u202eecila\x1b[31m 界界", Type: "IAMUser", Calls: 2},
	}
	for i := range more {
		out = append(out, trail.Actor{Principal: fmt.Sprintf("arn:aws:sts::111122223333:assumed-role/fleet/i-%017x", i), Type: "AssumedRole", First: moment(i), Last: moment(i + 1), Calls: int64(i)})
	}
	return out
}
