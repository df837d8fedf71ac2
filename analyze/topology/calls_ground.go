// The ground: VPCs, their address ranges, and subnets.

package topology

import (
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

var groundRules = []rule{
	{"ec2", "CreateVpc", makes, createVPC},
	{"ec2", "CreateDefaultVpc", makes, createDefaultVPC},
	{"ec2", "DeleteVpc", razes, deleteVPC},
	{"ec2", "ModifyVpcAttribute", turns, modifyVPC},
	{"ec2", "AssociateVpcCidrBlock", grows, associateVPCRange},
	{"ec2", "DisassociateVpcCidrBlock", parts, disassociateRange},
	{"ec2", "CreateSubnet", grows, createSubnet},
	{"ec2", "CreateDefaultSubnet", grows, createSubnet},
	{"ec2", "DeleteSubnet", ends, deleteSubnet},
	{"ec2", "ModifySubnetAttribute", turns, modifySubnet},
	{"ec2", "AssociateSubnetCidrBlock", joins, associateSubnetRange},
	{"ec2", "DisassociateSubnetCidrBlock", parts, disassociateRange},
}

// objects returns the objects at a path: the elements of a list, or the one object there is.
func objects(o dialect.Object, name string) []dialect.Object {
	var found []dialect.Object
	switch v := o.Get(name).(type) {
	case dialect.List:
		for _, e := range v {
			if o, ok := e.(dialect.Object); ok {
				found = append(found, o)
			}
		}
	case dialect.Object:
		found = append(found, v)
	}
	return found
}

// inside returns the object at a path of the response, nil when there is none.
func inside(o dialect.Object, name string) dialect.Object {
	v, _ := o.Get(name).(dialect.Object)
	return v
}

// createVPC reads the birth of a VPC: from here on what is not in the log is not there. Its main table, its default
// security group and its default ACL have ids that this record does not tell.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
func createVPC(r *reading) {
	v := inside(r.call.Response, "vpc")
	vpc := r.the(VPC, "p.vpc.vpcId")
	r.born(vpc)
	if vpc.wild() {
		return
	}
	r.is(vpc, Whole, "", Yes)
	r.named(vpc, v)
	ranges := append(v.All("cidrBlockAssociationSet.cidrBlock"), v.All("cidrBlock")...)
	if len(ranges) == 0 {
		ranges = r.call.Request.All("cidrBlock")
	}
	for _, cidr := range append(ranges, v.All("ipv6CidrBlockAssociationSet.ipv6CidrBlock")...) {
		r.is(vpc, Range, cidr, Yes)
	}
	for _, set := range []string{"cidrBlockAssociationSet", "ipv6CidrBlockAssociationSet"} {
		for _, o := range objects(v, set) {
			r.nameRange(o, vpc)
		}
	}
	main := r.called(RouteTable, mainBirth+vpc.ID)
	r.is(main, Exists, "", Yes)
	r.is(main, InVPC, "", To(vpc))
	r.is(main, Whole, "", Yes)
	r.is(vpc, Main, "", To(main))
	six := Fact{Value: None, Level: trail.Observed}
	if len(objects(v, "ipv6CidrBlockAssociationSet")) > 0 || r.q("amazonProvidedIpv6CidrBlock") == "true" || r.q("ipv6CidrBlock", "ipv6IpamPoolId") != "" {
		six.Value = Yes
	} else if list, ok := v.Get("ipv6CidrBlockAssociationSet").(dialect.List); !ok || len(list) > 0 {
		six = Fact{}
	}
	r.defaultACL(vpc, six)
	r.defaultGroup(vpc, six)
	if v.First("isDefault") == "true" {
		r.unsaid(vpc)
	}
}

// nameRange remembers the association of a range with a VPC or subnet by its id.
func (r *reading) nameRange(o dialect.Object, of *Thing) {
	id, cidr := o.First("associationId"), o.First("cidrBlock")
	if cidr == "" {
		cidr = o.First("ipv6CidrBlock")
	}
	if bond := r.bind(id, of); bond != nil && isRange(cidr) {
		r.is(bond, Range, cidr, Yes)
	}
}

// createDefaultVPC reads the birth of a VPC with subnets, a gateway and a route whose ids no record tells.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
func createDefaultVPC(r *reading) {
	createVPC(r)
	if vpc := r.the(VPC, "p.vpc.vpcId"); !vpc.wild() {
		r.unsaid(vpc)
	}
}

// unsaid says that a VPC holds things that no record tells.
func (r *reading) unsaid(vpc *Thing) {
	const why = "a default VPC is born with subnets, a gateway and routes that no record tells"
	r.lost(vpc, Whole, "", why)
	r.lost(vpc, Main, "", why)
	r.lost(r.called(RouteTable, mainBirth+vpc.ID), Whole, "", why)
}

// deleteVPC reads the end of a VPC. AWS refuses while anything is left in it but what it was born with, so what was left by the
// log had ended before, without a record.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html
func deleteVPC(r *reading) {
	vpc := r.the(VPC, "q.vpcId")
	r.gone(vpc)
	for _, t := range r.look(vpc.back(InVPC)) {
		switch {
		case !r.known(t, InVPC, "").Is(To(vpc)):
		case t.Kind == InternetGateway || t.Kind == VPNGateway:
			r.wasNot(t, InVPC, "", To(vpc))
			r.follows(t, InVPC, "", None)
		case r.known(t, Exists, "").Is(None):
		default:
			if !r.bornWith(vpc, t) {
				r.wasNot(t, Exists, "", Yes)
			}
			r.follows(t, Exists, "", None)
		}
	}
}

// bornWith reports whether a thing is one of those that a VPC is born with, and that end with it.
func (r *reading) bornWith(vpc, t *Thing) bool {
	return makeshift(t.ID) || r.known(vpc, Main, "").To == t || r.known(vpc, DefaultOf, string(t.Kind)).To == t
}

func associateVPCRange(r *reading) {
	vpc := r.the(VPC, "q.vpcId")
	r.exists(vpc)
	if inside(r.call.Response, "ipv6CidrBlockAssociation") != nil {
		r.sixAdded(vpc)
	}
	r.associateRange(vpc)
}

func associateSubnetRange(r *reading) {
	subnet := r.the(Subnet, "q.subnetId")
	r.exists(subnet)
	r.associateRange(subnet)
}

// associateRange reads the answer about a range that was added.
func (r *reading) associateRange(of *Thing) {
	for _, name := range []string{"cidrBlockAssociation", "ipv6CidrBlockAssociation"} {
		o := inside(r.call.Response, name)
		if o == nil {
			continue
		}
		r.nameRange(o, of)
		for _, cidr := range append(o.All("cidrBlock"), o.All("ipv6CidrBlock")...) {
			r.is(of, Range, cidr, Yes)
		}
	}
}

// disassociateRange reads the end of a range, which the request names by its association only.
func disassociateRange(r *reading) {
	bond := r.the(Association, "q.associationId")
	of := r.known(bond, Of, "").To
	for _, cidr := range bond.keys(Range) {
		if of != nil {
			r.is(of, Range, cidr, None)
		}
	}
	if of != nil {
		r.scope = append(r.scope, of)
		return
	}
	named := r.the(VPC, "p.vpcId")
	if r.p("subnetId") != "" || strings.HasPrefix(r.event.Name, "DisassociateSubnet") {
		named = r.the(Subnet, "p.subnetId")
	}
	cidrs := append(r.call.Response.All("cidrBlockAssociation.cidrBlock"), r.call.Response.All("ipv6CidrBlockAssociation.ipv6CidrBlock")...)
	if len(cidrs) == 0 {
		cidrs = []string{anyKey}
	}
	for _, cidr := range cidrs {
		r.is(named, Range, cidr, None)
	}
}

// createSubnet reads the birth of a subnet: it follows the main table and the default ACL until something else is said.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
func createSubnet(r *reading) {
	s := inside(r.call.Response, "subnet")
	subnet := r.the(Subnet, "p.subnet.subnetId")
	vpc := r.the(VPC, "p.subnet.vpcId", "q.vpcId")
	r.exists(vpc)
	r.born(subnet)
	r.is(subnet, InVPC, "", To(vpc))
	r.is(subnet, Table, "", None)
	if acl := r.known(vpc, DefaultOf, string(NetworkACL)); acl.To != nil {
		r.is(subnet, ACL, "", acl.Value)
	}
	for _, cidr := range append(s.All("cidrBlock"), s.All("ipv6CidrBlockAssociationSet.ipv6CidrBlock")...) {
		r.is(subnet, Range, cidr, Yes)
	}
	for _, o := range objects(s, "ipv6CidrBlockAssociationSet") {
		r.nameRange(o, subnet)
	}
	if zone := either(s.First("availabilityZone"), r.q("availabilityZone")); zone != "" {
		r.is(subnet, Zone, "", Text(zone))
	}
	r.flagged(subnet, AutoPublic, "", "mapPublicIpOnLaunch", s.All("mapPublicIpOnLaunch"))
	r.flagged(subnet, AutoV6, "", "assignIpv6AddressOnCreation", s.All("assignIpv6AddressOnCreation"))
	r.named(subnet, s)
}

// either returns the first of its arguments that says anything.
func either(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// flag turns a boolean into Yes or None; CloudTrail leaves out some that are false.
func flag(s string) Value {
	if s == "true" {
		return Yes
	}
	return None
}

func deleteSubnet(r *reading) {
	subnet := r.the(Subnet, "q.subnetId")
	for _, t := range r.look(subnet.back(InSubnet)) { // AWS refuses while anything is left in it
		lies := t.Kind == Instance || t.Kind == Interface || t.Kind == NATGateway
		if lies && r.known(t, InSubnet, "").Is(To(subnet)) && !r.known(t, Exists, "").Is(None) {
			r.wasNot(t, Exists, "", Yes)
			r.follows(t, Exists, "", None)
		}
	}
	r.gone(subnet)
}

// modifySubnet reads what later launches get.
func modifySubnet(r *reading) {
	subnet := r.the(Subnet, "q.subnetId")
	r.exists(subnet)
	r.turned(subnet, AutoPublic, "", "mapPublicIpOnLaunch")
	r.turned(subnet, AutoV6, "", "assignIpv6AddressOnCreation")
	if r.bare("subnetId") {
		r.untells(subnet, AutoPublic, AutoV6)
	}
}

// dnsAttributes are the attributes of a VPC that the names of endpoints need, both of them.
// https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names
var dnsAttributes = []string{"enableDnsSupport", "enableDnsHostnames"}

func modifyVPC(r *reading) {
	vpc := r.the(VPC, "q.vpcId")
	r.exists(vpc)
	for _, name := range dnsAttributes {
		r.turned(vpc, Resolves, name, name)
		if r.bare("vpcId") {
			r.lost(vpc, Resolves, name, r.event.Name+" does not tell what it modifies")
		}
	}
}
