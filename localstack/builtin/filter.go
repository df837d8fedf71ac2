// Filters: a filter is called as what it looks at is called on the wire, in small letters with hyphens: attachment.vpc-id
// looks into attachmentSet at vpcId. So the model tells which filters there are, and exceptions are rows of listings.

package builtin

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"traillab/localstack/wire"
)

// filter holds when any of its values is there.
type filter struct {
	name   string
	values []string // with * and ?
}

// filterSet holds when all of it does.
type filterSet []filter

// fit reports whether a row passes. A filter that there is not is refused.
func (set filterSet) fit(shape *wire.Shape, row result, also map[string]string) (bool, *wire.Error) {
	fits := true
	for _, f := range set {
		path := f.name
		if other, ok := also[f.name]; ok {
			path = other
		}
		found, known := look(shape, row, path)
		if !known {
			return false, badFilter.of(f.name)
		}
		fits = fits && slices.ContainsFunc(found, func(s string) bool {
			return slices.ContainsFunc(f.values, func(pattern string) bool { return like(pattern, s) })
		})
	}
	return fits, nil
}

// look returns what a row has where a filter looks, and whether there is such a filter.
func look(shape *wire.Shape, row result, path string) (found []string, known bool) {
	if key, ok := strings.CutPrefix(path, "tag:"); ok {
		for t := range members(row).each("Tags") {
			if t.text("Key") == key {
				found = append(found, t.text("Value"))
			}
		}
		return found, true
	}
	if member := map[string]string{"tag-key": "Key", "tag-value": "Value"}[path]; member != "" {
		for t := range members(row).each("Tags") {
			found = append(found, t.text(member))
		}
		return found, true
	}
	if shape == nil {
		return nil, true
	}
	return walk(shape, row, strings.Split(path, "."))
}

// walk looks below a value of a shape.
func walk(shape *wire.Shape, v any, path []string) (found []string, known bool) {
	switch shape.Kind {
	case wire.ListOf:
		_, known = walk(shape.Element.Shape, nil, path)
		items, _ := v.([]any)
		for _, item := range items {
			below, _ := walk(shape.Element.Shape, item, path)
			found = append(found, below...)
		}
		return found, known
	case wire.Structure:
		if len(path) == 0 {
			return nil, false
		}
		row, _ := v.(map[string]any)
		for i := range shape.Members {
			m := &shape.Members[i]
			if hyphened(m.Label()) != path[0] {
				continue
			}
			if below, ok := walk(m.Shape, row[m.Name], path[1:]); ok {
				return below, true
			}
		}
		return nil, false
	default:
		if v != nil {
			found = []string{scalar(v)}
		}
		return found, len(path) == 0
	}
}

// hyphened is a name of the wire as filters have it.
func hyphened(name string) string {
	var b strings.Builder
	for i, r := range strings.TrimSuffix(name, "Set") {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func scalar(v any) string {
	if at, ok := v.(time.Time); ok {
		return at.Format("2006-01-02T15:04:05.000Z")
	}
	return fmt.Sprint(v)
}

// like reports whether a text is of a pattern: * is any text, ? any letter, and a backslash takes the next as it is.
func like(pattern, s string) bool {
	back, mark := -1, 0 // where the last * was, and up to where it reached
	p, i := 0, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			back, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			p, i = p+1, i+1
		case p+1 < len(pattern) && pattern[p] == '\\' && pattern[p+1] == s[i]:
			p, i = p+2, i+1
		case p < len(pattern) && pattern[p] == s[i] && pattern[p] != '\\':
			p, i = p+1, i+1
		case back >= 0:
			mark++
			p, i = back+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// literal is the pattern of a text itself.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`).Replace(s)
}
