// What lies between networks: peering connections, transit gateways, VPN connections, prefix lists. Where they lead is not
// followed; whether they stand is.

package topology

import "traillab/analyze/trail/dialect"

var transitRules = []rule{
	{"ec2", "CreateVpcPeeringConnection", joins, createPeering},
	{"ec2", "AcceptVpcPeeringConnection", turns, acceptPeering},
	{"ec2", "RejectVpcPeeringConnection", ends, deletePeering},
	{"ec2", "DeleteVpcPeeringConnection", ends, deletePeering},
	{"ec2", "CreateTransitGateway", makes, createTransitGateway},
	{"ec2", "DeleteTransitGateway", razes, deleteTransitGateway},
	{"ec2", "CreateTransitGatewayVpcAttachment", joins, createTransitLink},
	{"ec2", "AcceptTransitGatewayVpcAttachment", turns, acceptTransitLink},
	{"ec2", "ModifyTransitGatewayVpcAttachment", turns, modifyTransitLink},
	{"ec2", "RejectTransitGatewayVpcAttachment", ends, deleteTransitLink},
	{"ec2", "DeleteTransitGatewayVpcAttachment", ends, deleteTransitLink},
	{"ec2", "CreateVpnConnection", joins, createVPN},
	{"ec2", "DeleteVpnConnection", ends, deleteVPN},
	{"ec2", "CreateManagedPrefixList", makes, createPrefixList},
	{"ec2", "ModifyManagedPrefixList", turns, modifyPrefixList},
	{"ec2", "RestoreManagedPrefixListVersion", turns, restorePrefixList},
	{"ec2", "DeleteManagedPrefixList", razes, deletePrefixList},
}

// The states of a peering connection.
var (
	pending = Text("pending-acceptance")
	active  = Text("active")
)

// createPeering asks another VPC, perhaps of another account or region, which has to accept.
func createPeering(r *reading) {
	o := inside(r.call.Response, "vpcPeeringConnection")
	p := r.the(Peering, "p.vpcPeeringConnection.vpcPeeringConnectionId")
	r.born(p)
	r.is(p, Condition, "", pending)
	for _, end := range []string{"requesterVpcInfo", "accepterVpcInfo"} {
		info := inside(o, end)
		id := info.First("vpcId")
		if id == "" {
			continue
		}
		at := place{either(info.First("ownerId"), r.at.account), either(info.First("region"), r.at.region)}
		vpc := r.f.h.thing(VPC, at, id)
		r.is(p, InVPC, id, To(vpc))
		r.scope = append(r.scope, vpc)
	}
	r.named(p, o)
}

func acceptPeering(r *reading) {
	p := r.the(Peering, "q.vpcPeeringConnectionId")
	r.exists(p)
	r.is(p, Condition, "", active)
}

func deletePeering(r *reading) {
	p := r.the(Peering, "q.vpcPeeringConnectionId")
	r.gone(p)
	r.ends(p)
}

// ends names the VPCs that a peering connection joins.
func (r *reading) ends(p *Thing) {
	for _, id := range p.keys(InVPC) {
		if vpc := r.known(p, InVPC, id).To; vpc != nil {
			r.scope = append(r.scope, vpc)
		}
	}
}

func createTransitGateway(r *reading) {
	o := inside(r.call.Response, "transitGateway")
	t := r.the(TransitGateway, "p.transitGateway.transitGatewayId")
	r.born(t)
	r.named(t, o)
}

func deleteTransitGateway(r *reading) {
	r.gone(r.the(TransitGateway, "q.transitGatewayId", "p.transitGateway.transitGatewayId"))
}

func createTransitLink(r *reading) {
	o := inside(r.call.Response, "transitGatewayVpcAttachment")
	link := r.the(TransitLink, "p.transitGatewayVpcAttachment.transitGatewayAttachmentId")
	r.born(link)
	if state := o.First("state"); state != "" {
		r.is(link, Condition, "", Text(state))
	}
	if id := either(o.First("vpcId"), r.q("vpcId")); id != "" {
		vpc := r.thing(VPC, id)
		r.exists(vpc)
		r.is(link, InVPC, "", To(vpc))
	}
	if id := either(o.First("transitGatewayId"), r.q("transitGatewayId")); id != "" {
		t := r.thing(TransitGateway, id)
		r.exists(t)
		r.is(link, Of, "", To(t))
	}
	for _, id := range found(o.All("subnetIds"), r.call.Request.All("subnetIds")) {
		r.liesIn(link, id)
	}
	r.named(link, o)
}

