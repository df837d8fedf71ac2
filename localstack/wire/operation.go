// Operations in the four directions: requests and answers, read and written.

package wire

import (
	"errors"
	"net/http"
	"net/url"
)

var errUnwritten = errors.New("not written yet")

// Reply is an answer as it goes to the client.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// Source is the service as CloudTrail names it in eventSource: ec2.amazonaws.com.
func (s *Service) Source() string { return s.Endpoint + ".amazonaws.com" }

// Operation returns an operation by its name.
func (s *Service) Operation(name string) (*Operation, bool) { o, ok := s.operations[name]; return o, ok }

// Operations returns the names of all operations, sorted.
func (s *Service) Operations() []string { return s.names }

// Reads reports whether the operation changes nothing, as CloudTrail's readOnly says it.
func (o *Operation) Reads() bool { return false }

// StreamsIn reports whether the body of a request is not to be held in memory: PutObject.
func (o *Operation) StreamsIn() bool { return false }

// StreamsOut reports whether the body of an answer is not to be held in memory: GetObject.
func (o *Operation) StreamsOut() bool { return false }

// ReadRequest reads a request on the side of the service. Body is nil when the operation streams. What the model does
// not know is passed over. An error is a *Error when the request is the client's fault.
func (o *Operation) ReadRequest(r *http.Request, body []byte) (map[string]any, error) {
	return nil, errUnwritten
}

// WriteRequest writes a request on the side of the client, unsigned.
func (o *Operation) WriteRequest(endpoint *url.URL, in map[string]any) (*http.Request, error) {
	return nil, errUnwritten
}

// WriteAnswer writes an answer on the side of the service. What does not fit the model becomes an InternalFailure that
// says so.
func (o *Operation) WriteAnswer(out map[string]any, requestID string) *Reply { return &Reply{} }

// WriteError writes an error on the side of the service; o is nil when the operation is not known.
func (s *Service) WriteError(o *Operation, e *Error, requestID string) *Reply { return &Reply{} }

// ReadAnswer reads an answer on the side of the client: a result, an error of the service, or an error that says why it
// cannot be read.
func (o *Operation) ReadAnswer(status int, h http.Header, body []byte) (map[string]any, *Error, error) {
	return nil, nil, errUnwritten
}

// Unknown lists what a request holds and the model does not know, sorted, as it is on the wire.
func (o *Operation) Unknown(r *http.Request, body []byte) []string { return nil }
