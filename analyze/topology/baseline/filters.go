// What lets packets through or not, and what lies between networks.

package baseline

import (
	"strconv"
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

func readGroup(s *sheet, o dialect.Object) {
	id, vpc := o.First("groupId"), o.First("vpcId")
	s.stands(topology.SecurityGroup, id, o)
	s.in(topology.SecurityGroup, id, topology.InVPC, topology.VPC, vpc)
	if o.First("groupName") == "default" {
		s.birth(topology.SecurityGroup, vpc)
		s.to(topology.VPC, vpc, topology.DefaultOf, string(topology.SecurityGroup), topology.Target{Kind: topology.SecurityGroup, ID: id}, topology.Target{})
	}
	s.rules(id, "ingress", objects(o, "ipPermissions"))
	s.rules(id, "egress", objects(o, "ipPermissionsEgress"))
	s.yes(topology.SecurityGroup, id, topology.Whole, "")
}

func (s *sheet) rules(group, direction string, permissions []dialect.Object) {
	for _, p := range permissions {
		for _, rule := range dialect.Peers(permission(p)) {
			s.yes(topology.SecurityGroup, group, topology.Rule, topology.RuleKey(direction, group, rule))
		}
	}
}

// permission names the members of a permission as CloudTrail does. AWS Config has the IPv4 ranges twice, once as texts.
func permission(o dialect.Object) dialect.Object {
	out := make(dialect.Object, 0, len(o))
	texts := o.Get("ipv4Ranges") != nil
	for _, m := range o {
		switch {
		case m.Name == "userIdGroupPairs":
			m.Name = "groups"
		case m.Name == "ipv4Ranges":
			m.Name = "ipRanges"
		case m.Name == "ipRanges" && texts:
			continue
		}
		out = append(out, m)
	}
	return out
}

// readGroupRule reads the id of a rule, by which calls name it.
func readGroupRule(s *sheet, o dialect.Object) {
	id, group := o.First("securityGroupRuleId"), o.First("groupId")
	direction := "ingress"
	if o.First("isEgress") == "true" {
		direction = "egress"
	}
	for _, rule := range dialect.Peers(o) {
		s.in(topology.Association, id, topology.Of, topology.SecurityGroup, group)
		s.yes(topology.Association, id, topology.Rule, topology.RuleKey(direction, group, rule))
	}
}

// lastEntry is the number of the first of the entries that every ACL ends with, which deny everything.
const lastEntry = 32767

func readACL(s *sheet, o dialect.Object) {
	id, vpc := o.First("networkAclId"), o.First("vpcId")
	s.stands(topology.NetworkACL, id, o)
	s.in(topology.NetworkACL, id, topology.InVPC, topology.VPC, vpc)
	if o.First("isDefault") == "true" {
		s.birth(topology.NetworkACL, vpc)
		s.to(topology.VPC, vpc, topology.DefaultOf, string(topology.NetworkACL), topology.Target{Kind: topology.NetworkACL, ID: id}, topology.Target{})
	}
	for _, e := range objects(o, "entries") {
		number, err := strconv.Atoi(e.First("ruleNumber"))
		if err != nil || number >= lastEntry {
			continue
		}
		direction := "ingress"
		if e.First("egress") == "true" {
			direction = "egress"
		}
		rule := dialect.Rule{
			Protocol: e.First("protocol"), From: e.First("portRange.from"), To: e.First("portRange.to"),
			Peer: either(e.First("cidrBlock"), e.First("ipv6CidrBlock")),
		}
		s.say(topology.NetworkACL, id, topology.Entry, topology.EntryKey(direction, strconv.Itoa(number)), topology.EntryText(e.First("ruleAction"), rule))
	}
	for _, bond := range objects(o, "associations") {
		subnet := bond.First("subnetId")
		s.in(topology.Subnet, subnet, topology.ACL, topology.NetworkACL, id)
		s.in(topology.Association, bond.First("networkAclAssociationId"), topology.Of, topology.Subnet, subnet)
	}
	s.yes(topology.NetworkACL, id, topology.Whole, "")
}

// readBlock reads the mode of a region. What the organisation set it may have set at any time, and may set anew, without a record
// in the account.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html
func readBlock(s *sheet, o dialect.Object) {
	region := either(o.First("awsRegion"), s.region)
	switch mode := o.First("internetGatewayBlockMode"); {
	case o.First("managedBy") == "declarative-policy":
		s.veil(topology.Region, region, topology.Block, "a policy of the organisation sets the mode of Block Public Access, without a record in the account")
	case mode != "":
		s.say(topology.Region, region, topology.Block, "", mode)
	}
}

func readExclusion(s *sheet, o dialect.Object) {
	id := o.First("exclusionId")
	if s.over(topology.Exclusion, id, strings.TrimSuffix(o.First("state"), "-in-progress")) {
		return
	}
	s.stands(topology.Exclusion, id, o)
	if mode := o.First("internetGatewayExclusionMode"); mode != "" {
		s.say(topology.Exclusion, id, topology.Mode, "", mode)
	}
	arn := o.First("resourceArn")
	switch of := arn[strings.LastIndexByte(arn, '/')+1:]; {
	case strings.HasPrefix(of, "vpc-"):
		s.in(topology.Exclusion, id, topology.Of, topology.VPC, of)
	case strings.HasPrefix(of, "subnet-"):
		s.in(topology.Exclusion, id, topology.Of, topology.Subnet, of)
	}
}

func readPeering(s *sheet, o dialect.Object) {
	id, status := o.First("vpcPeeringConnectionId"), o.First("status.code")
	if s.over(topology.Peering, id, status) {
		return
	}
	s.stands(topology.Peering, id, o)
	if status != "" {
		s.say(topology.Peering, id, topology.Condition, "", status)
	}
	for _, end := range append(objects(o, "requesterVpcInfo"), objects(o, "accepterVpcInfo")...) {
		vpc := topology.Target{Kind: topology.VPC, ID: end.First("vpcId"), Account: end.First("ownerId"), Region: end.First("region")}
		s.to(topology.Peering, id, topology.InVPC, vpc.ID, vpc, topology.Target{})
	}
}

func readTransitGateway(s *sheet, o dialect.Object) {
	if id := o.First("transitGatewayId"); !s.over(topology.TransitGateway, id, o.First("state")) {
		s.stands(topology.TransitGateway, id, o)
	}
}

func readTransitLink(s *sheet, o dialect.Object) {
	id, state := o.First("transitGatewayAttachmentId"), o.First("state")
	if s.over(topology.TransitLink, id, state) {
		return
	}
	s.stands(topology.TransitLink, id, o)
	if state != "" {
		s.say(topology.TransitLink, id, topology.Condition, "", state)
	}
	s.in(topology.TransitLink, id, topology.InVPC, topology.VPC, o.First("vpcId"))
	s.in(topology.TransitLink, id, topology.Of, topology.TransitGateway, o.First("transitGatewayId"))
	s.liesIn(topology.TransitLink, id, o.All("subnetIds"))
}

// readPrefixList reads a list. Only AWS's own lists are described with their ranges.
func readPrefixList(s *sheet, o dialect.Object) {
	id := o.First("prefixListId")
	s.stands(topology.PrefixList, id, o)
	if name := o.First("prefixListName"); name != "" {
		s.say(topology.PrefixList, id, topology.Name, "", name)
	}
	ranges := o.All("cidrs")
	for _, cidr := range ranges {
		s.yes(topology.PrefixList, id, topology.Range, topology.Canonical(cidr))
	}
	if len(ranges) > 0 {
		s.yes(topology.PrefixList, id, topology.Whole, "")
	}
}
