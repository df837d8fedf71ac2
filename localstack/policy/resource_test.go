// What calls are about, and how they are refused.

package policy

import (
	"strings"
	"testing"
)

func TestAsks(t *testing.T) {
	l := newLab(t)
	l.hears(`iam.CreateUser "UserName": "deep", "Path": "/ops/"`, `"User": {"Arn": "arn:aws:iam::000000000000:user/ops/deep"}`)
	l.hears(`iam.AddRoleToInstanceProfile "InstanceProfileName": "web", "RoleName": "Web"`, "")
	l.hears(`kms.CreateAlias "AliasName": "alias/a", "TargetKeyId": "k1"`, "")
	const ec2Of = "arn:aws:ec2:us-east-1:000000000000:"
	for _, c := range []struct{ call, want string }{
		{detach, "ec2:DetachInternetGateway " + igw + " " + vpc},
		{"ec2.DescribeVpcs", "ec2:DescribeVpcs *"},
		{`ec2.StopInstances "InstanceIds": ["i-1", "i-2"]`, "ec2:StopInstances " + ec2Of + "instance/i-1 " + ec2Of + "instance/i-2"},
		{`ec2.CreateSecurityGroup "GroupName": "g", "VpcId": "vpc-1"`, "ec2:CreateSecurityGroup " + ec2Of + "security-group/* " + vpc},
		{`ec2.AssociateAddress "AllocationId": "eipalloc-1", "NetworkInterfaceId": "eni-1"`, "ec2:AssociateAddress " + ec2Of + "elastic-ip/eipalloc-1 " + ec2Of + "network-interface/eni-1"},
		{`ec2.CreateSnapshot "VolumeId": "vol-1"`, "ec2:CreateSnapshot arn:aws:ec2:us-east-1::snapshot/* " + ec2Of + "volume/vol-1"},
		{`ec2.CreateTags "Resources": ["i-1", "eigw-1", "subnet-1"]`, "ec2:CreateTags " + ec2Of + "instance/i-1 " + ec2Of + "egress-only-internet-gateway/eigw-1 " + ec2Of + "subnet/subnet-1"},
		{"ec2.EnableEbsEncryptionByDefault", "ec2:EnableEbsEncryptionByDefault *"},
		{`ec2.RunInstances "ImageId": "ami-1", "SubnetId": "subnet-1", "IamInstanceProfile": {"Name": "web"}`, "ec2:RunInstances arn:aws:ec2:us-east-1::image/ami-1 " + ec2Of + "instance/* " + ec2Of + "network-interface/* " + ec2Of + "subnet/subnet-1 " + ec2Of + "volume/*; iam:PassRole arn:aws:iam::000000000000:role/Web"},
		{`ec2.EnableVgwRoutePropagation "GatewayId": "vgw-1", "RouteTableId": "rtb-1"`, "ec2:EnableVgwRoutePropagation * named vgw-1,rtb-1"},
		{"s3.ListBuckets", "s3:ListAllMyBuckets *"},
		{`s3.ListObjectsV2 "Bucket": "b"`, "s3:ListBucket arn:aws:s3:::b"},
		{`s3.HeadObject "Bucket": "b", "Key": "k"`, "s3:GetObject arn:aws:s3:::b/k"},
		{`s3.CopyObject "Bucket": "b", "Key": "k", "CopySource": "/from/x/y?versionId=1"`, "s3:PutObject arn:aws:s3:::b/k; s3:GetObject arn:aws:s3:::from/x/y"},
		{`s3.DeleteObjects "Bucket": "b", "Delete": {"Objects": [{"Key": "x"}, {"Key": "y"}]}`, "s3:DeleteObject arn:aws:s3:::b/x arn:aws:s3:::b/y"},
		{`iam.CreateAccessKey "UserName": "deep"`, "iam:CreateAccessKey arn:aws:iam::000000000000:user/ops/deep"},
		{"iam.CreateAccessKey", "iam:CreateAccessKey arn:aws:iam::000000000000:user/ci"},
		{`iam.AttachRolePolicy "RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"`, "iam:AttachRolePolicy arn:aws:iam::000000000000:role/r"},
		{`iam.CreatePolicy "PolicyName": "p", "Path": "/x/"`, "iam:CreatePolicy arn:aws:iam::000000000000:policy/x/p"},
		{"iam.ListRoles", "iam:ListRoles arn:aws:iam::000000000000:role/"},
		{"iam.GetAccountSummary", "iam:GetAccountSummary *"},
		{`sts.AssumeRole "RoleArn": "arn:aws:iam::000000000000:role/r"`, "sts:AssumeRole arn:aws:iam::000000000000:role/r"},
		{`ssm.SendCommand "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-1"]`, "ssm:SendCommand arn:aws:ssm:us-east-1::document/AWS-RunShellScript " + ec2Of + "instance/i-1"},
		{`ssm.GetParameter "Name": "/a/b"`, "ssm:GetParameter arn:aws:ssm:us-east-1:000000000000:parameter/a/b"},
		{`kms.Encrypt "KeyId": "alias/a"`, "kms:Encrypt arn:aws:kms:us-east-1:000000000000:key/k1"},
		{`kms.DisableKey "KeyId": "arn:aws:kms:us-east-1:000000000000:key/k2"`, "kms:DisableKey arn:aws:kms:us-east-1:000000000000:key/k2"},
		{"kms.ListKeys", "kms:ListKeys *"},
		{`cloudtrail.StopLogging "Name": "t"`, "cloudtrail:StopLogging arn:aws:cloudtrail:us-east-1:000000000000:trail/t"},
		{`lambda.Invoke "FunctionName": "f"`, "lambda:InvokeFunction arn:aws:lambda:us-east-1:000000000000:function:f"},
		{`monitoring.DeleteAlarms "AlarmNames": ["a-1"]`, "cloudwatch:DeleteAlarms * named a-1"},
		{`backup.CreateBackupSelection "BackupPlanId": "p1", "BackupSelection": {"IamRoleArn": "arn:aws:iam::000000000000:role/B"}`, "backup:CreateBackupSelection arn:aws:backup:us-east-1:000000000000:backup-plan:p1; iam:PassRole arn:aws:iam::000000000000:role/B"},
	} {
		var told []string
		for _, a := range l.asks(l.call("user ci", c.call)) {
			line := a.action + " " + strings.Join(a.resources, " ")
			if len(a.named) > 0 {
				line += " named " + strings.Join(a.named, ",")
			}
			told = append(told, line)
		}
		if got := strings.Join(told, "; "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.call, got, c.want)
		}
	}
}

