// Dependencies: what cannot be deleted while something hangs on it, and what overlaps.

package cloudtest

import (
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
)

func dependencies(x *trial) {
	n := x.network()
	machine := x.launch(n.public, false)
	holds := func(what, id string) string {
		return "The " + what + " '" + id + "' has dependencies and cannot be deleted."
	}
	refused(x.on("with subnets"), "DependencyViolation", holds("vpc", n.vpc), x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &n.vpc})
	refused(x.on("with an instance"), "DependencyViolation", holds("subnet", n.public), x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &n.public})
	refused(x.on("of an instance"), "InvalidParameterValue", "is currently in use", x.ec2.DeleteNetworkInterface,
		&ec2.DeleteNetworkInterfaceInput{NetworkInterfaceId: machine.NetworkInterfaces[0].NetworkInterfaceId})
	acl := does(x, x.ec2.DescribeNetworkAcls, &ec2.DescribeNetworkAclsInput{Filters: append(by("vpc-id", n.vpc), by("default", "true")...)}).NetworkAcls[0]
	refused(x.on("default"), "InvalidParameterValue", "cannot delete default network ACL "+*acl.NetworkAclId, x.ec2.DeleteNetworkAcl, &ec2.DeleteNetworkAclInput{NetworkAclId: acl.NetworkAclId})
	own := does(x, x.ec2.CreateNetworkAcl, &ec2.CreateNetworkAclInput{VpcId: &n.vpc}).NetworkAcl.NetworkAclId
	for _, a := range acl.Associations {
		if *a.SubnetId == n.private {
			does(x, x.ec2.ReplaceNetworkAclAssociation, &ec2.ReplaceNetworkAclAssociationInput{AssociationId: a.NetworkAclAssociationId, NetworkAclId: own})
		}
	}
	refused(x.on("of a subnet"), "DependencyViolation", "'"+*own+"' has dependencies and cannot be deleted", x.ec2.DeleteNetworkAcl, &ec2.DeleteNetworkAclInput{NetworkAclId: own})
	group := does(x, x.ec2.DescribeSecurityGroups, &ec2.DescribeSecurityGroupsInput{Filters: append(by("vpc-id", n.vpc), by("group-name", "default")...)}).SecurityGroups[0].GroupId
	refused(x.on("default"), "CannotDelete", "cannot be deleted by a user", x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: group})
	refused(x.on("overlaps"), "InvalidSubnet.Conflict", "", x.ec2.CreateSubnet, &ec2.CreateSubnetInput{VpcId: &n.vpc, CidrBlock: new("10.0.1.128/25")})
	refused(x.on("outside its VPC"), "InvalidSubnet.Range", "", x.ec2.CreateSubnet, &ec2.CreateSubnetInput{VpcId: &n.vpc, CidrBlock: new("10.7.1.0/24")})
	refused(x.on("too wide"), "InvalidVpc.Range", "", x.ec2.CreateVpc, &ec2.CreateVpcInput{CidrBlock: new("10.0.0.0/8")})
	left := does(x, x.ec2.DescribeSubnets, &ec2.DescribeSubnetsInput{Filters: by("vpc-id", n.vpc)}).Subnets
	same(x, "subnets after refusals", len(left), 2)
	same(x, "instance after refusals", x.instance(*machine.InstanceId).State.Name != types.InstanceStateNameTerminated, true)

	x.terminate(*machine.InstanceId)
	does(x.on("nothing left in it"), x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &n.public})
	does(x.on("nothing left in it"), x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &n.private})
	does(x.on("no subnet left"), x.ec2.DeleteNetworkAcl, &ec2.DeleteNetworkAclInput{NetworkAclId: own})
	refused(x.on("with a table"), "DependencyViolation", holds("vpc", n.vpc), x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &n.vpc})
	does(x.on("no subnet left"), x.ec2.DeleteRouteTable, &ec2.DeleteRouteTableInput{RouteTableId: &n.table})
	refused(x.on("with a gateway"), "DependencyViolation", holds("vpc", n.vpc), x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &n.vpc})
	does(x.on("nothing mapped"), x.ec2.DetachInternetGateway, &ec2.DetachInternetGatewayInput{InternetGatewayId: &n.gateway, VpcId: &n.vpc})
	does(x.on("nothing left"), x.ec2.DeleteVpc, &ec2.DeleteVpcInput{VpcId: &n.vpc})
	refused(x.on("gone"), "InvalidVpcID.NotFound", n.vpc, x.ec2.DescribeVpcs, &ec2.DescribeVpcsInput{VpcIds: []string{n.vpc}})
}

// pages: lists longer than a page come by pages, each thing once.
func pages(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	want := map[string]bool{}
	for _, block := range []string{"10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24", "10.0.6.0/24", "10.0.7.0/24"} {
		want[x.subnet(vpc, block)] = true
	}
	seen, count := map[string]int{}, 0
	p := ec2.NewDescribeSubnetsPaginator(x.ec2, &ec2.DescribeSubnetsInput{Filters: by("vpc-id", vpc), MaxResults: new(int32(5))})
	for p.HasMorePages() && count < 20 {
		page, err := p.NextPage(x.ctx)
		if err != nil {
			x.Fatal(err)
		}
		count++
		for _, s := range page.Subnets {
			seen[*s.SubnetId]++
		}
	}
	same(x, "pages of subnets", count, 2)
	for id := range want {
		same(x, "each subnet on one page", seen[id], 1)
	}
}
