// NAT gateways: what they hold of their own ends with them, and without a way out of their VPC public ones fail.

package guard

import (
	"fmt"
	"slices"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// freeNAT frees the addresses of a NAT gateway that ends, and ends the interface that was made for it. Clouds leave both
// behind, and then neither the address nor the subnet can be got rid of.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNatGateway.html
func freeNAT(q *asked) (func(*exchange.Answer), *wire.Error) {
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeNatGateways", map[string]any{"NatGatewayIds": []any{q.text("NatGatewayId")}})
	return func(a *exchange.Answer) {
		if err != nil || a.Error != nil { // the cloud says of the call itself what is wrong with the gateway
			return
		}
		q.release(out)
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.fallen, q.text("NatGatewayId"))
	}, nil
}

// release frees what the gateways of an answer hold.
func (q *asked) release(out map[string]any) {
	for gateway := range wire.Each(out["NatGateways"]) {
		for held := range wire.Each(gateway["NatGatewayAddresses"]) {
			for _, end := range []struct{ operation, member string }{
				{"DisassociateAddress", "AssociationId"}, {"DeleteNetworkInterface", "NetworkInterfaceId"},
			} {
				if id := held[end.member]; id != nil && id != "" {
					_, _ = q.cloud.Do(q.ctx, q.Region, ec2, end.operation, map[string]any{end.member: id}) // one that does it by itself has done it
				}
			}
		}
	}
}

// failNAT ends a public NAT gateway that is made in a VPC without an internet gateway. AWS takes the call, and shows for an hour
// that it failed; to clouds it is one like all others.
// https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
func failNAT(q *asked) (func(*exchange.Answer), *wire.Error) {
	vpc := q.thing(topology.VPC, "VpcId")
	if subnet := q.thing(topology.Subnet, "SubnetId"); subnet != nil {
		vpc = q.to(subnet, topology.InVPC)
	}
	if vpc == nil || q.text("ConnectivityType") == "private" {
		return nil, nil
	}
	if gateway, sure := q.gatewayOf(vpc); gateway != nil || !sure {
		return nil, nil
	}
	return func(a *exchange.Answer) {
		made, _ := a.Out["NatGateway"].(map[string]any)
		id := wire.Text(made, "NatGatewayId")
		if a.Error != nil || id == "" {
			return
		}
		made["State"], a.Mended = "pending", true
		named := map[string]any{"NatGatewayIds": []any{id}}
		if out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeNatGateways", named); err == nil {
			_, _ = q.cloud.Do(q.ctx, q.Region, ec2, "DeleteNatGateway", map[string]any{"NatGatewayId": id}) // what is shown of it is ours from here on
			q.release(out)
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		q.fallen[id] = fmt.Sprintf("Network %s has no Internet gateway attached", vpc.ID)
	}, nil
}

// fell reports whether a NAT gateway failed, and why.
func (q *asked) fell(id string) (why string, yes bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	why, yes = q.fallen[id]
	return why, yes
}

// showFallen shows the NAT gateways that failed as such. A filter by state is taken off the request and applied to the answer.
func showFallen(q *asked) (func(*exchange.Answer), *wire.Error) {
	q.mu.Lock()
	some := len(q.fallen) > 0
	q.mu.Unlock()
	if !some {
		return nil, nil
	}
	wanted := q.unfilter("Filter", "state")
	return func(a *exchange.Answer) {
		shown := []any{}
		for gateway := range wire.Each(a.Out["NatGateways"]) {
			if why, yes := q.fell(wire.Text(gateway, "NatGatewayId")); yes {
				a.Mended = true
				gateway["State"], gateway["FailureCode"], gateway["FailureMessage"] = "failed", "Gateway.NotAttached", why
				delete(gateway, "DeleteTime")
				for held := range wire.Each(gateway["NatGatewayAddresses"]) {
					for _, member := range []string{"AllocationId", "AssociationId", "PublicIp", "NetworkInterfaceId"} {
						delete(held, member)
					}
				}
			}
			if wanted == nil || slices.Contains(wanted, wire.Text(gateway, "State")) {
				shown = append(shown, gateway)
			}
		}
		if wanted != nil && a.Out != nil {
			a.Out["NatGateways"], a.Mended = shown, true
		}
	}, nil
}
