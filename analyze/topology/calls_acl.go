// Network ACLs.

package topology

// allowAll gives an ACL the entries that a default one is born with.
func (r *reading) allowAll(acl *Thing) {
	r.is(acl, Whole, "", Yes)
}
