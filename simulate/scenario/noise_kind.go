// The kinds of noise: who makes each, and by which calls.

package scenario

import (
	"fmt"
	"time"

	"traillab/simulate/script"
)

// kindOfNoise says how one kind of noise is made.
type kindOfNoise struct {
	Kind, Title string
	roles       []role
	make        func(*maker)
}

const terraform = "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.76.0 aws-sdk-go-v2/1.32.4"

func noises() []kindOfNoise {
	builders := []role{{"terraform-runner", "run", terraform}, {"infra-apply", "apply", terraform}, {"platform-provisioner", "pipeline", terraform}}
	auditors := []role{{"security-audit", "scan", "Boto3/1.35.71 md/Botocore#1.35.71 lang/python#3.12.7"}, {"cspm-readonly", "sweep", "Boto3/1.34.162 md/Botocore#1.34.162 lang/python#3.11.9"}}
	deployers := []role{{"ci-release", "build", "aws-sdk-js/3.699.0 ua/2.0 os/linux lang/js md/nodejs#20.18.1"}, {"release-bot", "job", "aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux"}}
	plumbers := []role{{"network-automation", "rotate", "aws-cli/2.18.0 md/awscrt#0.22.0 ua/2.0 os/linux"}, {"edge-rotation", "cycle", "Boto3/1.35.49 md/Botocore#1.35.49 lang/python#3.12.7"}}
	return []kindOfNoise{
		{"terraform-teardown", "a role of Terraform builds a network, and takes it down again within the hour", builders, (*maker).teardown},
		{"terraform-build", "a role of Terraform builds a network, which stays", builders, (*maker).build},
		{"audit-reads", "a scanner lists and describes what there is", auditors, (*maker).audit},
		{"deploy", "a pipeline launches an instance in a network of its own, tags it, and stops the one before", deployers, (*maker).deploy},
		{"nat-churn", "an automation replaces the NAT gateway of a network of its own", plumbers, (*maker).churn},
	}
}

func (m *maker) teardown() {
	for n := range m.count {
		stays := min(time.Duration(15+m.dice.IntN(30))*time.Minute, m.until.Sub(m.from)/time.Duration(2*m.count))
		m.piece(n, stays+stays/4+2*time.Minute)
		m.network()
		m.rest(stays)
		m.call("ec2.DescribeVpcs", map[string]any{"VpcIds": []any{m.of("vpc")}})
		m.call("ec2.DisassociateRouteTable", map[string]any{"AssociationId": m.of("assoc")})
		m.call("ec2.DeleteRoute", map[string]any{"RouteTableId": m.of("rtb"), "DestinationCidrBlock": "0.0.0.0/0"})
		m.call("ec2.DeleteSubnet", map[string]any{"SubnetId": m.of("subnet")})
		m.call("ec2.DetachInternetGateway", map[string]any{"InternetGatewayId": m.of("igw"), "VpcId": m.of("vpc")})
		m.call("ec2.DeleteRouteTable", map[string]any{"RouteTableId": m.of("rtb")})
		m.call("ec2.DeleteInternetGateway", map[string]any{"InternetGatewayId": m.of("igw")})
		m.call("ec2.DeleteVpc", map[string]any{"VpcId": m.of("vpc")})
	}
}

func (m *maker) build() {
	for n := range m.count {
		m.piece(n, 2*time.Minute)
		m.network()
	}
}

// network builds a network with a public subnet.
func (m *maker) network() {
	name := fmt.Sprintf("%s-%d", pick(m, []string{"preview", "staging", "sandbox", "loadtest", "training"}), 100+m.dice.IntN(900))
	block := 100 + m.dice.IntN(100)
	m.call("ec2.CreateVpc", map[string]any{"CidrBlock": fmt.Sprintf("10.%d.0.0/16", block), "TagSpecifications": tagged("vpc", name)}, "vpc", "Vpc.VpcId")
	m.call("ec2.CreateSubnet", map[string]any{"VpcId": m.of("vpc"), "CidrBlock": fmt.Sprintf("10.%d.1.0/24", block), "TagSpecifications": tagged("subnet", name+"-public")}, "subnet", "Subnet.SubnetId")
	m.call("ec2.CreateInternetGateway", map[string]any{"TagSpecifications": tagged("internet-gateway", name)}, "igw", "InternetGateway.InternetGatewayId")
	m.call("ec2.AttachInternetGateway", map[string]any{"InternetGatewayId": m.of("igw"), "VpcId": m.of("vpc")})
	m.call("ec2.CreateRouteTable", map[string]any{"VpcId": m.of("vpc"), "TagSpecifications": tagged("route-table", name+"-public")}, "rtb", "RouteTable.RouteTableId")
	m.call("ec2.CreateRoute", map[string]any{"RouteTableId": m.of("rtb"), "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": m.of("igw")})
	m.call("ec2.AssociateRouteTable", map[string]any{"RouteTableId": m.of("rtb"), "SubnetId": m.of("subnet")}, "assoc", "AssociationId")
}

