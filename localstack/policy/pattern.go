// Patterns: * and ? in actions, resources and conditions, and the variables that stand in them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

package policy

import (
	"slices"
	"strings"
)

// literally are a * and a ? that stand for themselves: those of ${*} and ${?}, and those in the value of a variable.
var literally = strings.NewReplacer("*", "\x01", "?", "\x02")

// matches reports whether a text fits a pattern. It takes no more steps than the product of their lengths.
func matches(pattern, text string) bool {
	p, t := []rune(pattern), []rune(text)
	i, star, mark := 0, -1, 0
	for j := 0; j < len(t); {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == t[j] || p[i] == '\x01' && t[j] == '*' || p[i] == '\x02' && t[j] == '?'):
			i++
			j++
		case star >= 0: // let the last * take one more
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// matchesFold does the same without regard to case, as actions are compared.
func matchesFold(pattern, text string) bool {
	return matches(strings.ToLower(pattern), strings.ToLower(text))
}

// matchesARN compares ARNs part by part, so that a * does not reach beyond its part.
func matchesARN(pattern, arn string) bool {
	if !strings.Contains(pattern, ":") {
		return matches(pattern, arn)
	}
	parts, whole := strings.SplitN(pattern, ":", 6), strings.SplitN(arn, ":", 6)
	if len(parts) != len(whole) {
		return false
	}
	for i := range parts {
		if !matches(parts[i], whole[i]) {
			return false
		}
	}
	return true
}

// expand puts the values of variables into a pattern. ok is false where one has no value, and then nothing matches.
func (d *document) expand(pattern string, known Context) (expanded string, ok bool) {
	if !d.variables || !strings.Contains(pattern, "${") {
		return pattern, true
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(pattern, "${")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("${" + rest)
			return b.String(), true
		}
		value, ok := variable(name, known)
		if !ok {
			return "", false
		}
		b.WriteString(literally.Replace(value))
		pattern = after
	}
}

// variable returns what ${name} stands for: *, ? and $ for themselves, a key of the request, or what is said to be there
// in its place: ${aws:PrincipalTag/team, 'none'}.
func variable(name string, known Context) (string, bool) {
	if name == "*" || name == "?" || name == "$" {
		return name, true
	}
	key, otherwise, spare := strings.Cut(name, ",")
	if values := known.get(strings.TrimSpace(key)); len(values) == 1 {
		return values[0], true
	}
	return strings.Trim(strings.TrimSpace(otherwise), "'"), spare
}

// names reports whether a pattern of an ARN has a name as one of its parts; an ARN it must fit.
func names(pattern, name string) bool {
	if strings.HasPrefix(name, "arn:") {
		return matches(pattern, name)
	}
	return slices.Contains(strings.FieldsFunc(pattern, func(r rune) bool { return r == ':' || r == '/' }), name)
}
