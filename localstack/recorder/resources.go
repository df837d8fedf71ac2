// Resources: what a record names beside the parameters. Only a few services do.

package recorder

import (
	"strings"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// resources returns the resources of a call as its record lists them, nil when there are none.
func resources(c *exchange.Call, a *exchange.Answer) dialect.List {
	var arn, kind string
	account := c.Account
	switch c.Service {
	case "sts":
		if a.Error == nil && strings.HasPrefix(c.Name, "AssumeRole") {
			arn, kind = wire.Text(c.In, "RoleArn"), "AWS::IAM::Role"
		}
	case "kms":
		if a.Error == nil {
			arn, kind = keyARN(c, a), "AWS::KMS::Key"
		}
	case "s3":
		// A bucket that is being made is not there yet, and one that is not there is nobody's.
		if bucket := wire.Text(c.In, "Bucket"); bucket != "" && c.Name != "CreateBucket" && (a.Error == nil || a.Error.Code != "NoSuchBucket") {
			arn, kind = "arn:aws:s3:::"+bucket, "AWS::S3::Bucket"
		}
	}
	if arn == "" {
		return nil
	}
	if part := strings.Split(arn, ":"); len(part) > 4 && part[4] != "" {
		account = part[4]
	}
	return dialect.List{dialect.Of("accountId", dialect.Quoted(account), "type", dialect.Quoted(kind), "ARN", dialect.Quoted(arn))}
}

// keyARN is the key that a call is about: what the answer says, else the request, where it is not an alias.
func keyARN(c *exchange.Call, a *exchange.Answer) string {
	if metadata, ok := a.Out["KeyMetadata"].(map[string]any); ok && wire.Text(metadata, "Arn") != "" {
		return wire.Text(metadata, "Arn")
	}
	for _, id := range []string{wire.Text(a.Out, "KeyId"), wire.Text(c.In, "KeyId"), wire.Text(c.In, "TargetKeyId")} {
		switch {
		case strings.Contains(id, "alias/") || id == "":
		case strings.HasPrefix(id, "arn:"):
			return id
		default:
			return "arn:aws:kms:" + c.Region + ":" + c.Account + ":key/" + id
		}
	}
	return ""
}
