// Masking: what a grade may say before it is final. A reason names what it looked at, and that may be what a question asks for.

package simulate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"traillab/simulate/scenario"
	"traillab/simulate/script"
)

// masked stands where an answer was.
const masked = "…"

// Mask takes out of the reasons of marks what answers a question that is not answered rightly: ids, names, keys, addresses and times.
// What a question offers to choose from, and what the titles tell, is no secret. A reason about a question itself holds the responder's own words alone, and
// stays: what is masked in them would tell which are right.
func (s *Sheet) Mask(marks []Mark) error {
	asked := map[string]bool{}
	var veils []func(string) string
	for i := range s.Scenario.Goals {
		g := &s.Scenario.Goals[i]
		if g.Ask == "" {
			continue
		}
		asked[g.ID] = true
		right, _, err := s.answered(g)
		if err != nil {
			return err
		}
		if right {
			continue
		}
		v, err := s.veil(g)
		if err != nil {
			return err
		}
		veils = append(veils, v)
	}
	for i := range marks {
		if asked[marks[i].ID] {
			continue
		}
		for _, v := range veils {
			marks[i].Why = v(marks[i].Why)
		}
	}
	return nil
}

// A time as reasons tell it, and the rest of a word that a long reason breaks off in.
var (
	moment = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?`)
	broken = regexp.MustCompile(`[\w.@-]+…`)
)

// veil hides the answers to a question in a text.
func (s *Sheet) veil(g *scenario.Goal) (func(string) string, error) {
	names, err := s.secrets(g)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) }) // an ARN before a name in it
	var forms []string
	for _, name := range names {
		forms = append(forms, edge(name[:1])+regexp.QuoteMeta(name)+edge(name[len(name)-1:]))
	}
	if len(forms) == 0 {
		return func(text string) string { return text }, nil
	}
	known, err := regexp.Compile("(?i)" + strings.Join(forms, "|"))
	if err != nil {
		return nil, err
	}
	return func(text string) string {
		text = moment.ReplaceAllStringFunc(text, func(at string) string {
			if slices.ContainsFunc(names, func(name string) bool { return sameAnswer(at, name, g.Tolerance) }) {
				return masked
			}
			return at
		})
		text = broken.ReplaceAllStringFunc(text, func(rest string) string {
			begins := strings.ToLower(strings.TrimSuffix(rest, masked))
			if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(strings.ToLower(name), begins) }) {
				return masked
			}
			return rest
		})
		return known.ReplaceAllLiteralString(text, masked)
	}, nil
}

// edge keeps a name from being found within another one. It is known by its first or last byte.
func edge(end string) string {
	if c := end[0]; c < unicode.MaxASCII && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))) {
		return `\b`
	}
	return ""
}

// secrets are the texts that answer a question, and each name in an answer of several. What the question and the titles tell is
// none, and neither is a yes or a no.
func (s *Sheet) secrets(g *scenario.Goal) ([]string, error) {
	offered := append(words(strings.ToLower(g.Ask)), "yes", "no", "")
	for i := range s.Scenario.Goals {
		offered = append(offered, words(strings.ToLower(s.Scenario.Goals[i].Title))...)
	}
	var secret []string
	for i, wanted := range append([]any{g.Answer}, g.Accept...) {
		value, err := s.Vars.Fill(wanted)
		if err != nil {
			return nil, err
		}
		text := strings.TrimSpace(script.Text(value))
		all := []string{text}
		if i == 0 {
			all = append(all, slices.DeleteFunc(words(text), plain)...)
		}
		for _, name := range all {
			if !slices.Contains(offered, strings.ToLower(name)) && !slices.Contains(secret, name) {
				secret = append(secret, name)
			}
		}
	}
	return secret, nil
}

// words are the parts of a text, without what sets them apart.
func words(text string) []string {
	all := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	for i := range all {
		all[i] = strings.Trim(all[i], `:"()?`)
	}
	return all
}

// plain reports whether a word is one of everyday language, and no name.
func plain(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) })
}
