// Background of the account: identities, sessions, sign-ins, configuration, the trail itself.

package corpus

const iam, sts = "iam.amazonaws.com", "sts.amazonaws.com"

const (
	credentials = `{"credentials":{"accessKeyId":"ASIA$code","sessionToken":"$token","expiration":"$later"},"assumedRoleUser":{"assumedRoleId":"AROA$code:$function","arn":"arn:aws:sts::$account:assumed-role/$role/$function"}}`
	aRole       = `[{"accountId":"$account","type":"AWS::IAM::Role","ARN":"arn:aws:iam::$account:role/service-role/$role"}]`
	twice       = `,"sharedEventID":"$uuid"`
)

var accountTemplates = []template{
	{name: "AssumeRole", source: sts, weight: 48, by: services, request: `{"roleArn":"arn:aws:iam::$account:role/service-role/$role","roleSessionName":"$function"}`, response: credentials, resources: aRole, details: twice},
	{name: "AssumeRole", source: sts, weight: 8, by: people | pipelines, request: `{"roleArn":"arn:aws:iam::$account:role/service-role/$role","roleSessionName":"$function","durationSeconds":3600}`, response: credentials, resources: aRole},
	{name: "AssumeRole", source: sts, weight: 3, by: outsiders, request: `{"roleArn":"arn:aws:iam::$account:role/partner-read","roleSessionName":"partner-sync","externalId":"$code"}`, response: credentials, resources: aRole, details: twice},
	{name: "GetCallerIdentity", source: sts, weight: 12, by: people | pipelines | functions},
	{name: "ConsoleLogin", source: "signin.amazonaws.com", weight: 3, by: people, kind: "AwsConsoleSignIn", write: true, response: `{"ConsoleLogin":"Success"}`, extra: `"additionalEventData":{"LoginTo":"https://console.aws.amazon.com/console/home?region=$region","MobileVersion":"No","MFAUsed":"Yes"},`},
	{name: "SwitchRole", source: "signin.amazonaws.com", weight: 1, by: people, kind: "AwsConsoleSignIn", write: true, response: `{"SwitchRole":"Success"}`, extra: `"additionalEventData":{"SwitchFrom":"arn:aws:iam::$account:user/release-bot","RedirectTo":"https://console.aws.amazon.com/"},`},

	{name: "GetRole", source: iam, weight: 20, by: people | pipelines, global: true, request: `{"roleName":"$role"}`},
	{name: "ListAttachedRolePolicies", source: iam, weight: 16, by: people | pipelines, global: true, request: `{"roleName":"$role"}`},
	{name: "ListRolePolicies", source: iam, weight: 10, by: people | pipelines, global: true, request: `{"roleName":"$role"}`},
	{name: "GetPolicyVersion", source: iam, weight: 8, by: people | pipelines, global: true, request: `{"policyArn":"arn:aws:iam::$account:policy/$function-access","versionId":"v$small"}`},
	{name: "ListRoles", source: iam, weight: 6, by: people, global: true, request: `{"maxItems":$small}`},
	{name: "ListUsers", source: iam, weight: 4, by: people, global: true, request: `{"maxItems":$small}`},
	{name: "GetUser", source: iam, weight: 6, by: people, global: true},
	{name: "ListAccessKeys", source: iam, weight: 4, by: people, global: true, request: `{"userName":"release-bot"}`},
	{name: "GetAccountSummary", source: iam, weight: 3, by: people, global: true},
	{name: "GenerateCredentialReport", source: iam, weight: 2, by: people, global: true, response: `{"state":"STARTED","description":"No report exists. Starting a new report generation task"}`},
	{name: "ListAccounts", source: "organizations.amazonaws.com", weight: 3, by: people, global: true, request: `{"maxResults":20}`},
	{name: "DescribeEventAggregates", source: "health.amazonaws.com", weight: 6, by: people, global: true, request: `{"aggregateField":"eventTypeCategory","filter":{"eventStatusCodes":["open","upcoming"],"startTimes":[{"from":"$date"}]}}`},
	{name: "GetCostAndUsage", source: "ce.amazonaws.com", weight: 3, by: people, global: true, request: `{"timePeriod":{"start":"2024-02-01","end":"2024-03-01"},"granularity":"DAILY","metrics":["UnblendedCost"]}`},
	{name: "ListResourceRecordSets", source: "route53.amazonaws.com", weight: 4, by: people | pipelines, global: true, request: `{"hostedZoneId":"Z0$code","maxItems":"100"}`},
	{name: "GetDistribution2020_05_31", source: "cloudfront.amazonaws.com", weight: 3, by: people | pipelines, global: true, request: `{"id":"E$code"}`},

	{name: "LookupEvents", source: "cloudtrail.amazonaws.com", weight: 8, by: people, request: `{"maxResults":50,"lookupAttributes":[{"attributeKey":"ResourceName","attributeValue":"$instance"}],"startTime":"$date","endTime":"$later"}`},
	{name: "DescribeTrails", source: "cloudtrail.amazonaws.com", weight: 6, by: people | functions, request: `{"trailNameList":[],"includeShadowTrails":true}`},
	{name: "GetTrailStatus", source: "cloudtrail.amazonaws.com", weight: 6, by: people | functions, request: `{"name":"arn:aws:cloudtrail:$region:$account:trail/organization"}`},
	{name: "PutEvaluations", source: "config.amazonaws.com", weight: 10, by: functions, write: true, request: `{"resultToken":"$token","evaluations":[{"complianceResourceType":"AWS::EC2::Instance","complianceResourceId":"$instance","complianceType":"COMPLIANT","orderingTimestamp":"$date"}],"testMode":false}`, response: `{"failedEvaluations":[]}`},
	{name: "DescribeConfigRules", source: "config.amazonaws.com", weight: 5, by: people | functions, request: `{"configRuleNames":["encrypted-volumes","restricted-ssh"]}`},
	{name: "ListFindings", source: "guardduty.amazonaws.com", weight: 4, by: people, request: `{"detectorId":"$hex","maxResults":50,"sortCriteria":{"attributeName":"severity","orderBy":"DESC"}}`},
	{name: "DescribeAlarms", source: "monitoring.amazonaws.com", weight: 14, by: people | services | functions, request: `{"actionPrefix":"arn:aws:autoscaling:$region:$account:scalingPolicy:$key:autoScalingGroupName/$cluster-workers:policyName/scale-out","maxRecords":100}`},
	{name: "ListMetrics", source: "monitoring.amazonaws.com", weight: 6, by: people | functions, request: `{"namespace":"AWS/EC2","metricName":"CPUUtilization","dimensions":[{"name":"InstanceId","value":"$instance"}]}`},
	{name: "DescribeStacks", source: "cloudformation.amazonaws.com", weight: 8, by: people | pipelines, request: `{"stackName":"$cluster-$function"}`},
	{name: "ListStackResources", source: "cloudformation.amazonaws.com", weight: 4, by: people | pipelines, request: `{"stackName":"arn:aws:cloudformation:$region:$account:stack/$cluster-$function/$key"}`},

	{
		name: "PutObject", source: s3, weight: 1, by: instances, kind: "AwsVpceEvent", category: "NetworkActivity", write: true,
		details: `,"vpcEndpointId":"$endpoint","vpcEndpointAccountId":"$account"`,
	},
	{
		name: "insight", source: "cloudtrail.amazonaws.com", weight: 1, by: services,
		whole: `{"eventVersion":"1.09","eventTime":"$now","awsRegion":"$region","eventID":"$eventid","eventType":"AwsCloudTrailInsight","recipientAccountId":"$account","sharedEventID":"$uuid","insightDetails":{"state":"Start","eventSource":"ssm.amazonaws.com","eventName":"UpdateInstanceInformation","insightType":"ApiCallRateInsight","insightContext":{"statistics":{"baseline":{"average":4.$small},"insight":{"average":$small},"insightDuration":5,"baselineDuration":10080},"attributions":[{"attribute":"userIdentityArn","insight":[{"value":"arn:aws:sts::$account:assumed-role/web-instance-role","average":$small}],"baseline":[{"value":"arn:aws:sts::$account:assumed-role/web-instance-role","average":1.$small}]}]}},"eventCategory":"Insight"}`,
	},
}
