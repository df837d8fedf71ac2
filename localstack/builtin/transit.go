// Transit gateways, and the VPCs that are attached to them. What lies behind them is not here.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// transit is a transit gateway.
type transit struct {
	base
	about string
	since time.Time
}

// transitBond is the attachment of a VPC.
type transitBond struct {
	base
	gateway, vpc string
	subnets      []string
	since        time.Time
}

var (
	transitTwice = fault{code: "DuplicateTransitGatewayAttachment", sentence: "%s has non-deleted Transit Gateway Attachments with same VPC ID."}
	transitInUse = fault{code: "IncorrectState", sentence: "%s has non-deleted VPC Attachments."}
	transitZone  = fault{code: "DuplicateSubnetsInSameZone", sentence: "Duplicate Subnets for same AZ"}
)

func transitCalls() operations {
	return operations{
		"CreateTransitGateway": createTransit, "DeleteTransitGateway": deleteTransit, "CreateTransitGatewayVpcAttachment": attachTransit,
		"DeleteTransitGatewayVpcAttachment": detachTransit,
		"DescribeTransitGateways":           describe(listing{of: "transit-gateway", member: "TransitGateways", ids: "TransitGatewayIds"}),
		"DescribeTransitGatewayVpcAttachments": describe(listing{
			of: "transit-gateway-attachment", member: "TransitGatewayVpcAttachments", ids: "TransitGatewayAttachmentIds",
		}),
	}
}

func (*transit) kind() string { return "transit-gateway" }

func (t *transit) show(q *call) result {
	return result{
		"TransitGatewayId": t.id, "TransitGatewayArn": q.arn("ec2", "transit-gateway/"+t.id), "State": "available", "OwnerId": q.options.Account,
		"Description": t.about, "CreationTime": t.since, "Tags": q.tagged(t.id),
	}
}

func (*transitBond) kind() string { return "transit-gateway-attachment" }

func (b *transitBond) show(q *call) result {
	return result{
		"TransitGatewayAttachmentId": b.id, "TransitGatewayId": b.gateway, "VpcId": b.vpc, "VpcOwnerId": q.options.Account, "State": "available",
		"SubnetIds": listed(b.subnets), "CreationTime": b.since, "Tags": q.tagged(b.id),
	}
}

func createTransit(q *call) (result, *wire.Error) {
	t := &transit{about: q.text("Description"), since: q.now}
	q.add(t)
	shown := t.show(q)
	shown["State"] = "pending"
	return result{"TransitGateway": shown}, nil
}

func deleteTransit(q *call) (result, *wire.Error) {
	t, refused := find[*transit](q, q.text("TransitGatewayId"))
	if refused != nil {
		return nil, refused
	}
	if slices.ContainsFunc(all[*transitBond](q), func(b *transitBond) bool { return b.gateway == t.id }) {
		return nil, transitInUse.of(t.id)
	}
	shown := t.show(q)
	shown["State"] = "deleting"
	q.remove(t)
	return result{"TransitGateway": shown}, nil
}

func attachTransit(q *call) (result, *wire.Error) {
	t, refused := find[*transit](q, q.text("TransitGatewayId"))
	if refused != nil {
		return nil, refused
	}
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	zones := map[string]bool{}
	for _, id := range q.texts("SubnetIds") {
		s, refused := find[*subnet](q, id)
		switch {
		case refused != nil:
			return nil, refused
		case s.vpc != v.id:
			return nil, endpointElse.of(id, v.id)
		case zones[s.zone]:
			return nil, transitZone.of()
		}
		zones[s.zone] = true
	}
	if slices.ContainsFunc(all[*transitBond](q), func(b *transitBond) bool { return b.gateway == t.id && b.vpc == v.id }) {
		return nil, transitTwice.of(t.id)
	}
	b := &transitBond{gateway: t.id, vpc: v.id, subnets: q.texts("SubnetIds"), since: q.now}
	q.add(b)
	shown := b.show(q)
	shown["State"] = "pending"
	return result{"TransitGatewayVpcAttachment": shown}, nil
}

func detachTransit(q *call) (result, *wire.Error) {
	b, refused := find[*transitBond](q, q.text("TransitGatewayAttachmentId"))
	if refused != nil {
		return nil, refused
	}
	shown := b.show(q)
	shown["State"] = "deleting"
	q.remove(b)
	return result{"TransitGatewayVpcAttachment": shown}, nil
}
