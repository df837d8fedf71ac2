// Package detection names what may be noticed in a log: the words in which a scenario says what its story must betray, and
// what it must not.
package detection

// Names are the words that a scenario may use, in the order of the docs.
func Names() []string {
	return []string{
		"igw-detach", "igw-delete", "detach-refused-then-done", "address-unmapped", "nat-delete", "route-deleted", "route-blackhole",
		"stealth-routes", "acl-deny", "security-group-isolation", "internet-blocked", "hostile-chain", "outage-open", "instance-silent",
		"cloudtrail-stopped", "log-gap", "new-access-key", "new-address", "permissions-probed", "access-denied", "key-disabled",
		"sessions-revoked", "evidence-kept", "terminated-without-snapshot", "unencrypted-volume", "backups-deleted",
		"open-to-world", "clear-text-listener", "unapproved-software", "remote-command",
	}
}
