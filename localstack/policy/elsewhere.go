// The resources that calls of other services are about.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

package policy

// The tables have templates of ARNs, see fill. All of a row are asked, or only the first that the input fills where templates
// begin with "=".
var (
	// onResources are the resources of operations.
	onResources = map[string][]string{
		"sts.AssumeRole":                {"{RoleArn}"},
		"sts.AssumeRoleWithSAML":        {"{RoleArn}"},
		"sts.AssumeRoleWithWebIdentity": {"{RoleArn}"},
		"sts.GetFederationToken":        {"arn:aws:sts::{account}:federated-user/{Name}"},

		"ssm.SendCommand":              {"arn:aws:ssm:{region}:{account}:document/{DocumentName}", "arn:aws:ec2:{region}:{account}:instance/{InstanceIds}"},
		"ssm.CreateAssociation":        {"arn:aws:ssm:{region}:{account}:document/{Name}", "arn:aws:ec2:{region}:{account}:instance/{InstanceId}"},
		"ssm.StartAutomationExecution": {"arn:aws:ssm:{region}:{account}:automation-definition/{DocumentName}:$DEFAULT"},
		"ssm.StartSession":             {"arn:aws:ec2:{region}:{account}:instance/{Target}"},
		"ssm.PutInventory":             {"arn:aws:ec2:{region}:{account}:instance/{InstanceId}"},
		"ssm.GetParameter":             {"arn:aws:ssm:{region}:{account}:parameter/{Name}"},
		"ssm.PutParameter":             {"arn:aws:ssm:{region}:{account}:parameter/{Name}"},
		"ssm.DeleteParameter":          {"arn:aws:ssm:{region}:{account}:parameter/{Name}"},
		"ssm.GetParameterHistory":      {"arn:aws:ssm:{region}:{account}:parameter/{Name}"},
		"ssm.GetParameters":            {"arn:aws:ssm:{region}:{account}:parameter/{Names}"},
		"ssm.DeleteParameters":         {"arn:aws:ssm:{region}:{account}:parameter/{Names}"},
		"ssm.GetParametersByPath":      {"arn:aws:ssm:{region}:{account}:parameter/{Path}"},
		"ssm.GetDocument":              {"arn:aws:ssm:{region}:{account}:document/{Name}"},
		"ssm.CreateDocument":           {"arn:aws:ssm:{region}:{account}:document/{Name}"},
		"ssm.DeleteDocument":           {"arn:aws:ssm:{region}:{account}:document/{Name}"},

		"kms.CreateAlias": {"arn:aws:kms:{region}:{account}:{AliasName}", "arn:aws:kms:{region}:{account}:key/{TargetKeyId}"},
		"kms.UpdateAlias": {"arn:aws:kms:{region}:{account}:{AliasName}", "arn:aws:kms:{region}:{account}:key/{TargetKeyId}"},
		"kms.DeleteAlias": {"arn:aws:kms:{region}:{account}:{AliasName}"},
		"kms.ReEncrypt":   {"arn:aws:kms:{region}:{account}:key/{SourceKeyId}"},

		"backup.CreateBackupPlan":      {"arn:aws:backup:{region}:{account}:backup-plan:*"},
		"backup.StartBackupJob":        {"arn:aws:backup:{region}:{account}:backup-vault:{BackupVaultName}"},
		"backup.StartRestoreJob":       {"{RecoveryPointArn}"},
		"backup.DeleteRecoveryPoint":   {"{RecoveryPointArn}"},
		"backup.DescribeRecoveryPoint": {"{RecoveryPointArn}"},

		"cloudtrail.LookupEvents":         {everything},
		"config.DeleteConfigRule":         {"arn:aws:config:{region}:{account}:config-rule/*"},
		"logs.CreateLogStream":            {"arn:aws:logs:{region}:{account}:log-group:{logGroupName}:log-stream:{logStreamName}"},
		"organizations.LeaveOrganization": {everything},
	}

	// anyResources are those of the other operations of a service.
	anyResources = map[string][]string{
		"acm":                  {"{CertificateArn}"},
		"backup":               {"=arn:aws:backup:{region}:{account}:backup-vault:{BackupVaultName}", "=arn:aws:backup:{region}:{account}:backup-plan:{BackupPlanId}", "={RecoveryPointArn}"},
		"cloudtrail":           {"=arn:aws:cloudtrail:{region}:{account}:trail/{Name}", "=arn:aws:cloudtrail:{region}:{account}:trail/{TrailName}", "={EventDataStore}"},
		"dynamodb":             {"arn:aws:dynamodb:{region}:{account}:table/{TableName}"},
		"elasticloadbalancing": {"=arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{LoadBalancerName}", "={LoadBalancerArn}", "={ListenerArn}", "={RuleArn}", "={TargetGroupArn}"},
		"events":               {"=arn:aws:events:{region}:{account}:rule/{Rule}", "=arn:aws:events:{region}:{account}:rule/{Name}"},
		"guardduty":            {"arn:aws:guardduty:{region}:{account}:detector/{DetectorId}"},
		"kms":                  {"arn:aws:kms:{region}:{account}:key/{KeyId}"},
		"lambda":               {"arn:aws:lambda:{region}:{account}:function:{FunctionName}"},
		"logs":                 {"arn:aws:logs:{region}:{account}:log-group:{logGroupName}"},
		"rds":                  {"=arn:aws:rds:{region}:{account}:db:{DBInstanceIdentifier}", "=arn:aws:rds:{region}:{account}:cluster:{DBClusterIdentifier}", "=arn:aws:rds:{region}:{account}:snapshot:{DBSnapshotIdentifier}"},
		"secretsmanager":       {"=arn:aws:secretsmanager:{region}:{account}:secret:{SecretId}", "=arn:aws:secretsmanager:{region}:{account}:secret:{Name}"},
		"sns":                  {"=arn:aws:sns:{region}:{account}:{TopicArn}", "=arn:aws:sns:{region}:{account}:{Name}"},
		"ssm":                  {"=arn:aws:ssm:{region}:{account}:association/{AssociationId}"},
	}
)
