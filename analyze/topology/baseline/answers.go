// The answers that are read, by the member that holds their objects, and the types of AWS Config that are like them.

package baseline

import (
	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// answer is how the objects of one kind are read. Answers of a lower rank are read first.
type answer struct {
	kind topology.Kind
	rank int
	read func(*sheet, dialect.Object)
}

// answers are known by the member that holds their objects, its first letter made small.
var answers = map[string]answer{
	"vpcs":                           {topology.VPC, 0, readVPC},
	"subnets":                        {topology.Subnet, 1, readSubnet},
	"natGateways":                    {topology.NATGateway, 1, readNAT},
	"internetGateways":               {topology.InternetGateway, 1, readInternetGateway},
	"egressOnlyInternetGateways":     {topology.EgressGateway, 1, readEgressGateway},
	"vpnGateways":                    {topology.VPNGateway, 1, readVPNGateway},
	"routeTables":                    {topology.RouteTable, 2, readTable},
	"addresses":                      {topology.Address, 2, readAddress},
	"reservations":                   {topology.Instance, 2, readReservation},
	"networkInterfaces":              {topology.Interface, 3, readInterface},
	"vpcEndpoints":                   {topology.Endpoint, 3, readEndpoint},
	"securityGroups":                 {topology.SecurityGroup, 3, readGroup},
	"securityGroupRules":             {"", 4, readGroupRule},
	"networkAcls":                    {topology.NetworkACL, 3, readACL},
	"loadBalancers":                  {"", 3, readBalancer}, // those of the present
	"loadBalancerDescriptions":       {"", 3, readBalancer}, // classic ones: one half of the load balancers
	"dBInstances":                    {topology.Database, 3, readDatabase},
	"functions":                      {topology.Function, 3, readFunction},
	"vpcPeeringConnections":          {topology.Peering, 3, readPeering},
	"transitGateways":                {topology.TransitGateway, 3, readTransitGateway},
	"transitGatewayVpcAttachments":   {topology.TransitLink, 3, readTransitLink},
	"managedPrefixLists":             {"", 3, readPrefixList}, // without the ranges
	"prefixLists":                    {"", 3, readPrefixList}, // AWS's own
	"vpcBlockPublicAccessOptions":    {"", 3, readBlock},
	"vpcBlockPublicAccessExclusions": {topology.Exclusion, 3, readExclusion},
	"iamInstanceProfileAssociations": {"", 3, readProfile},
}

// types are AWS Config's types of resources, by the answers whose objects look like their configuration.
var types = map[string]string{
	"AWS::EC2::VPC": "vpcs", "AWS::EC2::Subnet": "subnets", "AWS::EC2::RouteTable": "routeTables", "AWS::EC2::InternetGateway": "internetGateways",
	"AWS::EC2::EgressOnlyInternetGateway": "egressOnlyInternetGateways", "AWS::EC2::NatGateway": "natGateways", "AWS::EC2::EIP": "addresses",
	"AWS::EC2::NetworkInterface": "networkInterfaces", "AWS::EC2::VPCEndpoint": "vpcEndpoints", "AWS::EC2::SecurityGroup": "securityGroups",
	"AWS::EC2::NetworkAcl": "networkAcls", "AWS::EC2::VPNGateway": "vpnGateways", "AWS::EC2::VPCPeeringConnection": "vpcPeeringConnections",
	"AWS::EC2::TransitGateway": "transitGateways", "AWS::ElasticLoadBalancingV2::LoadBalancer": "loadBalancers",
	"AWS::ElasticLoadBalancing::LoadBalancer": "loadBalancerDescriptions", "AWS::RDS::DBInstance": "dBInstances", "AWS::Lambda::Function": "functions",
	"AWS::EC2::Instance": "instances",
}
