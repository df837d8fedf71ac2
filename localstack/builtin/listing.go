// Listings: all Describe calls of EC2 are one, over rows of a table: what is named, what passes the filters, a page of it.

package builtin

import (
	"encoding/base64"
	"slices"
	"strconv"

	"traillab/localstack/wire"
)

// listing is what a Describe call shows.
type listing struct {
	of     string                  // the kind of its rows
	member string                  // of the answer, that holds them
	ids    string                  // of the request, that names them; "" when none does
	named  map[string]string       // other members that name them, and by which filter; a name that there is not is refused
	absent map[string]fault        // with this, by such a member
	also   map[string]string       // filters that are not called as what they look at
	rows   func(*call) []resource  // where they are not all of a kind
	shown  func(*call, result) any // where it is not just the row
	inside []string                // members of the answer that a row is inside of, for its shape
	skip   func(*call, resource) bool
}

// describe answers a Describe call.
func describe(l listing) handler {
	return func(q *call) (result, *wire.Error) {
		rows, refused := l.chosen(q)
		if refused != nil {
			return nil, refused
		}
		filters, refused := q.filters()
		if refused != nil {
			return nil, refused
		}
		after, refused := q.after()
		if refused != nil {
			return nil, refused
		}
		shape := l.shape(q)
		page, last, most := []any{}, 0, int(q.number("MaxResults"))
		out := result{}
		for _, row := range rows {
			doc := row.show(q)
			fits, refused := filters.fit(shape, doc, l.also)
			if refused != nil {
				return nil, refused
			}
			if !fits || row.order() <= after {
				continue
			}
			if most > 0 && len(page) == most {
				out["NextToken"] = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(last)))
				break
			}
			last = row.order()
			if l.shown != nil {
				page = append(page, l.shown(q, doc))
			} else {
				page = append(page, doc)
			}
		}
		if len(rows) == 0 { // a filter that there is not is none of an empty table either
			if _, refused := filters.fit(shape, result{}, l.also); refused != nil {
				return nil, refused
			}
		}
		out[l.member] = page
		return out, nil
	}
}

// chosen returns the rows that the call names, or all. Who names one that there is not is refused.
func (l listing) chosen(q *call) ([]resource, *wire.Error) {
	var rows []resource
	if l.rows != nil {
		rows = l.rows(q)
	} else {
		rows = slices.Clone(q.shelves[l.of])
	}
	if l.skip != nil {
		rows = slices.DeleteFunc(rows, func(r resource) bool { return l.skip(q, r) })
	}
	if ids := q.texts(l.ids); l.ids != "" && len(ids) > 0 {
		for _, id := range ids {
			if !slices.ContainsFunc(rows, func(r resource) bool { return r.name() == id }) {
				return nil, kinds[l.of].fault(id)
			}
		}
		rows = slices.DeleteFunc(rows, func(r resource) bool { return !slices.Contains(ids, r.name()) })
	}
	for member, filter := range l.named {
		for _, name := range q.texts(member) {
			f := filterSet{{filter, []string{literal(name)}}}
			if !slices.ContainsFunc(rows, func(r resource) bool { ok, _ := f.fit(l.shape(q), r.show(q), l.also); return ok }) {
				return nil, l.absent[member].of(name)
			}
		}
	}
	return rows, nil
}

// shape is the model's of a row.
func (l listing) shape(q *call) *wire.Shape {
	if q.Operation == nil {
		return nil
	}
	m, ok := q.Operation.Output.Member(l.member)
	for _, name := range l.inside {
		if !ok {
			return nil
		}
		m, ok = m.Shape.Element.Shape.Member(name)
	}
	if !ok {
		return nil
	}
	return m.Shape.Element.Shape
}

// after is the place in the order after which the page begins.
func (q *call) after() (int, *wire.Error) {
	token := q.text("NextToken")
	if token == "" {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	place, bad := strconv.Atoi(string(text))
	if err != nil || bad != nil {
		return 0, badToken.of(token)
	}
	return place, nil
}

// filters are those of the call, and the names that stand for one.
func (q *call) filters() (filterSet, *wire.Error) {
	var set filterSet
	for _, member := range []string{"Filters", "Filter"} {
		for f := range q.each(member) {
			if len(f.texts("Values")) == 0 {
				return nil, missingParameter.of("Filter.Value")
			}
			set = append(set, filter{f.text("Name"), f.texts("Values")})
		}
	}
	return set, nil
}
