// What is noticed of people and their credentials, and of who switches the light off.

package detection

import (
	"slices"
	"strings"
	"time"

	"traillab/analyze/topology"
)

func (s *scene) blinded() time.Time {
	return s.first(func(d *deed) bool {
		switch d.Name {
		case "StopLogging", "DeleteTrail":
			return d.went()
		case "PutEventSelectors":
			return d.went() && (slices.Contains(d.call.Request.All("eventSelectors.includeManagementEvents"), "false") ||
				slices.Contains(d.call.Request.All("eventSelectors.readWriteType"), "ReadOnly"))
		}
		return false
	})
}

// gap: the history itself says from when on it hears nothing.
func (s *scene) gap() time.Time {
	for m := topology.Moment(1); m <= s.history.Now(); m++ {
		if c := s.history.Call(m); c.Event.Name == topology.Silence {
			return c.Event.Time
		}
	}
	return time.Time{}
}

// newKey: the root user gives every user a first key; any other key is somebody's doing.
func (s *scene) newKey() time.Time {
	has := map[string]bool{}
	return s.first(func(d *deed) bool {
		if d.Name != "CreateAccessKey" || !d.went() {
			return false
		}
		user := d.call.Response.First("accessKey.userName")
		again := has[user]
		has[user] = true
		return again || !strings.HasSuffix(d.Principal, ":root")
	})
}

// settled is how long a principal must have been seen before an address can be new.
const settled = time.Hour

func (s *scene) newAddress() time.Time {
	since := map[string]time.Time{}
	used := map[[2]string]bool{}
	return s.first(func(d *deed) bool {
		if d.Principal == "" || d.SourceIP == "" || strings.HasSuffix(d.SourceIP, ".amazonaws.com") {
			return false
		}
		who := d.who()
		known := used[[2]string{who, d.SourceIP}]
		used[[2]string{who, d.SourceIP}] = true
		if since[who].IsZero() {
			since[who] = d.Time
		}
		return !known && d.Time.Sub(since[who]) >= settled
	})
}

// forbidden reports whether a call was denied.
func forbidden(d *deed) bool {
	return slices.ContainsFunc([]string{"AccessDenied", "Unauthorized", "NotAuthorized"}, func(word string) bool { return strings.Contains(d.ErrorCode, word) })
}

func (s *scene) denied() time.Time { return s.first(forbidden) }

// So many different calls within that time are no mistake.
const (
	probes = 3
	within = 10 * time.Minute
)

func (s *scene) probed() time.Time {
	type probe struct {
		name string
		at   time.Time
	}
	tried := map[string][]probe{}
	return s.first(func(d *deed) bool {
		if !forbidden(d) && !strings.HasSuffix(d.ErrorCode, "DryRunOperation") {
			return false
		}
		who := d.who()
		tried[who] = append(slices.DeleteFunc(tried[who], func(p probe) bool { return p.name == d.Name || d.Time.Sub(p.at) > within }), probe{d.Name, d.Time})
		return len(tried[who]) >= probes
	})
}

func (s *scene) keyOff() time.Time {
	return s.first(func(d *deed) bool {
		return d.went() && (d.Name == "DeleteAccessKey" || d.Name == "UpdateAccessKey" && d.ask("status") == "Inactive")
	})
}

func (s *scene) revoked() time.Time {
	return s.first(func(d *deed) bool {
		return slices.Contains([]string{"PutRolePolicy", "PutUserPolicy", "PutGroupPolicy", "CreatePolicy", "CreatePolicyVersion"}, d.Name) && d.went() &&
			strings.Contains(d.ask("policyDocument"), "aws:TokenIssueTime")
	})
}
