// Policies that the cloud accepts and the book cannot read: they count for nothing, which whoever wonders must be told.

package policy

import "slices"

// UnreadError is a policy that could not be read. It neither allows nor denies and limits nobody: of a user, a role, a group
// or a session as if it were empty, so that such a session may do nothing; as a boundary, a trust or a service control as if there were none.
type UnreadError struct {
	Policy string // user ci, policy odd
	Err    error
}

func (e *UnreadError) Error() string {
	return e.Policy + " cannot be read and counts for nothing, it neither allows nor denies: " + e.Err.Error()
}

func (e *UnreadError) Unwrap() error { return e.Err }

// Unread returns the policies in force that were accepted by the cloud and that the book cannot read, a sentence each.
func (b *Book) Unread() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var told []string
	for d := range b.documents {
		if d != nil && d.void() {
			told = append(told, (&UnreadError{d.name, d.odd}).Error())
		}
	}
	slices.Sort(told)
	return slices.Compact(told)
}

// documents gives every policy that the book holds, some of them nil.
func (b *Book) documents(yield func(*document) bool) {
	var all []*document
	for _, kind := range []map[string]*entity{b.users, b.groups, b.roles} {
		for _, e := range kind {
			all = append(all, e.trust)
			for _, d := range e.inline {
				all = append(all, d)
			}
		}
	}
	for _, m := range b.managed {
		all = append(all, m.versions[m.current])
	}
	for _, d := range b.buckets {
		all = append(all, d)
	}
	for _, p := range b.organization.policies {
		all = append(all, p.document)
	}
	for _, s := range b.sessions {
		for _, p := range s.policies {
			all = append(all, p.document)
		}
	}
	for _, d := range all {
		if !yield(d) {
			return
		}
	}
}

// accept reads a policy, and tells of one that cannot be read.
func (b *Book) accept(name, text string) *document {
	d, err := read(text)
	if err != nil {
		b.report(&UnreadError{name, err})
		return &document{name: name, odd: err}
	}
	d.name, d.written = name, b.wall
	return d
}