func (m *maker) audit() {
	reads := []string{
		"sts.GetCallerIdentity", "ec2.DescribeVpcs", "ec2.DescribeSubnets", "ec2.DescribeSecurityGroups", "ec2.DescribeRouteTables",
		"ec2.DescribeInternetGateways", "ec2.DescribeInstances", "ec2.DescribeVolumes", "ec2.DescribeNetworkInterfaces", "iam.ListUsers", "iam.ListRoles",
	}
	for n := range m.count {
		m.piece(n, time.Minute)
		for _, read := range reads {
			m.call(read, nil)
		}
	}
}

func (m *maker) deploy() {
	var last string
	for n := range m.count {
		m.piece(n, 10*time.Minute)
		if n == 0 {
			block := 200 + m.dice.IntN(50)
			m.call("ec2.CreateVpc", map[string]any{"CidrBlock": fmt.Sprintf("10.%d.0.0/16", block), "TagSpecifications": tagged("vpc", "release")}, "vpc", "Vpc.VpcId")
			m.call("ec2.CreateSubnet", map[string]any{"VpcId": m.of("vpc"), "CidrBlock": fmt.Sprintf("10.%d.1.0/24", block)}, "subnet", "Subnet.SubnetId")
			m.call("ec2.DescribeImages", map[string]any{"Owners": []any{"amazon"}}, "image", "Images[0].ImageId")
		}
		ground := "$" + m.actor + "_1_"
		m.call("ec2.RunInstances", map[string]any{
			"ImageId": ground + "image", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SubnetId": ground + "subnet",
		}, "instance", "Instances[0].InstanceId")
		m.call("ec2.CreateTags", map[string]any{"Resources": []any{m.of("instance")}, "Tags": []any{map[string]any{"Key": "release", "Value": fmt.Sprintf("v%d.%d", 2+n, m.dice.IntN(20))}}})
		if last != "" {
			m.rest(4 * time.Minute)
			m.call("ec2.StopInstances", map[string]any{"InstanceIds": []any{last}})
		}
		last = m.of("instance")
	}
}

func (m *maker) churn() {
	m.piece(0, 15*time.Minute)
	m.network()
	ground := m.prefix
	m.gateway(ground)
	m.call("ec2.CreateRouteTable", map[string]any{"VpcId": "$" + ground + "vpc", "TagSpecifications": tagged("route-table", "private")}, "private", "RouteTable.RouteTableId")
	m.call("ec2.CreateRoute", map[string]any{"RouteTableId": m.of("private"), "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": m.of("nat")})
	for n := range m.count {
		old := m.prefix
		if n > 0 {
			m.piece(n, 15*time.Minute)
		} else {
			m.rest(5 * time.Minute)
		}
		m.prefix = fmt.Sprintf("%s_%d_", m.actor, n+2)
		m.gateway(ground)
		m.call("ec2.ReplaceRoute", map[string]any{"RouteTableId": "$" + ground + "private", "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": m.of("nat")})
		m.call("ec2.DeleteNatGateway", map[string]any{"NatGatewayId": "$" + old + "nat"})
		m.await("$"+old+"nat", "deleted")
		m.call("ec2.ReleaseAddress", map[string]any{"AllocationId": "$" + old + "eip"})
	}
}

// gateway makes a NAT gateway in the public subnet of a network.
func (m *maker) gateway(ground string) {
	m.call("ec2.AllocateAddress", map[string]any{"Domain": "vpc"}, "eip", "AllocationId")
	m.call("ec2.CreateNatGateway", map[string]any{"SubnetId": "$" + ground + "subnet", "AllocationId": m.of("eip")}, "nat", "NatGateway.NatGatewayId")
	m.await(m.of("nat"), "available")
}

// await waits until a NAT gateway is in a state.
func (m *maker) await(nat, state string) {
	s := m.call("ec2.DescribeNatGateways", map[string]any{"NatGatewayIds": []any{nat}})
	s.Until = &script.Until{Path: "NatGateways[0].State", Equals: state}
	m.rest(2 * time.Minute)
}
