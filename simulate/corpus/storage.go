// Background of storage and keys: objects, tables, queues, secrets, encryption.

package corpus

const s3, kms = "s3.amazonaws.com", "kms.amazonaws.com"

const (
	bucketOnly = `[{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::$bucket"}]`
	anObject   = `[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::acme-orders-prod/$object"},{"accountId":"$account","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::acme-orders-prod"}]`
	transfer   = `"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"SSEApplied":"SSE_KMS","AuthenticationMethod":"AuthHeader","x-amz-id-2":"$ref=","bytesTransferredOut":$large},`
	aKey       = `[{"accountId":"$account","type":"AWS::KMS::Key","ARN":"arn:aws:kms:$region:$account:key/$key"}]`
)

var storageTemplates = []template{
	{name: "GetObject", source: s3, weight: 48, by: functions | people, category: data, request: `{"bucketName":"acme-orders-prod","Host":"acme-orders-prod.s3.$region.amazonaws.com","key":"$object"}`, extra: transfer, resources: anObject},
	{name: "PutObject", source: s3, weight: 30, by: functions, category: data, write: true, request: `{"bucketName":"acme-orders-prod","Host":"acme-orders-prod.s3.$region.amazonaws.com","key":"$object"}`, response: `{"x-amz-server-side-encryption":"aws:kms","x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:$region:$account:key/$key"}`, extra: transfer, resources: anObject},
	{name: "HeadObject", source: s3, weight: 16, by: functions, category: data, request: `{"bucketName":"acme-orders-prod","Host":"acme-orders-prod.s3.$region.amazonaws.com","key":"$object"}`, extra: transfer, resources: anObject},
	{name: "ListObjects", source: s3, weight: 12, by: functions | people, category: data, request: `{"list-type":"2","bucketName":"$bucket","prefix":"$object","encoding-type":"url","Host":"$bucket.s3.$region.amazonaws.com"}`, extra: transfer, resources: bucketOnly},
	{name: "DeleteObject", source: s3, weight: 5, by: functions, category: data, write: true, request: `{"bucketName":"acme-orders-prod","Host":"acme-orders-prod.s3.$region.amazonaws.com","key":"$object"}`, extra: transfer, resources: anObject},
	{name: "GetBucketAcl", source: s3, weight: 16, by: services, request: `{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","acl":""}`, extra: transfer, resources: bucketOnly},
	{name: "GetBucketLocation", source: s3, weight: 6, by: people | functions, request: `{"location":"","bucketName":"$bucket","Host":"s3.$region.amazonaws.com"}`, extra: transfer, resources: bucketOnly},
	{name: "GetBucketPolicyStatus", source: s3, weight: 4, by: people, request: `{"bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","policyStatus":""}`, extra: transfer, resources: bucketOnly},
	{name: "ListBuckets", source: s3, weight: 5, by: people, global: true, request: `{"Host":"s3.amazonaws.com"}`, extra: transfer},
	{name: "PutBucketLifecycle", source: s3, weight: 1, by: pipelines, write: true, request: `{"lifecycle":"","bucketName":"$bucket","Host":"$bucket.s3.$region.amazonaws.com","LifecycleConfiguration":{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","Rule":{"Status":"Enabled","Expiration":{"Days":90},"ID":"expire","Filter":{"Prefix":"tmp/"}}}}`, extra: transfer, resources: bucketOnly},

	{name: "Decrypt", source: kms, weight: 70, by: functions | services | instances, request: `{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::acme-orders-prod/$object"}}`, resources: aKey},
	{name: "Decrypt", source: kms, weight: 20, by: functions | services, request: `{"encryptionAlgorithm":"SYMMETRIC_DEFAULT","encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:$region:$account:parameter/$cluster/$function/dsn"}}`, resources: aKey},
	{name: "GenerateDataKey", source: kms, weight: 34, by: functions | services, request: `{"keyId":"arn:aws:kms:$region:$account:key/$key","encryptionContext":{"aws:s3:arn":"arn:aws:s3:::acme-orders-prod/$object"},"keySpec":"AES_256"}`, resources: aKey},
	{name: "DescribeKey", source: kms, weight: 8, by: people | pipelines, request: `{"keyId":"arn:aws:kms:$region:$account:key/$key"}`, resources: aKey},
	{name: "ListAliases", source: kms, weight: 4, by: people, request: `{"limit":100}`},
	{name: "RotateKey", source: kms, weight: 1, by: services, kind: "AwsServiceEvent", write: true, resources: aKey, details: `,"serviceEventDetails":{"rotationType":"AUTOMATIC","keyOrigin":"AWS_KMS","keyId":"$key"}`},
	{name: "GetSecretValue", source: "secretsmanager.amazonaws.com", weight: 14, by: functions, request: `{"secretId":"arn:aws:secretsmanager:$region:$account:secret:$secret-aB3dEf","versionStage":"AWSCURRENT"}`},
	{name: "DescribeSecret", source: "secretsmanager.amazonaws.com", weight: 4, by: people | pipelines, request: `{"secretId":"$secret"}`},
	{
		name: "GetItem", source: "dynamodb.amazonaws.com", weight: 8, by: functions, category: data,
		request:   `{"tableName":"$function","key":{"pk":"HIDDEN_DUE_TO_SECURITY_REASONS"},"consistentRead":false}`,
		resources: `[{"accountId":"$account","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:$region:$account:table/$function"}]`,
	},
	{name: "DescribeTable", source: "dynamodb.amazonaws.com", weight: 6, by: people | functions, request: `{"tableName":"$function"}`, resources: `[{"accountId":"$account","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:$region:$account:table/$function"}]`},
	{name: "GetQueueAttributes", source: "sqs.amazonaws.com", weight: 6, by: functions | people, request: `{"queueUrl":"https://sqs.$region.amazonaws.com/$account/$queue","attributeNames":["ApproximateNumberOfMessages"]}`, resources: `[{"accountId":"$account","type":"AWS::SQS::Queue","ARN":"arn:aws:sqs:$region:$account:$queue"}]`},
	{name: "CreateLogStream", source: "logs.amazonaws.com", weight: 20, by: functions | services, write: true, request: `{"logGroupName":"/aws/lambda/$function","logStreamName":"$now[$LATEST]$hex"}`},
	{name: "DescribeLogGroups", source: "logs.amazonaws.com", weight: 6, by: people | functions, request: `{"logGroupNamePrefix":"/aws/lambda/","limit":50}`},
	{name: "FilterLogEvents", source: "logs.amazonaws.com", weight: 5, by: people, request: `{"logGroupName":"/aws/lambda/$function","startTime":$millis,"filterPattern":"ERROR","limit":100,"interleaved":true}`},
}
