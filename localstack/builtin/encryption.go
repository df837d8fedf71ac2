// Encryption by default: a switch of the region for volumes that are made from then on.

package builtin

import (
	"strings"

	"traillab/localstack/wire"
)

// encryption is the switch, and the key that the account wants instead of AWS's.
type encryption struct {
	on  bool
	key string // ARN, "" for AWS's
}

// awsKey is the key that AWS makes for an account's volumes.
const awsKey = "alias/aws/ebs"

func encryptionCalls() operations {
	return operations{
		"EnableEbsEncryptionByDefault": turnEncryption(true), "DisableEbsEncryptionByDefault": turnEncryption(false),
		"GetEbsEncryptionByDefault": func(q *call) (result, *wire.Error) {
			return result{"EbsEncryptionByDefault": q.encrypt.on, "SseType": "none"}, nil
		},
		"GetEbsDefaultKmsKeyId": func(q *call) (result, *wire.Error) {
			return result{"KmsKeyId": q.encrypt.shown()}, nil
		},
		"ModifyEbsDefaultKmsKeyId": func(q *call) (result, *wire.Error) {
			q.encrypt.key = q.keyARN(q.text("KmsKeyId"))
			return result{"KmsKeyId": q.encrypt.key}, nil
		},
		"ResetEbsDefaultKmsKeyId": func(q *call) (result, *wire.Error) {
			q.encrypt.key = ""
			return result{"KmsKeyId": awsKey}, nil
		},
	}
}

func turnEncryption(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		q.encrypt.on = on
		return result{"EbsEncryptionByDefault": on}, nil
	}
}

func (e encryption) shown() string {
	if e.key == "" {
		return awsKey
	}
	return e.key
}

// keyARN is the key that volumes of the region are encrypted with by default.
func (e encryption) keyARN(q *call) string {
	if e.key != "" {
		return e.key
	}
	return q.keyARN(awsKey)
}

// sealedBy is the key of a new volume or snapshot: the one that is named, else the one that it has, else the region's. What is
// not encrypted has none, and none may be named for it.
func (q *call) sealedBy(encrypted bool, named, has string) (string, *wire.Error) {
	switch {
	case named != "" && !encrypted:
		return has, keyPlain.of()
	case named != "":
		return q.keyARN(named), nil
	case encrypted && has == "":
		return q.encrypt.keyARN(q), nil
	}
	return has, nil
}

// keyARN is the ARN of a key by whatever name a call has for it. Keys of which nothing is known are taken as they are named,
// as EC2 does, which looks at them only later.
func (q *call) keyARN(name string) string {
	if k, _ := q.ring().find(name); k != nil {
		return k.arn
	}
	switch {
	case name == awsKey:
		return q.ring().managed(q, awsKey).arn
	case strings.HasPrefix(name, "arn:"):
		return name
	}
	return q.arn("kms", "key/"+strings.TrimPrefix(name, "key/"))
}
