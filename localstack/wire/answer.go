// Answers: written as a service does, read as a client does.

package wire

import (
	"fmt"
	"net/http"
	"strings"
)

// Reply is an answer as it goes to the client.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
}

// WriteAnswer writes an answer on the side of the service. What does not fit the model becomes an InternalFailure that
// says so.
func (o *Operation) WriteAnswer(out map[string]any, requestID string) *Reply {
	a := &Reply{Status: http.StatusOK, Header: o.Service.marked(requestID)}
	var err error
	switch o.Service.Protocol {
	case EC2, Query:
		a.Header.Set("Content-Type", "text/xml;charset=UTF-8")
		a.Body, err = o.writeResult(out, requestID)
	case JSON:
		a.Header.Set("Content-Type", "application/x-amz-json-"+o.Service.JSON)
		if object := (&object{}); o.Output != nil {
			err = object.structure(o.Output, out)
			a.Body = object.Bytes()
		}
	case CBOR:
		rpcHeaders(a.Header)
		p := &packed{}
		err = p.structure(o.Output, out)
		a.Body = p.Bytes()
	default:
		err = o.answerREST(a, out)
	}
	if err != nil {
		return o.Service.WriteError(o, &Error{
			Code: "InternalFailure", Message: fmt.Sprintf("answer of %s: %v", o.Name, err), Status: http.StatusInternalServerError,
		}, requestID)
	}
	return a
}

// writeResult writes the envelope of EC2 or of query with the result in it.
func (o *Operation) writeResult(out map[string]any, requestID string) ([]byte, error) {
	d := &document{form: o.Service.moments()}
	root := o.Name + "Response"
	if o.Service.Protocol == EC2 {
		d.WriteString(declaration)
		d.start(root, namespaced(strings.TrimSuffix(o.Service.Namespace, "/")+"/")...)
		d.leaf("requestId", requestID)
		if o.Output == nil {
			d.leaf("return", "true")
		}
		err := d.members(o.Output, out)
		d.end(root)
		return d.Bytes(), err
	}
	d.start(root, namespaced(o.Service.Namespace)...)
	if o.Wrapper != "" {
		d.start(o.Wrapper)
	}
	err := d.members(o.Output, out)
	if o.Wrapper != "" {
		d.end(o.Wrapper)
	}
	d.start("ResponseMetadata")
	d.leaf("RequestId", requestID)
	d.end("ResponseMetadata")
	d.end(root)
	return d.Bytes(), err
}

func (o *Operation) answerREST(a *Reply, out map[string]any) error {
	if _, err := o.Output.structure(out); err != nil {
		return err
	}
	if o.status != 0 {
		a.Status = o.status
	}
	if m := o.Output.place("statusCode"); m != nil {
		if status, ok := out[m.Name].(int64); ok && status >= 100 && status < 1000 {
			a.Status = int(status)
		}
	}
	if m := o.Output.located("header", "Content-Range"); m != nil && out[m.Name] != nil {
		a.Status = http.StatusPartialContent // S3 answers so to a Range, which no model tells
	}
	var kind string
	var err error
	switch {
	case o.odd():
		a.Body, kind = o.writeLocation(out), "application/xml"
	default:
		a.Body, kind, err = o.Service.writeBody(o.Output, o.documented(), out)
	}
	if err != nil {
		return err
	}
	if kind != "" {
		a.Header.Set("Content-Type", kind)
	}
	return o.Output.headers(out, a.Header)
}

// ReadAnswer reads an answer on the side of the client: a result, an error of the service, or an error that says why it
// cannot be read. Body is nil when the operation streams.
func (o *Operation) ReadAnswer(status int, h http.Header, body []byte) (map[string]any, *Error, error) {
	if status >= http.StatusMultipleChoices {
		e, err := o.Service.readError(o, status, h, body)
		return nil, e, err
	}
	var out map[string]any
	var failure *Error
	var err error
	switch o.Service.Protocol {
	case EC2, Query:
		out, err = o.readResult(body)
	case JSON, CBOR:
		out, err = o.Service.Protocol.readObject(body, o.Output)
	default:
		out, failure, err = o.readAnswerREST(status, h, body)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read answer of %s: %w", o.Name, err)
	}
	if failure != nil {
		return nil, failure, nil
	}
	return out, nil, nil
}

// readResult reads the result in the envelope of EC2 or of query.
func (o *Operation) readResult(body []byte) (map[string]any, error) {
	out := map[string]any{}
	if o.Output == nil {
		return out, nil
	}
	r := newReader(body, o.Service.moments())
	start, err := r.root()
	if err != nil {
		return nil, ended(err)
	}
	if o.Wrapper == "" {
		return out, r.structure(start, o.Output, out)
	}
	for {
		child, ok, err := r.child()
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return out, nil
		case child.Name.Local == o.Wrapper:
			return out, r.structure(child, o.Output, out)
		}
		if err := r.Skip(); err != nil {
			return nil, ended(err)
		}
	}
}

func (o *Operation) readAnswerREST(status int, h http.Header, body []byte) (map[string]any, *Error, error) {
	out := map[string]any{}
	if m := o.Output.place("statusCode"); m != nil {
		out[m.Name] = int64(status)
	}
	if err := o.Output.ofHeaders(h, out); err != nil {
		return nil, nil, err
	}
	if o.odd() {
		return out, nil, o.readLocation(body, out)
	}
	if e := o.Service.disguised(body); e != nil {
		return nil, e, nil
	}
	return out, nil, o.Service.readBody(o.Output, body, out)
}

// place returns the first member of a place.
func (s *Shape) place(in string) *Member {
	for i := 0; s != nil && i < len(s.Members); i++ {
		if s.Members[i].In == in {
			return &s.Members[i]
		}
	}
	return nil
}
