// Words: free text that has to occur in an event, and a filter written out for those who ask on in SQL.

package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"traillab/analyze/trail"
)

// wordy are the columns in which words are looked for.
var wordy = []string{
	"event_name", "event_source", "account", "region", "principal", "access_key_id", "source_ip", "user_agent", "error_code", "error_message", "resource_ids",
}

// saying adds a term for each word: one of the columns holds it, in whatever case. Ids of events are looked at for words that can be
// a part of one: to write out the id of every event costs more than all else.
func (p *predicate) saying(words []string) {
	for _, w := range words {
		w = strings.ToLower(w)
		columns := wordy
		if strings.Trim(w, "0123456789abcdef-") == "" {
			columns = append(slices.Clone(wordy), "event_id")
		}
		var terms []string
		var values []any
		for _, column := range columns {
			terms, values = append(terms, "contains(lower("+column+"), ?)"), append(values, w)
		}
		p.and("("+strings.Join(terms, " OR ")+")", values...)
	}
}

// Predicate spells a filter out as a condition over the view events that lets the same events through: what names of principals
// and blocks of addresses mean in this case included.
func (s *Store) Predicate(ctx context.Context, f trail.Filter) (string, error) {
	p, err := s.where(ctx, f)
	if err != nil {
		return "", fmt.Errorf("filter: %w", s.told(err))
	}
	return p.spelled(), nil
}

// spelled is the predicate with its values in it.
func (p *predicate) spelled() string {
	var out strings.Builder
	values := p.values
	for i, part := range strings.Split(p.text(), "?") { // no literal of a predicate's own has a question mark
		if i > 0 {
			out.WriteString(written(values[0]))
			values = values[1:]
		}
		out.WriteString(part)
	}
	return out.String()
}

// written is a bound value as SQL.
func written(v any) string {
	switch v := v.(type) {
	case time.Time:
		return "TIMESTAMP '" + v.UTC().Format("2006-01-02 15:04:05.999999") + "'"
	case string:
		return spelledText(v)
	}
	return fmt.Sprint(v)
}

// spelledText is a text as SQL. What cannot be seen is written by its number, so that the SQL may be read and copied.
func spelledText(text string) string {
	var parts []string
	plain := 0
	for i, r := range text {
		if !unicode.IsPrint(r) {
			parts = append(parts, literal(text[plain:i]), fmt.Sprintf("chr(%d)", r))
			plain = i + utf8.RuneLen(r)
		}
	}
	if parts == nil {
		return literal(text)
	}
	return "(" + strings.Join(append(parts, literal(text[plain:])), " || ") + ")"
}
