// NAT gateways: they come and go slowly, hold their addresses meanwhile, and fail where the VPC has no way out.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// nat is a NAT gateway.
type nat struct {
	base
	vpc, subnet string
	private     bool
	face        string
	holds       []holding // public addresses, the first its own
	since       time.Time
	ready, gone time.Time // gone is zero until it is deleted
	failed      string    // why it never came up
}

// holding is a public address that a NAT gateway has.
type holding struct {
	address string // eipalloc-…
	bond    string
	inner   string // private address
}

var (
	natNeedsAddress = fault{code: "MissingParameter", sentence: "The request must include the AllocationId parameter. Add the required parameter and retry the request."}
	natAddressTaken = fault{code: "Resource.AlreadyAssociated", sentence: "Elastic IP address [%s] is already associated"}
	natNoAddress    = fault{code: "InvalidParameterValue", sentence: "You cannot specify an AllocationId for a private NAT gateway."}
	natNotThere     = fault{code: "InvalidState", sentence: "NatGateway %s is not in the available state"}
	natRegional     = fault{code: "UnsupportedOperation", sentence: "The lab's own cloud has no regional NAT gateways."}
	natFirst        = fault{code: "InvalidParameterValue", sentence: "You cannot disassociate the primary address %s of a NAT gateway"}
)

func natCalls() operations {
	return operations{
		"CreateNatGateway": createNAT, "DeleteNatGateway": deleteNAT, "AssociateNatGatewayAddress": associateNAT,
		"DisassociateNatGatewayAddress": disassociateNAT,
		"DescribeNatGateways":           describe(listing{of: "natgateway", member: "NatGateways", ids: "NatGatewayIds"}),
	}
}

func (*nat) kind() string { return "natgateway" }

func (n *nat) state(q *call) string {
	switch {
	case n.failed != "":
		return "failed"
	case !n.gone.IsZero() && q.now.Before(n.gone):
		return "deleting"
	case !n.gone.IsZero():
		return "deleted"
	case q.now.Before(n.ready):
		return "pending"
	}
	return "available"
}

func (n *nat) show(q *call) result {
	out := result{
		"NatGatewayId": n.id, "VpcId": n.vpc, "SubnetId": n.subnet, "State": n.state(q), "CreateTime": n.since, "ConnectivityType": "public",
		"AvailabilityMode": "zonal", "Tags": q.tagged(n.id),
	}
	if n.private {
		out["ConnectivityType"] = "private"
	}
	if !n.gone.IsZero() {
		out["DeleteTime"] = n.gone
	}
	if n.failed != "" {
		out["FailureCode"], out["FailureMessage"] = "Gateway.NotAttached", n.failed
	}
	var shown []any
	for i, h := range n.holds {
		one := result{"NetworkInterfaceId": n.face, "PrivateIp": h.inner, "IsPrimary": i == 0, "Status": "succeeded"}
		if a := have[*address](q, h.address); a != nil {
			one["AllocationId"], one["PublicIp"], one["AssociationId"] = a.id, a.ip, h.bond
		}
		shown = append(shown, one)
	}
	out["NatGatewayAddresses"] = shown
	return out
}

func createNAT(q *call) (result, *wire.Error) {
	switch {
	case q.text("AvailabilityMode") == "regional":
		return nil, natRegional.of()
	case !q.said("SubnetId"):
		return nil, missingParameter.of("SubnetId")
	}
	s, refused := find[*subnet](q, q.text("SubnetId"))
	if refused != nil {
		return nil, refused
	}
	n := &nat{vpc: s.vpc, subnet: s.id, private: q.text("ConnectivityType") == "private", since: q.now, ready: q.now.Add(q.options.Slow)}
	allocation := q.text("AllocationId")
	var elastic *address
	switch {
	case n.private && allocation != "":
		return nil, natNoAddress.of()
	case !n.private && allocation == "":
		return nil, natNeedsAddress.of()
	case !n.private:
		if elastic, refused = q.unbound(allocation); refused != nil {
			return nil, refused
		}
	}
	inner, refused := q.offered(s, q.text("PrivateIpAddress"))
	if refused != nil {
		return nil, refused
	}
	q.add(n)
	if !n.private && q.gatewayOf(n.vpc) == nil {
		n.failed = "Network " + n.vpc + " has no Internet gateway attached"
		n.holds = []holding{{inner: inner}}
		q.linger(n)
		return result{"NatGateway": n.pending(q)}, nil
	}
	f := q.newFace(s, []string{inner}, nil)
	f.service, f.about, f.check = n.id, "Interface for NAT Gateway "+n.id, false
	n.face = f.id
	h := holding{inner: inner}
	if elastic != nil {
		h.address, h.bond = elastic.id, q.bind(elastic, f, inner)
	}
	n.holds = []holding{h}
	return result{"NatGateway": n.pending(q)}, nil
}

