// Requests: written as a client does, read as a service does.

package wire

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// WriteRequest writes a request on the side of the client, unsigned. A member that the model does not know is an error.
// Tokens that clients make up (Member.Idempotent) are not made up here.
func (o *Operation) WriteRequest(endpoint *url.URL, in map[string]any) (*http.Request, error) {
	at := *endpoint
	at.RawQuery, at.Fragment = "", ""
	method, header, body := http.MethodPost, http.Header{}, ""
	var err error
	switch o.Service.Protocol {
	case EC2, Query:
		header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
		body, err = o.writeForm(in)
	case JSON:
		header.Set("Content-Type", "application/x-amz-json-"+o.Service.JSON)
		header.Set("X-Amz-Target", o.Service.Target+"."+o.Name)
		object := &object{}
		err = object.structure(o.Input, in)
		body = object.String()
	case CBOR:
		rpcHeaders(header)
		at.Path = strings.TrimSuffix(at.Path, "/") + o.rpcPath()
		p := &packed{}
		err = p.structure(o.Input, in)
		body = p.String()
	default:
		method = o.Method
		body, err = o.writeREST(&at, header, in)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", o.Name, err)
	}
	if at.Path == "" {
		at.Path = "/"
	}
	r, err := http.NewRequest(method, at.String(), strings.NewReader(body)) //nolint:noctx // the caller gives it one: it sends it
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", o.Name, err)
	}
	r.Header = header
	return r, nil
}

// writeREST puts a call where the model wants its members: path, query string, headers, and the body that it returns.
func (o *Operation) writeREST(at *url.URL, header http.Header, in map[string]any) (string, error) {
	if _, err := o.Input.structure(in); err != nil {
		return "", err
	}
	path, err := o.route.path(o.Input, in)
	if err != nil {
		return "", err
	}
	full := strings.TrimSuffix(at.EscapedPath(), "/") + path
	if at.Path, err = url.PathUnescape(full); err != nil {
		return "", err
	}
	at.RawPath = full
	if at.RawQuery, err = o.query(in); err != nil {
		return "", err
	}
	body, kind, err := o.Service.writeBody(o.Input, o.Input.root(""), in)
	if err != nil {
		return "", err
	}
	if kind != "" {
		header.Set("Content-Type", kind)
	}
	return string(body), o.Input.headers(in, header)
}

// ReadRequest reads a request on the side of the service. Body is nil when the operation streams. What the model does
// not know is passed over. An error is a *Error: what does not fit the model is the client's fault.
func (o *Operation) ReadRequest(r *http.Request, body []byte) (map[string]any, error) {
	in, err := o.readRequest(r, body)
	if err != nil {
		return nil, &Error{Code: o.Service.malformed(), Message: fmt.Sprintf("%s: %v", o.Name, err), Status: http.StatusBadRequest}
	}
	return in, nil
}

func (o *Operation) readRequest(r *http.Request, body []byte) (map[string]any, error) {
	switch o.Service.Protocol {
	case EC2, Query:
		a, err := readPairs(r, body, o.Service.Protocol == EC2)
		if err != nil {
			return nil, err
		}
		return a.structure("", o.Input)
	case JSON, CBOR:
		return o.Service.Protocol.readObject(body, o.Input)
	default:
		return o.readREST(r, body)
	}
}

func (o *Operation) readREST(r *http.Request, body []byte) (map[string]any, error) {
	out := map[string]any{}
	labels, ok := o.route.match(o.Service.addressed(r))
	if !ok {
		return nil, fmt.Errorf("%s is not a path of it", short(r.URL.Path))
	}
	for label, text := range labels {
		m := o.Input.located("uri", label)
		if m == nil {
			continue
		}
		v, err := m.Shape.scalar(text, m.form(iso8601))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
		out[m.Name] = v
	}
	if err := o.ofQuery(r.URL.Query(), out); err != nil {
		return nil, err
	}
	if err := o.Input.ofHeaders(r.Header, out); err != nil {
		return nil, err
	}
	return out, o.Service.readBody(o.Input, body, out)
}

// malformed is the code of a request that cannot be understood.
func (s *Service) malformed() string {
	switch s.Protocol {
	case EC2:
		return "InvalidParameterValue"
	case Query:
		return "MalformedInput"
	case RESTXML:
		return "MalformedXML"
	default:
		return "SerializationException"
	}
}
