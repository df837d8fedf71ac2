// Roles by name and source: exact, without versions, in every partition, and without allocating.

package dialect

import "testing"

func TestRoleOf(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         Role
	}{
		{"DetachInternetGateway", "ec2.amazonaws.com", Cut},
		{"DetachInternetGateway", "ec2.amazonaws.com.cn", Cut},
		{"DetachInternetGateway", "ec2", None},
		{"DetachInternetGateway", "ec2.amazonaws.example.com", None},
		{"DetachInternetGateway", "iam.amazonaws.com", None},
		{"detachinternetgateway", "ec2.amazonaws.com", None},
		{"DeleteInternetGateway", "ec2.amazonaws.com", Tell},
		{"AttachInternetGateway", "ec2.amazonaws.com", Tell},
		{"CreateRoute", "ec2.amazonaws.com", Touch},
		{"CreateRoute", "apigateway.amazonaws.com", None},
		{"DetachPolicy", "organizations.amazonaws.com", Cut},
		{"DetachPolicy", "iot.amazonaws.com", Cut},
		{"DetachVolume", "storagegateway.amazonaws.com", Cut},
		{"RemovePermission20150331v2", "lambda.amazonaws.com", Cut},
		{"CreateFunction20150331", "lambda.amazonaws.com", Touch},
		{"UpdateFunctionConfiguration20150331v2", "lambda.amazonaws.com", Touch},
		{"DisassociateDistributionWebACL2020_05_31", "cloudfront.amazonaws.com", Cut},
		{"CreateNetworkAclEntry", "ec2.amazonaws.com", Cut},
		{"ModifyVpcEndpoint", "ec2.amazonaws.com", Cut},
		{"StopLogging", "cloudtrail.amazonaws.com", Touch},
		{"CreateTags", "ec2.amazonaws.com", Touch},
		{"DeleteTags", "ec2.amazonaws.com", Touch},
		{"CreateTags", "workspaces.amazonaws.com", None},
		{"DescribeInternetGateways", "ec2.amazonaws.com", None},
		{"ListObjectsV2", "s3.amazonaws.com", None},
		{"20150331", "lambda.amazonaws.com", None},
		{"", "", None},
	} {
		if got := RoleOf([]byte(test.name), []byte(test.source)); got != test.want {
			t.Errorf("%s of %s is %v, want %v", test.name, test.source, got, test.want)
		}
		if got := Touches(test.name, test.source); got != (test.want != None) {
			t.Errorf("%s of %s touches: %v", test.name, test.source, got)
		}
	}
}

func TestRoleOfDoesNotAllocate(t *testing.T) {
	name, source := []byte("UpdateFunctionConfiguration20150331v2"), []byte("lambda.amazonaws.com")
	if n := testing.AllocsPerRun(100, func() { RoleOf(name, source) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkRoleOf(b *testing.B) {
	name, source := []byte("DescribeInstances"), []byte("ec2.amazonaws.com")
	for b.Loop() {
		RoleOf(name, source)
	}
}
