// Moments: no time is told more finely than AWS tells it, however finely the lab's clock goes.

package builtin_test

import (
	"testing"
	"time"
)

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		name  string
		input in
		unit  time.Duration
	}{
		{"iam.CreateUser", in{"UserName": "u"}, time.Second},
		{"iam.CreateAccessKey", in{"UserName": "u"}, time.Second},
		{"iam.CreateRole", in{"RoleName": "r", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}`}, time.Second},
		{"sts.GetSessionToken", nil, time.Second},
		{"ec2.CreateVpcEndpoint", in{"VpcId": "$vpc", "ServiceName": "com.amazonaws.us-east-1.s3"}, time.Second},
		{"ec2.RunInstances", in{"ImageId": "$image", "MinCount": int64(1), "MaxCount": int64(1), "SubnetId": "$subnet"}, time.Second},
		{"ec2.CreateVolume", in{"AvailabilityZone": "us-east-1a", "Size": int64(1)}, time.Millisecond},
		{"kms.CreateKey", nil, time.Millisecond},
		{"backup.CreateBackupVault", in{"BackupVaultName": "v"}, time.Millisecond},
	} {
		l := open(t, 0)
		l.now = l.now.Add(123456789)
		ids := in{"$vpc": l.do("ec2.CreateVpc", in{"CidrBlock": "10.0.0.0/16"})["Vpc"].(in)["VpcId"]}
		ids["$subnet"] = l.do("ec2.CreateSubnet", in{"VpcId": ids["$vpc"], "CidrBlock": "10.0.0.0/24"})["Subnet"].(in)["SubnetId"]
		ids["$image"] = l.id("ssm.GetParameter", in{"Name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"}, "Parameter", "Value")
		if c.name == "iam.CreateAccessKey" {
			l.do("iam.CreateUser", in{"UserName": "u"})
		}
		for member, value := range c.input {
			if id, ok := ids[textOf(value)]; ok {
				c.input[member] = id
			}
		}
		told := momentsIn(l.do(c.name, c.input))
		if len(told) == 0 {
			t.Errorf("%s: it tells no time", c.name)
		}
		for _, at := range told {
			if !at.Equal(at.Truncate(c.unit)) {
				t.Errorf("%s: it tells %s, more finely than %s", c.name, at, c.unit)
			}
		}
	}
}

func textOf(v any) string {
	text, _ := v.(string)
	return text
}

// momentsIn are the times anywhere in an answer.
func momentsIn(v any) (found []time.Time) {
	switch v := v.(type) {
	case time.Time:
		return []time.Time{v}
	case in:
		for _, member := range v {
			found = append(found, momentsIn(member)...)
		}
	case list:
		for _, element := range v {
			found = append(found, momentsIn(element)...)
		}
	}
	return found
}
