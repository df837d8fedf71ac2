// Internet gateways, and those that only lead out, for IPv6.

package builtin

import (
	"traillab/localstack/wire"
)

// gateway is an internet gateway.
type gateway struct {
	base
	vpc string // that it is attached to, "" for none
}

// egress is an egress-only internet gateway. It is attached from its birth to its end.
type egress struct {
	base
	vpc string
}

var (
	gatewayTaken  = fault{code: "Resource.AlreadyAssociated", sentence: "resource %s is already attached to network %s"}
	secondGateway = fault{code: "InvalidParameterValue", sentence: "Network %s already has an internet gateway attached"}
	notAttached   = fault{code: "Gateway.NotAttached", sentence: "resource %s is not attached to network %s"}
	mapped        = fault{code: "DependencyViolation", sentence: "Network %s has some mapped public address(es). Please unmap those before detaching the gateway."}
	gatewayInUse  = fault{code: "DependencyViolation", sentence: "The internetGateway '%s' has dependencies and cannot be deleted."}
)

func gatewayCalls() operations {
	return operations{
		"CreateInternetGateway": createGateway, "AttachInternetGateway": attachGateway, "DetachInternetGateway": detachGateway,
		"DeleteInternetGateway":    deleteGateway,
		"DescribeInternetGateways": describe(listing{of: "internet-gateway", member: "InternetGateways", ids: "InternetGatewayIds"}),
	}
}

func (*gateway) kind() string { return "internet-gateway" }

func (g *gateway) show(q *call) result {
	bonds := []any{}
	if g.vpc != "" {
		bonds = append(bonds, result{"VpcId": g.vpc, "State": "available"})
	}
	return result{"InternetGatewayId": g.id, "OwnerId": q.options.Account, "Attachments": bonds, "Tags": q.tagged(g.id)}
}

func createGateway(q *call) (result, *wire.Error) {
	g := &gateway{}
	q.add(g)
	return result{"InternetGateway": g.show(q)}, nil
}

// gatewayAndVPC are what a call attaches or detaches.
func (q *call) gatewayAndVPC() (*gateway, *vpc, *wire.Error) {
	g, refused := find[*gateway](q, q.text("InternetGatewayId"))
	if refused != nil {
		return nil, nil, refused
	}
	v, refused := find[*vpc](q, q.text("VpcId"))
	return g, v, refused
}

func attachGateway(q *call) (result, *wire.Error) {
	g, v, refused := q.gatewayAndVPC()
	switch {
	case refused != nil:
		return nil, refused
	case g.vpc != "":
		return nil, gatewayTaken.of(g.id, g.vpc)
	case q.gatewayOf(v.id) != nil:
		return nil, secondGateway.of(v.id)
	}
	g.vpc = v.id
	return nil, nil
}

func detachGateway(q *call) (result, *wire.Error) {
	g, v, refused := q.gatewayAndVPC()
	switch {
	case refused != nil:
		return nil, refused
	case g.vpc != v.id:
		return nil, notAttached.of(g.id, v.id)
	case q.faces(v):
		return nil, mapped.of(v.id)
	}
	g.vpc = ""
	return nil, nil
}

func deleteGateway(q *call) (result, *wire.Error) {
	g, refused := find[*gateway](q, q.text("InternetGatewayId"))
	if refused != nil {
		return nil, refused
	}
	if g.vpc != "" {
		return nil, gatewayInUse.of(g.id)
	}
	q.remove(g)
	return nil, nil
}

// gatewayOf is the internet gateway of a VPC, nil where it has none.
func (q *call) gatewayOf(vpc string) *gateway {
	for _, g := range all[*gateway](q) {
		if g.vpc == vpc {
			return g
		}
	}
	return nil
}

// faces reports whether a public address is mapped in a VPC: an Elastic IP, whether what has it runs or not, a NAT
// gateway's, or one that AWS gave.
func (q *call) faces(v *vpc) bool {
	for _, f := range all[*face](q) {
		if f.vpc == v.id && (f.auto != "" || len(q.elastic(f)) > 0) {
			return true
		}
	}
	return false
}

func egressCalls() operations {
	return operations{
		"CreateEgressOnlyInternetGateway": createEgress, "DeleteEgressOnlyInternetGateway": deleteEgress,
		"DescribeEgressOnlyInternetGateways": describe(listing{
			of: "egress-only-internet-gateway", member: "EgressOnlyInternetGateways", ids: "EgressOnlyInternetGatewayIds",
		}),
	}
}

func (*egress) kind() string { return "egress-only-internet-gateway" }

func (e *egress) show(q *call) result {
	return result{
		"EgressOnlyInternetGatewayId": e.id, "Attachments": []any{result{"VpcId": e.vpc, "State": "attached"}}, "Tags": q.tagged(e.id),
	}
}

func createEgress(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	e := &egress{vpc: v.id}
	q.add(e)
	out := result{"EgressOnlyInternetGateway": e.show(q)}
	put(out, "ClientToken", q.text("ClientToken"))
	return out, nil
}

func deleteEgress(q *call) (result, *wire.Error) {
	e, refused := find[*egress](q, q.text("EgressOnlyInternetGatewayId"))
	if refused != nil {
		return nil, refused
	}
	q.remove(e)
	return result{"ReturnCode": true}, nil
}
