// Tags: the words that people put on things.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

// tag is a word on a thing.
type tag struct{ key, value string }

var (
	reservedTag = fault{code: "InvalidParameterValue", sentence: "Tag keys starting with 'aws:' are reserved for internal use"}
	tooManyTags = fault{code: "TagLimitExceeded", sentence: "The maximum number of Tags for a resource has been reached."}
)

func tagCalls() operations {
	return operations{"CreateTags": createTags, "DeleteTags": deleteTags, "DescribeTags": describe(listing{member: "Tags", rows: tagRows})}
}

// label puts the tags of a structure on a thing.
func (r *region) label(id string, of members) {
	for t := range of.each("Tags") {
		fresh := tag{t.text("Key"), t.text("Value")}
		if i := slices.IndexFunc(r.tags[id], func(old tag) bool { return old.key == fresh.key }); i >= 0 {
			r.tags[id][i] = fresh
		} else if fresh.key != "" {
			r.tags[id] = append(r.tags[id], fresh)
		}
	}
}

// tagged shows the tags of a thing.
func (r *region) tagged(id string) []any {
	return told(r.tags[id], func(t tag) map[string]any { return result{"Key": t.key, "Value": t.value} })
}

// labelled finds what tags are put on or taken off.
func (q *call) labelled() ([]string, *wire.Error) {
	ids := q.texts("Resources")
	for _, id := range ids {
		if q.index[id] != nil {
			continue
		}
		for _, k := range kinds {
			if k.prefix != "" && strings.HasPrefix(id, k.prefix+"-") && !strings.Contains(strings.TrimPrefix(id, k.prefix+"-"), "-") {
				return nil, k.fault(id)
			}
		}
		return nil, badID.of(id)
	}
	return ids, nil
}

func createTags(q *call) (result, *wire.Error) {
	ids, refused := q.labelled()
	if refused != nil {
		return nil, refused
	}
	fresh := 0
	for t := range q.each("Tags") {
		fresh++
		if strings.HasPrefix(strings.ToLower(t.text("Key")), "aws:") {
			return nil, reservedTag.of()
		}
	}
	for _, id := range ids {
		if len(q.tags[id])+fresh > 50 {
			return nil, tooManyTags.of()
		}
	}
	for _, id := range ids {
		q.label(id, q.members)
	}
	return nil, nil
}

// deleteTags takes off all tags when none is named, and a tag of whatever value when its value is not.
func deleteTags(q *call) (result, *wire.Error) {
	ids, refused := q.labelled()
	if refused != nil {
		return nil, refused
	}
	for _, id := range ids {
		if !q.said("Tags") {
			delete(q.tags, id)
		}
		for t := range q.each("Tags") {
			q.tags[id] = slices.DeleteFunc(q.tags[id], func(old tag) bool {
				return old.key == t.text("Key") && (!t.said("Value") || old.value == t.text("Value"))
			})
		}
	}
	return nil, nil
}

// tagging is one tag as a row of its own.
type tagging struct {
	base
	on resource
	tag
}

func (*tagging) kind() string { return "tag" }

func (t *tagging) show(*call) result {
	return result{"Key": t.key, "Value": t.value, "ResourceId": t.on.name(), "ResourceType": t.on.kind()}
}

func tagRows(q *call) []resource {
	var rows []resource
	for _, r := range q.standing() {
		for _, t := range q.tags[r.name()] {
			row := &tagging{on: r, tag: t}
			row.born(r.name()+"/"+t.key, len(rows)+1)
			rows = append(rows, row)
		}
	}
	return rows
}

// standing returns everything in the region, in the order in which it was made.
func (r *region) standing() []resource {
	var all []resource
	for _, shelf := range r.shelves {
		all = append(all, shelf...)
	}
	slices.SortFunc(all, func(a, b resource) int { return a.order() - b.order() })
	return all
}