// TestTable holds that every operation in the tables is one of its service, and that its members are its own.
func TestTable(t *testing.T) {
	l := newLab(t)
	ec2, _ := l.models.Service("ec2")
	for name, row := range onNetwork {
		o, known := ec2.Operation(name)
		switch {
		case !known:
			t.Errorf("ec2.%s: no such operation", name)
			continue
		case row == everything:
			continue
		}
		for part := range strings.FieldsSeq(row) {
			_, path, _ := strings.Cut(part, ":")
			shape := o.Input
			for member := range strings.SplitSeq(strings.TrimSuffix(path, "?"), ".") {
				if member == "" {
					continue
				}
				m, known := shape.Member(member)
				if !known {
					t.Errorf("ec2.%s has no member %s", name, path)
					break
				}
				for shape = m.Shape; shape.Element != nil; {
					shape = shape.Element.Shape
				}
			}
		}
	}
	for name, templates := range onResources {
		service, operation, _ := strings.Cut(name, ".")
		s, _ := l.models.Service(service)
		o, known := s.Operation(operation)
		if !known {
			t.Errorf("%s: no such operation", name)
			continue
		}
		for _, template := range templates {
			for _, part := range strings.Split(template, "{")[1:] {
				member, _, _ := strings.Cut(part, "}")
				if _, known := o.Input.Member(member); !known && member != "region" && member != "account" {
					t.Errorf("%s has no member %s", name, member)
				}
			}
		}
	}
	for name := range actions {
		service, operation, _ := strings.Cut(name, ".")
		s, _ := l.models.Service(service)
		if _, known := s.Operation(operation); !known {
			t.Errorf("%s: no such operation", name)
		}
	}
	for name := range lessons {
		service, operation, _ := strings.Cut(name, ".")
		s, _ := l.models.Service(service)
		if _, known := s.Operation(operation); !known {
			t.Errorf("%s: no such operation", name)
		}
	}
}

// TestDoubt holds the rule for operations whose resources the table does not know.
func TestDoubt(t *testing.T) {
	propagate := `ec2.EnableVgwRoutePropagation "GatewayId": "vgw-1", "RouteTableId": "rtb-1"`
	for _, c := range []struct{ policy, want string }{
		{"Allow ec2:* *", "yes"},
		{"Allow ec2:* arn:aws:ec2:*:*:*/*", "because no identity-based policy allows the ec2:EnableVgwRoutePropagation action"},
		{"Allow ec2:* *; Deny ec2:* arn:aws:ec2:*:*:route-table/rtb-1", explicit},
		{"Allow ec2:* *; Deny ec2:* arn:aws:ec2:*:*:route-table/rtb-12", "yes"},
		{"Allow ec2:* !arn:aws:ec2:*:*:route-table/rtb-1", "because no identity-based policy allows the ec2:EnableVgwRoutePropagation action"},
		{"Allow ec2:* *; Deny ec2:* !arn:aws:ec2:*:*:route-table/rtb-1", explicit},
	} {
		l := newLab(t)
		l.user("ci", strings.Split(c.policy, "; ")...)
		l.holds("user ci", propagate, c.want)
	}
}

