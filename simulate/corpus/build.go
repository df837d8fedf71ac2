// More of the ordinary life of a network: what is built once and changed now and then, in every dialect.

package corpus

import (
	"fmt"
	"strconv"
	"time"

	"traillab/analyze/trail/dialect"
)

func createSubnet(w *world, _ time.Time) step {
	return subnetIn(w, w.builder(), w.id("vpc"), w.id("subnet"), fmt.Sprintf("10.%d.%d.0/24", 10+w.dice.upTo(3), w.dice.upTo(200)), "a", "private")
}

func subnetIn(w *world, by *actor, vpc, subnet, cidr, zone, name string) step {
	return step{
		name: "CreateSubnet", source: "ec2", by: by,
		request: dialect.Of("vpcId", vpc, "cidrBlock", cidr, "availabilityZone", w.region+zone, "tagSpecificationSet", tags("subnet", name)),
		response: dialect.Of("subnet", dialect.Of("subnetId", subnet, "subnetArn", "arn:aws:ec2:"+w.region+":"+w.account+":subnet/"+subnet, "state", "available", "vpcId", vpc, "cidrBlock", cidr,
			"ipv6CidrBlockAssociationSet", dialect.List{}, "availableIpAddressCount", "251", "availabilityZone", w.region+zone, "ownerId", w.account, "defaultForAz", "false",
			"mapPublicIpOnLaunch", "false", "assignIpv6AddressOnCreation", "false", "tagSet", named(name), "ipv6Native", "false")),
	}
}

func createNatGateway(w *world, at time.Time) step {
	return natIn(w, w.builder(), w.id("nat"), w.id("subnet"), w.id("vpc"), w.id("eipalloc"), at)
}

func natIn(w *world, by *actor, nat, subnet, vpc, allocation string, at time.Time) step {
	token := string(appendUUID(nil, w.dice.throw(), w.dice.throw()))
	return step{
		name: "CreateNatGateway", source: "ec2", by: by,
		request: dialect.Of("connectivityType", "public", "allocationId", allocation, "subnetId", subnet, "clientToken", token, "tagSpecification", list(dialect.Of("resourceType", "natgateway", "tag", named("egress")))),
		response: dialect.Of("natGateway", dialect.Of("connectivityType", "public", "subnetId", subnet, "tagSet", named("egress"),
			"natGatewayAddressSet", list(dialect.Of("isPrimary", "true", "allocationId", allocation, "status", "associating")),
			"createTime", moment(at), "vpcId", vpc, "natGatewayId", nat, "state", "pending"), "clientToken", token),
	}
}

func createFlowLogs(w *world, _ time.Time) step {
	group := "arn:aws:logs:" + w.region + ":" + w.account + ":log-group:/vpc/flow"
	return step{
		name: "CreateFlowLogs", source: "ec2", by: w.builder(),
		request: dialect.Of("resourceId", dialect.Texts(w.id("vpc")), "maxAggregationInterval", "600", "resourceType", "VPC", "logDestination", group,
			"deliverLogsPermissionArn", "arn:aws:iam::"+w.account+":role/flow-logs", "logDestinationType", "cloud-watch-logs", "trafficType", "REJECT"),
		response: dialect.Of("clientToken", string(w.dice.appendFrom(nil, base64, 43))+"=", "unsuccessful", dialect.List{}, "flowLogIdSet", dialect.Texts(w.id("fl"))),
	}
}

func createEndpoint(w *world, at time.Time) step {
	return endpointIn(w, w.builder(), w.id("vpce"), w.id("vpc"), w.id("rtb"), at)
}

func endpointIn(w *world, by *actor, endpoint, vpc, table string, at time.Time) step {
	service := "com.amazonaws." + w.region + ".s3"
	return step{
		name: "CreateVpcEndpoint", source: "ec2", by: by,
		request: dialect.Of("vpcId", vpc, "serviceName", service, "vpcEndpointType", "Gateway", "routeTableId", dialect.Texts(table)),
		response: dialect.Of("vpcEndpoint", dialect.Of("vpcEndpointId", endpoint, "vpcEndpointType", "Gateway", "state", "available", "vpcId", vpc, "serviceName", service,
			"routeTableIdSet", dialect.Texts(table), "subnetIdSet", dialect.List{}, "groupSet", dialect.List{}, "networkInterfaceIdSet", dialect.List{},
			"creationTimestamp", moment(at), "ownerId", w.account)),
	}
}

