// Tags: only the Name tag is followed, for people know things by it.

package topology

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

var tagRules = []rule{
	{"ec2", "CreateTags", turns, createTags},
	{"ec2", "DeleteTags", stops, deleteTags},
}

// nameTag is the key of the tag that is shown beside an id.
const nameTag = "Name"

// named reads the name that an answer gives to a thing.
func (r *reading) named(t *Thing, o dialect.Object) {
	for _, tag := range objects(o, "tagSet") {
		if tag.First("key") == nameTag {
			r.is(t, Name, "", Text(tag.First("value")))
		}
	}
}

// kindOf tells the kind of a thing by the beginning of its id, "" when it is none that is followed.
func kindOf(id string) Kind {
	found := Kind("")
	for kind, prefix := range prefixes {
		if strings.HasPrefix(id, prefix) && len(prefix) > len(prefixes[found]) {
			found = kind
		}
	}
	return found
}

// tagged calls f for each followed thing that a tag call names. That a thing can be tagged does not show that it stands:
// what has just been terminated or deleted can be tagged for a while.
func (r *reading) tagged(f func(t *Thing)) {
	for _, id := range append(r.call.Request.All("resourcesSet.resourceId"), r.call.Request.All("resources")...) {
		if kind := kindOf(id); kind != "" {
			f(r.thing(kind, id))
		}
	}
}

// tags are the tags that the request names.
func (r *reading) tags() []dialect.Object {
	return append(objects(r.call.Request, "tagSet"), objects(r.call.Request, "tagsSet")...)
}

func createTags(r *reading) {
	r.tagged(func(t *Thing) {
		for _, tag := range r.tags() {
			if tag.First("key") == nameTag {
				r.is(t, Name, "", Text(tag.First("value")))
			}
		}
	})
}

// deleteTags takes a tag away, with a value only if it has that one, and all of them where it names none.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
func deleteTags(r *reading) {
	r.tagged(func(t *Thing) {
		if len(r.tags()) == 0 {
			r.is(t, Name, "", None)
		}
		for _, tag := range r.tags() {
			if tag.First("key") != nameTag {
				continue
			}
			value, name := tag.First("value"), r.known(t, Name, "")
			switch {
			case value == "" || name.Is(Text(value)):
				r.is(t, Name, "", None)
			case !name.Known():
				r.lost(t, Name, "", "whether it had the name that was taken away is not known")
			}
		}
	})
}
