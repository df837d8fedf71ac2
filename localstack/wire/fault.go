// Errors, written: in the envelope of each protocol.

package wire

import (
	"net/http"
	"strings"
)

// marked are the headers that every answer has.
func (s *Service) marked(requestID string) http.Header {
	h := http.Header{}
	if s.Protocol == RESTXML {
		h.Set("X-Amz-Request-Id", requestID)
		h.Set("X-Amz-Id-2", requestID)
	} else {
		h.Set("X-Amzn-Requestid", requestID)
	}
	return h
}

// WriteError writes an error on the side of the service; o is nil when the operation is not known.
func (s *Service) WriteError(o *Operation, e *Error, requestID string) *Reply {
	modelled := o.failing(e.Code)
	a := &Reply{Status: s.statusOf(e, modelled), Header: s.marked(requestID)}
	switch s.Protocol {
	case EC2, Query, RESTXML:
		if o != nil && o.Method == http.MethodHead {
			return a // which has no body; the code is told by the status alone
		}
		a.Header.Set("Content-Type", "text/xml;charset=UTF-8")
		if s.Protocol == RESTXML {
			a.Header.Set("Content-Type", "application/xml")
		}
		a.Body = s.writeFault(e, a.Status, requestID)
	default:
		s.writeProblem(a, e, modelled)
	}
	return a
}

// failing returns the shape of one of the operation's errors.
func (o *Operation) failing(code string) *Shape {
	if o == nil {
		return nil
	}
	for _, shape := range o.Errors {
		if shape.Name == code || shape.Code == code {
			return shape
		}
	}
	return nil
}

// statusOf is the status of an error: its own, the model's, or 400.
func (s *Service) statusOf(e *Error, modelled *Shape) int {
	switch {
	case e.Status != 0:
		return e.Status
	case modelled != nil && modelled.Status != 0:
		return modelled.Status
	case s.Protocol == RESTXML && statuses[e.Code] != 0:
		return statuses[e.Code]
	}
	return http.StatusBadRequest
}

// writeFault writes an error as XML.
func (s *Service) writeFault(e *Error, status int, requestID string) []byte {
	d := &document{}
	switch s.Protocol {
	case EC2:
		d.WriteString(declaration + "<Response><Errors><Error>")
		d.told(e)
		d.WriteString("</Error></Errors>")
		d.leaf("RequestID", requestID)
		d.end("Response")
	case Query:
		d.start("ErrorResponse", namespaced(s.Namespace)...)
		d.start("Error")
		d.leaf("Type", blamed(status))
		d.told(e)
		d.end("Error")
		d.leaf("RequestId", requestID)
		d.end("ErrorResponse")
	default:
		d.WriteString(declaration + "<Error>")
		d.told(e)
		d.leaf("RequestId", requestID)
		d.leaf("HostId", requestID)
		d.end("Error")
	}
	return d.Bytes()
}

func (d *document) told(e *Error) {
	d.leaf("Code", e.Code)
	d.leaf("Message", e.Message)
}

// blamed is who is at fault.
func blamed(status int) string {
	if status >= http.StatusInternalServerError {
		return "Receiver"
	}
	return "Sender"
}

// writeProblem writes an error as JSON.
func (s *Service) writeProblem(a *Reply, e *Error, modelled *Shape) {
	name, message := e.Code, "message"
	if modelled != nil {
		name = modelled.Name
		for i := range modelled.Members {
			if label := modelled.Members[i].Label(); strings.EqualFold(label, "message") {
				message = label
			}
		}
	}
	kind := "application/json"
	if s.Protocol == JSON {
		kind = "application/x-amz-json-" + s.JSON
	}
	a.Header.Set("Content-Type", kind)
	a.Header.Set("X-Amzn-Errortype", name)
	if s.compatible {
		a.Header.Set("X-Amzn-Query-Error", e.Code+";"+blamed(a.Status))
	}
	if s.Protocol == CBOR {
		rpcHeaders(a.Header)
		p := &packed{}
		p.head(cborMap, 2)
		for _, text := range []string{"__type", name, message, e.Message} {
			p.text(text)
		}
		a.Body = p.Bytes()
		return
	}
	o := &object{}
	o.WriteString(`{"__type":`)
	o.quote(name)
	o.WriteByte(',')
	o.quote(message)
	o.WriteByte(':')
	o.quote(e.Message)
	o.WriteByte('}')
	a.Body = o.Bytes()
}