func allowEntry(w *world, _ time.Time) step {
	return step{
		name: "CreateNetworkAclEntry", source: "ec2", by: w.builder(),
		request: dialect.Of("networkAclId", w.id("acl"), "ruleNumber", strconv.Itoa(100*w.dice.between(1, 9)), "egress", "false", "ruleAction", "allow", "icmpTypeCode", dialect.List{},
			"portRange", dialect.Of("from", "443", "to", "443"), "aclProtocol", "6", "cidrBlock", "10.0.0.0/8"),
		response: ok,
	}
}

func modifyInstance(w *world, _ time.Time) step {
	return step{name: "ModifyInstanceAttribute", source: "ec2", by: w.builder(), request: dialect.Of("instanceId", w.id("i"), "disableApiTermination", dialect.Of("value", "false")), response: ok}
}

func setCapacity(w *world, _ time.Time) step {
	return step{
		name: "SetDesiredCapacity", source: "autoscaling", by: w.builder(),
		request: dialect.Of("autoScalingGroupName", "prod-main-workers", "desiredCapacity", strconv.Itoa(w.dice.between(2, 40)), "honorCooldown", "false"),
	}
}

func modifyDatabase(w *world, _ time.Time) step {
	return step{
		name: "ModifyDBInstance", source: "rds", by: w.builder(),
		request: dialect.Of("dBInstanceIdentifier", "orders-db", "backupRetentionPeriod", "14", "applyImmediately", "false", "allowMajorVersionUpgrade", "false"),
		response: dialect.Of("dBInstanceIdentifier", "orders-db", "dBInstanceClass", "db.r6g.large", "engine", "postgres", "dBInstanceStatus", "available", "publiclyAccessible", "false",
			"vpcSecurityGroups", list(dialect.Of("vpcSecurityGroupId", w.id("sg"), "status", "active")), "dBSubnetGroup", dialect.Of("dBSubnetGroupName", "data", "vpcId", w.id("vpc"))),
	}
}

func configureFunction(w *world, _ time.Time) step {
	subnets, groups := dialect.Texts(w.id("subnet"), w.id("subnet")), dialect.Texts(w.id("sg"))
	return step{
		name: "UpdateFunctionConfiguration20150331v2", source: "lambda", by: w.builder(),
		request:  dialect.Of("functionName", "orders-api", "timeout", "30", "vpcConfig", dialect.Of("subnetIds", subnets, "securityGroupIds", groups)),
		response: dialect.Of("functionName", "orders-api", "runtime", "python3.12", "timeout", "30", "vpcConfig", dialect.Of("subnetIds", subnets, "securityGroupIds", groups, "vpcId", w.id("vpc")), "state", "Active", "lastUpdateStatus", "InProgress"),
	}
}

func registerTargets(w *world, _ time.Time) step {
	return step{
		name: "RegisterTargets", source: "elasticloadbalancing", by: w.builder(),
		request: dialect.Of("targetGroupArn", w.targetGroup(), "targets", list(dialect.Of("id", w.id("i"), "port", "8080"))),
	}
}

func (w *world) targetGroup() string {
	return "arn:aws:elasticloadbalancing:" + w.region + ":" + w.account + ":targetgroup/prod-main/50dc6c495c0c9188"
}

func attachPolicy(w *world, _ time.Time) step {
	return step{
		name: "AttachRolePolicy", source: "iam", by: w.builder(),
		request: dialect.Of("roleName", pick(w.dice, w.cast.functions).name, "policyArn", "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"),
	}
}

func createRoute(w *world, _ time.Time) step {
	return routeTo(w.builder(), w.id("rtb"), fmt.Sprintf("10.%d.0.0/16", 40+w.dice.upTo(100)), "vpcPeeringConnectionId", w.id("pcx"))
}

func routeTo(by *actor, table, destination, kind, target string) step {
	return step{name: "CreateRoute", source: "ec2", by: by, request: dialect.Of("routeTableId", table, "destinationCidrBlock", destination, kind, target), response: ok}
}
