// What lies in a network: instances and their interfaces, endpoints, load balancers, databases, functions.

package baseline

import (
	"strings"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

func readReservation(s *sheet, o dialect.Object) {
	for _, i := range objects(o, "instances") {
		readInstance(s, i)
	}
}

func readInstance(s *sheet, o dialect.Object) {
	id, state := o.First("instanceId"), o.First("state.name")
	if s.over(topology.Instance, id, state) {
		return
	}
	s.stands(topology.Instance, id, o)
	s.in(topology.Instance, id, topology.InVPC, topology.VPC, o.First("vpcId"))
	s.in(topology.Instance, id, topology.InSubnet, topology.Subnet, o.First("subnetId"))
	running := state == "running" || state == "pending"
	if running {
		s.say(topology.Instance, id, topology.Condition, "", "running")
	} else if state == "stopped" || state == "stopping" {
		s.say(topology.Instance, id, topology.Condition, "", "stopped")
	}
	s.say(topology.Instance, id, topology.Profile, "", o.First("iamInstanceProfile.arn"))
	interfaces := objects(o, "networkInterfaces")
	for _, i := range interfaces {
		s.plugged(i, id)
		s.auto(i, running, len(interfaces))
	}
	if len(interfaces) > 0 {
		s.yes(topology.Instance, id, topology.Whole, "")
	}
}

func readInterface(s *sheet, o dialect.Object) {
	instance := o.First("attachment.instanceId")
	s.plugged(o, instance)
	if ip := o.First("association.publicIp"); instance == "" && ip == "" {
		s.say(topology.Interface, o.First("networkInterfaceId"), topology.AutoPublic, "", "")
	} else if fromAmazon(o) && instance != "" {
		s.yes(topology.Interface, o.First("networkInterfaceId"), topology.AutoPublic, "")
	}
}

// plugged says where an interface lies and to what it is attached.
func (s *sheet) plugged(o dialect.Object, instance string) {
	id := o.First("networkInterfaceId")
	s.stands(topology.Interface, id, o)
	s.in(topology.Interface, id, topology.InVPC, topology.VPC, o.First("vpcId"))
	s.in(topology.Interface, id, topology.InSubnet, topology.Subnet, o.First("subnetId"))
	if instance == "" {
		s.say(topology.Interface, id, topology.AttachedTo, "", "")
	} else {
		s.in(topology.Interface, id, topology.AttachedTo, topology.Instance, instance)
		s.flag(topology.Interface, id, topology.Primary, o.First("attachment.deviceIndex") == "0")
		s.told(topology.Interface, id, topology.DiesWith, o.First("attachment.deleteOnTermination"))
		s.in(topology.Attachment, o.First("attachment.attachmentId"), topology.Of, topology.Interface, id)
	}
	for _, ip := range o.All("privateIpAddresses.privateIpAddress") {
		s.yes(topology.Interface, id, topology.PrivateIP, ip)
	}
	if ip := o.First("privateIpAddress"); ip != "" && o.Get("privateIpAddresses") == nil {
		s.yes(topology.Interface, id, topology.PrivateIP, ip)
	}
	for _, ip := range append(o.All("ipv6Addresses.ipv6Address"), o.All("ipv6Prefixes.ipv6Prefix")...) {
		s.yes(topology.Interface, id, topology.V6, ip)
	}
	s.told(topology.Interface, id, topology.Check, o.First("sourceDestCheck"))
	if kind := o.First("interfaceType"); kind != "" {
		s.say(topology.Interface, id, topology.Type, "", kind)
	}
	if managed := o.First("requesterManaged"); managed != "" {
		owner := ""
		if managed == "true" {
			owner = either(o.First("requesterId"), "aws")
		}
		s.say(topology.Interface, id, topology.Requester, "", owner)
	}
	s.groups(topology.Interface, id, o.All("groups.groupId"))
	s.yes(topology.Interface, id, topology.Whole, "")
}

// fromAmazon reports whether an interface has a public address that AWS gave it by itself.
func fromAmazon(o dialect.Object) bool {
	return o.First("association.publicIp") != "" && o.First("association.ipOwnerId") == "amazon"
}

// auto says whether an interface of an instance gets a public address by itself. One that is running, has no other and has
// none at all does not; behind an Elastic IP, and while it is stopped, that cannot be seen.
func (s *sheet) auto(o dialect.Object, running bool, many int) {
	id := o.First("networkInterfaceId")
	switch {
	case fromAmazon(o):
		s.yes(topology.Interface, id, topology.AutoPublic, "")
	case running && many == 1 && o.First("association.publicIp") == "":
		s.say(topology.Interface, id, topology.AutoPublic, "", "")
	}
}

func readEndpoint(s *sheet, o dialect.Object) {
	id := o.First("vpcEndpointId")
	if s.over(topology.Endpoint, id, o.First("state")) {
		return
	}
	s.stands(topology.Endpoint, id, o)
	s.in(topology.Endpoint, id, topology.InVPC, topology.VPC, o.First("vpcId"))
	if name := o.First("serviceName"); name != "" {
		s.say(topology.Endpoint, id, topology.Service, "", name)
	}
	s.say(topology.Endpoint, id, topology.Type, "", either(o.First("vpcEndpointType"), "Gateway"))
	s.told(topology.Endpoint, id, topology.PrivateDNS, o.First("privateDnsEnabled"))
	if policy := o.First("policyDocument"); policy != "" {
		s.flag(topology.Endpoint, id, topology.Policy, !dialect.FullAccess(policy))
	}
	for _, table := range o.All("routeTableIds") {
		s.yes(topology.Endpoint, id, topology.InTable, table)
	}
	s.liesIn(topology.Endpoint, id, o.All("subnetIds"))
	s.groups(topology.Endpoint, id, o.All("groups.groupId"))
	s.yes(topology.Endpoint, id, topology.Whole, "")
}

// readBalancer reads a load balancer, of the present by its ARN, a classic one by its name.
func readBalancer(s *sheet, o dialect.Object) {
	arn := o.First("loadBalancerArn")
	id := either(arn, o.First("loadBalancerName"))
	if s.over(topology.Balancer, id, o.First("state.code")) {
		return
	}
	s.stands(topology.Balancer, id, o)
	s.say(topology.Balancer, id, topology.Name, "", o.First("loadBalancerName"))
	kind := o.First("type")
	if arn == "" {
		kind = "classic"
	}
	s.say(topology.Balancer, id, topology.Type, "", either(kind, "application"))
	s.flag(topology.Balancer, id, topology.Private, o.First("scheme") == "internal")
	s.in(topology.Balancer, id, topology.InVPC, topology.VPC, either(o.First("vpcId"), o.First("vPCId")))
	s.liesIn(topology.Balancer, id, append(o.All("availabilityZones.subnetId"), o.All("subnets")...))
	s.groups(topology.Balancer, id, o.All("securityGroups"))
	for _, allocation := range o.All("availabilityZones.loadBalancerAddresses.allocationId") {
		s.in(topology.Address, allocation, topology.Holder, topology.Balancer, id)
	}
	if kind := o.First("ipAddressType"); kind != "" {
		six := ""
		if strings.HasPrefix(kind, "dualstack") {
			six = yes
		}
		s.say(topology.Balancer, id, topology.V6, "dualstack", six)
	}
	s.yes(topology.Balancer, id, topology.Whole, "")
}

func readDatabase(s *sheet, o dialect.Object) {
	id := strings.ToLower(o.First("dBInstanceIdentifier"))
	s.stands(topology.Database, id, o)
	switch o.First("dBInstanceStatus") {
	case "available", "backing-up", "modifying", "storage-optimization":
		s.say(topology.Database, id, topology.Condition, "", "running")
	case "stopped":
		s.say(topology.Database, id, topology.Condition, "", "stopped")
	}
	if open := o.First("publiclyAccessible"); open != "" {
		s.flag(topology.Database, id, topology.Private, open == "false")
	}
	s.in(topology.Database, id, topology.InVPC, topology.VPC, o.First("dBSubnetGroup.vpcId"))
	if name := o.First("dBSubnetGroup.dBSubnetGroupName"); name != "" {
		s.say(topology.Database, id, topology.SubnetGroup, "", strings.ToLower(name))
	}
	s.liesIn(topology.Database, id, o.All("dBSubnetGroup.subnets.subnetIdentifier"))
	var groups []string
	for _, g := range objects(o, "vpcSecurityGroups") {
		if g.First("status") != "removing" {
			groups = append(groups, g.All("vpcSecurityGroupId")...)
		}
	}
	s.groups(topology.Database, id, groups)
	s.yes(topology.Database, id, topology.Whole, "")
}

func readFunction(s *sheet, o dialect.Object) {
	id := o.First("functionName")
	s.stands(topology.Function, id, o)
	s.say(topology.Function, id, topology.Profile, "", o.First("role"))
	s.liesIn(topology.Function, id, o.All("vpcConfig.subnetIds"))
	s.groups(topology.Function, id, o.All("vpcConfig.securityGroupIds"))
	if vpc := o.First("vpcConfig.vpcId"); vpc != "" {
		s.in(topology.Function, id, topology.InVPC, topology.VPC, vpc)
	} else if len(o.All("vpcConfig.subnetIds")) == 0 {
		s.say(topology.Function, id, topology.InVPC, "", "")
	}
	s.yes(topology.Function, id, topology.Whole, "")
}

// readProfile reads which profile an instance has.
func readProfile(s *sheet, o dialect.Object) {
	if state := o.First("state"); state != "associated" && state != "associating" {
		return
	}
	instance := o.First("instanceId")
	s.say(topology.Instance, instance, topology.Profile, "", o.First("iamInstanceProfile.arn"))
	s.in(topology.Association, o.First("associationId"), topology.Of, topology.Instance, instance)
}
