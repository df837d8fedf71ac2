// The ground of a network: the calls that make a VPC, its subnets, tables and groups, and those that end them.

package corpus

import (
	"traillab/analyze/trail/dialect"
)

func vpcOf(w *world, by *actor, vpc, cidr, name string) step {
	return step{
		name: "CreateVpc", source: "ec2", by: by,
		request: dialect.Of("cidrBlock", cidr, "instanceTenancy", "default", "amazonProvidedIpv6CidrBlock", "false", "tagSpecificationSet", w.tags("vpc", name)),
		response: dialect.Of("vpc", dialect.Of("vpcId", vpc, "state", "pending", "ownerId", w.account, "cidrBlock", cidr,
			"cidrBlockAssociationSet", list(dialect.Of("cidrBlock", cidr, "associationId", w.id("vpc-cidr-assoc"), "cidrBlockState", dialect.Of("state", "associated"))),
			"ipv6CidrBlockAssociationSet", dialect.List{}, "dhcpOptionsId", w.id("dopt"), "instanceTenancy", "default", "tagSet", w.named(name), "isDefault", "false")),
	}
}

func tableOf(w *world, by *actor, table, vpc, local string) step {
	return step{
		name: "CreateRouteTable", source: "ec2", by: by, request: dialect.Of("vpcId", vpc, "tagSpecificationSet", w.tags("route-table", "main")),
		response: dialect.Of("routeTable", dialect.Of("routeTableId", table, "vpcId", vpc, "ownerId", w.account,
			"routeSet", list(dialect.Of("destinationCidrBlock", local, "gatewayId", "local", "state", "active", "origin", "CreateRouteTable")),
			"associationSet", dialect.List{}, "propagatingVgwSet", dialect.List{}, "tagSet", w.named("main"))),
	}
}

func associateTable(by *actor, table, subnet, association string) step {
	return step{
		name: "AssociateRouteTable", source: "ec2", by: by, request: dialect.Of("routeTableId", table, "subnetId", subnet),
		response: dialect.Of("associationId", association, "associationState", dialect.Of("state", "associated")),
	}
}

func allocate(w *world, by *actor, allocation, address, name string) step {
	return step{
		name: "AllocateAddress", source: "ec2", by: by, request: dialect.Of("domain", "vpc", "tagSpecificationSet", w.tags("elastic-ip", name)),
		response: dialect.Of("publicIp", address, "domain", "vpc", "allocationId", allocation, "publicIpv4Pool", "amazon", "networkBorderGroup", w.region),
	}
}

func groupOf(w *world, by *actor, group, vpc, name string) step {
	return step{
		name: "CreateSecurityGroup", source: "ec2", by: by,
		request:  dialect.Of("groupName", name, "groupDescription", "Managed by Terraform", "vpcId", vpc, "tagSpecificationSet", w.tags("security-group", name)),
		response: dialect.Of("return", "true", "groupId", group, "tagSet", w.named(name)),
	}
}

func subnetIn(w *world, by *actor, vpc, subnet, cidr, zone, name string) step {
	return step{
		name: "CreateSubnet", source: "ec2", by: by,
		request: dialect.Of("vpcId", vpc, "cidrBlock", cidr, "availabilityZone", w.region+zone, "tagSpecificationSet", w.tags("subnet", name)),
		response: dialect.Of("subnet", dialect.Of("subnetId", subnet, "subnetArn", "arn:aws:ec2:"+w.region+":"+w.account+":subnet/"+subnet, "state", "available", "vpcId", vpc, "cidrBlock", cidr,
			"ipv6CidrBlockAssociationSet", dialect.List{}, "availableIpAddressCount", "251", "availabilityZone", w.region+zone, "ownerId", w.account, "defaultForAz", "false",
			"mapPublicIpOnLaunch", "false", "assignIpv6AddressOnCreation", "false", "tagSet", w.named(name), "ipv6Native", "false")),
	}
}

// simple is an EC2 call that names one thing and changes it or ends it.
func simple(by *actor, name, member, id string) step {
	return step{name: name, source: "ec2", by: by, request: dialect.Of(member, id), response: ok}
}

func deleteVPC(by *actor, vpc string) step { return simple(by, "DeleteVpc", "vpcId", vpc) }

func deleteSubnet(by *actor, subnet string) step {
	return simple(by, "DeleteSubnet", "subnetId", subnet)
}

func deleteGroup(by *actor, group string) step {
	return simple(by, "DeleteSecurityGroup", "groupId", group)
}

