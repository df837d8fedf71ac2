// Learning: what a call has changed is read from its record, as the analysis will read it later.

package guard

import (
	"encoding/json"
	"time"

	"traillab/analyze/trail"
)

// event is a record in the columns that the fold reads. A record that is none is an event without a time or a name, which
// changes nothing.
func event(record []byte) trail.Event {
	var r struct {
		EventID, EventName, EventSource, AWSRegion, RecipientAccountID, ErrorCode string
		EventTime                                                                 time.Time
		RequestParameters, ResponseElements                                       json.RawMessage
	}
	if json.Unmarshal(record, &r) != nil {
		return trail.Event{}
	}
	return trail.Event{
		ID: r.EventID, Time: r.EventTime, Name: r.EventName, Source: r.EventSource, Account: r.RecipientAccountID, Region: r.AWSRegion,
		ErrorCode: r.ErrorCode, Request: string(r.RequestParameters), Response: string(r.ResponseElements), ReadOnly: trail.No,
	}
}
