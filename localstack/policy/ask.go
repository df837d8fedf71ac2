// Asks: what a call must be allowed, an action of IAM on resources. Most actions are called as their operations are.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

package policy

import (
	"cmp"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// ask is an action that a call needs on resources.
type ask struct {
	action    string
	resources []string
	named     []string // what the call names, where the table does not know the resources
}

// prefixesOf are what actions begin with, where that is not the name in signatures.
var prefixesOf = map[string]string{"monitoring": "cloudwatch"}

// actions are the actions of operations that are not called like them.
var actions = map[string]string{
	"s3.AbortMultipartUpload": "AbortMultipartUpload", "s3.CompleteMultipartUpload": "PutObject", "s3.CopyObject": "PutObject",
	"s3.CreateMultipartUpload": "PutObject", "s3.DeleteBucketCors": "PutBucketCORS", "s3.DeleteBucketEncryption": "PutEncryptionConfiguration",
	"s3.DeleteBucketLifecycle": "PutLifecycleConfiguration", "s3.DeleteBucketReplication": "PutReplicationConfiguration",
	"s3.DeleteBucketTagging": "PutBucketTagging", "s3.DeleteObjects": "DeleteObject", "s3.DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
	"s3.GetBucketCors": "GetBucketCORS", "s3.GetBucketEncryption": "GetEncryptionConfiguration",
	"s3.GetBucketLifecycleConfiguration": "GetLifecycleConfiguration", "s3.GetBucketNotificationConfiguration": "GetBucketNotification",
	"s3.GetBucketReplication": "GetReplicationConfiguration", "s3.GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
	"s3.GetPublicAccessBlock": "GetBucketPublicAccessBlock", "s3.HeadBucket": "ListBucket", "s3.HeadObject": "GetObject",
	"s3.ListBuckets": "ListAllMyBuckets", "s3.ListMultipartUploads": "ListBucketMultipartUploads", "s3.ListObjectVersions": "ListBucketVersions",
	"s3.ListObjects": "ListBucket", "s3.ListObjectsV2": "ListBucket", "s3.ListParts": "ListMultipartUploadParts",
	"s3.PutBucketCors": "PutBucketCORS", "s3.PutBucketEncryption": "PutEncryptionConfiguration",
	"s3.PutBucketLifecycleConfiguration": "PutLifecycleConfiguration", "s3.PutBucketNotificationConfiguration": "PutBucketNotification",
	"s3.PutBucketReplication": "PutReplicationConfiguration", "s3.PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
	"s3.PutPublicAccessBlock": "PutBucketPublicAccessBlock", "s3.SelectObjectContent": "GetObject", "s3.UploadPart": "PutObject",
	"s3.UploadPartCopy": "PutObject", "s3.DeleteBucketOwnershipControls": "PutBucketOwnershipControls",
	"lambda.Invoke": "InvokeFunction", "lambda.InvokeAsync": "InvokeFunction", "lambda.InvokeWithResponseStream": "InvokeFunction",
	"kms.ReEncrypt": "ReEncryptFrom",
}

// action is the action of an operation.
func action(service, operation string) string {
	prefix := cmp.Or(prefixesOf[service], service)
	if name := actions[service+"."+operation]; name != "" {
		operation = name
	}
	return prefix + ":" + operation
}

// asks returns what a call must be allowed, one ask in most cases.
func (b *Book) asks(c *exchange.Call) []ask {
	resources, known := b.resources(c)
	first := ask{action: action(c.Service, c.Name), resources: resources}
	if !known {
		walk(c.In, func(id string) {
			if len(id) > 2 && strings.ContainsAny(id, "-:/") {
				first.named = append(first.named, id)
			}
		})
	}
	return append([]ask{first}, b.further(c)...)
}

// further are the asks of calls that need more than one action: a role that is passed on, what a copy is made of, the tags
// of what is made, the version of an object.
func (b *Book) further(c *exchange.Call) []ask {
	switch {
	case c.Service == "s3" && (c.Name == "CopyObject" || c.Name == "UploadPartCopy"):
		source, _, _ := strings.Cut(strings.TrimPrefix(wire.Text(c.In, "CopySource"), "/"), "?")
		return []ask{{action: "s3:GetObject", resources: []string{"arn:aws:s3:::" + source}}}
	case c.Service == "kms" && c.Name == "ReEncrypt":
		return []ask{{action: "kms:ReEncryptTo", resources: b.fill(c, "arn:aws:kms:{region}:{account}:key/{DestinationKeyId}")}}
	}
	if role := b.passed(c); role != "" {
		return []ask{{action: "iam:PassRole", resources: []string{role}}}
	}
	return nil
}

// passed is the ARN of the role that a call hands on to a service: whoever passes one must be allowed to.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
func (b *Book) passed(c *exchange.Call) string {
	switch c.Service + "." + c.Name {
	case "ec2.RunInstances", "ec2.AssociateIamInstanceProfile", "ec2.ReplaceIamInstanceProfileAssociation":
		name := cmp.Or(wire.Text(c.In, "IamInstanceProfile", "Name"), exchange.Last(wire.Text(c.In, "IamInstanceProfile", "Arn")))
		if role := b.profiles[name]; role != "" {
			return b.entityARN(b.roles, "role", role)
		}
	case "iam.AddRoleToInstanceProfile":
		return b.entityARN(b.roles, "role", wire.Text(c.In, "RoleName"))
	case "lambda.CreateFunction", "lambda.UpdateFunctionConfiguration":
		return wire.Text(c.In, "Role")
	case "backup.CreateBackupSelection":
		return wire.Text(c.In, "BackupSelection", "IamRoleArn")
	case "backup.StartBackupJob", "backup.StartRestoreJob":
		return wire.Text(c.In, "IamRoleArn")
	case "config.PutConfigurationRecorder":
		return wire.Text(c.In, "ConfigurationRecorder", "roleARN")
	case "cloudtrail.CreateTrail", "cloudtrail.UpdateTrail":
		return wire.Text(c.In, "CloudWatchLogsRoleArn")
	case "ec2.CreateFlowLogs":
		return wire.Text(c.In, "DeliverLogsPermissionArn")
	case "ssm.SendCommand":
		return wire.Text(c.In, "ServiceRoleArn")
	}
	return ""
}
