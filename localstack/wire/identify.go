// Requests, told apart: which operation of a service is asked for.

package wire

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Identify says which operation of a service, named as in the scope of the signature, a request asks for. The operation
// is nil when the model does not know it; its name is "" when the request does not tell one and the service is not known
// either, or is asked by paths. An error is a *Error: the request cannot be understood, or names operations in several
// places, of which a cloud might take another one. Body may be nil where the path tells the operation (REST).
func (c *Catalog) Identify(service string, r *http.Request, body []byte) (*Operation, string, error) {
	if _, err := url.ParseQuery(r.URL.RawQuery); err != nil { // of which Go would leave out what others read
		return nil, "", &Error{Code: "MalformedQueryString", Message: err.Error(), Status: http.StatusBadRequest}
	}
	s, known := c.Service(service)
	if known && s.rest() {
		return s.ofPath(r, body)
	}
	targets := r.Header.Values("X-Amz-Target")
	rpc, named := rpcName(r)
	switch query := r.URL.Query(); {
	case len(targets) > 1, len(targets) > 0 && named, (len(targets) > 0 || named) && query.Has("Action"):
		return nil, "", ambiguous("The request names operations in several places.")
	case len(targets) > 0:
		name := targets[0][strings.LastIndexByte(targets[0], '.')+1:]
		if known && s.Protocol != JSON {
			if s = c.speaking(service, JSON); s == nil {
				return nil, "", ambiguous("The service is asked in forms, and the request has the header X-Amz-Target.")
			}
		}
		return s.named(name), name, nil
	case named:
		s = c.speaking(service, CBOR)
		if known && s == nil {
			return nil, "", ambiguous("The service does not speak smithy-rpc-v2-cbor.")
		}
		return s.named(rpc), rpc, nil
	case known && s.Protocol == JSON && !s.compatible:
		return nil, "", &Error{Code: "UnknownOperationException", Message: "The request has no header X-Amz-Target.", Status: http.StatusNotFound}
	}
	return c.ofForm(s, r, body)
}

// ambiguous is the error of a request that two readers could read in two ways.
func ambiguous(message string) *Error {
	return &Error{Code: "InvalidRequest", Message: message, Status: http.StatusBadRequest}
}

// ofForm returns the operation that a form names, of a service that may be unknown.
func (c *Catalog) ofForm(s *Service, r *http.Request, body []byte) (*Operation, string, error) {
	kind, encoding := media(r), r.Header.Get("Content-Encoding")
	switch {
	case s == nil && kind != "" && kind != formType:
		body = nil // it may be anything
	case strings.HasPrefix(kind, "multipart/"):
		return nil, "", ambiguous("The service takes forms as " + formType + ", not as " + kind + ".")
	case encoding != "" && !strings.EqualFold(encoding, "identity"):
		return nil, "", ambiguous("The service takes forms as they are, without a Content-Encoding.")
	}
	a, err := readPairs(r, body, true)
	if err != nil {
		return nil, "", &Error{Code: "MalformedQueryString", Message: err.Error(), Status: http.StatusBadRequest}
	}
	name, one := a.only("Action")
	version, also := a.only("Version")
	if !one || !also {
		return nil, "", ambiguous("The request has several values of Action or Version.")
	}
	if s == nil {
		return nil, name, nil
	}
	if name == "" {
		return nil, "", &Error{Code: "MissingAction", Message: "The request must contain the parameter Action.", Status: http.StatusBadRequest}
	}
	if version != "" && version != s.Version {
		if older, ok := c.Service(s.Name + "/" + version); ok {
			s = older
		}
	}
	if s.Protocol != EC2 && s.Protocol != Query {
		return nil, name, nil
	}
	return s.operations[name], name, nil
}

// formType is what forms are sent as.
const formType = "application/x-www-form-urlencoded"

// media is the type of a request's body, in small letters and without parameters.
func media(r *http.Request) string {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
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

// ofPath returns the operation that a path tells. A form beside it is for another service, and some clouds would hear it.
func (s *Service) ofPath(r *http.Request, body []byte) (*Operation, string, error) {
	query, kind := r.URL.Query(), media(r)
	form := kind == formType || strings.HasPrefix(kind, "multipart/")
	if query.Has("Action") || form && r.Method == http.MethodPost && len(body) > 0 {
		return nil, "", ambiguous("The service is asked by paths, and the request is a form.")
	}
	o := s.routed(r)
	if o == nil {
		return nil, "", nil
	}
	if also := s.rivals(o, query); len(also) > 0 {
		return nil, "", &Error{Code: "InvalidArgument", Message: "Conflicting query string parameters: " + strings.Join(also, ", "), Status: http.StatusBadRequest}
	}
	return o, o.Name, nil
}

// rivals are the names in a query string by which S3 tells other operations than o: ?acl beside ?policy.
func (s *Service) rivals(o *Operation, query url.Values) []string {
	if s.Protocol != RESTXML || len(query) == 0 {
		return nil
	}
	var found []string
	for _, name := range s.names {
		for _, mark := range s.operations[name].marks() {
			if query.Has(mark) && !slices.Contains(o.marks(), mark) && o.Input.located("querystring", mark) == nil {
				found = append(found, mark)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// marks are the names that must be in the query string of an operation.
func (o *Operation) marks() []string {
	var found []string
	for _, p := range o.route.query {
		found = append(found, p.name)
	}
	for i := 0; o.Input != nil && i < len(o.Input.Members); i++ {
		if m := &o.Input.Members[i]; m.Required && m.In == "querystring" {
			found = append(found, m.Label())
		}
	}
	return found
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
