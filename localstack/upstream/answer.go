// Answers as a cloud writes them that no client of AWS can read, made into errors of the call's own protocol.

package upstream

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// lacking returns the answer to a call that a cloud does not have, an error, or nil. moto shows a page in HTML: 404 for a path that
// it does not know; 500 for an action that it does not know or that broke it. LocalStack answers 501 and speaks of a
// licence. All become 501, which clients do not ask for again: it will not be there the next time either.
func lacking(name string, c *exchange.Call, raw *http.Response, body []byte) *exchange.Answer {
	refusal := &wire.Error{Code: "NotImplemented", Message: name + " does not have " + c.Service + "." + c.Name + ".", Status: http.StatusNotImplemented}
	page := raw.StatusCode >= http.StatusBadRequest && isPage(raw.Header, body)
	switch {
	case page && raw.StatusCode == http.StatusInternalServerError:
		refusal.Code = "InternalFailure"
		refusal.Message = name + " does not have " + c.Service + "." + c.Name + ", or broke over it: its log tells which."
	case page: // it knows no such path
	case raw.StatusCode == http.StatusNotImplemented:
		if said := glean(raw, body).Message; said != "" {
			refusal.Message += " It says: " + said
		}
	default:
		return nil
	}
	return &exchange.Answer{Error: refusal}
}

// isPage reports whether an answer is meant for a browser. One without a body, as to HEAD, is meant for nobody in particular.
func isPage(header http.Header, body []byte) bool {
	start := strings.ToLower(string(body[:min(len(body), 64)]))
	return len(body) > 0 && strings.HasPrefix(header.Get("Content-Type"), "text/html") || strings.HasPrefix(strings.TrimSpace(start), "<!doctype html")
}

// glean reads the code and the message of an error without knowing the operation, and so without its model: what is
// called so in the body, wherever it stands.
func glean(raw *http.Response, body []byte) *wire.Error {
	e := &wire.Error{Status: raw.StatusCode}
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("{")) {
		var said struct {
			Type, Code, Message string
			Kind                string `json:"__type"`
		}
		_ = json.Unmarshal(body, &said) // what it does not say stays empty
		e.Code, e.Message = cmp.Or(said.Kind, said.Code, said.Type), said.Message
	} else {
		e.Code, e.Message = gleanXML(body)
	}
	e.Code = cmp.Or(e.Code, raw.Header.Get("X-Amzn-Errortype"))
	if _, after, ok := strings.Cut(e.Code, "#"); ok { // com.amazonaws.ssm#InvalidDocument
		e.Code = after
	}
	e.Code, _, _ = strings.Cut(e.Code, ":") // InvalidDocument:http://internal.amazon.com/…
	e.Code = cmp.Or(e.Code, strings.ReplaceAll(http.StatusText(raw.StatusCode), " ", ""), "InternalFailure")
	return e
}

// gleanXML returns the first Code and Message of a document.
func gleanXML(body []byte) (code, message string) {
	decoder := xml.NewDecoder(io.LimitReader(bytes.NewReader(body), 1<<20))
	var name string
	for {
		token, err := decoder.Token()
		if err != nil {
			return code, message // at its end, or where it is no XML
		}
		switch token := token.(type) {
		case xml.StartElement:
			name = token.Name.Local
		case xml.EndElement:
			name = ""
		case xml.CharData:
			switch {
			case name == "Code" && code == "":
				code = string(token)
			case name == "Message" && message == "":
				message = string(token)
			}
		}
	}
}
