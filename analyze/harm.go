// Signs of harm: watchers switched off, backups deleted, ways back burned, and traffic led astray.

package analyze

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// blinding are the calls that switch off what would have watched; destroying are those that take away what a restore needs.
var (
	blinding = []string{
		"StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "DeleteFlowLogs", "DeleteDetector", "UpdateDetector",
		"DisableSecurityHub", "StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteEventDataStore", "DisassociateFromMasterAccount",
	}
	destroying = []string{
		"DeleteSnapshot", "DeleteRecoveryPoint", "DeleteBackupVault", "DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteDBInstance",
		"DeleteDBCluster", "DeleteBucket", "ScheduleKeyDeletion", "DeleteBackupPlan", "DeregisterImage",
	}
)

// beyond leaves out what belongs to tearing a VPC down: what lies in the VPC goes with it. What watches the account, and what
// a restore needs, does not, whatever tool the caller says it is.
func (c *circumstances) beyond(found []trail.Event, inside ...string) []trail.Event {
	if c.tearDown() == "" {
		return found
	}
	return slices.DeleteFunc(found, func(e trail.Event) bool { return slices.Contains(inside, e.Name) })
}

func (c *circumstances) blinded() string {
	found := c.beyond(c.did(blinding...), "DeleteFlowLogs")
	if len(found) > 0 {
		return "what would have watched was switched off: " + told(found)
	}
	return ""
}

func (c *circumstances) destroyed() string {
	found := c.beyond(c.did(destroying...), "DeleteDBInstance", "DeleteDBCluster")
	if len(found) > 0 {
		return "backups or data were deleted: " + told(found)
	}
	return ""
}

// sharing are the calls that give a copy of data to other accounts.
var sharing = []string{"ModifySnapshotAttribute", "ModifyImageAttribute", "ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute"}

// shared tells of copies that were given to everybody, or to another account by somebody who did nothing that responders do: those
// hand evidence to an account of their own.
func (c *circumstances) shared() string {
	found := slices.DeleteFunc(c.did(sharing...), func(e trail.Event) bool {
		return !strings.Contains(e.Request, `"add"`) && !strings.Contains(e.Request, `"valuesToAdd"`)
	})
	if len(found) == 0 {
		return ""
	}
	public := slices.ContainsFunc(found, func(e trail.Event) bool { return strings.Contains(e.Request, `"all"`) })
	if !public && (c.quarantined() != "" || c.regrouped() != "" || c.responder() != "") {
		return ""
	}
	return "copies of data were shared with others: " + told(found)
}

func (c *circumstances) forced() string {
	refused := false
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		switch {
		case l.Role == Attempt && strings.Contains(l.Event.ErrorCode, "DependencyViolation"):
			refused = true
		case l.Role == RunUp && refused:
			return fmt.Sprintf("AWS refused because public addresses were in use, and then %s took them away", l.Event.Name)
		}
	}
	return ""
}

func (c *circumstances) burned() string {
	if c.tearDown() != "" {
		return ""
	}
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role == Hardening {
			return l.Event.Name + " made the way back longer"
		}
	}
	return ""
}

func (c *circumstances) probed() string {
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		if l.Role == Attempt && (strings.Contains(l.Event.ErrorCode, "Unauthorized") || strings.Contains(l.Event.ErrorCode, "AccessDenied") || strings.Contains(l.Event.ErrorCode, "DryRun")) {
			return "permissions were probed: " + l.Event.Name + " ended with " + l.Event.ErrorCode
		}
	}
	return ""
}

func (c *circumstances) stealthy() string {
	silent := ""
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		switch name := l.Event.Name; {
		case l.Role != Cut || !c.costly(l):
		case name == "DetachInternetGateway", name == "DeleteInternetGateway":
			return ""
		case name == "CreateRoute", name == "ReplaceRoute":
			silent = name + " led traffic to where nothing answers; no gateway was touched"
		case name == "ReplaceRouteTableAssociation":
			silent = name + " gave a subnet a table that leads nowhere; no gateway was touched"
		}
	}
	return silent
}

// costly reports whether something is known to be lost by a link.
func (c *circumstances) costly(l *Link) bool {
	for i := range c.chain.Outages {
		if o := &c.chain.Outages[i]; o.Cause == l.Moment && o.real() {
			return true
		}
	}
	return false
}
