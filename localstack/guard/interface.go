// Interfaces that end: the addresses that were mapped to them are free again. Clouds forget all but the last one that was mapped.

package guard

import (
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// freeInterface frees the Elastic IPs of an interface that is deleted.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
func freeInterface(q *asked) (func(*exchange.Answer), *wire.Error) {
	id := q.text("NetworkInterfaceId")
	return func(a *exchange.Answer) {
		if a.Error != nil || id == "" {
			return
		}
		out, err := q.cloud.Do(q.ctx, q.Region, ec2, "DescribeAddresses", nil)
		if err != nil {
			return // what is mapped cannot be told, and the call went through
		}
		for address := range wire.Each(out["Addresses"]) {
			bond := wire.Text(address, "AssociationId")
			if bond == "" || wire.Text(address, "NetworkInterfaceId") != id {
				continue
			}
			_, _ = q.cloud.Do(q.ctx, q.Region, ec2, "DisassociateAddress", map[string]any{"AssociationId": bond}) // one that does it by itself has done it
		}
	}, nil
}
