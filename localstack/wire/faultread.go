// Errors, read: out of the envelope of each protocol.

package wire

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
)

// readError reads an error on the side of the client.
func (s *Service) readError(o *Operation, status int, h http.Header, body []byte) (*Error, error) {
	e := &Error{Status: status}
	var err error
	switch {
	case len(body) == 0 && h.Get("X-Amzn-Errortype") == "":
		e.Code = bare(status)
	case s.Protocol == JSON || s.Protocol == RESTJSON || s.Protocol == CBOR:
		err = s.readProblem(e, h, body)
	default:
		r := newReader(body, iso8601)
		var start xml.StartElement
		if start, err = r.root(); err == nil {
			err = r.envelope(start, e, 0)
		}
	}
	if err == nil && e.Code == "" {
		err = fmt.Errorf("no code in %s", short(string(body)))
	}
	if err != nil {
		return nil, fmt.Errorf("read error of %s (HTTP %d): %w", o.Name, status, ended(err))
	}
	return e, nil
}

// bare is the code of an error without a body, as an answer to HEAD.
func bare(status int) string {
	switch status {
	case http.StatusNotFound:
		return "NotFound"
	case http.StatusForbidden:
		return "Forbidden"
	case http.StatusBadRequest:
		return "BadRequest"
	case http.StatusPreconditionFailed:
		return "PreconditionFailed"
	}
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

// envelope looks for the element that tells an error, wherever a protocol puts it.
func (r *reader) envelope(start xml.StartElement, e *Error, depth int) error {
	if start.Name.Local == "Error" {
		return r.failure(e)
	}
	for depth < 4 {
		child, ok, err := r.child()
		if err != nil || !ok {
			return err
		}
		if err := r.envelope(child, e, depth+1); err != nil || e.Code != "" {
			return err
		}
	}
	return r.Skip()
}

// failure reads the code and the sentence of an error.
func (r *reader) failure(e *Error) error {
	for {
		child, ok, err := r.child()
		if err != nil || !ok {
			return err
		}
		switch child.Name.Local {
		case "Code":
			e.Code, err = r.content()
		case "Message":
			e.Message, err = r.content()
		default:
			err = r.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// readProblem reads an error that is told in JSON and in headers. Its code may stand behind a namespace and before an
// address.
func (s *Service) readProblem(e *Error, h http.Header, body []byte) error {
	raw, err := s.Protocol.decode(body)
	if err != nil && h.Get("X-Amzn-Errortype") == "" {
		return err
	}
	fields, _ := raw.(map[string]any)
	text := func(names ...string) string {
		for _, name := range names {
			if text, ok := fields[name].(string); ok && text != "" {
				return text
			}
		}
		return ""
	}
	code := h.Get("X-Amzn-Errortype")
	if code == "" {
		code = text("__type", "code", "Code")
	}
	code, _, _ = strings.Cut(code, ":")
	e.Code = code[strings.LastIndexByte(code, '#')+1:]
	e.Message = text("message", "Message", "errorMessage")
	if old, _, ok := strings.Cut(h.Get("X-Amzn-Query-Error"), ";"); ok && s.compatible {
		e.Code = old
	}
	return nil
}
