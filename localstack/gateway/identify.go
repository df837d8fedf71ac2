// Identifying a call: its service and operation, its input, and who makes it.

package gateway

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// longest is how many bytes of a call are held in memory. Only uploads are longer, and those are streamed.
const longest = 64 << 20

// home is the region of calls that name none.
const home = "us-east-1"

// identify reads a call as far as its protocol tells. The call is never nil, so that a refusal finds the form that its client
// reads. Who calls is asked before anything of the body is held.
func (g *Gateway) identify(r *http.Request) (*exchange.Call, *wire.Error) {
	c := &exchange.Call{
		Account: g.Account, Drill: g.Drill, HTTP: r, Agent: r.UserAgent(), From: source(r), ID: g.NewID(), RequestID: g.NewID(), Region: home,
	}
	if refused := doorstep(r); refused != nil {
		if refused.Code == "InvalidRequest" {
			c.Service = "s3" // whose form the clients of old signatures read
		}
		return c, refused
	}
	s := scopeOf(r, nil)
	if s.key != "" {
		if refused := g.admit(c, s); refused != nil {
			return c, refused
		}
	}
	body, whole, refused := read(r)
	if refused != nil {
		return c, refused
	}
	if whole {
		c.Body = body
	}
	if s.key == "" {
		if refused := g.admit(c, scopeOf(r, body)); refused != nil {
			return c, refused
		}
	}
	return c, g.understand(c, r, body)
}

// admit takes the scope of a call, if it is one that AWS could have, and asks who is behind its key. Whether a session has
// expired is asked again when the call has its turn.
func (g *Gateway) admit(c *exchange.Call, s scope) *wire.Error {
	if refused := s.check(); refused != nil {
		return refused
	}
	c.Service, c.Key = s.service, s.key
	if s.region != "" {
		c.Region = s.region
	}
	_, refused := g.Identity.Who(c.Service, c.Key, time.Time{})
	if refused == nil {
		refused = late(c.HTTP, c.Service, g.signed())
	}
	return refused
}

// signed is what time it is for whoever signs.
func (g *Gateway) signed() time.Time {
	if g.Signed != nil {
		return g.Signed()
	}
	return g.Now()
}

// understand finds the operation of a call, and its input.
func (g *Gateway) understand(c *exchange.Call, r *http.Request, body []byte) *wire.Error {
	operation, name, err := g.Models.Identify(c.Service, r, body)
	if err != nil {
		return malformed(c, err)
	}
	if c.Operation, c.Name = operation, name; name == "" {
		c.Name = "Unknown"
	}
	if c.Key == "" && !unsignedAllowed(c) {
		return &wire.Error{Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token", Status: http.StatusForbidden}
	}
	if c.Operation == nil {
		return nil
	}
	if c.In, err = c.Operation.ReadRequest(r, body); err != nil {
		return malformed(c, err)
	}
	return nil
}

// unsignedAllowed reports whether AWS takes a call without a signature: the two that trade another proof for a key, and what
// reads a bucket that may be public.
func unsignedAllowed(c *exchange.Call) bool {
	switch c.Service {
	case "sts":
		return c.Name == "AssumeRoleWithWebIdentity" || c.Name == "AssumeRoleWithSAML"
	case "s3":
		return c.Operation != nil && c.Operation.Reads()
	}
	return false
}

// read returns the body of a call, and whether it is the whole of it. What is uploaded is left where it is.
func read(r *http.Request) (body []byte, whole bool, refused *wire.Error) {
	if uploads(r) {
		return nil, false, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, longest))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return nil, false, &wire.Error{Code: "RequestEntityTooLarge", Message: fmt.Sprintf("A call may have %d bytes.", longest), Status: http.StatusRequestEntityTooLarge}
	case err != nil:
		return nil, false, &wire.Error{Code: "RequestTimeout", Message: "The call did not arrive whole.", Status: http.StatusBadRequest}
	}
	return body, true, nil
}

// uploads reports whether a call's body is an object of S3, or a part of one: PUT of a key without a subresource.
func uploads(r *http.Request) bool {
	s := scopeOf(r, nil)
	if s.service != "s3" || r.Method != http.MethodPut || strings.Trim(r.URL.Path, "/") == "" {
		return false
	}
	for name := range r.URL.Query() {
		switch {
		case name == "partNumber", name == "uploadId", name == "x-id", strings.HasPrefix(name, "X-Amz-"), wire.Signs(name):
		default:
			return false
		}
	}
	return strings.Contains(strings.Trim(r.URL.Path, "/"), "/") || !pathStyle(r.Host)
}

// pathStyle reports whether the host names no bucket.
func pathStyle(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	_, numeric := netip.ParseAddr(strings.Trim(name, "[]"))
	return numeric == nil || name == "localhost"
}

// source is where a call comes from: the client's own address, unless a scenario says what the actor it plays has.
// Addresses are only ever taken from there; whatever else a client says of itself is its user agent.
func source(r *http.Request) string {
	if played, err := netip.ParseAddr(r.Header.Get(SourceHeader)); err == nil && played.Zone() == "" {
		return played.String()
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// SourceHeader carries the address that a scenario's actor calls from. It says nothing that the records of a lab, which
// are marked as those of a drill, do not admit.
const SourceHeader = "X-Traillab-Source"

// malformed is what AWS answers to a call that it cannot read.
func malformed(c *exchange.Call, err error) *wire.Error {
	var told *wire.Error
	if errors.As(err, &told) {
		return told
	}
	code := "ValidationError"
	if c.Operation != nil {
		switch c.Operation.Service.Protocol {
		case wire.EC2:
			code = "InvalidParameterValue"
		case wire.JSON:
			code = "SerializationException"
		case wire.RESTXML:
			code = "MalformedXML"
		default: // the others say ValidationError
		}
	}
	return &wire.Error{Code: code, Message: err.Error(), Status: http.StatusBadRequest}
}
