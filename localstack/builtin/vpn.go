// Virtual private gateways: the VPC's end of a VPN or of Direct Connect.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// vpnGateway is a virtual private gateway.
type vpnGateway struct {
	base
	vpc string
	asn int64
}

var (
	vpnTaken = fault{code: "InvalidParameterValue", sentence: "VpnGateway %s is already attached to network %s"}
	vpnInUse = fault{code: "IncorrectState", sentence: "The vpnGateway '%s' has attachments and cannot be deleted."}
	vpnElse  = fault{code: "InvalidVpnGatewayAttachment.NotFound", sentence: "The attachment with vpn gateway ID '%s' and vpc ID '%s' does not exist."}
)

func vpnCalls() operations {
	return operations{
		"CreateVpnGateway": createVPN, "AttachVpnGateway": attachVPN, "DetachVpnGateway": detachVPN, "DeleteVpnGateway": deleteVPN,
		"DescribeVpnGateways": describe(listing{of: "vpn-gateway", member: "VpnGateways", ids: "VpnGatewayIds", also: map[string]string{
			"attachment.vpc-id": "attachments.vpc-id", "attachment.state": "attachments.state",
		}}),
	}
}

func (*vpnGateway) kind() string { return "vpn-gateway" }

func (g *vpnGateway) show(q *call) result {
	bonds := []any{}
	if g.vpc != "" {
		bonds = append(bonds, result{"VpcId": g.vpc, "State": "attached"})
	}
	return result{
		"VpnGatewayId": g.id, "State": "available", "Type": "ipsec.1", "AmazonSideAsn": g.asn, "VpcAttachments": bonds, "Tags": q.tagged(g.id),
	}
}

func createVPN(q *call) (result, *wire.Error) {
	g := &vpnGateway{asn: 64512}
	if asn := q.number("AmazonSideAsn"); asn != 0 {
		g.asn = asn
	}
	q.add(g)
	return result{"VpnGateway": g.show(q)}, nil
}

func (q *call) vpnAndVPC() (*vpnGateway, *vpc, *wire.Error) {
	g, refused := find[*vpnGateway](q, q.text("VpnGatewayId"))
	if refused != nil {
		return nil, nil, refused
	}
	v, refused := find[*vpc](q, q.text("VpcId"))
	return g, v, refused
}

func attachVPN(q *call) (result, *wire.Error) {
	g, v, refused := q.vpnAndVPC()
	switch {
	case refused != nil:
		return nil, refused
	case g.vpc != "":
		return nil, vpnTaken.of(g.id, g.vpc)
	}
	g.vpc = v.id
	return result{"VpcAttachment": result{"VpcId": v.id, "State": "attaching"}}, nil
}

func detachVPN(q *call) (result, *wire.Error) {
	g, v, refused := q.vpnAndVPC()
	switch {
	case refused != nil:
		return nil, refused
	case g.vpc != v.id:
		return nil, vpnElse.of(g.id, v.id)
	}
	g.vpc = ""
	for _, t := range all[*routeTable](q) {
		t.spreads = slices.DeleteFunc(t.spreads, func(id string) bool { return id == g.id })
	}
	return nil, nil
}

func deleteVPN(q *call) (result, *wire.Error) {
	g, refused := find[*vpnGateway](q, q.text("VpnGatewayId"))
	switch {
	case refused != nil:
		return nil, refused
	case g.vpc != "":
		return nil, vpnInUse.of(g.id)
	}
	q.remove(g)
	return nil, nil
}
