// Signs of a plan: tools, tear-downs, evidence that was kept, and repairs. Each method tells what it has found in a sentence,
// or nothing.

package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// builders are user agents of tools that make networks from a plan.
var builders = []string{"Terraform", "Pulumi", "Ansible", "aws-cdk", "CloudFormation", "cloudformation.amazonaws.com", "cloud-nuke", "Crossplane", "OpenTofu"}

// builder returns the tool that made a call, as far as its agent says, "" for none.
func builder(e *trail.Event) string {
	for _, tool := range builders {
		if strings.Contains(strings.ToLower(e.UserAgent+" "+e.SourceIP+" "+e.Principal), strings.ToLower(tool)) {
			return tool
		}
	}
	return ""
}

// tool returns the call that shows that a tool made the cut, or tried to, and the tool.
func (c *circumstances) tool() (*Link, string) {
	var tried *Link
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		switch {
		case builder(&l.Event) == "":
		case l.Role == Cut, l.Role == RunUp:
			return l, builder(&l.Event)
		case l.Role == Attempt && tried == nil:
			tried = l
		}
	}
	if tried == nil || c.struck() != nil {
		return nil, ""
	}
	return tried, builder(&tried.Event)
}

func (c *circumstances) byTool() string {
	l, tool := c.tool()
	if l == nil || c.stolen() != "" { // who has somebody's credentials can claim his tools, too
		return ""
	}
	return fmt.Sprintf("%s was called by %s, which works from a plan; an agent can be claimed", l.Event.Name, tool)
}

func (c *circumstances) tearDown() string {
	doers := c.doers()
	for _, m := range c.ended[c.chain.thing] { // a gateway may be deleted after the VPC
		e := &c.h.Call(m).Event
		near := !e.Time.Before(c.chain.From.Add(-around)) && !e.Time.After(c.chain.last().Add(around))
		if near && slices.Contains(doers, who(e.Principal)) {
			return "the VPC itself was deleted by the same principal at " + e.Time.UTC().Format(time.DateTime)
		}
	}
	return ""
}

func (c *circumstances) preserved() string {
	if len(c.did("DeleteSnapshot", "DeregisterImage")) > 0 || c.shared() != "" {
		return "" // who keeps evidence neither deletes it nor gives it away
	}
	if found := c.did("CreateSnapshot", "CreateSnapshots", "CreateImage"); len(found) > 0 {
		return "evidence was preserved: " + told(found)
	}
	return ""
}

func (c *circumstances) quarantined() string {
	var signs []string
	for _, e := range c.did("ModifyInstanceAttribute") {
		if strings.Contains(e.Request, "disableApiTermination") && strings.Contains(e.Request, "true") {
			signs = append(signs, "an instance was protected from termination by "+told([]trail.Event{e}))
			break
		}
	}
	for _, e := range c.did("CreateTags") {
		text := strings.ToLower(e.Request)
		if strings.Contains(text, "quarantine") || strings.Contains(text, "incident") || strings.Contains(text, "isolat") || strings.Contains(text, "forensic") {
			signs = append(signs, "something was tagged as an incident by "+told([]trail.Event{e}))
			break
		}
	}
	return strings.Join(signs, "; ")
}

func (c *circumstances) regrouped() string {
	for _, e := range c.did("ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute") {
		if strings.Contains(e.Request, "groupSet") {
			return "the security groups of an instance were changed by " + told([]trail.Event{e})
		}
	}
	return ""
}

// responders are words in the names of roles that people use in an emergency.
var responders = []string{"incident", "breakglass", "break-glass", "forensic", "responder", "soar", "secops", "security-response", "csirt"}

func (c *circumstances) responder() string {
	for _, name := range c.doers() {
		for _, w := range responders {
			if strings.Contains(strings.ToLower(name), w) {
				return fmt.Sprintf("%s is by its name a role of responders", name)
			}
		}
	}
	return ""
}

// soon is within which time a mistake is noticed and undone.
const soon = 15 * time.Minute

func (c *circumstances) undoneAtOnce() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || c.chain.Until == nil || len(c.doers()) > 1 || c.byTool() != "" {
		return ""
	}
	again := back.Event.Time
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		switch {
		case (l.Role == Cut || l.Role == RunUp) && l.Event.Time.After(back.Event.Time):
			return "" // and did it again
		case l.Role == Restore && who(l.Event.Principal) != who(cut.Event.Principal):
			return ""
		case l.Role == Restore:
			again = l.Event.Time
		}
	}
	if d := again.Sub(cut.Event.Time); d <= soon {
		return "the same principal took it back after " + lasting(d)
	}
	return ""
}

func (c *circumstances) undoneLater() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || c.chain.Until == nil || c.undoneAtOnce() != "" {
		return ""
	}
	for i := range c.chain.Links { // a part that the same hand gave back is not all of it
		switch l := &c.chain.Links[i]; {
		case l.Role != Restore:
		case who(l.Event.Principal) != who(cut.Event.Principal):
			return ""
		default:
			back = l
		}
	}
	return "the principal that cut it restored it after " + lasting(back.Event.Time.Sub(cut.Event.Time))
}

func (c *circumstances) undoneInPart() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || who(back.Event.Principal) != who(cut.Event.Principal) || c.undoneAtOnce() != "" || c.undoneLater() != "" {
		return ""
	}
	return fmt.Sprintf("the principal that cut it began to restore it after %s, and did so in part", lasting(back.Event.Time.Sub(cut.Event.Time)))
}

func (c *circumstances) undoneByOthers() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || slices.Contains(c.doers(), who(back.Event.Principal)) {
		return ""
	}
	if c.chain.Until == nil {
		return "it was restored in part by another principal, " + who(back.Event.Principal)
	}
	return "it was restored by another principal, " + who(back.Event.Principal)
}

// patience is how long nobody has restored a cut before that says something.
const patience = time.Hour

func (c *circumstances) leftOpen() string {
	switch {
	case c.chain.Until != nil || c.chain.Lost == 0, c.latest[c.chain.Account].Sub(c.lastCut()) < patience:
		return "" // or the log ends too soon to tell
	case c.restored() != nil:
		return "some of it is lost still at the end of the log"
	}
	return "nobody has restored it by the end of the log"
}

// lastCut is when the chain last took something.
func (c *circumstances) lastCut() time.Time {
	var last time.Time
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role == Cut || l.Role == RunUp {
			last = l.Event.Time
		}
	}
	return last
}

func (c *circumstances) leftAlone() string {
	refused := ""
	for i := range c.chain.Links {
		switch l := &c.chain.Links[i]; l.Role {
		case Cut, RunUp:
			return ""
		case Attempt:
			if strings.Contains(l.Event.ErrorCode, "DependencyViolation") {
				refused = l.Event.Name
			}
		default:
		}
	}
	if refused == "" {
		return ""
	}
	return refused + " was refused because something was in use, and nobody took that away"
}
