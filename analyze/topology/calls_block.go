// VPC Block Public Access: one call stops what goes through the internet gateways of an account's region, and exclusions
// take VPCs and subnets out of it.

package topology

import "strings"

var blockRules = []rule{
	{"ec2", "ModifyVpcBlockPublicAccessOptions", turns, modifyBlock},
	{"ec2", "CreateVpcBlockPublicAccessExclusion", joins, createExclusion},
	{"ec2", "ModifyVpcBlockPublicAccessExclusion", turns, modifyExclusion},
	{"ec2", "DeleteVpcBlockPublicAccessExclusion", ends, deleteExclusion},
}

// modifyBlock reads the mode of a region. What the organisation set, it may set anew without a record in the account.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcBlockPublicAccessOptions.html
func modifyBlock(r *reading) {
	const options = "vpcBlockPublicAccessOptions."
	region := r.thing(Region, r.at.region)
	mode := either(r.p(options+"internetGatewayBlockMode"), r.q("internetGatewayBlockMode"))
	switch {
	case r.p(options+"managedBy") == "declarative-policy":
		r.lost(region, Block, "", "a policy of the organisation sets the mode, without a record in the account")
	case mode == "":
		r.lost(region, Block, "", r.event.Name+" does not tell the mode")
	default:
		r.is(region, Block, "", Text(mode))
	}
}

// createExclusion takes a VPC or a subnet out of the block.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcBlockPublicAccessExclusion.html
func createExclusion(r *reading) {
	exclusion := r.exclusion()
	r.born(exclusion)
	if of := r.excluded(); of != nil {
		r.exists(of)
		r.is(exclusion, Of, "", To(of))
	}
	r.allows(exclusion)
}

// exclusion returns the exclusion that the call names or made.
func (r *reading) exclusion() *Thing {
	return r.the(Exclusion, "p.vpcBlockPublicAccessExclusion.exclusionId", "q.exclusionId")
}

// excluded returns the VPC or subnet that the call's exclusion is about, nil when the call does not tell it.
func (r *reading) excluded() *Thing {
	arn := r.p("vpcBlockPublicAccessExclusion.resourceArn")
	id := either(r.q("subnetId"), r.q("vpcId"), arn[strings.LastIndexByte(arn, '/')+1:])
	switch {
	case strings.HasPrefix(id, prefixes[Subnet]):
		return r.thing(Subnet, id)
	case strings.HasPrefix(id, prefixes[VPC]):
		return r.thing(VPC, id)
	}
	return nil
}

// allows reads the mode of an exclusion.
func (r *reading) allows(exclusion *Thing) {
	allows := func(word string) bool { return word == allowAll || word == allowEgress }
	mode, why := r.one(allows, "mode", []string{"p.vpcBlockPublicAccessExclusion.internetGatewayExclusionMode", "q.internetGatewayExclusionMode"})
	if mode == "" {
		r.lost(exclusion, Mode, "", why)
		return
	}
	r.is(exclusion, Mode, "", Text(mode))
}

func modifyExclusion(r *reading) {
	exclusion := r.exclusion()
	r.exists(exclusion)
	if of := r.excluded(); of != nil {
		r.was(exclusion, Of, "", To(of))
	}
	r.allows(exclusion)
}

func deleteExclusion(r *reading) {
	exclusion := r.exclusion()
	if of := r.excluded(); of != nil {
		r.was(exclusion, Of, "", To(of))
	}
	r.gone(exclusion)
}
