// Keys of KMS: that there are some, and what they are called. Nothing is encrypted with them.

package builtin

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// keyring is the keys of a region.
type keyring struct {
	keys    ordered[*masterKey] // by id
	aliases ordered[string]     // the id of the key, by the name of the alias
}

// masterKey is a key.
type masterKey struct {
	id, arn, about, manager string
	since                   time.Time
	off, turns              bool
	ends                    time.Time // zero unless its end is planned
}

var (
	noMasterKey = fault{code: "NotFoundException", sentence: "Key '%s' does not exist"}
	noKeyAlias  = fault{code: "NotFoundException", sentence: "Alias %s is not found."}
	aliasThere  = fault{code: "AlreadyExistsException", sentence: "An alias with the name %s already exists"}
	aliasOfAWS  = fault{code: "NotAuthorizedException", sentence: "Aliases that begin with alias/aws/ are reserved: %s"}
	badAlias    = fault{code: "ValidationException", sentence: "Alias must start with the prefix \"alias/\": %s"}
	keyEnds     = fault{code: "KMSInvalidStateException", sentence: "%s is pending deletion."}
)

func keyCalls() operations {
	return operations{
		"CreateKey": createKey, "DescribeKey": describeKey, "ListKeys": listKeys, "CreateAlias": createKeyAlias, "DeleteAlias": deleteKeyAlias,
		"ListAliases": listKeyAliases, "EnableKey": turnKey(false), "DisableKey": turnKey(true), "EnableKeyRotation": rotateKey(true),
		"DisableKeyRotation": rotateKey(false), "GetKeyRotationStatus": keyRotation, "ScheduleKeyDeletion": endKey, "CancelKeyDeletion": spareKey,
	}
}

// ring is the keys of the call's region.
func (q *call) ring() *keyring {
	if q.keys[q.Region] == nil {
		q.keys[q.Region] = &keyring{}
	}
	return q.keys[q.Region]
}

// find is a key by its id, its ARN, its alias or the ARN of that.
func (r *keyring) find(name string) (*masterKey, *wire.Error) {
	short := name
	if strings.HasPrefix(name, "arn:") {
		short = name[strings.LastIndex(name, ":")+1:]
	}
	short = strings.TrimPrefix(short, "key/")
	if strings.HasPrefix(short, "alias/") {
		id, ok := r.aliases.get(short)
		if !ok {
			return nil, noKeyAlias.of(name)
		}
		short = id
	}
	k, ok := r.keys.get(short)
	if !ok {
		return nil, noMasterKey.of(name)
	}
	return k, nil
}

// managed is a key that AWS makes for the account when it is first needed.
func (r *keyring) managed(q *call, alias string) *masterKey {
	k := q.newKey("Default key that protects my EBS volumes when no other key is defined", "AWS")
	r.aliases.set(alias, k.id)
	return k
}

func (q *call) newKey(about, manager string) *masterKey {
	id := q.uuid()
	k := &masterKey{id: id, arn: q.arn("kms", "key/"+id), about: about, manager: manager, since: q.now}
	q.ring().keys.set(id, k)
	return k
}

func (k *masterKey) show(q *call) result {
	out := result{
		"KeyId": k.id, "Arn": k.arn, "AWSAccountId": q.options.Account, "CreationDate": k.since, "Description": k.about, "Enabled": !k.off && k.ends.IsZero(),
		"KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT", "KeyManager": k.manager, "Origin": "AWS_KMS", "KeySpec": "SYMMETRIC_DEFAULT",
		"CustomerMasterKeySpec": "SYMMETRIC_DEFAULT", "EncryptionAlgorithms": []any{"SYMMETRIC_DEFAULT"}, "MultiRegion": false,
	}
	switch {
	case !k.ends.IsZero():
		out["KeyState"], out["DeletionDate"] = "PendingDeletion", k.ends
	case k.off:
		out["KeyState"] = "Disabled"
	}
	return out
}