// transitLink returns the attachment that the call names. The answer tells what it joins, which was so before.
func (r *reading) transitLink() *Thing {
	o := inside(r.call.Response, "transitGatewayVpcAttachment")
	link := r.the(TransitLink, "q.transitGatewayAttachmentId", "p.transitGatewayVpcAttachment.transitGatewayAttachmentId")
	r.exists(link)
	if id := o.First("vpcId"); id != "" {
		r.was(link, InVPC, "", To(r.thing(VPC, id)))
	}
	if id := o.First("transitGatewayId"); id != "" {
		r.was(link, Of, "", To(r.thing(TransitGateway, id)))
	}
	return link
}

func acceptTransitLink(r *reading) {
	r.is(r.transitLink(), Condition, "", Text("available"))
}

func modifyTransitLink(r *reading) {
	link := r.transitLink()
	for _, id := range append(r.each("addSubnetIds"), r.each("addSubnetId")...) {
		r.liesIn(link, id)
	}
	for _, id := range append(r.each("removeSubnetIds"), r.each("removeSubnetId")...) {
		r.is(link, InSubnet, id, None)
	}
}

func deleteTransitLink(r *reading) {
	r.is(r.transitLink(), Exists, "", None)
}

// createVPN reads the birth of a VPN connection, which ends at a VPN gateway or at a transit gateway.
func createVPN(r *reading) {
	o := inside(r.call.Response, "vpnConnection")
	vpn := r.thing(Opaque, o.First("vpnConnectionId"))
	r.born(vpn)
	if id := either(o.First("vpnGatewayId"), r.q("vpnGatewayId")); id != "" {
		gateway := r.thing(VPNGateway, id)
		r.exists(gateway)
		r.is(vpn, Of, "", To(gateway))
	}
	if id := either(o.First("transitGatewayId"), r.q("transitGatewayId")); id != "" {
		gateway := r.thing(TransitGateway, id)
		r.exists(gateway)
		r.is(vpn, Of, "", To(gateway))
	}
}

func deleteVPN(r *reading) {
	if id := r.q("vpnConnectionId"); id != "" {
		r.gone(r.thing(Opaque, id))
	}
}

// createPrefixList reads the birth of a list with the ranges that it is made of.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html
func createPrefixList(r *reading) {
	list := r.the(PrefixList, "p.prefixList.prefixListId")
	r.born(list)
	r.is(list, Whole, "", Yes)
	r.is(list, Name, "", Text(either(r.p("prefixList.prefixListName"), r.q("prefixListName"))))
	r.ranges(list, Yes, "entry", "entries")
}

// ranges adds ranges to a list or takes them from it.
func (r *reading) ranges(list *Thing, v Value, members ...string) {
	for _, member := range members {
		said := r.call.Request.Get(member)
		elements, _ := said.(dialect.List)
		cidrs := r.call.Request.All(member + ".cidr")
		if said != nil && (len(cidrs) == 0 || len(elements) != len(cidrs)) {
			r.untold = r.event.Name + " does not tell its " + member
			cidrs = append(cidrs, anyKey)
		}
		for _, cidr := range cidrs {
			r.is(list, Range, Canonical(cidr), v)
		}
	}
}

func modifyPrefixList(r *reading) {
	list := r.the(PrefixList, "q.prefixListId", "p.prefixList.prefixListId")
	r.exists(list)
	r.ranges(list, None, "removeEntry", "removeEntries")
	r.ranges(list, Yes, "addEntry", "addEntries")
	if r.bare("prefixListId") {
		r.untells(list, Range)
	}
}

// restorePrefixList brings back an older version, whose ranges the call does not tell.
func restorePrefixList(r *reading) {
	const why = "an older version of the list was restored"
	list := r.the(PrefixList, "q.prefixListId", "p.prefixList.prefixListId")
	r.exists(list)
	r.lost(list, Whole, "", why)
	for _, cidr := range list.keys(Range) {
		r.lost(list, Range, cidr, why)
	}
}

func deletePrefixList(r *reading) {
	r.gone(r.the(PrefixList, "q.prefixListId", "p.prefixList.prefixListId"))
}
