// Columns: what a case keeps of a record beside its text, so that one can be held against the other.

package trail

import (
	"bytes"
	"strconv"
	"time"
)

// Column is one of them, as text; empty where the record has nothing.
type Column struct{ Name, Value string }

// ColumnNames are the names of all columns that are made of a record, in the order of Columns.
func ColumnNames() []string {
	return []string{
		"event_id", "event_time", "read_only", "repaired", "event_name", "event_source", "event_type", "event_category", "region", "account", "principal",
		"identity_type", "access_key_id", "session_name", "issuer_arn", "invoked_by", "source_ip", "user_agent", "error_code", "error_message", "supersedes",
		"resource_ids", "request_parameters", "response_elements",
	}
}

// Columns are the columns of the record.
func (r *Record) Columns() []Column {
	readOnly := ""
	if r.ReadOnly != Absent {
		readOnly = strconv.FormatBool(r.ReadOnly == Yes)
	}
	values := []string{string(r.EventID), MomentText(r.Time), readOnly, strconv.FormatBool(r.Repaired)}
	for _, text := range [][]byte{
		r.Name, r.Source, r.Type, r.Category, r.Region, r.Account, r.Principal, r.IdentityType, r.AccessKeyID, r.SessionName, r.IssuerARN, r.InvokedBy,
		r.SourceIP, r.UserAgent, r.ErrorCode, r.ErrorMessage, r.Supersedes, bytes.Join(r.IDs, []byte("\n")), r.Request, r.Response,
	} {
		values = append(values, string(text))
	}
	return Columns(values)
}

// Columns names values that come in the order of ColumnNames.
func Columns(values []string) []Column {
	names := ColumnNames()
	all := make([]Column, len(names))
	for i, name := range names {
		all[i] = Column{name, values[i]}
	}
	return all
}

// MomentText is the time of a record as a column has it, to the microsecond; empty where there is none.
func MomentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return time.UnixMicro(t.UnixMicro()).UTC().Format(time.RFC3339Nano)
}
