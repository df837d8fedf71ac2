// Ways out of a network and what stands in them: NAT gateways and their addresses, endpoints, ACLs, flow logs.

package corpus

import (
	"time"

	"traillab/analyze/trail/dialect"
)

func natIn(w *world, by *actor, nat, subnet, vpc, allocation string, at time.Time) step {
	token := string(appendUUID(nil, w.dice.throw(), w.dice.throw()))
	return step{
		name: "CreateNatGateway", source: "ec2", by: by,
		request: dialect.Of("connectivityType", "public", "allocationId", allocation, "subnetId", subnet, "clientToken", token, "tagSpecification", list(dialect.Of("resourceType", "natgateway", "tag", w.named("egress")))),
		response: dialect.Of("natGateway", dialect.Of("connectivityType", "public", "subnetId", subnet, "tagSet", w.named("egress"),
			"natGatewayAddressSet", list(dialect.Of("isPrimary", "true", "allocationId", allocation, "status", "associating")),
			"createTime", moment(at), "vpcId", vpc, "natGatewayId", nat, "state", "pending"), "clientToken", token),
	}
}

// endpointIn makes a gateway endpoint of s3 or dynamodb.
func endpointIn(w *world, by *actor, endpoint, vpc, table, to string, at time.Time) step {
	service := "com.amazonaws." + w.region + "." + to
	return step{
		name: "CreateVpcEndpoint", source: "ec2", by: by,
		request: dialect.Of("vpcId", vpc, "serviceName", service, "vpcEndpointType", "Gateway", "routeTableId", dialect.Texts(table)),
		response: dialect.Of("vpcEndpoint", dialect.Of("vpcEndpointId", endpoint, "vpcEndpointType", "Gateway", "state", "available", "vpcId", vpc, "serviceName", service,
			"routeTableIdSet", dialect.Texts(table), "subnetIdSet", dialect.List{}, "groupSet", dialect.List{}, "networkInterfaceIdSet", dialect.List{},
			"creationTimestamp", moment(at), "ownerId", w.account)),
	}
}

func mapAddress(by *actor, allocation, association, card string) step {
	return step{
		name: "AssociateAddress", source: "ec2", by: by, request: dialect.Of("allocationId", allocation, "networkInterfaceId", card, "allowReassociation", "false"),
		response: dialect.Of("return", "true", "associationId", association),
	}
}

func unmapAddress(by *actor, association, card string) step {
	return simple(by, "DisassociateAddress", "associationId", association).cut("address/interface", association, card, "done")
}

func releaseAddress(w *world, by *actor, allocation string) step {
	return step{
		name: "ReleaseAddress", source: "ec2", by: by, request: dialect.Of("allocationId", allocation, "networkBorderGroup", w.region), response: ok,
	}.cut("address/account", allocation, w.account, "done")
}

// flowLogs starts to log the flows of a VPC, and endFlowLogs ends that.
func flowLogs(w *world, by *actor, vpc, id string) step {
	return step{
		name: "CreateFlowLogs", source: "ec2", by: by,
		request: dialect.Of("resourceId", dialect.Texts(vpc), "maxAggregationInterval", "600", "resourceType", "VPC", "logDestination", "arn:aws:logs:"+w.region+":"+w.account+":log-group:/vpc/flow",
			"deliverLogsPermissionArn", "arn:aws:iam::"+w.account+":role/flow-logs", "logDestinationType", "cloud-watch-logs", "trafficType", "REJECT"),
		response: dialect.Of("clientToken", string(w.dice.appendFrom(nil, base64, 43))+"=", "unsuccessful", dialect.List{}, "flowLogIdSet", dialect.Texts(id)),
	}
}

func endFlowLogs(by *actor, id string) step {
	return step{name: "DeleteFlowLogs", source: "ec2", by: by, request: dialect.Of("flowLogId", dialect.Texts(id)), response: dialect.Of("unsuccessful", dialect.List{})}
}

func createACL(w *world, by *actor, acl, vpc, name string) step {
	denied := func(egress string) dialect.Object {
		return dialect.Of("ruleNumber", "32767", "aclProtocol", "-1", "ruleAction", "deny", "egress", egress, "icmpTypeCode", dialect.List{}, "portRange", dialect.List{}, "cidrBlock", "0.0.0.0/0")
	}
	return step{
		name: "CreateNetworkAcl", source: "ec2", by: by, request: dialect.Of("vpcId", vpc, "tagSpecificationSet", w.tags("network-acl", name)),
		response: dialect.Of("networkAcl", dialect.Of("networkAclId", acl, "vpcId", vpc, "ownerId", w.account, "default", "false", "entrySet", list(denied("true"), denied("false")),
			"associationSet", dialect.List{}, "tagSet", w.named(name))),
	}
}

// entry adds a rule for everything to an ACL.
func entry(by *actor, acl, number, egress, action string) step {
	s := step{
		name: "CreateNetworkAclEntry", source: "ec2", by: by, response: ok,
		request: dialect.Of("networkAclId", acl, "ruleNumber", number, "egress", egress, "ruleAction", action, "icmpTypeCode", dialect.List{}, "portRange", dialect.List{}, "aclProtocol", "-1", "cidrBlock", "0.0.0.0/0"),
	}
	if action == "deny" {
		s = s.cut("cidr/network-acl", "0.0.0.0/0", acl, "done")
	}
	return s
}

// follow has the subnet of an association follow another ACL; the association gets another id.
func follow(by *actor, association, acl, successor string) step {
	return step{
		name: "ReplaceNetworkAclAssociation", source: "ec2", by: by, request: dialect.Of("associationId", association, "networkAclId", acl),
		response: dialect.Of("newAssociationId", successor),
	}.cut("network-acl/subnet", association, "", "done")
}

func deleteACL(by *actor, acl string) step {
	return simple(by, "DeleteNetworkAcl", "networkAclId", acl)
}
