// Names and kinds of events: what CloudTrail calls a call, whether it is a read, an event of the data plane, and how an error
// is spelled.

package recorder

import (
	"slices"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// named are the calls that are recorded under another name: Lambda's carry the version of their API, S3's are older than
// its SDKs.
var named = map[string]map[string]string{
	"lambda": {
		"AddLayerVersionPermission": "AddLayerVersionPermission20181031", "AddPermission": "AddPermission20150331v2",
		"CreateAlias": "CreateAlias20150331", "CreateEventSourceMapping": "CreateEventSourceMapping20150331", "CreateFunction": "CreateFunction20150331",
		"DeleteAlias": "DeleteAlias20150331", "DeleteEventSourceMapping": "DeleteEventSourceMapping20150331", "DeleteFunction": "DeleteFunction20150331",
		"DeleteFunctionConcurrency": "DeleteFunctionConcurrency20171031", "GetAccountSettings": "GetAccountSettings20160819",
		"GetEventSourceMapping": "GetEventSourceMapping20150331", "GetFunction": "GetFunction20150331v2",
		"GetFunctionConfiguration": "GetFunctionConfiguration20150331v2", "GetPolicy": "GetPolicy20150331v2",
		"ListEventSourceMappings": "ListEventSourceMappings20150331", "ListFunctions": "ListFunctions20150331", "ListTags": "ListTags20170331",
		"ListVersionsByFunction": "ListVersionsByFunction20150331", "PublishLayerVersion": "PublishLayerVersion20181031",
		"PublishVersion": "PublishVersion20150331", "PutFunctionConcurrency": "PutFunctionConcurrency20171031",
		"RemovePermission": "RemovePermission20150331v2", "TagResource": "TagResource20170331v2", "UntagResource": "UntagResource20170331v2",
		"UpdateAlias": "UpdateAlias20150331", "UpdateEventSourceMapping": "UpdateEventSourceMapping20150331",
		"UpdateFunctionCode": "UpdateFunctionCode20150331v2", "UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
	},
	"s3": {
		"GetBucketAccelerateConfiguration": "GetAccelerateConfiguration", "GetBucketLifecycleConfiguration": "GetBucketLifecycle",
		"PutBucketLifecycleConfiguration": "PutBucketLifecycle", "GetBucketNotificationConfiguration": "GetBucketNotification",
		"PutBucketNotificationConfiguration": "PutBucketNotification", "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
		"PutObjectLockConfiguration": "PutBucketObjectLockConfiguration", "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
		"PutPublicAccessBlock": "PutBucketPublicAccessBlock", "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
		"ListObjectsV2": "ListObjects",
	},
}

func eventName(c *exchange.Call) string {
	if name := named[c.Service][c.Name]; name != "" {
		return name
	}
	return c.Name
}

// readOnly reports whether a call changes nothing.
func readOnly(c *exchange.Call) bool { return wire.Reads(c.Service, c.Name) }

// answered are the reads whose answer is recorded.
var answered = map[string]bool{"sts/AssumeRole": true, "sts/AssumeRoleWithSAML": true, "sts/AssumeRoleWithWebIdentity": true}

// dataCalls are the calls of the data plane, which a trail records only when it is asked to. Of S3 those with a key are
// too.
var dataCalls = map[string]string{
	"s3":         "ListObjects ListObjectsV2 ListObjectVersions ListMultipartUploads DeleteObjects HeadBucket",
	"lambda":     "Invoke InvokeAsync InvokeWithResponseStream",
	"sns":        "Publish PublishBatch",
	"sqs":        "SendMessage SendMessageBatch ReceiveMessage DeleteMessage DeleteMessageBatch ChangeMessageVisibility ChangeMessageVisibilityBatch",
	"dynamodb":   "BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem",
	"monitoring": "GetMetricData GetMetricStatistics GetMetricWidgetImage ListMetrics PutMetricData",
	"logs":       "PutLogEvents GetLogEvents FilterLogEvents",
	"events":     "PutEvents",
}

// dataEvent reports whether a call belongs to the data plane.
func dataEvent(c *exchange.Call) bool {
	if c.Service == "s3" && c.Operation != nil && c.Operation.Input != nil {
		for _, m := range c.Operation.Input.Members {
			if m.Name == "Key" && m.In == "uri" {
				return true
			}
		}
	}
	return slices.Contains(strings.Fields(dataCalls[c.Service]), c.Name)
}

// serverFaults are the codes of EC2 that are the service's fault.
var serverFaults = []string{
	"InsufficientAddressCapacity", "InsufficientCapacity", "InsufficientHostCapacity", "InsufficientInstanceCapacity",
	"InsufficientReservedInstanceCapacity", "InsufficientVolumeCapacity", "InternalError", "InternalFailure", "ServiceUnavailable", "Unavailable",
}

// denials are the codes by which services answer a lack of rights. All but EC2 record it as AccessDenied.
var denials = map[string]bool{"AccessDenied": true, "AccessDeniedException": true, "AuthorizationError": true}

// denied reports whether a call was refused for a lack of rights, by another service than EC2.
func denied(c *exchange.Call, e *wire.Error) bool {
	return e != nil && c.Service != "ec2" && denials[e.Code]
}

// errorCode spells an error. EC2's codes say whose fault it was; of other services the name of the error's class is
// recorded where it differs from the code, as in NoSuchEntityException, and every lack of rights is AccessDenied.
func errorCode(c *exchange.Call, e *wire.Error) string {
	switch {
	case c.Service == "ec2" && (slices.Contains(serverFaults, e.Code) || e.Status >= 500):
		return "Server." + e.Code
	case c.Service == "ec2":
		return "Client." + e.Code
	case denied(c, e):
		return "AccessDenied"
	}
	if c.Operation != nil && c.Service != "s3" {
		for _, s := range c.Operation.Errors {
			if s.Code == e.Code && s.Code != "" {
				return s.Name
			}
		}
	}
	return e.Code
}

// fronted are the services whose front door refuses who has no rights: the request is recorded, and the sentence stands in the
// answer of a write and nowhere of a read.
var fronted = []string{"guardduty", "securityhub", "eks", "appsync", "bedrock"}

// frank are the others that tell what a denied call asked for; the records of all the rest have no parameters.
var frank = []string{"s3", "ce"}

// untold reports whether the record of a failed call has no parameters. Of STS those stay that were refused for another reason than
// a policy, such as a device that is not there.
func untold(c *exchange.Call, e *wire.Error) bool {
	if c.Service == "sts" && e != nil && !strings.Contains(strings.ToLower(e.Message), "not authorized") {
		return false
	}
	return denied(c, e) && !slices.Contains(frank, c.Service) && !slices.Contains(fronted, c.Service)
}

// errorMessage is the sentence of a refusal, "" where it stands elsewhere.
func errorMessage(c *exchange.Call, e *wire.Error) string {
	if denied(c, e) && slices.Contains(fronted, c.Service) {
		return ""
	}
	return e.Message
}
