// Package dialect knows how an API call looks in CloudTrail, and back. CloudTrail writes EC2 in two dialects (an older
// one with item lists and a newer one that is XML turned to JSON) and every other service in a third; Parse makes one
// Call of all three and Write turns a call into the dialect that AWS uses for it. On calls stands the closed
// vocabulary: RoleOf says which events matter to the network, Cuts which relation a call cuts.
package dialect

import (
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// Call is one API call, told the same way whatever dialect its record was written in. Member names begin with a small
// letter, lists are lists, scalars are text, moments are RFC 3339 in UTC.
type Call struct {
	Name   string // eventName
	Source string // eventSource, ec2.amazonaws.com
	// Request and Response are nil where the record has null. CloudTrail answers null for a call that failed and for
	// nearly every read.
	Request, Response Object
	// Account, Region and ErrorText are the record's own; Parse leaves them empty.
	Account, Region, ErrorText string
}

// ParseEvent reads the call of an event.
func ParseEvent(e *trail.Event) (Call, error) {
	c, err := Parse(e.Name, e.Source, []byte(e.Request), []byte(e.Response))
	c.Account, c.Region, c.ErrorText = e.Account, e.Region, e.ErrorText
	return c, err
}

// ParseRecord reads the call of a record. Nothing of the call points into the record.
func ParseRecord(r *trail.Record) (Call, error) {
	c, err := Parse(string(r.Name), string(r.Source), r.Request, r.Response)
	c.Account, c.Region, c.ErrorText = string(r.Account), string(r.Region), string(r.ErrorMessage)
	return c, err
}

// Parse reads a call from the values of requestParameters and responseElements as JSON text; nil, empty and null mean
// absent. The error says which of the two is not JSON; what could be read of the other is in the call all the same.
func Parse(name, source string, request, response []byte) (Call, error) {
	c := Call{Name: name, Source: source}
	r := reader{ec2: service(source) == "ec2"}
	var err, err2 error
	c.Request, err = r.root(request, name, requestWrap)
	c.Response, err2 = r.root(response, name, responseWrap)
	switch {
	case err != nil:
		return c, fmt.Errorf("request of %s: %w", name, err)
	case err2 != nil:
		return c, fmt.Errorf("response of %s: %w", name, err2)
	}
	return c, nil
}

// service is the first word of an event source: ec2 for ec2.amazonaws.com and ec2.amazonaws.com.cn, "" for a name that
// is no AWS service.
func service(source string) string {
	name, rest, _ := strings.Cut(source, ".")
	if !strings.HasPrefix(rest, "amazonaws.com") {
		return ""
	}
	return name
}
