// Elastic IPs and NAT gateways: who holds an address, and who may take it.

package cloudtest

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

const forbidden = "You do not have permission to access the specified resource."

func addresses(x *trial) {
	n := x.network()
	lone := x.vpc("10.5.0.0/16")
	inland := *x.launch(x.subnet(lone, "10.5.1.0/24"), false).InstanceId
	one, two := *x.launch(n.public, false).InstanceId, *x.launch(n.public, false).InstanceId
	eip := x.allocate()
	refused(x.on("no gateway"), "Gateway.NotAttached", "Network "+lone+" is not attached to any internet gateway", x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &inland})
	same(x, "nobody holds it", text(x.address(*eip.AllocationId).AssociationId), "")
	does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &one})
	same(x, "the instance shows the Elastic IP", text(x.instance(one).PublicIpAddress), *eip.PublicIp)
	refused(x.on("not to be taken"), "Resource.AlreadyAssociated", *eip.AllocationId+" is already associated with associate-id", x.ec2.AssociateAddress,
		&ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &two, AllowReassociation: new(false)})
	same(x, "the first still holds it", text(x.address(*eip.AllocationId).InstanceId), one)
	bond := does(x.on("taken"), x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &two}).AssociationId
	same(x, "the second holds it now", text(x.address(*eip.AllocationId).InstanceId), two)
	same(x, "the first holds it no more", text(x.instance(one).PublicIpAddress), "")
	refused(x.on("mapped"), "InvalidIPAddress.InUse", "", x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	does(x, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})
	refused(x.on("ended"), "InvalidAssociationID.NotFound", "", x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})
	does(x, x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	refused(x.on("released"), "InvalidAllocationID.NotFound", "", x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	x.terminate(one, two, inland)
}

// displaced: an Elastic IP takes the place of the one that a holder had.
func displaced(x *trial) {
	n := x.network()
	machine := *x.launch(n.public, false).InstanceId
	one, two := x.allocate().AllocationId, x.allocate().AllocationId
	face := does(x, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.public}).NetworkInterface.NetworkInterfaceId
	does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: one, InstanceId: &machine})
	does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: one, NetworkInterfaceId: face})
	same(x, "the interface holds it now", text(x.address(*one).NetworkInterfaceId), *face)
	does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: two, NetworkInterfaceId: face})
	same(x, "the interface holds the second", text(x.address(*two).NetworkInterfaceId), *face)
	same(x, "the interface holds the first no more", text(x.address(*one).NetworkInterfaceId), "")
	does(x.on("displaced"), x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: one})
	attach := &ec2.AttachNetworkInterfaceInput{NetworkInterfaceId: face, InstanceId: &machine, DeviceIndex: new(int32(1))}
	does(x, x.ec2.AttachNetworkInterface, attach)
	attach.DeviceIndex = new(int32(2))
	refused(x.on("attached"), "InvalidNetworkInterface.InUse", "", x.ec2.AttachNetworkInterface, attach)
}

// returns: an instance that was launched with a public address gets another one when an Elastic IP is taken off it.
func returns(x *trial) {
	n := x.network()
	machine := *x.launch(n.public, true).InstanceId
	eip := x.allocate()
	bond := does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &machine}).AssociationId
	same(x, "the Elastic IP takes the place of the public address", text(x.instance(machine).PublicIpAddress), *eip.PublicIp)
	does(x, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})
	now := text(x.instance(machine).PublicIpAddress)
	x.holds("another public address in the place of the Elastic IP", now != "" && now != *eip.PublicIp, now)
	x.stays(n, "public address that came back")
	x.terminate(machine)
}

// addressesOfNAT: what a NAT gateway holds nobody takes from it.
func addressesOfNAT(x *trial) {
	n := x.network()
	eip := x.allocate()
	nat := does(x, x.ec2.CreateNatGateway, &ec2.CreateNatGatewayInput{SubnetId: &n.public, AllocationId: eip.AllocationId}).NatGateway
	x.becomes(*nat.NatGatewayId, types.NatGatewayStateAvailable)
	held := x.address(*eip.AllocationId)
	x.holds("the NAT gateway holds its address", text(held.AssociationId) != "", held)
	machine := *x.launch(n.public, false).InstanceId
	refused(x.on("of a NAT gateway"), "AuthFailure", forbidden, x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	refused(x.on("of a NAT gateway"), "AuthFailure", forbidden, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: held.AssociationId})
	refused(x.on("of a NAT gateway"), "AuthFailure", forbidden, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &machine})
	same(x, "the NAT gateway still holds its address", text(x.address(*eip.AllocationId).AssociationId), text(held.AssociationId))
	does(x, x.ec2.DeleteNatGateway, &ec2.DeleteNatGatewayInput{NatGatewayId: nat.NatGatewayId})
	x.becomes(*nat.NatGatewayId, types.NatGatewayStateDeleted)
	same(x, "nobody holds the address of a NAT gateway that is gone", text(x.address(*eip.AllocationId).AssociationId), "")
	does(x.on("of a NAT gateway that is gone"), x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	x.terminate(machine)
	does(x.on("nothing left in it"), x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &n.public})
}

// becomes waits until a NAT gateway is in a state.
func (x *trial) becomes(nat string, state types.NatGatewayState) {
	x.Helper()
	var found []types.NatGateway
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		found = does(x, x.ec2.DescribeNatGateways, &ec2.DescribeNatGatewaysInput{NatGatewayIds: []string{nat}}).NatGateways
		if len(found) == 1 && found[0].State == state || len(found) == 0 && state == types.NatGatewayStateDeleted {
			return
		}
	}
	x.holds("NAT gateway "+string(state), false, found)
}

// faces: a public address that AWS gave can be taken and given on a running instance.
func faces(x *trial) {
	n := x.network()
	machine := x.launch(n.public, true)
	face := x.instance(*machine.InstanceId).NetworkInterfaces[0].NetworkInterfaceId
	turn := func(on bool) {
		does(x, x.ec2.ModifyNetworkInterfaceAttribute, &ec2.ModifyNetworkInterfaceAttributeInput{NetworkInterfaceId: face, AssociatePublicIpAddress: &on})
	}
	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc}
	turn(false)
	same(x, "public address taken", text(x.instance(*machine.InstanceId).PublicIpAddress), "")
	does(x.on("public address taken"), x.ec2.DetachInternetGateway, detach)
	x.attach(n.gateway, n.vpc)
	turn(true)
	x.holds("public address given", text(x.instance(*machine.InstanceId).PublicIpAddress) != "", x.instance(*machine.InstanceId))
	x.stays(n, "public address given")
	does(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{*machine.InstanceId}})
	same(x, "no public address while stopped", text(x.instance(*machine.InstanceId).PublicIpAddress), "")
	does(x.on("instance stopped"), x.ec2.DetachInternetGateway, detach)
	x.terminate(*machine.InstanceId)
}
