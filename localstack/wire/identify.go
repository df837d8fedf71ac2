// Requests, told apart: which operation of a service is asked for.

package wire

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Identify says which operation of a service, named as in the scope of the signature, a request asks for. The operation
// is nil when the model does not know it; its name is "" when the request does not tell one. An error is a *Error: the
// request cannot be understood. Body may be nil where the path tells the operation (REST).
func (c *Catalog) Identify(service string, r *http.Request, body []byte) (*Operation, string, error) {
	s, known := c.Service(service)
	if known && s.rest() {
		o := s.routed(r)
		if o == nil {
			return nil, "", nil
		}
		return o, o.Name, nil
	}
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		name := target[strings.LastIndexByte(target, '.')+1:]
		if known && s.Protocol != JSON {
			s = c.speaking(service, JSON)
		}
		return s.named(name), name, nil
	}
	if name, ok := rpcName(r); ok {
		return c.speaking(service, CBOR).named(name), name, nil
	}
	a, err := readPairs(r, body, true)
	if err != nil {
		return nil, "", &Error{Code: "MalformedQueryString", Message: err.Error(), Status: http.StatusBadRequest}
	}
	name, _ := a.of("Action")
	if version, ok := a.of("Version"); ok && known && version != s.Version {
		if older, ok := c.Service(service + "/" + version); ok {
			s = older
		}
	}
	if !known || s.Protocol != EC2 && s.Protocol != Query {
		return nil, name, nil
	}
	return s.operations[name], name, nil
}

// rpcName returns the operation that a path of Smithy's RPC names: /service/GraniteServiceVersion20100801/operation/PutMetricData.
func rpcName(r *http.Request) (string, bool) {
	parts := strings.Split(r.URL.Path, "/")
	if r.Header.Get("Smithy-Protocol") != "rpc-v2-cbor" || len(parts) < 5 || parts[len(parts)-2] != "operation" {
		return "", false
	}
	return parts[len(parts)-1], true
}

// named returns an operation, nil when there is none or no service.
func (s *Service) named(name string) *Operation {
	if s == nil {
		return nil
	}
	return s.operations[name]
}

// routed returns the operation whose route is the closest to a request: with the most words in its path, then with the
// most of what the call must have besides.
func (s *Service) routed(r *http.Request) *Operation {
	path, query := s.addressed(r), r.URL.Query()
	var best *Operation
	var rank []int
	for _, name := range s.names {
		o := s.operations[name]
		if o.Method != r.Method || !o.route.holds(query) {
			continue
		}
		if _, ok := o.route.match(path); !ok {
			continue
		}
		must, ok := o.must(query, r.Header)
		if !ok {
			continue
		}
		mine := []int{o.route.words(), len(o.route.query) + must}
		if best == nil || slices.Compare(mine, rank) > 0 {
			best, rank = o, mine
		}
	}
	return best
}

// must counts the required members of S3 that tell its operations apart, and whether all are there: an uploadId makes a
// PutObject an UploadPart, a copy source makes it a CopyObject. Elsewhere a path is enough, and what is missing is an
// error to be told.
func (o *Operation) must(query url.Values, h http.Header) (n int, all bool) {
	if o.Service.Protocol != RESTXML || o.Input == nil {
		return 0, true
	}
	for i := range o.Input.Members {
		m := &o.Input.Members[i]
		switch {
		case !m.Required:
		case m.In == "querystring":
			if !query.Has(m.Label()) {
				return 0, false
			}
			n++
		case m.In == "header":
			if h.Get(m.Label()) == "" {
				return 0, false
			}
			n++
		}
	}
	return n, true
}
