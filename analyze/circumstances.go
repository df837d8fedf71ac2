// Circumstances: what speaks about the intent behind a chain. Each method is one sign of the table of weights: it tells what
// it has found in a sentence, or nothing.

package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// around is how far from a chain its companions are looked for.
const around = time.Hour

// circumstances is a chain with what happened beside it.
type circumstances struct {
	h          *topology.History
	chain      *Chain
	chains     []Chain       // all of the case
	companions []trail.Event // successful calls of the chain's actors within an hour of it, in order of time
	debuts     map[string]debut
}

// debut is when a principal first wrote to a network, and from where and with which agent it did before.
type debut struct {
	first     time.Time
	addresses map[string]time.Time
}

// doers are the principals that cut.
func (c *circumstances) doers() []string {
	var names []string
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role != Restore && !slices.Contains(names, l.Event.Principal) {
			names = append(names, l.Event.Principal)
		}
	}
	return names
}

// did returns the companions of those names by the chain's doers.
func (c *circumstances) did(names ...string) []trail.Event {
	var found []trail.Event
	doers := c.doers()
	for _, e := range c.companions {
		if slices.Contains(names, dialect.Stem(e.Name)) && slices.Contains(doers, e.Principal) {
			found = append(found, e)
		}
	}
	return found
}

// told lists the names of events with their first times.
func told(events []trail.Event) string {
	var words []string
	seen := map[string]bool{}
	for _, e := range events {
		if !seen[e.Name] {
			seen[e.Name] = true
			words = append(words, e.Name+" at "+e.Time.UTC().Format(time.TimeOnly))
		}
	}
	return strings.Join(words, ", ")
}

// builders are user agents of tools that make networks from a plan.
var builders = []string{"Terraform", "Pulumi", "Ansible", "aws-cdk", "CloudFormation", "cloudformation.amazonaws.com", "cloud-nuke", "Crossplane", "OpenTofu"}

func (c *circumstances) byTool() string {
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		if l.Role != Cut && l.Role != RunUp {
			continue
		}
		for _, tool := range builders {
			if strings.Contains(strings.ToLower(l.Event.UserAgent+" "+l.Event.SourceIP+" "+l.Event.Principal), strings.ToLower(tool)) {
				return fmt.Sprintf("%s was called by %s, which works from a plan; an agent can be claimed", l.Event.Name, tool)
			}
		}
	}
	return ""
}

func (c *circumstances) tearDown() string {
	if c.chain.thing == nil {
		return ""
	}
	doers := c.doers()
	last := c.chain.Links[len(c.chain.Links)-1].Event.Time
	for m := c.chain.Links[0].Moment; m <= c.h.Now(); m++ {
		call := c.h.Call(m)
		if call.Event.Time.After(last.Add(around)) {
			break
		}
		if call.Event.Name == "DeleteVpc" && !call.Failed && slices.Contains(call.Scope, c.chain.thing) && slices.Contains(doers, call.Event.Principal) {
			return "the VPC itself was deleted by the same principal at " + call.Event.Time.UTC().Format(time.TimeOnly)
		}
	}
	return ""
}

func (c *circumstances) preserved() string {
	if found := c.did("CreateSnapshot", "CreateSnapshots", "CreateImage"); len(found) > 0 {
		return "evidence was preserved: " + told(found)
	}
	return ""
}

func (c *circumstances) quarantined() string {
	var signs []string
	if found := c.did("ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"); len(found) > 0 {
		for _, e := range found {
			if strings.Contains(e.Request, "groupSet") || strings.Contains(e.Request, "disableApiTermination") {
				signs = append(signs, "groups or termination protection were changed by "+told([]trail.Event{e}))
				break
			}
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

// restored returns the first repair, nil when there is none.
func (c *circumstances) restored() *Link {
	for i := range c.chain.Links {
		if c.chain.Links[i].Role == Restore {
			return &c.chain.Links[i]
		}
	}
	return nil
}

// struck returns the first link that took something away.
func (c *circumstances) struck() *Link {
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role == Cut || l.Role == RunUp {
			return l
		}
	}
	return nil
}

// soon is within which time a mistake is noticed and undone.
const soon = 15 * time.Minute

func (c *circumstances) undoneAtOnce() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || len(c.doers()) > 1 || back.Event.Principal != cut.Event.Principal {
		return ""
	}
	if d := back.Event.Time.Sub(cut.Event.Time); d <= soon {
		return fmt.Sprintf("the same principal took it back after %s", d)
	}
	return ""
}

func (c *circumstances) undoneLater() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || back.Event.Principal != cut.Event.Principal {
		return ""
	}
	if d := back.Event.Time.Sub(cut.Event.Time); d > soon || len(c.doers()) > 1 {
		return fmt.Sprintf("the principal that cut it restored it after %s", d)
	}
	return ""
}

