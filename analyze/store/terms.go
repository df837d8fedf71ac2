// Terms as SQL: exclusions, regular expressions and the fields that the flags do not have. Every value is bound.

package store

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"traillab/analyze/trail"
)

// column is where the values of a field stand; empty for a field that is more than one column.
func column(field string) string {
	switch field {
	case "account", "region", "principal":
		return field
	case "key":
		return "access_key_id"
	case "name":
		return "event_name"
	case trail.FieldIP:
		return "source_ip"
	case "source":
		return "event_source"
	case "error":
		return "error_code"
	case "message":
		return "error_message"
	case "agent":
		return "user_agent"
	case "id":
		return "event_id"
	case "resource", "vpc":
		return "resource_ids"
	}
	return ""
}

// holding adds what the terms ask for: whole values of a field OR, everything else AND. Those that ask for whole addresses are left
// to whoever adds the blocks.
func (s *Store) holding(ctx context.Context, p *predicate, terms []trail.Term) error {
	whole := map[string][]string{}
	var order []string
	for _, t := range terms {
		switch {
		case t.Not || t.Like:
			one, err := s.condition(ctx, t)
			if err != nil {
				return err
			}
			text := "(" + one.text() + ")"
			if t.Not {
				text = "NOT coalesce(" + text + ", FALSE)" // what has no value does not have this one
			}
			p.and(text, one.values...)
		case t.Field != trail.FieldIP:
			if whole[t.Field] == nil {
				order = append(order, t.Field)
			}
			whole[t.Field] = append(whole[t.Field], t.Value)
		}
	}
	for _, field := range order {
		if column(field) == "" {
			return fmt.Errorf("no events can be told apart by %q", field)
		}
		p.in(column(field), whole[field])
	}
	return nil
}

// condition is what one term asks for, or keeps back.
func (s *Store) condition(ctx context.Context, t trail.Term) (*predicate, error) {
	p := &predicate{}
	switch {
	case t.Like:
		p.like(t)
		return p, nil
	case t.Field == "":
		p.saying([]string{t.Value})
		return p, nil
	case t.Field == trail.FieldIs && t.Value == trail.KindError:
		return s.where(ctx, trail.Filter{Errors: true})
	case t.Field == trail.FieldIs:
		return s.where(ctx, trail.Filter{Writes: true})
	case t.Field == "principal":
		return s.where(ctx, trail.Filter{Principals: []string{t.Value}})
	case t.Field == "resource" || t.Field == "vpc":
		p.naming([]string{t.Value})
		return p, nil
	case t.Field == trail.FieldIP:
		if block, err := netip.ParsePrefix(t.Value); err == nil {
			return s.where(ctx, trail.Filter{Addresses: []netip.Prefix{block}})
		}
	case column(t.Field) == "":
		return nil, fmt.Errorf("no events can be told apart by %q", t.Field)
	}
	p.in(column(t.Field), []string{t.Value})
	return p, nil
}

// like adds a regular expression. Ids stand a line each, and ^ and $ are the ends of one.
func (p *predicate) like(t trail.Term) {
	columns := []string{column(t.Field)}
	if t.Field == "" {
		columns = wordy
	}
	terms := make([]string, len(columns))
	values := make([]any, len(columns))
	for i, c := range columns {
		terms[i], values[i] = "regexp_matches("+c+", ?, 'i')", t.Value
		if c == "resource_ids" {
			values[i] = "(?m)" + t.Value
		}
		if len(columns) > 1 {
			terms[i] = "coalesce(" + terms[i] + ", FALSE)"
		}
	}
	p.and("("+strings.Join(terms, " OR ")+")", values...)
}

// services are the names in place of addresses that are asked for.
func services(terms []trail.Term) []string {
	var out []string
	for _, t := range terms {
		if t.Field == trail.FieldIP && !t.Not && !t.Like {
			out = append(out, t.Value)
		}
	}
	return out
}
