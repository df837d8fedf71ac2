// Peerings: two VPCs that reach each other when both sides want to.

package builtin

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// peering is a connection between two VPCs.
type peering struct {
	base
	asker, asked string
	account      string // of the VPC that was asked
	region       string
	status       string
	expires      time.Time
	resolves     [2]bool // whether each side resolves the other's names
}

// peeringSays is what AWS says of the states; who did it follows.
var peeringSays = map[string]string{
	"pending-acceptance": "Pending Acceptance by ", "active": "Active", "deleted": "Deleted by ", "rejected": "Rejected by ",
}

var (
	peeringState = fault{code: "InvalidStateTransition", sentence: "Invalid state transition for %s, attempted to transition from %s to %s"}
	peeringRange = fault{code: "InvalidParameterValue", sentence: "Invalid VPC peering connection: VPCs %s and %s have overlapping CIDR blocks"}
	peeringSelf  = fault{code: "InvalidParameterValue", sentence: "Invalid VPC peering connection: a VPC cannot be peered with itself: %s"}
)

func peeringCalls() operations {
	return operations{
		"CreateVpcPeeringConnection": createPeering, "AcceptVpcPeeringConnection": acceptPeering,
		"RejectVpcPeeringConnection": rejectPeering, "DeleteVpcPeeringConnection": deletePeering,
		"DescribeVpcPeeringConnections": describe(listing{
			of: "vpc-peering-connection", member: "VpcPeeringConnections", ids: "VpcPeeringConnectionIds", also: map[string]string{"status-code": "status.code"},
		}),
		"ModifyVpcPeeringConnectionOptions": modifyPeering,
	}
}

func (*peering) kind() string { return "vpc-peering-connection" }

func (p *peering) alive() bool { return p.status == "active" || p.status == "pending-acceptance" }

func (p *peering) show(q *call) result {
	says := peeringSays[p.status]
	if p.status != "active" {
		says += q.options.Account
	}
	return result{
		"VpcPeeringConnectionId": p.id, "Status": result{"Code": p.status, "Message": says}, "ExpirationTime": p.expires, "Tags": q.tagged(p.id),
		"RequesterVpcInfo": p.side(q, p.asker, q.options.Account, q.here, 0), "AccepterVpcInfo": p.side(q, p.asked, p.account, p.region, 1),
	}
}

func (p *peering) side(q *call, id, account, region string, n int) result {
	out := result{"VpcId": id, "OwnerId": account, "Region": region}
	v := have[*vpc](q, id)
	if v == nil {
		return out
	}
	out["CidrBlock"] = v.cidrs[0].cidr.String()
	out["CidrBlockSet"] = told(v.cidrs, func(o span) map[string]any { return result{"CidrBlock": o.cidr.String()} })
	if p.status == "active" {
		out["PeeringOptions"] = result{"AllowDnsResolutionFromRemoteVpc": p.resolves[n]}
	}
	return out
}

// createPeering asks for a connection. A VPC of another account or region is taken as it is said to be.
func createPeering(q *call) (result, *wire.Error) {
	v, refused := find[*vpc](q, q.text("VpcId"))
	if refused != nil {
		return nil, refused
	}
	p := &peering{
		asker: v.id, asked: q.text("PeerVpcId"), account: q.or("PeerOwnerId", q.options.Account), region: q.or("PeerRegion", q.here),
		status: "pending-acceptance", expires: q.now.Add(7 * 24 * time.Hour),
	}
	if p.account == q.options.Account && p.region == q.here {
		other, refused := find[*vpc](q, p.asked)
		if refused != nil {
			return nil, refused
		}
		if other == v {
			return nil, peeringSelf.of(v.id)
		}
		for _, a := range v.cidrs {
			for _, b := range other.cidrs {
				if a.cidr.Overlaps(b.cidr) {
					return nil, peeringRange.of(v.id, other.id)
				}
			}
		}
	}
	q.add(p)
	shown := p.show(q)
	shown["Status"] = result{"Code": "initiating-request", "Message": "Initiating Request to " + p.account}
	return result{"VpcPeeringConnection": shown}, nil
}

// peeringIn is the call's connection, when it is in one of the states.
func (q *call) peeringIn(to string, states ...string) (*peering, *wire.Error) {
	p, refused := find[*peering](q, q.text("VpcPeeringConnectionId"))
	if refused != nil {
		return nil, refused
	}
	if !slices.Contains(states, p.status) {
		return nil, peeringState.of(p.id, p.status, to)
	}
	return p, nil
}

func acceptPeering(q *call) (result, *wire.Error) {
	p, refused := q.peeringIn("active", "pending-acceptance")
	if refused != nil {
		return nil, refused
	}
	p.status = "active"
	return result{"VpcPeeringConnection": p.show(q)}, nil
}

func rejectPeering(q *call) (result, *wire.Error) {
	p, refused := q.peeringIn("rejected", "pending-acceptance")
	if refused != nil {
		return nil, refused
	}
	p.status = "rejected"
	q.linger(p)
	return result{"Return": true}, nil
}

func deletePeering(q *call) (result, *wire.Error) {
	p, refused := q.peeringIn("deleted", "pending-acceptance", "active")
	if refused != nil {
		return nil, refused
	}
	p.status = "deleted"
	q.linger(p)
	return result{"Return": true}, nil
}

func modifyPeering(q *call) (result, *wire.Error) {
	p, refused := q.peeringIn("active", "active")
	if refused != nil {
		return nil, refused
	}
	out := result{}
	for n, member := range []string{"RequesterPeeringConnectionOptions", "AccepterPeeringConnectionOptions"} {
		if on, said := q.part(member)["AllowDnsResolutionFromRemoteVpc"].(bool); said {
			p.resolves[n] = on
			out[member] = result{"AllowDnsResolutionFromRemoteVpc": on}
		}
	}
	return out, nil
}
