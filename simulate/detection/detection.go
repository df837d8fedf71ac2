// Package detection names what may be noticed in a log: the words in which a scenario says what its story must betray, and
// what it must not. Each is a row of a closed table, judged from the events and from what the analysis made of them.
package detection

import (
	"time"

	"traillab/analyze"
	"traillab/analyze/trail"
)

// Detection is something that may be noticed.
type Detection struct {
	Name string // lower-case words with hyphens
	Says string // what was noticed, for people

	seen func(*scene) time.Time // when it was first, zero when it was not
}

// Names are the words that a scenario may use, in the order of the docs.
func Names() []string {
	var names []string
	for _, d := range Table() {
		names = append(names, d.Name)
	}
	return names
}

// Detect tells what is noticed in a log, and when it was to be noticed first. Only what the events given show counts, so that
// who leaves out the calls of bystanders hears nothing of them; the case is of the whole log. Events are in order of time.
func Detect(c *analyze.Case, events []trail.Event) map[string]time.Time {
	s := newScene(c, events)
	found := map[string]time.Time{}
	for _, d := range Table() {
		if at := d.seen(s); !at.IsZero() {
			found[d.Name] = at
		}
	}
	return found
}

// Table is what may be noticed: the network first, then who looks away, who acts, and what is lost for good.
func Table() []Detection {
	return []Detection{
		{"igw-detach", "an internet gateway was detached", done("DetachInternetGateway")},
		{"igw-delete", "an internet gateway was deleted", done("DeleteInternetGateway")},
		{"detach-refused-then-done", "AWS refused to detach an internet gateway, and the same principal detached it later", (*scene).forced},
		{"address-unmapped", "a public address was taken from what it was mapped to, or released", done("DisassociateAddress", "ReleaseAddress")},
		{"nat-delete", "a NAT gateway was deleted", done("DeleteNatGateway")},
		{"route-delete", "a route was deleted", done("DeleteRoute")},
		{"route-blackhole", "a route leads to something that does not answer any more", (*scene).blackhole},
		{"stealth-routes", "something was cut off by routes or associations alone, with every gateway left in its place", (*scene).stealth},
		{"acl-deny", "a network ACL got an entry that denies", (*scene).denyEntry},
		{"internet-blocked", "public access of a whole region was blocked", (*scene).shutter},
		{"security-group-isolation", "an instance was given security groups that let nothing out", (*scene).isolated},
		{"hostile-chain", "the analysis calls a chain hostile", (*scene).hostile},
		{"outage-open", "something that was cut off is not back yet", (*scene).open},
		{"instance-silent", "the agent of an instance that runs reports no more, for three times as long as it used to", (*scene).silent},

		{"cloudtrail-stopped", "a trail was stopped or deleted, or told to leave management events out", (*scene).blinded},
		{"log-gap", "the log is silent where it should not be", (*scene).gap},

		{"new-access-key", "an access key was made, other than the first of a user by the root user", (*scene).newKey},
		{"new-address", "a principal called from an address that it had not used in an hour or more before", (*scene).newAddress},
		{"access-denied", "a call was denied", (*scene).denied},
		{"permissions-probed", "a principal tried three different calls within ten minutes that were denied, or dry runs", (*scene).probed},
		{"remote-command", "a command was run on an instance, or a session opened, by Systems Manager", done("SendCommand", "StartSession", "StartAutomationExecution")},
		{"unapproved-software", "the inventory of an instance names an application that was not in it before", (*scene).software},
		{"key-disabled", "an access key was made inactive, or deleted", (*scene).keyOff},
		{"sessions-revoked", "a policy denies what was issued before a time, so that sessions end", (*scene).revoked},

		{"evidence-kept", "a snapshot or an image was made", done("CreateSnapshot", "CreateSnapshots", "CreateImage")},
		{"terminated-without-snapshot", "an instance was terminated of which no snapshot and no image had been made", (*scene).lost},
		{"unencrypted-volume", "a volume or a snapshot is not encrypted", (*scene).clearVolume},
		{"backup-delete", "a snapshot, an image, a recovery point, or a plan or vault of backups was deleted", done("DeleteSnapshot", "DeregisterImage",
			"DeleteRecoveryPoint", "DeleteBackupPlan", "DeleteBackupSelection", "DeleteBackupVault")},
		{"open-to-world", "a security group lets every address in at port 22, 80 or 3389", (*scene).wide},
		{"clear-text-listener", "a load balancer listens to plain HTTP, and does not send it on to HTTPS", (*scene).clearText},
	}
}
