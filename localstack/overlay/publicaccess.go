// Block Public Access of VPCs: one switch of a region for all its internet gateways, and what is excluded from it. Whether
// traffic passes then the lab tells from the network as it was recorded; here is what the calls answer.
// https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html

package overlay

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// access is the switch.
type access struct {
	mode       string // off, block-bidirectional, block-ingress
	changed    time.Time
	exclusions []*exclusion
}

// exclusion is a VPC or a subnet that the switch does not cut.
type exclusion struct {
	id, mode, resource     string
	made, changed, deleted time.Time
	tags                   any
}

// shownFor is for how long an exclusion that was deleted is still described.
const shownFor = time.Hour

func (q *call) setting() map[string]any {
	a := q.here.access
	shown := map[string]any{
		"AwsAccountId": q.Account, "AwsRegion": q.Region, "State": "default-state", "InternetGatewayBlockMode": a.mode, "ManagedBy": "account", "ExclusionsAllowed": "allowed",
	}
	if !a.changed.IsZero() {
		shown["State"], shown["LastUpdateTimestamp"] = "update-complete", whole(a.changed)
		if q.At.Before(a.changed.Add(jobRuns)) {
			shown["State"] = "update-in-progress"
		}
	}
	return map[string]any{"VpcBlockPublicAccessOptions": shown}
}

func (q *call) describeAccess() (map[string]any, error) { return q.setting(), nil }

func (q *call) modifyAccess() (map[string]any, error) {
	mode := q.text("InternetGatewayBlockMode")
	if !slices.Contains([]string{"off", "block-bidirectional", "block-ingress"}, mode) {
		return nil, refuse("InvalidParameterValue", "Value (%s) for parameter InternetGatewayBlockMode is invalid.", mode)
	}
	q.here.access.mode, q.here.access.changed = mode, q.At
	return q.setting(), nil
}

func (e *exclusion) show(now time.Time) map[string]any {
	shown := map[string]any{
		"ExclusionId": e.id, "InternetGatewayExclusionMode": e.mode, "ResourceArn": e.resource, "State": "create-complete", "CreationTimestamp": whole(e.made), "Tags": e.tags,
	}
	latest, doing, done := e.made, "create-in-progress", "create-complete"
	if !e.changed.IsZero() {
		latest, doing, done = e.changed, "update-in-progress", "update-complete"
		shown["LastUpdateTimestamp"] = whole(e.changed)
	}
	if !e.deleted.IsZero() {
		latest, doing, done = e.deleted, "delete-in-progress", "delete-complete"
		shown["DeletionTimestamp"] = whole(e.deleted)
	}
	shown["State"] = done
	if now.Before(latest.Add(jobRuns)) {
		shown["State"] = doing
	}
	return shown
}

func (q *call) createExclusion() (map[string]any, error) {
	vpc, subnet, mode := q.text("VpcId"), q.text("SubnetId"), q.text("InternetGatewayExclusionMode")
	if (vpc == "") == (subnet == "") {
		return nil, refuse("InvalidParameterCombination", "Either VpcId or SubnetId must be specified.")
	}
	if !slices.Contains([]string{"allow-bidirectional", "allow-egress"}, mode) {
		return nil, refuse("InvalidParameterValue", "Value (%s) for parameter InternetGatewayExclusionMode is invalid.", mode)
	}
	operation, member, id, kind := "DescribeVpcs", "VpcIds", vpc, "vpc/"
	if subnet != "" {
		operation, member, id, kind = "DescribeSubnets", "SubnetIds", subnet, "subnet/"
	}
	if _, err := q.do("ec2", operation, map[string]any{member: []any{id}}); err != nil {
		return nil, err
	}
	e := &exclusion{id: q.newHex("vpcbpa-exclude-"), mode: mode, resource: q.arn("ec2", kind+id), made: q.At, tags: []any{}}
	for specification := range wire.Each(q.In["TagSpecifications"]) {
		e.tags = specification["Tags"]
	}
	for _, other := range q.here.access.exclusions {
		if other.resource == e.resource && other.deleted.IsZero() {
			return nil, refuse("VpcBlockPublicAccessExclusionAlreadyExists", "An exclusion for %s already exists.", id)
		}
	}
	q.here.access.exclusions = append(q.here.access.exclusions, e)
	return map[string]any{"VpcBlockPublicAccessExclusion": e.show(q.At)}, nil
}

// exclusion returns the exclusion that a call names.
func (q *call) exclusion() (*exclusion, error) {
	for _, e := range q.here.access.exclusions {
		if e.id == q.text("ExclusionId") && e.deleted.IsZero() {
			return e, nil
		}
	}
	return nil, refuse("InvalidVpcBlockPublicAccessExclusionId.NotFound", "The exclusion ID '%s' does not exist", q.text("ExclusionId"))
}

func (q *call) modifyExclusion() (map[string]any, error) {
	e, err := q.exclusion()
	if err != nil {
		return nil, err
	}
	mode := q.text("InternetGatewayExclusionMode")
	if !slices.Contains([]string{"allow-bidirectional", "allow-egress"}, mode) {
		return nil, refuse("InvalidParameterValue", "Value (%s) for parameter InternetGatewayExclusionMode is invalid.", mode)
	}
	e.mode, e.changed = mode, q.At
	return map[string]any{"VpcBlockPublicAccessExclusion": e.show(q.At)}, nil
}

func (q *call) deleteExclusion() (map[string]any, error) {
	e, err := q.exclusion()
	if err != nil {
		return nil, err
	}
	e.deleted = q.At
	return map[string]any{"VpcBlockPublicAccessExclusion": e.show(q.At)}, nil
}

func (q *call) describeExclusions() (map[string]any, error) {
	ids := q.texts("ExclusionIds")
	found := slices.DeleteFunc(slices.Clone(q.here.access.exclusions), func(e *exclusion) bool {
		for f := range wire.Each(q.In["Filters"]) {
			member := map[string]string{"resource-arn": "ResourceArn", "internet-gateway-exclusion-mode": "InternetGatewayExclusionMode", "state": "State"}[strings.ToLower(wire.Text(f, "Name"))]
			if member != "" && !meets(wire.Texts(f["Values"]), wire.Text(e.show(q.At), member)) {
				return true
			}
		}
		return !meets(ids, e.id) || !e.deleted.IsZero() && q.At.After(e.deleted.Add(shownFor))
	})
	return answer(q, "VpcBlockPublicAccessExclusions", found, "InvalidNextToken", func(e *exclusion) map[string]any { return e.show(q.At) })
}
