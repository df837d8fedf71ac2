// An event is a record in our columns, as the answers carry it.

package trail

import (
	"strings"
	"time"
)

// Event is one CloudTrail event. Strings are empty where the record has nothing.
type Event struct {
	ID          string
	Time        time.Time // zero when the record has no readable time
	Name        string
	Source      string
	Type        string
	Account     string
	Region      string
	Principal   string
	AccessKeyID string
	SourceIP    string
	UserAgent   string
	ErrorCode   string
	ErrorText   string
	ReadOnly    Tristate
	IDs         []string // resource ids in request or response, sorted
	Request     string   // requestParameters as JSON text
	Response    string   // responseElements as JSON text
	// Recovered says that the record was read behind damage and may have been forged: nothing that it says is observed.
	Recovered bool
	// Key is that of the record in its case, 0 where the question does not tell it.
	Key int64
	// Asked says that the question's filters let the event through; a question that deduces sees others too.
	Asked bool
}

// OnlyID returns the one of the event's ids that begins so, and nothing when there are none or several: where a record has
// neither request nor response, as in a table of Event history, that is the thing that the call was about.
func (e *Event) OnlyID(beginning string) string {
	found := ""
	for _, id := range e.IDs {
		if beginning == "" || !strings.HasPrefix(id, beginning) {
			continue
		}
		if found != "" {
			return ""
		}
		found = id
	}
	return found
}
