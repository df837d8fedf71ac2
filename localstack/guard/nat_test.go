// NAT gateways that fail for want of an internet gateway, in front of a cloud that lets them stand.

package guard

import (
	"fmt"
	"strings"
	"testing"

	"traillab/analyze/topology"
)

// TestFailedNAT: the call goes through, the gateway is shown as failed, its address is free, and the network knows it.
func TestFailedNAT(t *testing.T) {
	const made, shown = `"NatGateway":{"NatGatewayId":"nat-9","State":"available"}`, `{"NatGatewayId":"nat-9","State":"deleted","DeleteTime":"x",` +
		`"NatGatewayAddresses":[{"AllocationId":"eipalloc-1","AssociationId":"eipassoc-9","NetworkInterfaceId":"eni-9","PrivateIp":"10.2.1.4"}]}`
	for _, c := range []struct {
		name, call string
		fails      bool
	}{
		{"without a gateway", "CreateNatGateway SubnetId=subnet-2 AllocationId=eipalloc-1", true},
		{"with one", "CreateNatGateway SubnetId=subnet-1 AllocationId=eipalloc-1", false},
		{"private, without one", "CreateNatGateway SubnetId=subnet-2 ConnectivityType=private", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t)
			l.holds("DescribeVpcs", "")
			l.cloud.answers["DescribeNatGateways"] = map[string]any{"NatGateways": []any{map[string]any{
				"NatGatewayAddresses": []any{map[string]any{"AssociationId": "eipassoc-9", "NetworkInterfaceId": "eni-9"}},
			}}}
			asked := len(l.cloud.calls)
			_, a := l.through(l.call(c.call), made)
			ended := fmt.Sprint(l.cloud.calls[asked:])
			if want := "[DescribeNatGateways DeleteNatGateway DisassociateAddress DeleteNetworkInterface]"; (ended == want) != c.fails || a.Error != nil {
				t.Errorf("answered %v, then asked %s", a.Error, ended)
			}
			h := l.live.History()
			nat := h.Find("nat-9")
			if len(nat) != 1 || !h.State(h.Now()).Stands(nat[0]).Known() || h.State(h.Now()).Stands(nat[0]).Is(topology.None) != c.fails {
				t.Errorf("the network holds %v", nat)
			}
			seen := text(t, l.pass("DescribeNatGateways", `"NatGateways":[`+shown+`]`).Out)
			if failed := strings.Contains(seen, `"FailureCode":"Gateway.NotAttached","FailureMessage":"Network vpc-2 has no Internet gateway attached"`) &&
				strings.Contains(seen, `"State":"failed"`) && !strings.Contains(seen, "eipalloc-1"); failed != c.fails {
				t.Errorf("shown as %s", seen)
			}
			request, a := l.through(l.call(`DescribeNatGateways Filter=[{"Name":"state","Values":["failed"]},{"Name":"vpc-id","Values":["vpc-2"]}]`), `"NatGateways":[`+shown+`,{"NatGatewayId":"nat-3","State":"available"}]`)
			if found, _ := a.Out["NatGateways"].([]any); c.fails && (len(found) != 1 || strings.Contains(text(t, request), "failed")) {
				t.Errorf("%s asked for, %s found", text(t, request), text(t, a.Out))
			}
		})
	}
}

// TestFailedNATIsDeleted: it can be, and a route may lead to it before, nowhere.
func TestFailedNATIsDeleted(t *testing.T) {
	l := newLab(t)
	l.pass("CreateNatGateway SubnetId=subnet-2 AllocationId=eipalloc-1", `"NatGateway":{"NatGatewayId":"nat-9","VpcId":"vpc-2","SubnetId":"subnet-2"}`)
	l.holds("CreateRoute RouteTableId=rtb-main2 DestinationCidrBlock=198.51.100.0/24 NatGatewayId=nat-9", "")
	l.holds("DetachInternetGateway InternetGatewayId=igw-free VpcId=vpc-2", "Gateway.NotAttached resource igw-free is not attached to network vpc-2")
	l.holds("DeleteNatGateway NatGatewayId=nat-9", "")
	l.holds("DeleteNatGateway NatGatewayId=nat-9", "NatGatewayNotFound The Nat Gateway nat-9 was not found")
	for _, c := range l.live.History().Conflicts {
		if c.Thing.ID == "nat-9" {
			t.Errorf("%+v", c)
		}
	}
}