// pending is what the call that makes a gateway tells of it: it is never up yet.
func (n *nat) pending(q *call) result {
	out := n.show(q)
	out["State"] = "pending"
	delete(out, "FailureCode")
	delete(out, "FailureMessage")
	return out
}

// unbound is an address that nobody has.
func (q *call) unbound(allocation string) (*address, *wire.Error) {
	a, refused := find[*address](q, allocation)
	if refused != nil {
		return nil, refused
	}
	if a.bond != "" {
		return nil, natAddressTaken.of(a.id)
	}
	return a, nil
}

func deleteNAT(q *call) (result, *wire.Error) {
	n, refused := find[*nat](q, q.text("NatGatewayId"))
	if refused != nil {
		return nil, refused
	}
	if n.gone.IsZero() && n.failed == "" {
		n.gone = q.now.Add(q.options.Slow)
		q.linger(n)
		q.settle()
	}
	return result{"NatGatewayId": n.id}, nil
}

// settle frees what gateways held that are gone by now.
func (q *call) settle() {
	for _, n := range all[*nat](q) {
		if n.gone.IsZero() || q.now.Before(n.gone) || n.face == "" {
			continue
		}
		for _, h := range n.holds {
			if a := have[*address](q, h.address); a != nil {
				a.unbind()
			}
		}
		if f := have[*face](q, n.face); f != nil {
			q.remove(f)
		}
		n.face = ""
	}
}

func associateNAT(q *call) (result, *wire.Error) {
	n, refused := find[*nat](q, q.text("NatGatewayId"))
	if refused != nil {
		return nil, refused
	}
	if n.state(q) != "available" || n.private {
		return nil, natNotThere.of(n.id)
	}
	f, s := have[*face](q, n.face), have[*subnet](q, n.subnet)
	var fresh []*address
	for _, id := range q.texts("AllocationIds") {
		a, refused := q.unbound(id)
		if refused != nil {
			return nil, refused
		}
		fresh = append(fresh, a)
	}
	if len(fresh) > q.free(s) {
		return nil, noAddress.of()
	}
	for _, a := range fresh {
		inner, refused := q.offered(s, "")
		if refused != nil {
			return nil, refused
		}
		f.ips = append(f.ips, inner)
		n.holds = append(n.holds, holding{a.id, q.bind(a, f, inner), inner})
	}
	return result{"NatGatewayId": n.id, "NatGatewayAddresses": n.show(q)["NatGatewayAddresses"]}, nil
}

func disassociateNAT(q *call) (result, *wire.Error) {
	n, refused := find[*nat](q, q.text("NatGatewayId"))
	if refused != nil {
		return nil, refused
	}
	bonds := q.texts("AssociationIds")
	for _, id := range bonds {
		switch i := slices.IndexFunc(n.holds, func(h holding) bool { return h.bond == id }); i {
		case -1:
			return nil, noBond.of(id)
		case 0:
			return nil, natFirst.of(id)
		}
	}
	shown := n.show(q)["NatGatewayAddresses"]
	n.holds = slices.DeleteFunc(n.holds, func(h holding) bool {
		if !slices.Contains(bonds, h.bond) {
			return false
		}
		have[*address](q, h.address).unbind()
		f := have[*face](q, n.face)
		f.ips = slices.DeleteFunc(f.ips, func(ip string) bool { return ip == h.inner })
		return true
	})
	return result{"NatGatewayId": n.id, "NatGatewayAddresses": shown}, nil
}
