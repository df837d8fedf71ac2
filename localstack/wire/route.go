// Routes: the paths of REST, which say what is asked and of what.

package wire

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// route is a path of the model taken apart: /{Bucket}/{Key+}?select&select-type=2.
type route struct {
	parts []part
	slash bool   // at the end
	query []pair // what must be in the query string; a value of "" is any
}

// part is one segment of a path: a word, a label, or a label that takes the rest.
type part struct {
	word, label string
	rest        bool
}

func newRoute(text string) *route {
	text, query, _ := strings.Cut(text, "?")
	r := &route{slash: len(text) > 1 && strings.HasSuffix(text, "/")}
	for segment := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		label, braced := strings.CutPrefix(strings.TrimSuffix(segment, "}"), "{")
		if !braced {
			r.parts = append(r.parts, part{word: segment})
			continue
		}
		label, rest := strings.CutSuffix(label, "+")
		r.parts = append(r.parts, part{label: label, rest: rest})
	}
	for item := range strings.SplitSeq(query, "&") {
		if name, value, _ := strings.Cut(item, "="); name != "" {
			r.query = append(r.query, pair{name, value})
		}
	}
	return r
}

// words is how many segments are told by the model: the more, the closer is a match.
func (r *route) words() (n int) {
	for _, p := range r.parts {
		if p.label == "" {
			n++
		}
	}
	return n
}

// match holds an escaped path against the route and returns its labels.
func (r *route) match(path string) (map[string]string, bool) {
	labels := map[string]string{}
	path = strings.TrimPrefix(path, "/")
	for i, p := range r.parts {
		last := i == len(r.parts)-1
		segment, remains, more := strings.Cut(path, "/")
		if p.rest {
			segment, remains, more = path, "", false
		}
		if last && more && remains != "" || !last && !more {
			return nil, false
		}
		text, err := url.PathUnescape(segment)
		if err != nil || p.label != "" && text == "" || p.label == "" && text != p.word {
			return nil, false
		}
		if p.label != "" {
			labels[p.label] = text
		}
		path = remains
	}
	return labels, true
}

// holds reports whether a query string has what the route wants.
func (r *route) holds(query url.Values) bool {
	for _, want := range r.query {
		if !query.Has(want.name) || want.value != "" && query.Get(want.name) != want.value {
			return false
		}
	}
	return true
}

// path writes the escaped path of a call.
func (r *route) path(s *Shape, in map[string]any) (string, error) {
	var b strings.Builder
	for _, p := range r.parts {
		b.WriteByte('/')
		if p.label == "" {
			b.WriteString(p.word)
			continue
		}
		m := s.located("uri", p.label)
		if m == nil || in[m.Name] == nil {
			return "", fmt.Errorf("nothing to put in the place of {%s}", p.label)
		}
		text, err := m.Shape.text(in[m.Name], m.form(iso8601))
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.Name, err)
		}
		if text == "" {
			return "", fmt.Errorf("%s: an empty text has no place in a path", m.Name)
		}
		b.WriteString(escape(text, p.rest))
	}
	if r.slash {
		b.WriteByte('/')
	}
	return b.String(), nil
}

// escape writes a text for a path: all but unreserved characters as their bytes, and slashes too unless they part.
func escape(text string, slashes bool) string {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; strings.IndexByte(unreserved, c) >= 0 || slashes && c == '/' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// addressed is the escaped path of a request, with the bucket of an S3 host before it: of bucket.s3.eu-west-1.amazonaws.com
// and bucket.localhost, not of a bare address.
func (s *Service) addressed(r *http.Request) string {
	path := r.URL.EscapedPath()
	if s.Protocol != RESTXML {
		return path
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if net.ParseIP(strings.Trim(host, "[]")) != nil {
		return path
	}
	for _, mark := range []string{".s3.", ".s3-", ".localhost"} {
		if i := strings.LastIndex(host, mark); i > 0 && host[:i] != "s3" {
			return "/" + escape(host[:i], false) + path
		}
	}
	return path
}
