// What of a model is used: the shapes that operations reach, and what is told once for a whole service.

package main

import (
	"iter"
	"maps"
	"slices"
)

// current returns the names of the operations, sorted, without those of S3 that another has taken the place of: on the wire
// PutBucketLifecycle and PutBucketLifecycleConfiguration are the same.
func (m *model) current() []string {
	return slices.DeleteFunc(slices.Sorted(slices.Values(m.Operations.names)), func(name string) bool {
		old := m.Operations.of[name]
		return old.Deprecated && m.Metadata.Protocol == "rest-xml" && slices.ContainsFunc(m.Operations.names, func(other string) bool {
			return other != name && m.Operations.of[other].HTTP == old.HTTP
		})
	})
}

// reached returns the names of the shapes that the current operations reach, sorted.
func (m *model) reached() []string { return m.reachedBy(m.current()) }

// reachedBy returns the names of the shapes that some operations reach, sorted.
func (m *model) reachedBy(operations []string) []string {
	seen := map[string]bool{}
	var visit func(r *ref)
	visit = func(r *ref) {
		if r == nil || seen[r.Shape] {
			return
		}
		seen[r.Shape] = true
		for user := range m.Shapes.of[r.Shape].refs() {
			visit(user)
		}
	}
	for _, name := range operations {
		o := m.Operations.of[name]
		visit(o.Input)
		visit(o.Output)
		for i := range o.Errors {
			visit(&o.Errors[i])
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// refs are the shapes that a shape is made of.
func (s *shape) refs() iter.Seq[*ref] {
	return func(yield func(*ref) bool) {
		for _, member := range s.Members.of {
			if !yield(member) {
				return
			}
		}
		for _, r := range []*ref{s.Member, s.Key, s.Value} {
			if r != nil && !yield(r) {
				return
			}
		}
	}
}

// wrapper is the element around an input in XML, told where the input is used.
func (m *model) wrapper(shape string) string {
	for _, o := range m.Operations.of {
		if o.Input != nil && o.Input.Shape == shape && o.Input.LocationName != "" {
			return o.Input.LocationName
		}
	}
	return ""
}

// namespace is the one of the service's documents. S3 tells it at each payload instead.
func (m *model) namespace() string {
	if m.Metadata.XMLNamespace != "" {
		return m.Metadata.XMLNamespace
	}
	for _, name := range m.Shapes.names {
		for _, member := range m.Shapes.of[name].Members.of {
			if member.XMLNamespace.URI != "" && member.XMLNamespace.Prefix == "" {
				return member.XMLNamespace.URI
			}
		}
	}
	return ""
}
