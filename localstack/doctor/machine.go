// The story of machines and their volumes in the network.

package doctor

// machines launches an instance with a public address and looks at its volumes.
func machines() []step {
	zone := region + "a"
	return []step{
		{call: "ec2.DescribeImages", about: "Amazon's", in: in{"Owners": list("amazon")}, keep: map[string]string{"image": "Images.ImageId"}},
		{
			call: "ec2.RunInstances", in: in{"ImageId": "$image", "InstanceType": "t3.micro", "MinCount": int64(1), "MaxCount": int64(1), "SubnetId": "$subnet"},
			keep: map[string]string{"instance": "Instances.InstanceId"},
		},
		{call: "ec2.DescribeInstances", in: in{"InstanceIds": list("$instance")}, keep: map[string]string{"public": "Reservations.Instances.PublicIpAddress"}},
		{call: "ec2.DetachInternetGateway", about: "under an instance's public address", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, want: "DependencyViolation"},
		{call: "ec2.AttachInternetGateway", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, aside: true},
		{call: "ec2.AssociateAddress", in: in{"AllocationId": "$spare", "InstanceId": "$instance"}, keep: map[string]string{"mapping": "AssociationId"}},
		{call: "ec2.DetachInternetGateway", about: "under an Elastic IP", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, want: "DependencyViolation"},
		{call: "ec2.AttachInternetGateway", in: in{"InternetGatewayId": "$igw", "VpcId": "$vpc"}, aside: true},
		{call: "ec2.DisassociateAddress", in: in{"AssociationId": "$mapping"}},
		{call: "ec2.CreateVolume", in: in{"AvailabilityZone": zone, "Size": int64(1)}, keep: map[string]string{"volume": "VolumeId"}},
		{call: "ec2.CreateSnapshot", in: in{"VolumeId": "$volume"}, keep: map[string]string{"snapshot": "SnapshotId"}},
		{call: "ec2.GetEbsEncryptionByDefault", in: in{}, holds: is("EbsEncryptionByDefault", "false")},
		{call: "ec2.EnableEbsEncryptionByDefault", in: in{}, holds: is("EbsEncryptionByDefault", "true")},
		{
			call: "ec2.CreateVolume", about: "with encryption by default", in: in{"AvailabilityZone": zone, "Size": int64(1)}, keep: map[string]string{"secret": "VolumeId"},
			holds: is("Encrypted", "true"),
		},
		{call: "ec2.DisableEbsEncryptionByDefault", in: in{}},
		{call: "ec2.StopInstances", in: in{"InstanceIds": list("$instance")}},
		{call: "ec2.StartInstances", in: in{"InstanceIds": list("$instance")}},
		{call: "ssm.DescribeInstanceInformation", in: in{}},
		{call: "ssm.DescribeInstancePatchStates", in: in{"InstanceIds": list("$instance")}},
		{call: "ssm.GetInventory", in: in{}},
		{call: "ssm.ListCommandInvocations", in: in{}},
		{call: "ec2.TerminateInstances", in: in{"InstanceIds": list("$instance")}},
		{call: "ec2.CreateNetworkInterface", in: in{"SubnetId": "$inner"}, keep: map[string]string{"face": "NetworkInterface.NetworkInterfaceId"}},
	}
}

// tidying ends what the story made. What is gone already is refused, and nobody minds.
func tidying() []step {
	var all []step
	end := func(call string, in in) { all = append(all, step{call: call, in: in, aside: true}) }
	end("ec2.DisableEbsEncryptionByDefault", in{})
	end("ec2.TerminateInstances", in{"InstanceIds": list("$instance")})
	end("ec2.DisassociateAddress", in{"AssociationId": "$mapping"})
	end("ec2.DeleteNatGateway", in{"NatGatewayId": "$nat"})
	for _, face := range []string{"$face", "$bridge"} { // clouds leave the one that a NAT gateway had
		end("ec2.DeleteNetworkInterface", in{"NetworkInterfaceId": face})
	}
	for _, address := range []string{"$address", "$spare"} {
		end("ec2.ReleaseAddress", in{"AllocationId": address})
	}
	end("ec2.DeleteSnapshot", in{"SnapshotId": "$snapshot"})
	for _, volume := range []string{"$volume", "$secret"} {
		end("ec2.DeleteVolume", in{"VolumeId": volume})
	}
	end("ec2.DisassociateRouteTable", in{"AssociationId": "$bond"})
	end("ec2.DeleteRouteTable", in{"RouteTableId": "$table"})
	end("ec2.DeleteNetworkAcl", in{"NetworkAclId": "$acl"})
	end("ec2.DeleteSecurityGroup", in{"GroupId": "$group"})
	for _, gateway := range []string{"$igw", "$second"} {
		end("ec2.DetachInternetGateway", in{"InternetGatewayId": gateway, "VpcId": "$vpc"})
		end("ec2.DeleteInternetGateway", in{"InternetGatewayId": gateway})
	}
	for _, subnet := range []string{"$subnet", "$inner"} {
		end("ec2.DeleteSubnet", in{"SubnetId": subnet})
	}
	end("ec2.DeleteVpc", in{"VpcId": "$vpc"})
	end("iam.DeleteAccessKey", in{"UserName": "traillab-doctor", "AccessKeyId": "$key"})
	end("iam.DeleteUser", in{"UserName": "traillab-doctor"})
	end("iam.DeleteRole", in{"RoleName": "traillab-doctor"})
	end("s3.DeleteBucket", in{"Bucket": "traillab-doctor"})
	return all
}