func createKey(q *call) (result, *wire.Error) {
	return result{"KeyMetadata": q.newKey(q.text("Description"), "CUSTOMER").show(q)}, nil
}

func (q *call) masterKey() (*masterKey, *wire.Error) {
	name := q.text("KeyId")
	if name == awsKey {
		if _, known := q.ring().aliases.get(awsKey); !known {
			return q.ring().managed(q, awsKey), nil
		}
	}
	return q.ring().find(name)
}

func describeKey(q *call) (result, *wire.Error) {
	k, refused := q.masterKey()
	if refused != nil {
		return nil, refused
	}
	return result{"KeyMetadata": k.show(q)}, nil
}

func listKeys(q *call) (result, *wire.Error) {
	return result{"Truncated": false, "Keys": told(q.ring().keys.all(), func(k *masterKey) map[string]any {
		return result{"KeyId": k.id, "KeyArn": k.arn}
	})}, nil
}

func createKeyAlias(q *call) (result, *wire.Error) {
	name := q.text("AliasName")
	k, refused := q.ring().find(q.text("TargetKeyId"))
	_, taken := q.ring().aliases.get(name)
	switch {
	case !strings.HasPrefix(name, "alias/"):
		return nil, badAlias.of(name)
	case strings.HasPrefix(name, "alias/aws/"):
		return nil, aliasOfAWS.of(name)
	case refused != nil:
		return nil, refused
	case taken:
		return nil, aliasThere.of(name)
	}
	q.ring().aliases.set(name, k.id)
	return nil, nil
}

func deleteKeyAlias(q *call) (result, *wire.Error) {
	name := q.text("AliasName")
	if _, ok := q.ring().aliases.get(name); !ok {
		return nil, noKeyAlias.of(name)
	}
	q.ring().aliases.drop(name)
	return nil, nil
}

func listKeyAliases(q *call) (result, *wire.Error) {
	found := []any{}
	names := slices.Sorted(slices.Values(q.ring().aliases.names))
	for _, name := range names {
		id, _ := q.ring().aliases.get(name)
		if k := q.text("KeyId"); k == "" || k == id || strings.HasSuffix(k, "/"+id) {
			found = append(found, result{"AliasName": name, "AliasArn": q.arn("kms", name), "TargetKeyId": id})
		}
	}
	return result{"Truncated": false, "Aliases": found}, nil
}

func turnKey(off bool) handler {
	return func(q *call) (result, *wire.Error) {
		k, refused := q.masterKey()
		if refused == nil && !k.ends.IsZero() {
			refused = keyEnds.of(k.arn)
		}
		if refused == nil {
			k.off = off
		}
		return nil, refused
	}
}

func rotateKey(on bool) handler {
	return func(q *call) (result, *wire.Error) {
		k, refused := q.masterKey()
		if refused == nil && !k.ends.IsZero() {
			refused = keyEnds.of(k.arn)
		}
		if refused == nil {
			k.turns = on
		}
		return nil, refused
	}
}

func keyRotation(q *call) (result, *wire.Error) {
	k, refused := q.masterKey()
	if refused != nil {
		return nil, refused
	}
	return result{"KeyRotationEnabled": k.turns, "KeyId": k.arn}, nil
}

func endKey(q *call) (result, *wire.Error) {
	k, refused := q.masterKey()
	if refused == nil && !k.ends.IsZero() {
		refused = keyEnds.of(k.arn)
	}
	if refused != nil {
		return nil, refused
	}
	days := int64(30)
	if n := q.number("PendingWindowInDays"); n >= 7 && n < 30 {
		days = n
	}
	k.ends = q.now.AddDate(0, 0, int(days)).Truncate(time.Second)
	return result{"KeyId": k.arn, "DeletionDate": k.ends, "KeyState": "PendingDeletion", "PendingWindowInDays": days}, nil
}

func spareKey(q *call) (result, *wire.Error) {
	k, refused := q.masterKey()
	if refused != nil {
		return nil, refused
	}
	k.ends, k.off = time.Time{}, true
	return result{"KeyId": k.arn}, nil
}
