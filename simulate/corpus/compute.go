// Background of compute: what instances, functions, containers and those who watch them call.

package corpus

import "strings"

const ec2, ssm = "ec2.amazonaws.com", "ssm.amazonaws.com"

// task is a long definition: the few large records of a real log look like it.
var task = `"family":"$function","containerDefinitions":[{"name":"$function","image":"$account.dkr.ecr.$region.amazonaws.com/$function:$hex","cpu":512,"memory":1024,"essential":true,"environment":[{"name":"REGION","value":"$region"}` +
	strings.Repeat(`,{"name":"FEATURE_$code","value":"$status"}`, 60) + `],"logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/ecs/$function"}}}],"requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc"`

var computeTemplates = []template{
	{name: "DescribeInstances", source: ec2, weight: 55, by: people | pipelines | functions, request: `{"instancesSet":{"items":[{"instanceId":"$instance"}]},"filterSet":{}}`},
	{name: "DescribeInstances", source: ec2, weight: 22, by: people | pipelines, request: `{"maxResults":$small,"instancesSet":{},"filterSet":{"items":[{"name":"vpc-id","valueSet":{"items":[{"value":"$vpc"}]}},{"name":"instance-state-name","valueSet":{"items":[{"value":"running"},{"value":"stopped"}]}}]}}`},
	{name: "DescribeInstanceStatus", source: ec2, weight: 14, by: people | pipelines, request: `{"instancesSet":{"items":[{"instanceId":"$instance"},{"instanceId":"$instance"}]},"filterSet":{},"includeAllInstances":false}`},
	{name: "DescribeSecurityGroups", source: ec2, weight: 20, by: people | pipelines, request: `{"securityGroupSet":{},"securityGroupIdSet":{"items":[{"groupId":"$group"}]},"filterSet":{}}`},
	{name: "DescribeSubnets", source: ec2, weight: 16, by: people | pipelines, request: `{"subnetSet":{"items":[{"subnetId":"$subnet"},{"subnetId":"$subnet"},{"subnetId":"$subnet"}]},"filterSet":{}}`},
	{name: "DescribeVpcs", source: ec2, weight: 14, by: people | pipelines, request: `{"vpcSet":{"items":[{"vpcId":"$vpc"}]},"filterSet":{}}`},
	{name: "DescribeRouteTables", source: ec2, weight: 14, by: people | pipelines, request: `{"routeTableIdSet":{"items":[{"routeTableId":"$table"}]},"filterSet":{}}`},
	{name: "DescribeInternetGateways", source: ec2, weight: 6, by: people | pipelines, request: `{"internetGatewayIdSet":{"items":[{"internetGatewayId":"$gateway"}]},"filterSet":{}}`},
	{name: "DescribeNetworkInterfaces", source: ec2, weight: 18, by: people | pipelines | functions, request: `{"networkInterfaceIdSet":{"items":[{"networkInterfaceId":"$interface"}]},"filterSet":{}}`},
	{name: "DescribeVolumes", source: ec2, weight: 12, by: people | pipelines, request: `{"volumeSet":{"items":[{"volumeId":"$volume"}]},"filterSet":{}}`},
	{name: "DescribeAddresses", source: ec2, weight: 6, by: people | pipelines, request: `{"publicIpsSet":{},"filterSet":{},"allocationIdsSet":{}}`},
	{name: "DescribeNatGateways", source: ec2, weight: 8, by: people | pipelines, request: `{"DescribeNatGatewaysRequest":{"NatGatewayId":{"tag":1,"content":"$nat"}}}`},
	{name: "DescribeVpcEndpoints", source: ec2, weight: 6, by: people | pipelines, request: `{"DescribeVpcEndpointsRequest":{"VpcEndpointId":{"tag":1,"content":"$endpoint"},"MaxResults":$small}}`},
	{name: "DescribeFlowLogs", source: ec2, weight: 4, by: people, request: `{"DescribeFlowLogsRequest":{"MaxResults":1000}}`},
	{name: "DescribeLaunchTemplates", source: ec2, weight: 5, by: people | pipelines, request: `{"DescribeLaunchTemplatesRequest":""}`},
	{name: "DescribeInstanceTypes", source: ec2, weight: 5, by: pipelines, request: `{"DescribeInstanceTypesRequest":{"InstanceType":[{"tag":1,"content":"m6i.large"},{"tag":2,"content":"m6i.xlarge"}]}}`},
	{name: "DescribeImages", source: ec2, weight: 8, by: people | pipelines, request: `{"executableBySet":{},"imagesSet":{"items":[{"imageId":"$image"}]},"ownersSet":{},"filterSet":{},"includeDeprecated":false}`},
	{name: "DescribeSnapshots", source: ec2, weight: 8, by: people | functions, request: `{"maxResults":$small,"snapshotSet":{},"ownersSet":{"items":[{"owner":"self"}]},"sharedUsersSet":{},"filterSet":{}}`},
	{name: "DescribeTags", source: ec2, weight: 8, by: people | pipelines, request: `{"filterSet":{"items":[{"name":"resource-id","valueSet":{"items":[{"value":"$instance"}]}}]}}`},
	{name: "DescribeRegions", source: ec2, weight: 4, by: people, request: `{"regionSet":{},"allRegions":true}`},
	{name: "DescribeAvailabilityZones", source: ec2, weight: 5, by: people | pipelines, request: `{"availabilityZoneSet":{},"availabilityZoneIdSet":{}}`},
	{
		name: "CreateSnapshot", source: ec2, weight: 6, by: functions | people, write: true,
		request:  `{"volumeId":"$volume","description":"nightly of $now","tagSpecificationSet":{"items":[{"resourceType":"snapshot","tags":[{"key":"Retention","value":"14d"}]}]}}`,
		response: `{"requestId":"$uuid","snapshotId":"$snapshot","volumeId":"$volume","status":"pending","startTime":$millis,"progress":"","ownerId":"$account","volumeSize":"100","description":"nightly of $now","encrypted":true,"tagSet":{"items":[{"key":"Retention","value":"14d"}]}}`,
	},
	{name: "DeleteSnapshot", source: ec2, weight: 4, by: functions | people, write: true, request: `{"snapshotId":"$snapshot","force":false}`, response: `{"requestId":"$uuid","_return":true}`},
	{
		name: "UpdateInstanceInformation", source: ssm, weight: 60, by: instances, write: true,
		request: `{"instanceId":"$session","agentVersion":"3.2.2222.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2023","iPAddress":"$private","computerName":"ip-$private.$region.compute.internal","agentName":"amazon-ssm-agent","availabilityZone":"$region$zone","availabilityZoneId":"","sSMConnectionChannel":"ssmmessages"}`,
	},
	{
		name: "UpdateInstanceAssociationStatus", source: ssm, weight: 8, by: instances, write: true,
		request:   `{"associationId":"$key","instanceId":"$session","executionResult":{"executionDate":"$date","status":"$status","executionSummary":"1 out of 1 plugin processed, 1 success, 0 failed, 0 timedout, 0 skipped. ","errorCode":""}}`,
		resources: `[{"accountId":"$account","ARN":"arn:aws:ssm:$region:$account:association/$key"},{"accountId":"$account","ARN":"arn:aws:ec2:$region:$account:instance/$session"}]`,
	},
	{
		name: "PutInventory", source: ssm, weight: 6, by: instances, write: true,
		request:   `{"instanceId":"$session","items":[{"typeName":"AWS:Network","schemaVersion":"1.0","captureTime":"$now","contentHash":"$code=="},{"typeName":"AWS:BillingInfo","schemaVersion":"1.0","captureTime":"$now","contentHash":"$code=="},{"typeName":"AWS:Application","schemaVersion":"1.1","captureTime":"$now","contentHash":"$code=="},{"typeName":"AWS:InstanceDetailedInformation","schemaVersion":"1.0","captureTime":"$now","contentHash":"$code=="}]}`,
		resources: `[{"accountId":"$account","ARN":"arn:aws:ec2:$region:$account:instance/$session"},{"accountId":"$account","ARN":"arn:aws:ssm:$region:$account:managed-instance-inventory/$session"}]`,
	},
	{name: "DescribeInstanceInformation", source: ssm, weight: 6, by: people | functions, request: `{"maxResults":50,"instanceInformationFilterList":[{"key":"InstanceIds","valueSet":["$instance"]}]}`},
	{
		name: "SendCommand", source: ssm, weight: 3, by: people | functions, write: true,
		request:  `{"documentName":"AWS-RunPatchBaseline","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","targets":[{"key":"tag:Patch","values":["weekly"]}],"maxConcurrency":"10%","maxErrors":"1","interactive":false}`,
		response: `{"command":{"commandId":"$uuid","documentName":"AWS-RunPatchBaseline","documentVersion":"$DEFAULT","comment":"","expiresAfter":"$later","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS","instanceIds":[],"targets":[{"key":"tag:Patch","values":["weekly"]}],"requestedDateTime":"$date","status":"Pending","statusDetails":"Pending","outputS3BucketName":"","maxConcurrency":"10%","maxErrors":"1","targetCount":0,"completedCount":0,"errorCount":0,"timeoutSeconds":3600}}`,
	},
	{name: "GetParameter", source: ssm, weight: 14, by: functions | pipelines, request: `{"name":"/$cluster/$function/dsn","withDecryption":true}`, resources: `[{"accountId":"$account","ARN":"arn:aws:ssm:$region:$account:parameter/$cluster/$function/dsn"}]`},
	{name: "GetParametersByPath", source: ssm, weight: 6, by: functions, request: `{"path":"/$cluster/$function/","recursive":true,"withDecryption":true,"maxResults":10}`},
	{name: "DescribeAutoScalingGroups", source: "autoscaling.amazonaws.com", weight: 12, by: people | pipelines, request: `{"autoScalingGroupNames":["$cluster-workers"],"maxRecords":$small}`},
	{name: "DescribeTargetHealth", source: "elasticloadbalancing.amazonaws.com", weight: 14, by: people | pipelines | functions, request: `{"targetGroupArn":"arn:aws:elasticloadbalancing:$region:$account:targetgroup/$cluster/50dc6c495c0c9188"}`},
	{name: "DescribeLoadBalancers", source: "elasticloadbalancing.amazonaws.com", weight: 8, by: people | pipelines, request: `{"names":["$cluster"],"pageSize":$small}`},
	{name: "DescribeDBInstances", source: "rds.amazonaws.com", weight: 12, by: people | functions, request: `{"dBInstanceIdentifier":"$database"}`},
	{name: "DescribeDBLogFiles", source: "rds.amazonaws.com", weight: 4, by: people | functions, request: `{"dBInstanceIdentifier":"$database","maxRecords":$small}`},
	{name: "GetFunction20150331v2", source: "lambda.amazonaws.com", weight: 6, by: people | pipelines, request: `{"functionName":"arn:aws:lambda:$region:$account:function:$function"}`},
	{name: "ListFunctions20150331", source: "lambda.amazonaws.com", weight: 4, by: people, request: `{"maxItems":$small}`},
	{
		name: "Invoke", source: "lambda.amazonaws.com", weight: 14, by: functions, category: data, write: true,
		request:   `{"functionName":"arn:aws:lambda:$region:$account:function:$function","invocationType":"RequestResponse"}`,
		extra:     `"additionalEventData":{"functionVersion":"arn:aws:lambda:$region:$account:function:$function:$LATEST"},`,
		resources: `[{"accountId":"$account","type":"AWS::Lambda::Function","ARN":"arn:aws:lambda:$region:$account:function:$function"}]`,
	},
	{name: "DescribeServices", source: "ecs.amazonaws.com", weight: 8, by: people | pipelines, request: `{"cluster":"$cluster","services":["$function"]}`},
	{name: "DescribeTasks", source: "ecs.amazonaws.com", weight: 8, by: people | pipelines, request: `{"cluster":"$cluster","tasks":["arn:aws:ecs:$region:$account:task/$cluster/$hex"]}`},
	{name: "RegisterTaskDefinition", source: "ecs.amazonaws.com", weight: 1, by: pipelines, write: true, request: "{" + task + "}", response: `{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:$region:$account:task-definition/$function:$small","revision":$small,"status":"ACTIVE",` + task + `}}`},
	{name: "DescribeCluster", source: "eks.amazonaws.com", weight: 5, by: people | pipelines, request: `{"name":"$cluster"}`},
	{name: "BatchGetImage", source: "ecr.amazonaws.com", weight: 6, by: functions, request: `{"imageIds":[{"imageDigest":"sha256:$hex$hex"}],"acceptedMediaTypes":["application/vnd.docker.distribution.manifest.v2+json"],"repositoryName":"$function","registryId":"$account"}`, resources: `[{"accountId":"$account","ARN":"arn:aws:ecr:$region:$account:repository/$function"}]`},
}
