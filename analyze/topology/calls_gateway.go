// Gateways: internet, egress-only and VPN, and which calls are about NAT gateways.

package topology

var gatewayRules = []rule{
	{"ec2", "CreateInternetGateway", makes, createInternetGateway},
	{"ec2", "AttachInternetGateway", joins, attachInternetGateway},
	{"ec2", "DetachInternetGateway", parts, detachInternetGateway},
	{"ec2", "DeleteInternetGateway", razes, deleteInternetGateway},
	{"ec2", "CreateEgressOnlyInternetGateway", joins, createEgressGateway},
	{"ec2", "DeleteEgressOnlyInternetGateway", ends, deleteEgressGateway},
	{"ec2", "CreateVpnGateway", makes, createVPNGateway},
	{"ec2", "AttachVpnGateway", joins, attachVPNGateway},
	{"ec2", "DetachVpnGateway", parts, detachVPNGateway},
	{"ec2", "DeleteVpnGateway", razes, deleteVPNGateway},
	{"ec2", "CreateNatGateway", lets, createNAT}, // after the gateway of its VPC was attached
	{"ec2", "DeleteNatGateway", ends, deleteNAT},
	{"ec2", "AssociateNatGatewayAddress", joins, associateNATAddress},
	{"ec2", "DisassociateNatGatewayAddress", parts, disassociateNATAddress},
}

func createInternetGateway(r *reading) {
	gateway := r.the(InternetGateway, "p.internetGateway.internetGatewayId")
	r.born(gateway)
	r.is(gateway, InVPC, "", None)
	r.named(gateway, inside(r.call.Response, "internetGateway"))
}

// attachInternetGateway: AWS refuses when the gateway is attached anywhere, and when the VPC has another.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachInternetGateway.html
func attachInternetGateway(r *reading) {
	gateway, vpc := r.the(InternetGateway, "q.internetGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", None)
	for _, other := range r.inside(vpc, InternetGateway) {
		if other != gateway && r.known(other, InVPC, "").Is(To(vpc)) {
			r.wasNot(other, InVPC, "", To(vpc))
			r.follows(other, InVPC, "", None)
		}
	}
	r.is(gateway, InVPC, "", To(vpc))
}

// detachInternetGateway: AWS refuses while a public IPv4 address is mapped in the VPC; what was believed to be mapped was
// not.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html
func detachInternetGateway(r *reading) {
	gateway, vpc := r.the(InternetGateway, "q.internetGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", To(vpc))
	r.is(gateway, InVPC, "", None)
	r.unmapped(vpc)
}

// deleteInternetGateway: AWS refuses while the gateway is attached.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteInternetGateway.html
func deleteInternetGateway(r *reading) {
	gateway := r.the(InternetGateway, "q.internetGatewayId")
	r.was(gateway, InVPC, "", None)
	r.follows(gateway, InVPC, "", None)
	r.gone(gateway)
}

func createEgressGateway(r *reading) {
	gateway := r.the(EgressGateway, "p.egressOnlyInternetGateway.egressOnlyInternetGatewayId")
	vpc := r.the(VPC, "p.egressOnlyInternetGateway.attachmentSet.vpcId", "q.vpcId")
	r.exists(vpc)
	r.born(gateway)
	r.is(gateway, InVPC, "", To(vpc))
}

func deleteEgressGateway(r *reading) {
	gateway := r.the(EgressGateway, "q.egressOnlyInternetGatewayId")
	r.gone(gateway)
	r.is(gateway, InVPC, "", None)
}

func createVPNGateway(r *reading) {
	gateway := r.the(VPNGateway, "p.vpnGateway.vpnGatewayId")
	r.born(gateway)
	r.is(gateway, InVPC, "", None)
}

func attachVPNGateway(r *reading) {
	gateway, vpc := r.the(VPNGateway, "q.vpnGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.exists(gateway)
	r.was(gateway, InVPC, "", None)
	r.is(gateway, InVPC, "", To(vpc))
}

func detachVPNGateway(r *reading) {
	gateway, vpc := r.the(VPNGateway, "q.vpnGatewayId"), r.the(VPC, "q.vpcId")
	r.exists(gateway)
	r.was(gateway, InVPC, "", To(vpc))
	r.is(gateway, InVPC, "", None)
}

func deleteVPNGateway(r *reading) {
	gateway := r.the(VPNGateway, "q.vpnGatewayId")
	r.was(gateway, InVPC, "", None)
	r.follows(gateway, InVPC, "", None)
	r.gone(gateway)
}

// word is a boolean as CloudTrail writes it.
func word(b bool) string {
	if b {
		return "true"
	}
	return ""
}
