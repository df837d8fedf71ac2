// Block Public Access: one switch for all gateways of a region, and what is excepted from it.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// block is the switch of a region.
type block struct {
	mode string    // off, block-bidirectional, block-ingress
	at   time.Time // when it was last set, zero if it never was
}

// exclusion is a VPC or a subnet that the switch spares.
type exclusion struct {
	base
	of, mode    string
	since, last time.Time
	gone        bool
}

// AWS documents no code for either; the room of what no emulator has says the same.
var (
	exclusionThere = fault{code: "VpcBlockPublicAccessExclusionAlreadyExists", sentence: "An exclusion for %s already exists."}
	exclusionOne   = fault{code: "InvalidParameterCombination", sentence: "Either VpcId or SubnetId must be specified."}
)

func blockCalls() operations {
	return operations{
		"DescribeVpcBlockPublicAccessOptions": func(q *call) (result, *wire.Error) {
			return result{"VpcBlockPublicAccessOptions": q.showBlock("update-complete")}, nil
		},
		"ModifyVpcBlockPublicAccessOptions":   modifyBlock,
		"CreateVpcBlockPublicAccessExclusion": createExclusion,
		"ModifyVpcBlockPublicAccessExclusion": modifyExclusion,
		"DeleteVpcBlockPublicAccessExclusion": deleteExclusion,
		"DescribeVpcBlockPublicAccessExclusions": describe(listing{
			of: "vpc-block-public-access-exclusion", member: "VpcBlockPublicAccessExclusions", ids: "ExclusionIds",
		}),
	}
}

func (q *call) showBlock(state string) result {
	out := result{
		"AwsAccountId": q.options.Account, "AwsRegion": q.here, "State": "default-state", "InternetGatewayBlockMode": q.block.mode,
		"ManagedBy": "account", "ExclusionsAllowed": "allowed",
	}
	if !q.block.at.IsZero() {
		out["State"], out["LastUpdateTimestamp"] = state, q.block.at
	}
	return out
}

func modifyBlock(q *call) (result, *wire.Error) {
	mode := q.text("InternetGatewayBlockMode")
	if !slices.Contains([]string{"off", "block-bidirectional", "block-ingress"}, mode) {
		return nil, invalidParameter.of(mode, "internetGatewayBlockMode")
	}
	q.block = block{mode: mode, at: q.now}
	return result{"VpcBlockPublicAccessOptions": q.showBlock("update-in-progress")}, nil
}

func (*exclusion) kind() string { return "vpc-block-public-access-exclusion" }

func (e *exclusion) show(q *call) result {
	sort := "vpc"
	if len(e.of) > 7 && e.of[:7] == "subnet-" {
		sort = "subnet"
	}
	out := result{
		"ExclusionId": e.id, "InternetGatewayExclusionMode": e.mode, "ResourceArn": q.arn("ec2", sort+"/"+e.of), "State": "create-complete",
		"CreationTimestamp": e.since, "LastUpdateTimestamp": e.last, "Tags": q.tagged(e.id),
	}
	switch {
	case e.gone:
		out["State"], out["DeletionTimestamp"] = "delete-complete", e.last
	case e.last.After(e.since):
		out["State"] = "update-complete"
	}
	return out
}

func (q *call) exclusionMode() (string, *wire.Error) {
	mode := q.text("InternetGatewayExclusionMode")
	if mode != "allow-bidirectional" && mode != "allow-egress" {
		return "", invalidParameter.of(mode, "internetGatewayExclusionMode")
	}
	return mode, nil
}

func createExclusion(q *call) (result, *wire.Error) {
	network, part := q.text("VpcId"), q.text("SubnetId")
	if (network == "") == (part == "") {
		return nil, exclusionOne.of()
	}
	if network != "" {
		if _, refused := find[*vpc](q, network); refused != nil {
			return nil, refused
		}
	} else if _, refused := find[*subnet](q, part); refused != nil {
		return nil, refused
	}
	mode, refused := q.exclusionMode()
	if refused != nil {
		return nil, refused
	}
	of := network + part
	if slices.ContainsFunc(all[*exclusion](q), func(e *exclusion) bool { return e.of == of && !e.gone }) {
		return nil, exclusionThere.of(of)
	}
	e := &exclusion{of: of, mode: mode, since: q.now, last: q.now}
	q.add(e)
	return e.tell(q, "create-in-progress"), nil
}

func (e *exclusion) tell(q *call, state string) result {
	shown := e.show(q)
	shown["State"] = state
	return result{"VpcBlockPublicAccessExclusion": shown}
}

// exclusionAsked is one that is not deleted.
func (q *call) exclusionAsked() (*exclusion, *wire.Error) {
	e, refused := find[*exclusion](q, q.text("ExclusionId"))
	if refused == nil && e.gone {
		refused = kinds[e.kind()].fault(e.id)
	}
	return e, refused
}

func modifyExclusion(q *call) (result, *wire.Error) {
	e, refused := q.exclusionAsked()
	if refused != nil {
		return nil, refused
	}
	mode, refused := q.exclusionMode()
	if refused != nil {
		return nil, refused
	}
	e.mode, e.last = mode, q.now
	return e.tell(q, "update-in-progress"), nil
}

func deleteExclusion(q *call) (result, *wire.Error) {
	e, refused := q.exclusionAsked()
	if refused != nil {
		return nil, refused
	}
	e.gone, e.last = true, q.now
	q.linger(e)
	return e.tell(q, "delete-in-progress"), nil
}
