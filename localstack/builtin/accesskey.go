// Access keys of users. The secret is told once and not kept.

package builtin

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"time"

	"traillab/localstack/wire"
)

// accessKey is a key of a user.
type accessKey struct {
	id, status string
	since      time.Time
}

var (
	noAccessKey = fault{"NoSuchEntity", "The Access Key with id %s cannot be found.", 404}
	manyKeys    = fault{"LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", 409}
	badStatus   = fault{code: "ValidationError", sentence: "1 validation error detected: Value '%s' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]"}
)

func accessKeyCalls() operations {
	return operations{
		"CreateAccessKey": createAccessKey, "UpdateAccessKey": updateAccessKey, "DeleteAccessKey": deleteAccessKey,
		"ListAccessKeys": listAccessKeys, "GetAccessKeyLastUsed": lastUsed,
	}
}

func createAccessKey(q *call) (result, *wire.Error) {
	e, refused := q.entityAsked(userSort)
	if refused != nil {
		return nil, refused
	}
	if len(e.keys) >= 2 {
		return nil, manyKeys.of()
	}
	k := &accessKey{id: q.letters("AKIA", 20), status: "Active", since: q.now}
	e.keys = append(e.keys, k)
	out := k.show(e)
	out["SecretAccessKey"] = q.secret()
	return result{"AccessKey": out}, nil
}

func (k *accessKey) show(e *entity) result {
	return result{"UserName": e.name, "AccessKeyId": k.id, "Status": k.status, "CreateDate": k.since}
}

// secret is a secret key: forty letters.
func (c *Cloud) secret() string {
	var raw []byte
	for range 4 {
		raw = binary.LittleEndian.AppendUint64(raw, c.chance.Uint64())
	}
	return base64.StdEncoding.EncodeToString(raw[:30])
}

// key is the one that the call names, of the user whom it names or of whoever has it.
func (q *call) accessKey() (*entity, int, *wire.Error) {
	id := q.text("AccessKeyId")
	for _, e := range q.people.users.all() {
		i := slices.IndexFunc(e.keys, func(k *accessKey) bool { return k.id == id })
		if i >= 0 && q.or("UserName", e.name) == e.name {
			return e, i, nil
		}
	}
	if name := q.text("UserName"); name != "" {
		if _, refused := q.entity(userSort, name); refused != nil {
			return nil, 0, refused
		}
	}
	return nil, 0, noAccessKey.of(id)
}

func updateAccessKey(q *call) (result, *wire.Error) {
	e, i, refused := q.accessKey()
	if refused != nil {
		return nil, refused
	}
	status := q.text("Status")
	if status != "Active" && status != "Inactive" {
		return nil, badStatus.of(status)
	}
	e.keys[i].status = status
	return nil, nil
}

func deleteAccessKey(q *call) (result, *wire.Error) {
	e, i, refused := q.accessKey()
	if refused == nil {
		e.keys = slices.Delete(e.keys, i, i+1)
	}
	return nil, refused
}

func listAccessKeys(q *call) (result, *wire.Error) {
	if q.text("UserName") == "" && q.Who.User == "" { // of the root user, whose keys are the lab's
		return q.paged("AccessKeyMetadata", []any{})
	}
	e, refused := q.entityAsked(userSort)
	if refused != nil {
		return nil, refused
	}
	return q.paged("AccessKeyMetadata", told(e.keys, func(k *accessKey) map[string]any { return k.show(e) }))
}

func lastUsed(q *call) (result, *wire.Error) {
	e, _, refused := q.accessKey()
	if refused != nil {
		return nil, refused
	}
	return result{"UserName": e.name, "AccessKeyLastUsed": result{"ServiceName": "N/A", "Region": "N/A"}}, nil
}
