// Plain lowering: what is recorded of a call that the model does not know, straight from its form or its JSON. Types are
// guessed, and what looks like a secret by its name is left out.

package recorder

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// most members and levels of a call that nobody knows.
const (
	mostMembers = 4096
	mostLevels  = 32
)

// plain returns the input of an unknown call, nil when its body is neither a form nor JSON.
func plain(c *exchange.Call) dialect.Object {
	if o, ok := fromJSON(c.Body, suspect).(dialect.Map); ok {
		return dialect.Object(objects(o).(dialect.Object))
	}
	text := string(c.Body)
	if c.HTTP != nil && c.HTTP.URL.RawQuery != "" && text == "" {
		text = c.HTTP.URL.RawQuery
	}
	form, err := url.ParseQuery(text)
	if err != nil || form.Get("Action") == "" {
		return nil
	}
	return formed(form)
}

// branch is a name of a form with what stands below it.
type branch struct {
	value string
	below map[string]*branch
}

// formed makes an object of a form: names with dots are nested, and where all names are numbers they count a list.
func formed(form url.Values) dialect.Object {
	root, size := &branch{}, 0
	for name, values := range form {
		steps := strings.Split(name, ".")
		if name == "Action" || name == "Version" || wire.Signs(name) || slices.ContainsFunc(steps, suspect) {
			continue
		}
		if size++; size > mostMembers || len(steps) > mostLevels {
			continue
		}
		at := root
		for _, step := range steps {
			if at.below == nil {
				at.below = map[string]*branch{}
			}
			if at.below[step] == nil {
				at.below[step] = &branch{}
			}
			at = at.below[step]
		}
		at.value = values[0]
	}
	if o, ok := root.told().(dialect.Object); ok {
		return o
	}
	return dialect.Object{}
}

// told is the value of a branch.
func (b *branch) told() dialect.Value {
	if b.below == nil {
		return dialect.Text(b.value)
	}
	if member := b.below["member"]; member != nil && len(b.below) == 1 && member.counts() {
		return member.told() // of the query protocol
	}
	if b.counts() {
		l := dialect.List{}
		shortFirst := func(x, y string) int { return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) }
		for _, name := range slices.SortedFunc(maps.Keys(b.below), shortFirst) {
			l = append(l, b.below[name].told())
		}
		return l
	}
	o := dialect.Object{}
	for _, name := range slices.Sorted(maps.Keys(b.below)) {
		o = append(o, dialect.Member{Name: name, Value: b.below[name].told()})
	}
	return o
}

// counts reports whether the names below a branch are the numbers of a list.
func (b *branch) counts() bool {
	for name := range b.below {
		if _, err := strconv.ParseUint(name, 10, 31); err != nil {
			return false
		}
	}
	return b.below != nil
}

// document is JSON that is read, and what is left out of it by its name.
type document struct {
	*json.Decoder
	hides func(name string) bool
}

// fromJSON reads JSON in the order of its text, objects as maps; nil when it is not JSON.
func fromJSON(body []byte, hides func(name string) bool) dialect.Value {
	d := document{json.NewDecoder(bytes.NewReader(body)), hides}
	d.UseNumber()
	v, ok := next(d, 0)
	if !ok || d.More() {
		return nil
	}
	return v
}

func next(d document, level int) (dialect.Value, bool) {
	token, err := d.Token()
	if err != nil || level > mostLevels {
		return nil, false
	}
	switch v := token.(type) {
	case string:
		return dialect.Quoted(v), true
	case json.Number:
		return dialect.Bare(v), true
	case bool:
		return boolean(v), true
	case json.Delim:
		if v == '[' {
			return array(d, level)
		}
		return members(d, level)
	}
	return nil, true // null
}

func array(d document, level int) (dialect.Value, bool) {
	l := dialect.List{}
	for d.More() {
		v, ok := next(d, level+1)
		if !ok {
			return nil, false
		}
		if v != nil {
			l = append(l, v)
		}
	}
	_, err := d.Token()
	return l, err == nil
}

func members(d document, level int) (dialect.Value, bool) {
	m := dialect.Map{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		v, ok := next(d, level+1)
		if !ok {
			return nil, false
		}
		if key := name.(string); v != nil && !d.hides(key) {
			m = append(m, dialect.Member{Name: key, Value: v})
		}
	}
	_, err := d.Token()
	return m, err == nil
}

// objects takes maps for structures, all the way down, for nobody knows which are maps.
func objects(v dialect.Value) dialect.Value {
	switch v := v.(type) {
	case dialect.Map:
		o := make(dialect.Object, len(v))
		for i, m := range v {
			o[i] = dialect.Member{Name: m.Name, Value: objects(m.Value)}
		}
		return o
	case dialect.List:
		for i := range v {
			v[i] = objects(v[i])
		}
	}
	return v
}
