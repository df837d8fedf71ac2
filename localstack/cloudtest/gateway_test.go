// Internet gateways: attached once, to one VPC, and held there by every mapped address.

package cloudtest

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func gateways(x *trial) {
	vpc, other, igw, second := x.vpc("10.0.0.0/16"), x.vpc("10.1.0.0/16"), x.gateway(), x.gateway()
	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: &igw, VpcId: &vpc}
	attach := &ec2.AttachInternetGatewayInput{InternetGatewayId: &igw, VpcId: &vpc}
	refused(x.on("not attached"), "Gateway.NotAttached", igw+" is not attached to network "+vpc, x.ec2.DetachInternetGateway, detach)
	nobody, nowhere := "igw-0123456789abcdef0", "vpc-0123456789abcdef0"
	refused(x.on("unknown gateway"), "InvalidInternetGatewayID.NotFound", nobody, x.ec2.DetachInternetGateway,
		&ec2.DetachInternetGatewayInput{InternetGatewayId: &nobody, VpcId: &vpc})
	refused(x.on("unknown VPC"), "InvalidVpcID.NotFound", nowhere, x.ec2.AttachInternetGateway,
		&ec2.AttachInternetGatewayInput{InternetGatewayId: &igw, VpcId: &nowhere})
	does(x, x.ec2.AttachInternetGateway, attach)
	refused(x.on("already attached"), "Resource.AlreadyAssociated", igw+" is already attached to network "+vpc, x.ec2.AttachInternetGateway, attach)
	refused(x.on("attached elsewhere"), "Resource.AlreadyAssociated", "", x.ec2.AttachInternetGateway,
		&ec2.AttachInternetGatewayInput{InternetGatewayId: &igw, VpcId: &other})
	refused(x.on("second gateway"), "InvalidParameterValue", "Network "+vpc+" already has an internet gateway attached", x.ec2.AttachInternetGateway,
		&ec2.AttachInternetGatewayInput{InternetGatewayId: &second, VpcId: &vpc})
	same(x, "a refused gateway is attached to nothing", x.attached(second), "")
	same(x, "the gateway stays where it is", x.attached(igw), vpc)
	found := does(x, x.ec2.DescribeInternetGateways, &ec2.DescribeInternetGatewaysInput{Filters: by("attachment.vpc-id", vpc)}).InternetGateways
	x.holds("ec2.DescribeInternetGateways(attachment.vpc-id)", len(found) == 1 && *found[0].InternetGatewayId == igw && found[0].Attachments[0].State == "available", found)
	refused(x.on("wrong VPC"), "Gateway.NotAttached", "", x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &igw, VpcId: &other})
	refused(x.on("attached"), "DependencyViolation", "The internetGateway '"+igw+"' has dependencies and cannot be deleted.", x.ec2.DeleteInternetGateway,
		&ec2.DeleteInternetGatewayInput{InternetGatewayId: &igw})
	refused(x.on("with dependencies"), "DependencyViolation", "", x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &vpc})
	same(x, "still attached", x.attached(igw), vpc)
	does(x, x.ec2.DetachInternetGateway, detach)
	same(x, "attached to nothing after", x.attached(igw), "")
	does(x, x.ec2.DeleteInternetGateway, &ec2.DeleteInternetGatewayInput{InternetGatewayId: &igw})
	refused(x.on("deleted"), "InvalidInternetGatewayID.NotFound", igw, x.ec2.DescribeInternetGateways, &ec2.DescribeInternetGatewaysInput{InternetGatewayIds: []string{igw}})
	does(x, x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &vpc})
}

// stays holds that a gateway cannot be detached because of a mapped address, and that nothing has changed after.
func (x *trial) stays(n network, why string) {
	x.Helper()
	refused(x.on(why), "DependencyViolation", "Network "+n.vpc+" has some mapped public address(es). Please unmap those before detaching the gateway.",
		x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc})
	same(x, "attached after a refusal: "+why, x.attached(n.gateway), n.vpc)
	same(x, "the route after a refusal: "+why, x.routes(n.table)["0.0.0.0/0"], n.gateway+" active")
}

func mapped(x *trial) {
	n := x.network()
	auto := *x.launch(n.public, true).InstanceId
	x.holds("ec2.DescribeInstances(public address)", text(x.instance(auto).PublicIpAddress) != "", x.instance(auto))
	x.stays(n, "instance with a public address")
	x.terminate(auto)
	same(x, "terminated", x.instance(auto).State.Name, types.InstanceStateNameTerminated)
	plain := *x.launch(n.public, false).InstanceId
	same(x, "no public address", text(x.instance(plain).PublicIpAddress), "")
	eip := x.allocate()
	bond := does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: &plain}).AssociationId
	x.stays(n, "Elastic IP on an instance")
	does(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{plain}})
	x.stays(n, "Elastic IP on a stopped instance")
	refused(x.on("mapped"), "InvalidIPAddress.InUse", "", x.ec2.ReleaseAddress, &ec2.ReleaseAddressInput{AllocationId: eip.AllocationId})
	same(x, "the address is still the instance's", text(x.address(*eip.AllocationId).InstanceId), plain)
	does(x, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})

	face := does(x, x.ec2.CreateNetworkInterface, &ec2.CreateNetworkInterfaceInput{SubnetId: &n.public}).NetworkInterface.NetworkInterfaceId
	bond = does(x, x.ec2.AssociateAddress, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, NetworkInterfaceId: face}).AssociationId
	x.stays(n, "Elastic IP on an interface")
	does(x, x.ec2.DisassociateAddress, &ec2.DisassociateAddressInput{AssociationId: bond})

	nat := does(x, x.ec2.CreateNatGateway, &ec2.CreateNatGatewayInput{SubnetId: &n.public, AllocationId: eip.AllocationId}).NatGateway.NatGatewayId
	x.stays(n, "NAT gateway")
	does(x, x.ec2.DeleteNatGateway, &ec2.DeleteNatGatewayInput{NatGatewayId: nat})
	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc}
	refused(x.on("dry run"), "DryRunOperation", "", x.ec2.DetachInternetGateway,
		&ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc, DryRun: new(true)})
	same(x, "attached after a dry run", x.attached(n.gateway), n.vpc)
	does(x.on("nothing mapped any more"), x.ec2.DetachInternetGateway, detach)
	same(x, "the route after a detach", x.routes(n.table)["0.0.0.0/0"], n.gateway+" blackhole")
	x.attach(n.gateway, n.vpc)
	same(x, "the route after an attach", x.routes(n.table)["0.0.0.0/0"], n.gateway+" active")
}