// hostnames gives the instances of a VPC public names.
func hostnames(by *actor, vpc string) step {
	s := simple(by, "ModifyVpcAttribute", "vpcId", vpc)
	s.request = append(s.request, dialect.Member{Name: "enableDnsHostnames", Value: dialect.Of("value", "true")})
	return s
}

// mapPublic has the instances that are launched in a subnet from now on get public addresses.
func mapPublic(by *actor, subnet string) step {
	s := simple(by, "ModifySubnetAttribute", "subnetId", subnet)
	s.request = append(s.request, dialect.Member{Name: "mapPublicIpOnLaunch", Value: dialect.Of("value", "true")})
	return s
}

func dissociateTable(by *actor, association, subnet string) step {
	return step{
		name: "DisassociateRouteTable", source: "ec2", by: by, request: dialect.Of("associationId", association),
		response: dialect.Of("associationState", dialect.Of("state", "disassociating"), "return", "true"),
	}.cut("route-table/subnet", association, subnet, "done")
}

// moveTable moves what an association ties to another table; the association gets another id.
func moveTable(by *actor, association, table, successor, subnet string) step {
	return step{
		name: "ReplaceRouteTableAssociation", source: "ec2", by: by, request: dialect.Of("associationId", association, "routeTableId", table),
		response: dialect.Of("newAssociationId", successor, "associationState", dialect.Of("state", "associated")),
	}.cut("route-table/subnet", association, subnet, "done")
}

func deleteTable(by *actor, table, vpc string) step {
	return simple(by, "DeleteRouteTable", "routeTableId", table).cut("route-table/vpc", table, vpc, "done")
}

func routeTo(by *actor, table, destination, kind, target string) step {
	return step{name: "CreateRoute", source: "ec2", by: by, request: dialect.Of("routeTableId", table, "destinationCidrBlock", destination, kind, target), response: ok}
}

// allow lets a peer reach port 443.
func allow(w *world, by *actor, group, peer string) step {
	return step{
		name: "AuthorizeSecurityGroupIngress", source: "ec2", by: by,
		request: dialect.Of("groupId", group, "ipPermissions", list(dialect.Of("ipProtocol", "tcp", "fromPort", "443", "toPort", "443", "groups", dialect.List{},
			"ipRanges", list(dialect.Of("cidrIp", peer, "description", "https")), "ipv6Ranges", dialect.List{}, "prefixListIds", dialect.List{}))),
		response: dialect.Of("return", "true", "securityGroupRuleSet", list(dialect.Of("groupOwnerId", w.account, "groupId", group, "securityGroupRuleId", w.id("sgr"),
			"description", "https", "isEgress", "false", "ipProtocol", "tcp", "fromPort", "443", "toPort", "443", "cidrIpv4", peer))),
	}
}

// closeOutbound takes from a new group the rule that lets everything out, as Terraform does before it adds its own.
func closeOutbound(by *actor, group string) step {
	return step{
		name: "RevokeSecurityGroupEgress", source: "ec2", by: by, response: ok,
		request: dialect.Of("groupId", group, "ipPermissions", list(everything())),
	}.cut("rule/security-group", "-1/0.0.0.0/0", group, "done")
}

// openOutbound adds that rule again.
func openOutbound(w *world, by *actor, group string) step {
	return step{
		name: "AuthorizeSecurityGroupEgress", source: "ec2", by: by,
		request: dialect.Of("groupId", group, "ipPermissions", list(everything())),
		response: dialect.Of("return", "true", "securityGroupRuleSet", list(dialect.Of("groupOwnerId", w.account, "groupId", group, "securityGroupRuleId", w.id("sgr"),
			"isEgress", "true", "ipProtocol", "-1", "fromPort", "-1", "toPort", "-1", "cidrIpv4", "0.0.0.0/0"))),
	}
}

func everything() dialect.Object {
	return dialect.Of("ipProtocol", "-1", "groups", dialect.List{}, "ipRanges", list(dialect.Of("cidrIp", "0.0.0.0/0")), "ipv6Ranges", dialect.List{}, "prefixListIds", dialect.List{})
}

// forbid takes back what allow gave.
func forbid(by *actor, group, peer string) step {
	return step{
		name: "RevokeSecurityGroupIngress", source: "ec2", by: by, response: ok,
		request: dialect.Of("groupId", group, "ipPermissions", list(dialect.Of("ipProtocol", "tcp", "fromPort", "443", "toPort", "443", "groups", dialect.List{},
			"ipRanges", list(dialect.Of("cidrIp", peer)), "ipv6Ranges", dialect.List{}, "prefixListIds", dialect.List{}))),
	}.cut("rule/security-group", "tcp/443-443/"+peer, group, "done")
}