func (c *circumstances) undoneByOthers() string {
	back, cut := c.restored(), c.struck()
	if back == nil || cut == nil || slices.Contains(c.doers(), back.Event.Principal) {
		return ""
	}
	return "it was restored by another principal, " + back.Event.Principal
}

func (c *circumstances) blinded() string {
	found := c.did("StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "DeleteFlowLogs", "DeleteDetector", "UpdateDetector",
		"DisableSecurityHub", "StopConfigurationRecorder", "DeleteConfigurationRecorder", "DeleteEventDataStore", "DisassociateFromMasterAccount")
	if c.tearDown() != "" { // flow logs go with the VPC they watch
		found = slices.DeleteFunc(found, func(e trail.Event) bool { return e.Name == "DeleteFlowLogs" })
	}
	if len(found) > 0 {
		return "what would have watched was switched off: " + told(found)
	}
	return ""
}

func (c *circumstances) destroyed() string {
	found := c.did("DeleteSnapshot", "DeleteRecoveryPoint", "DeleteBackupVault", "DeleteDBSnapshot", "DeleteDBClusterSnapshot", "DeleteDBInstance",
		"DeleteDBCluster", "DeleteBucket", "ScheduleKeyDeletion", "DeleteBackupPlan", "DeregisterImage")
	if c.tearDown() != "" {
		return ""
	}
	if len(found) > 0 {
		return "backups or data were deleted: " + told(found)
	}
	return ""
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

func (c *circumstances) usual() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	d, met := c.debuts[cut.Event.Principal]
	if met && cut.Event.Time.Sub(d.first) >= 24*time.Hour {
		return fmt.Sprintf("%s has changed networks since %s", cut.Event.Principal, d.first.UTC().Format(time.DateOnly))
	}
	return ""
}

func (c *circumstances) newcomer() string {
	cut := c.struck()
	if cut == nil || c.h.Call(1) == nil {
		return ""
	}
	d, met := c.debuts[cut.Event.Principal]
	watched := cut.Event.Time.Sub(c.h.Call(1).Event.Time)
	if met && watched >= 24*time.Hour && cut.Event.Time.Sub(d.first) < around {
		return fmt.Sprintf("%s had changed no network before, in the %s that the log reaches back", cut.Event.Principal, watched.Round(time.Hour))
	}
	return ""
}

func (c *circumstances) freshKey() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	for _, e := range c.companions {
		if e.Name == "CreateAccessKey" && cut.Event.AccessKeyID != "" && strings.Contains(e.Response, cut.Event.AccessKeyID) && e.Time.Before(cut.Event.Time) {
			return fmt.Sprintf("the access key was made %s before", cut.Event.Time.Sub(e.Time))
		}
	}
	return ""
}

func (c *circumstances) elsewhere() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	d := c.debuts[cut.Event.Principal]
	at, met := d.addresses[cut.Event.SourceIP]
	if met && cut.Event.Time.Sub(d.first) >= around && cut.Event.Time.Sub(at) < around {
		return fmt.Sprintf("%s came from %s, which it had not used before", cut.Event.Principal, cut.Event.SourceIP)
	}
	return ""
}

func (c *circumstances) wide() string {
	cut := c.struck()
	if cut == nil {
		return ""
	}
	others := map[Scope]bool{}
	for i := range c.chains {
		o := &c.chains[i]
		if o.Scope.Kind != "resource" && o.From.Sub(c.chain.From).Abs() <= around && len(o.Actors) > 0 && len(o.Links) > 0 && o.Links[0].Event.Principal == cut.Event.Principal {
			others[Scope{o.Region, o.Scope.ID}] = true
		}
	}
	if len(others) >= 3 && c.tearDown() == "" {
		return fmt.Sprintf("the same principal cut off %d networks within an hour", len(others))
	}
	return ""
}

func (c *circumstances) stealthy() string {
	for i := range c.chain.Links {
		l := &c.chain.Links[i]
		if l.Role != Cut || l.Event.Name != "CreateRoute" && l.Event.Name != "ReplaceRoute" {
			continue
		}
		return l.Event.Name + " led traffic to where nothing answers; no gateway was touched"
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

func (c *circumstances) leftOpen() string {
	if c.chain.Until == nil && c.chain.Lost > 0 {
		return "nobody has restored it by the end of the log"
	}
	return ""
}
