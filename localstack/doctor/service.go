// The story of principals and of the other services: each is asked what needs little, to know whether it is there.

package doctor

// trust lets anyone of the account take the doctor's role.
const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`

// keys makes a user, a role and their keys.
func keys() []step {
	return []step{
		{call: "iam.CreateUser", in: in{"UserName": "traillab-doctor"}},
		{call: "iam.CreateAccessKey", in: in{"UserName": "traillab-doctor"}, keep: map[string]string{"key": "AccessKey.AccessKeyId"}},
		{call: "iam.UpdateAccessKey", in: in{"UserName": "traillab-doctor", "AccessKeyId": "$key", "Status": "Inactive"}},
		{call: "iam.CreateRole", in: in{"RoleName": "traillab-doctor", "AssumeRolePolicyDocument": trust}, keep: map[string]string{"role": "Role.Arn"}},
		{call: "sts.AssumeRole", in: in{"RoleArn": "$role", "RoleSessionName": "doctor"}},
		{call: "iam.SimulatePrincipalPolicy", in: in{"PolicySourceArn": "$role", "ActionNames": list("ec2:DescribeVpcs")}},
		{call: "s3.CreateBucket", in: in{"Bucket": "traillab-doctor", "CreateBucketConfiguration": in{"LocationConstraint": region}}},
		{call: "s3.ListObjectsV2", in: in{"Bucket": "traillab-doctor"}},
		{call: "s3.DeleteBucket", in: in{"Bucket": "traillab-doctor"}},
	}
}

// others asks the services that scenarios need beside networks and principals.
func others() []step {
	var all []step
	for _, call := range []string{
		"kms.ListKeys", "ssm.DescribePatchBaselines", "ssm.ListAssociations", "acm.ListCertificates", "elasticloadbalancing.DescribeLoadBalancers",
		"cloudtrail.DescribeTrails", "cloudtrail.LookupEvents", "cloudtrail.ListPublicKeys", "backup.ListBackupVaults", "backup.ListBackupJobs",
		"config.DescribeConfigRules", "config.DescribeComplianceByConfigRule", "organizations.ListRoots", "guardduty.ListDetectors",
		"securityhub.DescribeHub", "wafv2.ListWebACLs", "inspector2.ListFindings", "lambda.ListFunctions", "rds.DescribeDBInstances",
		"autoscaling.DescribeAutoScalingGroups", "events.ListRules", "logs.DescribeLogGroups", "sns.ListTopics", "sqs.ListQueues",
		"monitoring.DescribeAlarms", "secretsmanager.ListSecrets",
	} {
		s := step{call: call, in: in{}}
		switch call {
		case "wafv2.ListWebACLs":
			s.in = in{"Scope": "REGIONAL"}
		case "organizations.ListRoots":
			s.about, s.want = "in no organization", "AWSOrganizationsNotInUseException"
		case "securityhub.DescribeHub":
			s.about, s.want = "that is off", "InvalidAccessException"
		}
		all = append(all, s)
	}
	return all
}
