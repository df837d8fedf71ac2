// Policies that AWS does not take, as texts and by their names. testdata/cloud.json has the policy known.

package guard

func refusedDocuments() []struct{ calls, want string } {
	const (
		syntax  = "MalformedPolicyDocument Syntax errors in policy."
		ours    = " RoleArn=arn:aws:iam::" + account + ":role/net/operator"
		known   = "arn:aws:iam::aws:policy/known"
		unknown = "arn:aws:iam::aws:policy/unknown"
		absent  = "MalformedPolicyDocument Policy " + unknown + " does not exist or is not attachable."
		scope   = "NoSuchEntity Scope ARN: " + unknown + " does not exist or is not attachable."
	)
	all := []struct{ calls, want string }{
		{"sts.AssumeRole By=alice PolicyArns=[{\"arn\":\"" + known + "\"}]" + ours, ""},
		{"iam.CreateUser UserName=carol PermissionsBoundary=" + known, ""},
	}
	for _, line := range []string{"sts.AssumeRole", "sts.AssumeRoleWithSAML", "sts.AssumeRoleWithWebIdentity", "sts.GetFederationToken"} {
		all = append(all, []struct{ calls, want string }{
			{line + " Policy=banana" + ours, syntax},
			{line + " PolicyArns=[{\"arn\":\"" + known + "\"},{\"arn\":\"" + unknown + "\"}]" + ours, absent},
		}...)
	}
	for _, line := range []string{"PutUserPolicy", "PutGroupPolicy", "PutRolePolicy", "CreatePolicy", "CreatePolicyVersion", "UpdateAssumeRolePolicy"} {
		all = append(all, struct{ calls, want string }{"iam." + line + " PolicyDocument=banana", syntax})
	}
	all = append(all, struct{ calls, want string }{"iam.CreateRole AssumeRolePolicyDocument=banana", syntax})
	for _, line := range []string{"CreateUser", "CreateRole", "PutUserPermissionsBoundary", "PutRolePermissionsBoundary"} {
		all = append(all, struct{ calls, want string }{"iam." + line + " PermissionsBoundary=" + unknown, scope})
	}
	return all
}
