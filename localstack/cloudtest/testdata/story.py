# The story as somebody with boto3 tells it: a network is built, its gateway is held by an address, the address is unmapped,
# the gateway detached. Nothing says that this is a lab: it is found by the environment alone.
import json

import boto3
from botocore.exceptions import ClientError

ec2 = boto3.resource("ec2")
client = ec2.meta.client

vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
vpc.wait_until_available()
vpc.modify_attribute(EnableDnsHostnames={"Value": True})
subnet = vpc.create_subnet(CidrBlock="10.0.1.0/24")
gateway = ec2.create_internet_gateway()
vpc.attach_internet_gateway(InternetGatewayId=gateway.id)
table = vpc.create_route_table()
table.create_route(DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway.id)
table.associate_with_subnet(SubnetId=subnet.id)
image = client.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
face = [{"DeviceIndex": 0, "SubnetId": subnet.id, "AssociatePublicIpAddress": False}]
(machine,) = ec2.create_instances(ImageId=image, InstanceType="t3.micro", MinCount=1, MaxCount=1, NetworkInterfaces=face)
machine.wait_until_running()
address = client.allocate_address(Domain="vpc")
bond = client.associate_address(AllocationId=address["AllocationId"], InstanceId=machine.id)["AssociationId"]

refusal = None
try:
    vpc.detach_internet_gateway(InternetGatewayId=gateway.id)
except ClientError as error:
    refusal = error.response["Error"]
client.disassociate_address(AssociationId=bond)
vpc.detach_internet_gateway(InternetGatewayId=gateway.id)
states = [r["State"] for r in client.describe_route_tables(RouteTableIds=[table.id])["RouteTables"][0]["Routes"] if r.get("GatewayId") == gateway.id]

pages = client.get_paginator("describe_subnets").paginate(PaginationConfig={"PageSize": 5})
seen = [s["SubnetId"] for page in pages for s in page["Subnets"]]
assert subnet.id in seen, seen
print(json.dumps({"vpc": vpc.id, "code": refusal and refusal["Code"], "message": refusal and refusal["Message"], "states": states}))
