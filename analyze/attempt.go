// Attempts: what was to cut something and was refused, denied or only asked for. Terraform and CloudFormation repeat a refused
// detach for minutes; that is one attempt.

package analyze

import (
	"slices"
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

// tries groups attempts with their retries: the same call by the same principal on the same things with the same outcome,
// again within half an hour.
func tries(links []Link) []Try {
	found := []Try{}
	for n := range links {
		e := &links[n].Event
		if links[n].Role != Attempt {
			continue
		}
		ended := outcome(e, &dialect.Call{Name: e.Name})
		if ended == Done { // a record without an error whose answer was no
			ended = Refused
		}
		at := slices.IndexFunc(found, func(t Try) bool {
			return t.Name == e.Name && t.Principal == e.Principal && t.Outcome == ended && e.Time.Sub(t.Last) <= apart &&
				strings.Join(t.Resources, " ") == strings.Join(e.IDs, " ")
		})
		if at < 0 {
			at = len(found)
			found = append(found, Try{
				Name: e.Name, Principal: e.Principal, ErrorCode: e.ErrorCode, Outcome: ended, Resources: list(e.IDs), First: e.Time.UTC(),
			})
		}
		found[at].Last = e.Time.UTC()
		found[at].EventIDs = append(found[at].EventIDs, e.ID)
	}
	return found
}