func TestRefusals(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Deny ec2:DeleteVpc *", "Deny s3:* *")
	l.user("target")
	const me = "User: arn:aws:iam::000000000000:user/ci is not authorized to perform: "
	for _, c := range []struct {
		call, code string
		status     int
		message    string
	}{
		{`ec2.DeleteVpc "VpcId": "vpc-1"`, "UnauthorizedOperation", 403, "You are not authorized to perform this operation. " + me + "ec2:DeleteVpc on resource: " + vpc + " with an explicit deny in an identity-based policy"},
		{"ec2.DescribeVpcs", "UnauthorizedOperation", 403, "You are not authorized to perform this operation. " + me + "ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action"},
		{`iam.CreateAccessKey "UserName": "target"`, "AccessDenied", 403, me + "iam:CreateAccessKey on resource: user target because no identity-based policy allows the iam:CreateAccessKey action"},
		{`iam.CreateUser "UserName": "x"`, "AccessDenied", 403, me + "iam:CreateUser on resource: arn:aws:iam::000000000000:user/x because no identity-based policy allows the iam:CreateUser action"},
		{`iam.AddRoleToInstanceProfile "InstanceProfileName": "p", "RoleName": "r"`, "AccessDenied", 403, me + "iam:AddRoleToInstanceProfile on resource: instance profile p because no identity-based policy allows the iam:AddRoleToInstanceProfile action"},
		{"iam.GetAccountAuthorizationDetails", "AccessDenied", 403, me + "iam:GetAccountAuthorizationDetails on resource: * because no identity-based policy allows the iam:GetAccountAuthorizationDetails action"},
		{"iam.ListGroups", "AccessDenied", 403, me + "iam:ListGroups on resource: arn:aws:iam::000000000000:group/ because no identity-based policy allows the iam:ListGroups action"},
		{`s3.GetObject "Bucket": "b", "Key": "k"`, "AccessDenied", 403, me + "s3:GetObject on resource: arn:aws:s3:::b/k with an explicit deny in an identity-based policy"},
		{`ssm.GetParameter "Name": "a"`, "AccessDeniedException", 400, me + "ssm:GetParameter on resource: arn:aws:ssm:us-east-1:000000000000:parameter/a because no identity-based policy allows the ssm:GetParameter action"},
		{`lambda.GetFunction "FunctionName": "f"`, "AccessDeniedException", 403, me + "lambda:GetFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:f because no identity-based policy allows the lambda:GetFunction action"},
		{"organizations.LeaveOrganization", "AccessDeniedException", 400, me + "organizations:LeaveOrganization on resource: * because no identity-based policy allows the organizations:LeaveOrganization action"},
		{"elasticloadbalancing.DescribeLoadBalancers", "AccessDenied", 403, me + "elasticloadbalancing:DescribeLoadBalancers because no identity-based policy allows the elasticloadbalancing:DescribeLoadBalancers action"},
	} {
		e := l.Allow(l.call("user ci", c.call))
		if e == nil || e.Code != c.code || e.Status != c.status || e.Message != c.message {
			t.Errorf("%s\n got %+v\nwant %s %d %s", c.call, e, c.code, c.status, c.message)
		}
	}
}

// TestTags holds that conditions see the tags of things, as they were given and taken.
func TestTags(t *testing.T) {
	l := newLab(t)
	l.user("ci", "Allow ec2:StopInstances * if StringEquals aws:ResourceTag/team red", "Allow ec2:CreateTags * if ForAllValues:StringEquals aws:TagKeys team")
	stop, refused := `ec2.StopInstances "InstanceIds": ["i-1"]`, "because no identity-based policy allows the ec2:StopInstances action"
	l.holds("user ci", stop, refused)
	l.hears(`ec2.CreateTags "Resources": ["i-1"], "Tags": [{"Key": "team", "Value": "red"}]`, "")
	l.holds("user ci", stop, "yes")
	l.hears(`ec2.DeleteTags "Resources": ["i-1"], "Tags": [{"Key": "team", "Value": "blue"}]`, "")
	l.holds("user ci", stop, "yes")
	l.hears(`ec2.DeleteTags "Resources": ["i-1"], "Tags": [{"Key": "team"}]`, "")
	l.holds("user ci", stop, refused)
	l.hears(`ec2.RunInstances "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "red"}]}]`, `"Instances": [{"InstanceId": "i-1", "SubnetId": "subnet-1"}]`)
	l.holds("user ci", stop, "yes")
	l.holds("user ci", `ec2.CreateTags "Resources": ["i-1"], "Tags": [{"Key": "team", "Value": "x"}]`, "yes")
	l.holds("user ci", `ec2.CreateTags "Resources": ["i-1"], "Tags": [{"Key": "cost", "Value": "x"}]`, "because no identity-based policy allows the ec2:CreateTags action")
}
