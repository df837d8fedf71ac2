// Outcomes: what became of a call that was to cut something.

package analyze

import (
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// Outcome is what became of a call.
type Outcome string

// The outcomes. Each call has exactly one.
const (
	Done    Outcome = "done"    // it took effect
	Refused Outcome = "refused" // AWS would not: something depends on it, it does not exist, it was throttled …
	Denied  Outcome = "denied"  // the caller was not allowed to
	DryRun  Outcome = "dry-run" // the caller only asked whether it was allowed to, and was
)

// outcome reads it off the error code. EC2 puts "Client." or "Server." before its codes, other services do not.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
func outcome(e *trail.Event, c *dialect.Call) Outcome {
	code := strings.TrimPrefix(strings.TrimPrefix(e.ErrorCode, "Client."), "Server.")
	switch code {
	case "":
		if c.Response.First("return") == "false" {
			return Refused
		}
		return Done
	case "DryRunOperation":
		return DryRun
	case "AuthFailure":
		// For an address that a NAT gateway or a load balancer holds, EC2 answers so to everybody: that is no matter of
		// permission.
		if strings.HasSuffix(e.Name, "Address") {
			return Refused
		}
		return Denied
	}
	for _, word := range []string{"accessdenied", "unauthorized", "notauthorized", "authorizationerror", "forbidden"} {
		if strings.Contains(strings.ToLower(code), word) {
			return Denied
		}
	}
	return Refused
}
