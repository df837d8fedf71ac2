// Replies: what the client gets. An upstream's own answer is passed on as it is, byte for byte but for the request id, so
// that the lab adds no mistakes of its own; what was mended, and what the lab answers itself, wire writes.

package gateway

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// reply sends an answer. A client that has gone away is nobody's mistake.
func (g *Gateway) reply(w http.ResponseWriter, c *exchange.Call, a *exchange.Answer) {
	if a.Raw != nil && !a.Mended {
		g.forward(w, c, a)
		return
	}
	if a.Error != nil {
		g.refuse(w, c, a.Error)
		return
	}
	if c.Operation == nil {
		g.refuse(w, c, &wire.Error{Code: "InvalidAction", Message: "The action " + c.Name + " is not valid for this web service.", Status: http.StatusBadRequest})
		return
	}
	write(w, c, c.Operation.WriteAnswer(a.Out, c.RequestID))
}

// refuse sends an error in the form of the call's protocol.
func (g *Gateway) refuse(w http.ResponseWriter, c *exchange.Call, e *wire.Error) {
	service, known := g.Models.Service(c.Service)
	if !known {
		service = &wire.Service{Name: c.Service, Protocol: wire.JSON, JSON: "1.1"}
	}
	write(w, c, service.WriteError(c.Operation, e, c.RequestID))
}

func write(w http.ResponseWriter, c *exchange.Call, r *wire.Reply) {
	for name, values := range r.Header {
		w.Header()[name] = values
	}
	identifyReply(w.Header(), c)
	if w.Header().Get("Content-Length") == "" {
		w.Header().Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	w.WriteHeader(r.Status)
	if c.HTTP.Method != http.MethodHead {
		_, _ = w.Write(r.Body)
	}
}

// hopByHop are the headers that end at a proxy.
// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
var hopByHop = []string{"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

func (g *Gateway) forward(w http.ResponseWriter, c *exchange.Call, a *exchange.Answer) {
	header := w.Header()
	for name, values := range a.Raw.Header {
		header[name] = values
	}
	for _, name := range hopByHop {
		header.Del(name)
	}
	identifyReply(header, c)
	if a.Body == nil && a.Raw.Body != nil {
		defer a.Raw.Body.Close()
		w.WriteHeader(a.Raw.StatusCode)
		_, _ = io.Copy(w, a.Raw.Body)
		return
	}
	body := renumber(a.Body, c.RequestID)
	if c.HTTP.Method != http.MethodHead {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.Raw.StatusCode)
	_, _ = w.Write(body)
}

// identifyReply gives an answer the id that its record has.
func identifyReply(h http.Header, c *exchange.Call) {
	h.Set("X-Amzn-Requestid", c.RequestID)
	if c.Service == "s3" {
		h.Set("X-Amz-Request-Id", strings.ToUpper(strings.ReplaceAll(c.RequestID, "-", ""))[:16])
		lower(h)
	}
}

// lower writes what people say of an object in the small letters in which S3 keeps it. Clients make names of their own of these headers.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
func lower(h http.Header) {
	for _, name := range slices.Collect(maps.Keys(h)) {
		if small := strings.ToLower(name); small != name && strings.HasPrefix(small, "x-amz-meta-") {
			h[small] = h[name]
			delete(h, name)
		}
	}
}

// renumber puts the id of the record into an answer in XML, where emulators have one that never changes.
func renumber(body []byte, id string) []byte {
	for _, tag := range []string{"requestId", "RequestId", "RequestID"} {
		begins, ends := []byte("<"+tag+">"), []byte("</"+tag+">")
		before, rest, found := bytes.Cut(body, begins)
		if !found {
			continue
		}
		if _, after, found := bytes.Cut(rest, ends); found {
			return bytes.Join([][]byte{before, begins, []byte(id), ends, after}, nil)
		}
	}
	return body
}
