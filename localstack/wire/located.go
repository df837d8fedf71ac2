// Members outside of the body: in headers and in the query string.

package wire

import (
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
)

// located returns the member of a place (uri, querystring, header) by its label.
func (s *Shape) located(place, label string) *Member {
	if s == nil {
		return nil
	}
	for i := range s.Members {
		if m := &s.Members[i]; m.In == place && strings.EqualFold(m.Label(), label) {
			return m
		}
	}
	return nil
}

// texts writes a scalar, or the scalars of a list.
func (m *Member) texts(v any, form string) ([]string, error) {
	if m.Shape.Kind != ListOf {
		text, err := m.Shape.text(v, m.form(form))
		return []string{text}, err
	}
	items, err := list(v)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(items))
	for i, item := range items {
		if texts[i], err = m.Shape.Element.Shape.text(item, m.Shape.Element.form(form)); err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
	}
	return texts, nil
}

// ofTexts reads what texts wrote.
func (m *Member) ofTexts(texts []string, form string) (any, error) {
	if m.Shape.Kind != ListOf {
		if texts[0] == "" && m.Shape.Kind != String {
			return nil, nil
		}
		return m.Shape.scalar(texts[0], m.form(form))
	}
	items := make([]any, 0, len(texts))
	for i, text := range texts {
		v, err := m.Shape.Element.Shape.scalar(text, m.Shape.Element.form(form))
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		items = append(items, v)
	}
	return items, nil
}

// headers writes the members that are headers.
func (s *Shape) headers(in map[string]any, h http.Header) error {
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		v := in[m.Name]
		switch {
		case v == nil:
		case m.In == "headers":
			entries, err := mapping(v)
			if err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
			for key, value := range entries {
				h.Set(m.Label()+key, fmt.Sprint(value))
			}
		case m.In == "header":
			texts, err := m.texts(v, rfc822)
			if err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
			h.Set(m.Label(), strings.Join(texts, ","))
		}
	}
	return nil
}

// ofHeaders reads the members that are headers. The keys of a map in headers are in small letters, as S3 returns them.
func (s *Shape) ofHeaders(h http.Header, out map[string]any) error {
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		switch m.In {
		case "headers":
			if entries := prefixed(h, m.Label()); len(entries) > 0 {
				out[m.Name] = entries
			}
		case "header":
			values := h[textproto.CanonicalMIMEHeaderKey(m.Label())]
			if len(values) == 0 || values[0] == "" {
				continue
			}
			if m.Shape.Kind == ListOf {
				values = strings.Split(strings.ReplaceAll(strings.Join(values, ","), ", ", ","), ",")
			}
			v, err := m.ofTexts(values, rfc822)
			if err != nil {
				return fmt.Errorf("%s: %w", m.Name, err)
			}
			if v != nil {
				out[m.Name] = v
			}
		}
	}
	return nil
}

// prefixed returns the headers whose names begin with a prefix.
func prefixed(h http.Header, prefix string) map[string]any {
	entries := map[string]any{}
	for name, values := range h {
		if len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) && len(values) > 0 {
			entries[strings.ToLower(name[len(prefix):])] = values[0]
		}
	}
	return entries
}

// query writes the query string of a call: what its route wants, then its members.
func (o *Operation) query(in map[string]any) (string, error) {
	var b strings.Builder
	add := func(name, value string, bare bool) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(escape(name, false))
		if !bare {
			b.WriteString("=" + escape(value, false))
		}
	}
	for _, want := range o.route.query {
		add(want.name, want.value, want.value == "")
	}
	for i := 0; o.Input != nil && i < len(o.Input.Members); i++ {
		m := &o.Input.Members[i]
		v := in[m.Name]
		if m.In != "querystring" || v == nil {
			continue
		}
		texts, err := m.texts(v, iso8601)
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.Name, err)
		}
		for _, text := range texts {
			add(m.Label(), text, false)
		}
	}
	return b.String(), nil
}

// ofQuery reads the members in the query string.
func (o *Operation) ofQuery(query url.Values, out map[string]any) error {
	for i := 0; o.Input != nil && i < len(o.Input.Members); i++ {
		m := &o.Input.Members[i]
		if m.In != "querystring" || !query.Has(m.Label()) {
			continue
		}
		v, err := m.ofTexts(query[m.Label()], iso8601)
		if err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
		if v != nil {
			out[m.Name] = v
		}
	}
	return nil
}
