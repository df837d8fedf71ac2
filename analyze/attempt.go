// Attempts: what was to cut something and was refused, denied or only asked for. Terraform and CloudFormation repeat a refused
// detach for minutes; that is one attempt.

package analyze

import (
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// Try is something that was tried, with its retries.
type Try struct {
	Name      string    `json:"name"`
	Principal string    `json:"principal"`
	ErrorCode string    `json:"error_code"` // of the first
	Outcome   Outcome   `json:"outcome"`
	Resources []string  `json:"resources"`
	First     time.Time `json:"first"`
	Last      time.Time `json:"last"`
	EventIDs  []string  `json:"event_ids"`
}

// attempted tells tries apart.
type attempted struct {
	name, principal string
	outcome         Outcome
	resources       string
}

// tries groups attempts with their retries: the same call by the same principal on the same things with the same outcome,
// again within half an hour. Links come in order of time.
func tries(links []Link) []Try {
	found := []Try{}
	newest := map[attempted]int{} // where among those found
	for n := range links {
		e := &links[n].Event
		if links[n].Role != Attempt {
			continue
		}
		ended := outcome(e, &dialect.Call{Name: e.Name})
		if ended == Done { // a record without an error whose answer was no
			ended = Refused
		}
		what := attempted{e.Name, e.Principal, ended, strings.Join(e.IDs, " ")}
		at, met := newest[what]
		if !met || e.Time.Sub(found[at].Last) > apart {
			at = len(found)
			newest[what] = at
			found = append(found, Try{
				Name: e.Name, Principal: e.Principal, ErrorCode: e.ErrorCode, Outcome: ended, Resources: list(e.IDs), First: e.Time.UTC(),
			})
		}
		found[at].Last = e.Time.UTC()
		found[at].EventIDs = append(found[at].EventIDs, e.ID)
	}
	return found
}
