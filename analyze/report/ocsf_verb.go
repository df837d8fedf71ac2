// Verbs: OCSF divides calls into those that create, read, update and delete. CloudTrail says only whether a call reads; the rest is
// in the first word of its name, for AWS is steady in these. A verb that is not here is Other, by the call's own name.

package report

// OCSF's activities of API Activity.
const (
	activityUnknown = 0
	activityCreate  = 1
	activityRead    = 2
	activityUpdate  = 3
	activityDelete  = 4
	activityOther   = 99
)

// activityOf sorts a call by its first word; a call that says it reads only does that, whatever it is called.
func activityOf(call string, readOnly *bool) (id int, name string) {
	switch {
	case call == "":
		return activityUnknown, "Unknown"
	case readOnly != nil && *readOnly:
		return activityRead, "Read"
	}
	verb := firstWord(call)
	if verb == "Batch" {
		verb = firstWord(call[len(verb):])
	}
	switch verb {
	case "Create", "Run", "Allocate", "Register", "Import", "Copy", "Publish", "Request", "Provision", "Send", "Issue":
		return activityCreate, "Create"
	case "Describe", "Get", "List", "Lookup", "Head", "Search", "Select", "Scan", "Query", "Check", "Validate", "Simulate", "Preview", "Test", "Export",
		"Download", "View":
		return activityRead, "Read"
	case "Modify", "Update", "Put", "Set", "Attach", "Detach", "Associate", "Disassociate", "Authorize", "Revoke", "Enable", "Disable", "Replace", "Start",
		"Stop", "Reboot", "Tag", "Untag", "Reset", "Restore", "Change", "Add", "Remove", "Assign", "Unassign", "Accept", "Reject", "Move", "Rotate",
		"Activate", "Deactivate", "Upload", "Apply", "Monitor", "Unmonitor", "Cancel", "Suspend", "Resume":
		return activityUpdate, "Update"
	case "Delete", "Terminate", "Release", "Deregister", "Purge", "Destroy", "Withdraw":
		return activityDelete, "Delete"
	}
	return activityOther, call
}

// firstWord is a name up to its second capital.
func firstWord(name string) string {
	for i := 1; i < len(name); i++ {
		if name[i] < 'a' || name[i] > 'z' {
			return name[:i]
		}
	}
	return name
}
