// NAT gateways: what they hold of their own ends with them.

package guard

import (
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
	}, nil
}
