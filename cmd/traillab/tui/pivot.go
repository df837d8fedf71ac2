// Pivots: what follows from the value under the cursor. Include and exclude it from wherever it is seen, or look at everything that
// touched it.

package tui

import (
	"regexp"

	"traillab/analyze/trail"
)

// fieldNamed is the field, as filters call it, that a column or a member of a record is about.
func fieldNamed(name string) string {
	switch name {
	case "eventName", "event_name":
		return "name"
	case "eventSource", "event_source":
		return "source"
	case "sourceIPAddress", "source_ip":
		return trail.FieldIP
	case "awsRegion":
		return "region"
	case "recipientAccountId", "accountId":
		return "account"
	case "userAgent", "user_agent":
		return "agent"
	case "errorCode", "error_code":
		return "error"
	case "errorMessage", "error_message":
		return "message"
	case "accessKeyId", "access_key_id":
		return "key"
	case "eventID", "event_id":
		return "id"
	case "userName":
		return "principal"
	}
	return name
}

// identified is what an id looks like: of EC2, or an ARN.
var identified = regexp.MustCompile(`^([a-z][a-z-]*[a-z]-([0-9a-f]{8}|[0-9a-f]{17})|arn:.+)$`)

// pointed is the field and the value under the cursor; what is wrong with it is said.
func (m *Model) pointed() (field, value, wrong string) {
	p, ok := m.top().(pointing)
	if !ok {
		return "", "", "there is no value to point at here"
	}
	name, value := p.under()
	if value == "" {
		return "", "", "there is no value under the cursor"
	}
	if field = fieldNamed(name); name == "arn" { // of who called, or of what was called
		field = "resource"
		if regexp.MustCompile(`^arn:[^:]*:(iam|sts):`).MatchString(value) {
			field = "principal"
		}
	}
	if _, known := (trail.Filter{}).Only(field, value); !known && identified.MatchString(value) {
		field = "resource"
	}
	return field, value, ""
}

// include narrows to the value under the cursor.
func (m *Model) include() intent { return m.pivot(trail.Filter.Only) }

// exclude keeps the value under the cursor back.
func (m *Model) exclude() intent { return m.pivot(trail.Filter.Without) }

func (m *Model) pivot(how func(trail.Filter, string, string) (trail.Filter, bool)) intent {
	field, value, wrong := m.pointed()
	if wrong != "" {
		return intent{say: wrong}
	}
	f, ok := how(m.filter, field, value)
	if !ok {
		return intent{say: "events are not filtered by this column; ← and → move to another"}
	}
	return intent{filter: &f}
}

// touching opens everything that touched the resource under the cursor; of a principal and of an access key, their pages.
func (m *Model) touching() intent {
	field, value, wrong := m.pointed()
	switch {
	case wrong != "":
		return intent{say: wrong}
	case field == "principal":
		return intent{open: newPrincipal(&m.doors, value)}
	case field == "key":
		return intent{open: newLineage(&m.doors, value)}
	case field != "resource" && field != "vpc":
		return intent{say: "this is no resource; ← and → move to one, or T on its line of a record"}
	}
	return intent{open: newTouching(&m.doors, value)}
}
