// Steps as commands of a shell.

package playbook

import (
	"fmt"
	"slices"
	"strings"

	"traillab/simulate/script"
)

// steps writes steps in order; those at the top are announced.
func (s *shell) steps(steps []script.Step, top bool) {
	for i := range steps {
		step := &steps[i]
		if top {
			s.line("")
		}
		if step.Warn != "" {
			s.comment("CAUTION: " + named(step.Warn, func(name string) string { return "$" + upper(name) }))
		}
		if step.Title != "" && top {
			s.line("say %s", shellText(fmt.Sprintf("%d. %s", i+1, step.Title)))
		} else if step.Title != "" {
			s.comment(named(step.Title, func(name string) string { return "$" + upper(name) }))
		}
		s.step(step)
	}
}

// named is a text with the names of its variables where they stand, as a comment has them.
func named(text string, of func(name string) string) string {
	var b strings.Builder
	script.Parts(text, func(t string) { b.WriteString(t) }, func(name string) { b.WriteString(of(name)) })
	return b.String()
}

// step writes a step within its condition and its loop.
func (s *shell) step(step *script.Step) {
	s.within(step, func() {
		for _, name := range keys(step.Set) {
			s.raw(upper(name) + "=" + s.set(name, step.Set[name]))
		}
		if step.Do != "" {
			s.call(step)
		}
		s.steps(step.Steps, false)
	})
}

// within writes something within the condition and the loop of a step.
func (s *shell) within(step *script.Step, what func()) {
	if step.When != "" {
		s.line("if %s; then", s.condition(step.When))
		s.indent++
	}
	closes := s.opens(step)
	what()
	if closes != "" {
		s.indent--
		s.line("%s", closes)
	}
	if step.When != "" {
		s.indent--
		s.line("fi")
	}
}

func (s *shell) condition(text string) string {
	c, err := script.ParseCondition(text)
	if err != nil {
		return "false"
	}
	variable := `"$` + upper(c.Variable) + `"`
	not := ""
	if c.Not {
		not = "! "
	}
	if !c.Compared {
		if s.uses.kind(c.Variable) == JSON {
			return not + "filled " + variable
		}
		return not + "full " + variable
	}
	return not + "[ " + variable + " = " + shellText(c.With) + " ]"
}

// opens begins a loop, and returns what ends it.
func (s *shell) opens(step *script.Step) (closes string) {
	variable, list, loops := step.Loop()
	if !loops {
		return ""
	}
	name, _ := script.Whole(list)
	if s.uses.kind(name) != Rows {
		s.line("for %s in $%s; do", upper(variable), upper(name))
		s.indent++
		return "done"
	}
	members := make([]string, len(s.uses.members[name]))
	for i, member := range s.uses.members[name] {
		members[i] = upper(variable + "." + member)
	}
	s.line("while IFS=$'\\t' read -r -u 3 %s; do", strings.Join(members, " "))
	s.indent++
	s.line("[ -n \"$%s\" ] || continue", members[0])
	for _, member := range members {
		s.line("[ \"$%s\" != None ] || %s=", member, member)
	}
	return `done 3<<< "$` + upper(name) + `"`
}

// set is what a variable is set to.
func (s *shell) set(name string, value any) string {
	switch value := value.(type) {
	case string:
		return shellText(value)
	case []any, map[string]any:
		if m, ok := value.(map[string]any); ok {
			if parts, ok := script.Union(m); ok {
				return union(parts)
			}
		}
		if list, ok := value.([]any); ok && s.uses.kind(name) == Words {
			lines := make([]string, len(list))
			for i, element := range list {
				lines[i] = shellText(script.Text(element))
			}
			return strings.Join(lines, "$'\\n'")
		}
		return s.uses.document(value, -1)
	default:
		return quote(marshal(value))
	}
}

// call writes a call, and what is kept of its answer.
func (s *shell) call(step *script.Step) {
	words := s.command(step)
	prefix := expecting(step.Expect)
	if u := step.Until; u != nil {
		patience, _ := u.For() // was read
		wait := fmt.Sprintf("wait_for %s %d", shellText(script.Text(u.Equals)), int(patience.Seconds()))
		s.wrap(append(append([]string{wait}, words...), "--query "+quote(u.Path)), "")
	}
	names := keys(step.Save)
	switch {
	case len(names) == 0 && step.Until == nil:
		s.wrap(lead(prefix, words), "")
	case len(names) > 1 && !reads(step.Do):
		s.several(prefix, words, step.Save)
	default:
		for _, name := range names {
			s.save(prefix, words, name, step.Save[name])
		}
	}
}

func expecting(e *script.Expect) string {
	switch {
	case e == nil:
		return ""
	case e.Error != "":
		return "refused " + quote(strings.Join(append([]string{e.Error}, e.Or...), ","))
	default:
		return "allowing " + quote(strings.Join(e.Or, ","))
	}
}

// lead puts a word before the words of a command.
func lead(word string, words []string) []string {
	if word == "" {
		return words
	}
	return append([]string{word}, words...)
}

// save keeps one thing of an answer.
func (s *shell) save(prefix string, words []string, name, path string) {
	taken := ""
	switch s.uses.kind(name) {
	case Words:
		taken = "many"
	case Rows:
		taken, path = "answers", fmt.Sprintf("(%s)[].[%s]", path, strings.Join(s.columns(name), ", "))
	case JSON:
	default:
		taken = "one"
	}
	query := "--query " + quote(path)
	if taken == "" {
		query += " --output json"
	}
	all := append(append(lead(taken, lead(prefix, words)), query), "")
	s.wrap(all[:len(all)-1], upper(name)+"=$(")
}

// columns are the members of rows as a path names them; what is deeper than a text is made one, of JSON.
func (s *shell) columns(list string) []string {
	all := slices.Clone(s.uses.members[list])
	for i, member := range all {
		if s.uses.member(list, member) == JSON {
			all[i] = "to_string(" + member + ")"
		}
	}
	return all
}

// several keeps several texts of one answer: they come as one line with tabs between.
func (s *shell) several(prefix string, words []string, save map[string]string) {
	var names, paths []string
	for _, name := range keys(save) {
		names = append(names, upper(name))
		paths = append(paths, save[name])
	}
	s.wrap(append(lead("answers", lead(prefix, words)), "--query "+quote("["+strings.Join(paths, ", ")+"]")), "answer=$(")
	s.line("IFS=$'\\t' read -r %s <<< \"$answer\"", strings.Join(names, " "))
}

// wide is how long a line of a script may be before it is broken.
const wide = 110

// wrap writes a command, on one line or on several. Behind an assignment that opens a parenthesis, it is closed.
func (s *shell) wrap(words []string, assigns string) {
	closes := ""
	if assigns != "" {
		closes = ")"
	}
	line := assigns + strings.Join(words, " ") + closes
	if len(line)+2*s.indent <= wide && !strings.Contains(line, "\n") {
		s.raw(line)
		return
	}
	var rows []string
	row := ""
	for _, word := range words {
		if strings.HasPrefix(word, "--") || row == "" {
			if row != "" {
				rows = append(rows, row)
			}
			row = word
			continue
		}
		row += " " + word
	}
	rows = append(rows, row)
	s.raw(assigns + strings.Join(rows, " \\\n"+strings.Repeat("  ", s.indent+1)) + closes)
}
