// A record: one call and its answer as CloudTrail would have told them.

package recorder

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
)

// version of the records, eventVersion.
const version = "1.11"

// Tell writes the record of a call, as one line of JSON without its end.
func Tell(c *exchange.Call, a *exchange.Answer) []byte {
	call := dialect.Call{Name: eventName(c), Source: source(c), Request: request(c, a), Response: response(c, a)}
	o := dialect.Of("eventVersion", dialect.Quoted(version), "userIdentity", identity(c),
		"eventTime", dialect.Quoted(c.At.UTC().Format(time.RFC3339)), "eventSource", dialect.Quoted(call.Source),
		"eventName", dialect.Quoted(call.Name), "awsRegion", dialect.Quoted(region(c)),
		"sourceIPAddress", dialect.Quoted(from(c)), "userAgent", dialect.Quoted(agent(c)))
	if a.Error != nil {
		o = given(given(o, "errorCode", errorCode(c, a.Error)), "errorMessage", errorMessage(c, a.Error))
	}
	o = append(o, dialect.Of(
		"requestParameters", verbatim(dialect.AppendRequest(nil, &call)), "responseElements", verbatim(dialect.AppendResponse(nil, &call)),
		"additionalEventData", dialect.Of("drill", dialect.Quoted(c.Drill)),
		"requestID", dialect.Quoted(c.RequestID), "eventID", dialect.Quoted(c.ID), "readOnly", boolean(readOnly(c)),
	)...)
	if list := resources(c, a); list != nil {
		o = append(o, dialect.Member{Name: "resources", Value: list})
	}
	category := "Management"
	if dataEvent(c) {
		category = "Data"
	}
	o = append(o, dialect.Of("eventType", "AwsApiCall", "managementEvent", boolean(category == "Management"),
		"recipientAccountId", dialect.Quoted(c.Account))...)
	if c.Endpoint != "" {
		o = append(o, dialect.Of("vpcEndpointId", dialect.Quoted(c.Endpoint), "vpcEndpointAccountId", dialect.Quoted(c.Account))...)
	}
	o = append(o, dialect.Member{Name: "eventCategory", Value: dialect.Quoted(category)})
	// Names around a call are no dialect's: a source of no service writes them as they are.
	return dialect.AppendRequest(nil, &dialect.Call{Request: o})
}

// verbatim is JSON that is written as it is.
func verbatim(text []byte) dialect.Value { return dialect.Bare(text) }

func boolean(b bool) dialect.Value {
	if b {
		return dialect.Bare("true")
	}
	return dialect.Bare("false")
}

// source is the service as eventSource names it.
func source(c *exchange.Call) string {
	if c.Operation != nil && c.Operation.Service != nil {
		return c.Operation.Service.Source()
	}
	return c.Service + ".amazonaws.com"
}

// region of a call. Services with one endpoint are recorded in us-east-1.
func region(c *exchange.Call) string {
	if global(c) {
		return "us-east-1"
	}
	return cmp.Or(c.Region, "us-east-1")
}

// global reports whether a call is of a service without regions.
func global(c *exchange.Call) bool {
	known := c.Service == "iam" || c.Service == "organizations" || c.Service == "route53" || c.Service == "cloudfront"
	return known || c.Operation != nil && c.Operation.Service != nil && c.Operation.Service.Global && c.Service != "sts"
}

func from(c *exchange.Call) string {
	if c.Who.Type == "AWSService" {
		return cmp.Or(c.Who.Invoker, c.From)
	}
	return c.From
}

// agent is the client's name of itself, which S3 puts into brackets.
func agent(c *exchange.Call) string {
	switch {
	case c.Who.Type == "AWSService":
		return cmp.Or(c.Who.Invoker, c.Agent)
	case c.Service == "s3":
		return "[" + c.Agent + "]"
	}
	return c.Agent
}

// request is requestParameters, nil for null.
func request(c *exchange.Call, a *exchange.Answer) dialect.Object {
	switch {
	case untold(c, a.Error):
		return nil
	case c.Operation == nil:
		in := plain(c)
		if in == nil {
			return nil
		}
		return dialect.Recorded(c.Name, source(c), in)
	case c.Service == "s3":
		return bucketRequest(c)
	}
	t := teller{service: c.Service, call: c.Name, source: source(c), request: true}
	in := t.object(c.Operation.Input, c.In)
	if len(in) == 0 && c.Service != "ec2" {
		return nil
	}
	return dialect.Recorded(c.Name, t.source, in)
}

// response is responseElements, nil for null: of reads and failures, and where the answer says nothing. EC2 always says the
// request's id, and true where it has nothing else to say.
func response(c *exchange.Call, a *exchange.Answer) dialect.Object {
	if denied(c, a.Error) && slices.Contains(fronted, c.Service) && !readOnly(c) {
		return given(nil, "message", a.Error.Message)
	}
	if a.Error != nil || c.Service == "s3" || readOnly(c) && !answered[c.Service+"/"+c.Name] {
		return nil
	}
	t := teller{service: c.Service, call: c.Name, source: source(c)}
	var out dialect.Object
	if c.Operation != nil {
		out = t.object(c.Operation.Output, a.Out)
	}
	switch {
	case c.Service != "ec2" && len(out) == 0:
		return nil
	case c.Service != "ec2":
		return encoded(c, out)
	}
	if out.Get("return") == nil && (len(out) == 0 || c.Name == "CreateSecurityGroup") {
		out = append(out, dialect.Member{Name: "return", Value: boolean(true)})
	}
	if c.Name == "DisassociateRouteTable" { // the one member that real answers have and the model lacks
		out = append(dialect.Of("associationState", dialect.Of("state", "disassociating")), out...)
	}
	return append(dialect.Object{{Name: "requestId", Value: dialect.Quoted(c.RequestID)}}, out...)
}

// encoded percent-encodes the documents in IAM's answers, as IAM answers them, where an upstream has decoded them.
func encoded(c *exchange.Call, out dialect.Object) dialect.Object {
	if c.Service != "iam" {
		return out
	}
	for i, m := range out {
		switch v := m.Value.(type) {
		case dialect.Object:
			out[i].Value = encoded(c, v)
		case dialect.Quoted:
			if strings.HasSuffix(m.Name, "olicyDocument") && json.Valid([]byte(v)) {
				out[i].Value = dialect.Quoted(strings.ReplaceAll(url.QueryEscape(string(v)), "+", "%20"))
			}
		}
	}
	return out
}
