// Words of a shell: literals in quotes that nothing gets out of, variables in quotes that nothing is split by, and JSON with
// variables in it.

package playbook

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"traillab/simulate/script"
)

var bare = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,-]+$`)

// quote is a literal as one word.
func quote(text string) string {
	if bare.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// shellText is a text with variables as one word.
func shellText(text string) string {
	if name, ok := script.Whole(text); ok {
		return `"$` + upper(name) + `"`
	}
	var b strings.Builder
	variables := 0
	script.Parts(text, func(t string) {
		b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", "$", `\$`).Replace(t))
	}, func(name string) {
		variables++
		b.WriteString("${" + upper(name) + "}")
	})
	if variables == 0 {
		return quote(literal(text))
	}
	return `"` + b.String() + `"`
}

// literal is a text that has no variables, with its dollar signs.
func literal(text string) string {
	var b strings.Builder
	script.Parts(text, func(t string) { b.WriteString(t) }, func(string) {})
	return b.String()
}

// document writes a value as JSON in single quotes that are left where a variable stands. indent is the width that lines are
// put in by; below 0 there is one line.
type document struct {
	uses *uses
	out  strings.Builder
}

func (u *uses) document(value any, indent int) string {
	d := &document{uses: u}
	d.write(value, indent)
	return "'" + d.out.String() + "'"
}

func (d *document) literal(text string) {
	d.out.WriteString(strings.ReplaceAll(text, "'", `'\''`))
}

// inserted puts the output of shell words where the text is at.
func (d *document) inserted(words string) { d.out.WriteString(`'"` + words + `"'`) }

func (d *document) write(value any, indent int) {
	switch value := value.(type) {
	case string:
		d.text(value)
	case []any:
		d.each(len(value), '[', ']', indent, func(i, deeper int) { d.write(value[i], deeper) })
	case map[string]any:
		if how, what, ok := script.Encoding(value); ok {
			d.encoded(how, what)
			return
		}
		if parts, ok := script.Union(value); ok {
			d.out.WriteByte('[')
			d.inserted(`$(quoted "` + union(parts) + `")`)
			d.out.WriteByte(']')
			return
		}
		names := members(value)
		d.each(len(names), '{', '}', indent, func(i, deeper int) {
			d.literal(marshal(names[i]) + ": ")
			d.write(value[names[i]], deeper)
		})
	default:
		d.literal(marshal(value))
	}
}

func (d *document) each(n int, opens, closes byte, indent int, element func(i, deeper int)) {
	d.out.WriteByte(opens)
	deeper, line, last := indent, " ", ""
	if indent >= 0 && n > 0 {
		deeper = indent + 2
		line, last = "\n"+strings.Repeat(" ", deeper), "\n"+strings.Repeat(" ", indent)
	}
	for i := range n {
		if i > 0 {
			d.out.WriteByte(',')
		}
		if i > 0 || indent >= 0 {
			d.out.WriteString(line)
		}
		element(i, deeper)
	}
	d.out.WriteString(last)
	d.out.WriteByte(closes)
}

func (d *document) text(text string) {
	if name, ok := script.Whole(text); ok {
		switch d.uses.kind(name) {
		case Number, JSON:
			d.inserted("$" + upper(name))
		case Words:
			d.out.WriteByte('[')
			d.inserted(`$(quoted "$` + upper(name) + `")`)
			d.out.WriteByte(']')
		default:
			d.out.WriteByte('"')
			d.inserted(`$(inside "$` + upper(name) + `")`)
			d.out.WriteByte('"')
		}
		return
	}
	d.out.WriteByte('"')
	script.Parts(text, func(t string) {
		quoted := marshal(t)
		d.literal(quoted[1 : len(quoted)-1])
	}, func(name string) { d.inserted(`$(inside "$` + upper(name) + `")`) })
	d.out.WriteByte('"')
}

// encoded is a member that is itself a text of JSON, or of base64.
func (d *document) encoded(how string, what any) {
	d.out.WriteByte('"')
	switch how {
	case "json":
		d.inserted(`$(inside ` + d.uses.document(what, -1) + `)`)
	case "base64":
		d.inserted(`$(printf %s ` + shellText(fmt.Sprint(what)) + ` | base64 | tr -d '\n')`)
	default:
		d.inserted(`$(inside ` + shellText(fmt.Sprint(what)) + `)`)
	}
	d.out.WriteByte('"')
}

// union is one list of several, one a line.
func union(parts []any) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = shellText(script.Text(part))
	}
	return `$(printf '%s\n' ` + strings.Join(words, " ") + ` | sed '/^$/d' | LC_ALL=C sort -u)`
}

// first are members of documents that people expect before the others.
var first = []string{"Version", "Sid", "Effect", "Principal", "Action", "Name", "Key"}

// members are the names in a map in the order in which they are read best.
func members(m map[string]any) []string {
	names := keys(m)
	slices.SortStableFunc(names, func(a, b string) int { return rankIn(first, a) - rankIn(first, b) })
	return names
}

func rankIn(list []string, word string) int {
	if i := slices.Index(list, word); i >= 0 {
		return i
	}
	return len(list)
}

// marshal is a value without variables as JSON, with <, > and & as they are.
func marshal(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil { // what YAML holds can be encoded
		return "null"
	}
	return strings.TrimSuffix(b.String(), "\n")
}
