"""Builds a network in moto and writes what moto's describe calls answer, in the words of the AWS CLI, into a folder. What stands
is told on standard output, a line for each thing, as the calls that made it answered."""

import json
import pathlib
import sys

import boto3
from moto import mock_aws

ZONE = "eu-west-1a"
ANSWERS = [
    "vpcs", "subnets", "route_tables", "internet_gateways", "egress_only_internet_gateways", "nat_gateways", "addresses",
    "instances", "network_interfaces", "vpc_endpoints", "security_groups", "network_acls", "managed_prefix_lists",
]


def build(ec2):
    """Makes a public, a private and an isolated subnet, and tells what was made."""
    told = []
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=False)["Vpc"]["VpcId"]
    of_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "shop"}])
    main = ec2.describe_route_tables(Filters=of_vpc)["RouteTables"][0]["RouteTableId"]
    acl = ec2.describe_network_acls(Filters=of_vpc)["NetworkAcls"][0]["NetworkAclId"]
    told.append(f"vpc {vpc} shop 10.0.0.0/16 main {main}")

    subnets = {}
    for name, cidr in (("public", "10.0.1.0/24"), ("private", "10.0.2.0/24"), ("isolated", "10.0.3.0/24")):
        subnets[name] = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=ZONE)["Subnet"]["SubnetId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    told.append(f"gateway {gateway} internet-gateway attached")
    address = ec2.allocate_address(Domain="vpc")
    nat = ec2.create_nat_gateway(SubnetId=subnets["public"], AllocationId=address["AllocationId"])["NatGateway"]["NatGatewayId"]
    told.append(f"nat {nat} {subnets['public']} {address['PublicIp']}")

    tables = {"isolated": main}
    for name in ("public", "private"):
        tables[name] = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=tables[name], SubnetId=subnets[name])
    ec2.create_route(RouteTableId=tables["public"], DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    told.append(f"route {tables['public']} 0.0.0.0/0 {gateway} active")
    ec2.create_route(RouteTableId=tables["private"], DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    told.append(f"route {tables['private']} 0.0.0.0/0 {nat} active")
    for name, cidr in (("public", "10.0.1.0/24"), ("private", "10.0.2.0/24"), ("isolated", "10.0.3.0/24")):
        explicit = str(name != "isolated").lower()
        told.append(f"subnet {subnets[name]} {cidr} {ZONE} {tables[name]} {explicit} {acl} {name}")

    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.eu-west-1.s3", RouteTableIds=[tables["private"]])
    told.append(f"endpoint {endpoint['VpcEndpoint']['VpcEndpointId']} com.amazonaws.eu-west-1.s3 {tables['private']}")

    group = ec2.create_security_group(GroupName="web", Description="web", VpcId=vpc)["GroupId"]
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    for name in ("public", "private"):
        instance = ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnets[name], SecurityGroupIds=[group],
        )["Instances"][0]
        one, public, state = instance["InstanceId"], "", "running"
        if name == "public":
            mapped = ec2.allocate_address(Domain="vpc")
            ec2.associate_address(AllocationId=mapped["AllocationId"], InstanceId=one)
            public = mapped["PublicIp"]
        else:
            ec2.stop_instances(InstanceIds=[one])
            state = "stopped"
        face = instance["NetworkInterfaces"][0]["NetworkInterfaceId"]
        told.append(f"instance {one} {state} {subnets[name]} {public or '-'} {face} {instance['PrivateIpAddress']} {group}")
    return vpc, told


def main(folder):
    """Writes an answer a file and prints the rest."""
    with mock_aws():
        ec2 = boto3.client("ec2", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")
        vpc, told = build(ec2)
        for name in ANSWERS:
            answer = getattr(ec2, "describe_" + name)()
            answer.pop("ResponseMetadata")
            text = json.dumps(answer, indent=4, default=lambda when: when.isoformat())
            (pathlib.Path(folder) / f"describe-{name.replace('_', '-')}.json").write_text(text)
        print(json.dumps({"vpc": vpc, "told": sorted(told)}))


main(sys.argv[1])
