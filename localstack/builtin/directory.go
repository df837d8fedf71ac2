// The directory: who there is in the account. People and roles are alike in what policies they may have.

package builtin

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// directory is what IAM keeps.
type directory struct {
	users, crowds, roles ordered[*entity] // crowds are IAM's groups
	policies             ordered[*policy] // by ARN
	profiles             ordered[*profile]
	aliases              []string
}

// entity is a user, a group of users or a role.
type entity struct {
	sort           sort
	name, id, path string
	since          time.Time
	inline         ordered[string] // documents by name
	attached       []string        // ARNs of policies
	boundary       string
	tags           []tag

	keys     []*accessKey // of a user
	password *time.Time   // since when a user has one
	members  []string     // of a group
	trust    string       // of a role
	about    string
	longest  int64 // seconds that a session of a role may last
}

// sort is a sort of entity: how calls call it.
type sort struct{ word, member, prefix string }

// The sorts.
var (
	userSort  = sort{"user", "User", "AIDA"}
	crowdSort = sort{"group", "Group", "AGPA"}
	roleSort  = sort{"role", "Role", "AROA"}
)

var (
	noEntity    = fault{"NoSuchEntity", "The %s with name %s cannot be found.", 404}
	entityThere = fault{"EntityAlreadyExists", "%s with name %s already exists.", 409}
	mustDetach  = fault{"DeleteConflict", "Cannot delete entity, must detach all policies first.", 409}
	mustDelete  = fault{"DeleteConflict", "Cannot delete entity, must delete policies first.", 409}
	mustRemove  = fault{"DeleteConflict", "Cannot delete entity, must remove %s first.", 409}
	noName      = fault{code: "ValidationError", sentence: "Must specify userName when calling with non-User credentials"}
	badName     = fault{code: "ValidationError", sentence: "The specified value for %s is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"}
)

// shelf is where entities of a sort are.
func (d *directory) shelf(s sort) *ordered[*entity] {
	switch s {
	case userSort:
		return &d.users
	case crowdSort:
		return &d.crowds
	}
	return &d.roles
}

// entity is one by its name.
func (q *call) entity(s sort, name string) (*entity, *wire.Error) {
	e, ok := q.people.shelf(s).get(name)
	if !ok {
		return nil, noEntity.of(s.word, name)
	}
	return e, nil
}

// entityAsked is the one that the call names. A user who names nobody is meant itself.
func (q *call) entityAsked(s sort) (*entity, *wire.Error) {
	name := q.text(s.member + "Name")
	if name == "" && s == userSort {
		if name = q.Who.User; name == "" {
			return nil, noName.of()
		}
	}
	return q.entity(s, name)
}

func (e *entity) arn(q *call) string {
	return "arn:aws:iam::" + q.options.Account + ":" + e.sort.word + e.path + e.name
}

// newEntity makes one. Its name is no other's, whatever case it is written in.
func (q *call) newEntity(s sort) (*entity, *wire.Error) {
	name := q.text(s.member + "Name")
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@_-") != "" || name == "" || len(name) > 128 {
		return nil, badName.of(strings.ToLower(s.member[:1]) + s.member[1:] + "Name")
	}
	for _, other := range q.people.shelf(s).all() {
		if strings.EqualFold(other.name, name) {
			return nil, entityThere.of(s.member, name)
		}
	}
	e := &entity{sort: s, name: name, path: q.or("Path", "/"), since: q.now, boundary: q.text("PermissionsBoundary")}
	if !strings.HasPrefix(e.path, "/") || !strings.HasSuffix(e.path, "/") {
		return nil, badName.of("path")
	}
	e.id = q.letters(s.prefix, 21)
	e.label(q.members)
	q.people.shelf(s).set(name, e)
	return e, nil
}

func (e *entity) label(in members) {
	for t := range in.each("Tags") {
		fresh := tag{t.text("Key"), t.text("Value")}
		if i := slices.IndexFunc(e.tags, func(old tag) bool { return old.key == fresh.key }); i >= 0 {
			e.tags[i] = fresh
		} else {
			e.tags = append(e.tags, fresh)
		}
	}
}

// show shows an entity. What is only told of one by itself is left out of lists.
func (e *entity) show(q *call, alone bool) result {
	out := result{e.sort.member + "Name": e.name, e.sort.member + "Id": e.id, "Arn": e.arn(q), "Path": e.path, "CreateDate": e.since}
	if e.sort == roleSort {
		out["AssumeRolePolicyDocument"], out["MaxSessionDuration"] = escaped(e.trust), e.longest
		put(out, "Description", e.about)
	}
	if !alone {
		return out
	}
	if e.boundary != "" {
		out["PermissionsBoundary"] = result{"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": e.boundary}
	}
	if len(e.tags) > 0 {
		out["Tags"] = e.showTags()
	}
	if e.sort == roleSort {
		out["RoleLastUsed"] = result{}
	}
	return out
}

func (e *entity) showTags() []any {
	return told(e.tags, func(t tag) map[string]any { return result{"Key": t.key, "Value": t.value} })
}

// removable refuses the end of an entity that still has policies.
func (e *entity) removable() *wire.Error {
	switch {
	case len(e.attached) > 0:
		return mustDetach.of()
	case len(e.inline.names) > 0:
		return mustDelete.of()
	}
	return nil
}

// letters returns an id as IAM's are: capital letters and digits from 2 to 7.
func (c *Cloud) letters(prefix string, length int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	id := []byte(prefix)
	for len(id) < length {
		id = append(id, alphabet[c.chance.IntN(len(alphabet))])
	}
	return string(id)
}

// escaped is a document as IAM answers it: percent-encoded.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
func escaped(document string) string {
	return strings.ReplaceAll(url.QueryEscape(document), "+", "%20")
}

// paged is a page of what IAM lists.
func (q *call) paged(member string, found []any) (result, *wire.Error) {
	from := 0
	if marker := q.text("Marker"); marker != "" {
		for _, r := range marker {
			if r < '0' || r > '9' || from > len(found) {
				return nil, validation.of("marker")
			}
			from = from*10 + int(r-'0')
		}
	}
	from = min(from, len(found))
	most := len(found)
	if n := q.number("MaxItems"); n > 0 {
		most = int(n)
	}
	to := min(from+most, len(found))
	out := result{member: found[from:to], "IsTruncated": to < len(found)}
	if to < len(found) {
		out["Marker"] = decimal(to)
	}
	return out, nil
}
