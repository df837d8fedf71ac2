// An interface that ends, in front of a cloud that leaves addresses mapped to it.

package guard

import (
	"fmt"
	"testing"
)

func TestInterfaceEnds(t *testing.T) {
	l := newLab(t)
	l.holds("DescribeVpcs", "")
	l.cloud.answers["DescribeAddresses"] = map[string]any{"Addresses": []any{
		map[string]any{"AllocationId": "eipalloc-8", "AssociationId": "eipassoc-8", "NetworkInterfaceId": "eni-8"},
		map[string]any{"AllocationId": "eipalloc-9", "AssociationId": "eipassoc-9", "NetworkInterfaceId": "eni-9"},
		map[string]any{"AllocationId": "eipalloc-7"},
	}}
	before := len(l.cloud.calls)
	l.pass("DeleteNetworkInterface NetworkInterfaceId=eni-9", `"Return":true`)
	if got := fmt.Sprint(l.cloud.calls[before:]); got != "[DescribeAddresses DisassociateAddress]" {
		t.Errorf("the cloud was asked %s", got)
	}
}
