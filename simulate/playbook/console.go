// The runbook in words: what to click, in order, for somebody at the console.

package playbook

import (
	"fmt"
	"io"
	"strings"

	"traillab/simulate/script"
)

// Console writes the runbook as numbered steps in words.
func (r *Runbook) Console(w io.Writer) error {
	p := r.Playbook
	t := &telling{r: r}
	t.say(0, "%s (%s)", r.title(), p.Letter)
	t.say(0, "")
	t.say(0, "%s", p.When)
	for _, warning := range p.Warnings {
		t.say(0, "")
		t.say(0, "CAUTION: %s", warning)
	}
	t.known()
	t.say(0, "")
	for i := range r.steps() {
		t.step(i+1, &r.steps()[i])
	}
	if !r.Undo {
		t.list("It has helped when", titles(p.Proofs))
		t.undoing()
		t.list("Afterwards", p.After)
	}
	t.list("From the documentation of AWS", p.Sources)
	_, err := io.WriteString(w, t.out.String())
	return err
}

func titles(proofs []Proof) []string {
	var all []string
	for _, p := range proofs {
		all = append(all, p.Title)
	}
	return all
}

type telling struct {
	r   *Runbook
	out strings.Builder
}

// say writes a paragraph, put in by a few columns.
func (t *telling) say(indent int, format string, args ...any) {
	for _, line := range wrapped(fmt.Sprintf(format, args...), 100-indent) {
		if line != "" {
			line = strings.Repeat(" ", indent) + line
		}
		t.out.WriteString(line + "\n")
	}
}

func (t *telling) list(heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.say(0, "%s:", heading)
	for _, line := range lines {
		rows := wrapped(t.filled(line), 96)
		t.out.WriteString("  - " + strings.Join(rows, "\n    ") + "\n")
	}
	t.say(0, "")
}

// known tells what is known of the incident, and what is to be found out.
func (t *telling) known() {
	t.say(0, "")
	t.say(0, "The incident:")
	for _, name := range t.r.Playbook.takesAll() {
		about := t.r.Playbook.About(name)
		value, ok := t.r.value(name)
		switch {
		case ok:
			t.say(2, "%s: %s", about.Title, t.told(name, value))
		case about.Required:
			t.say(2, "%s: NOT KNOWN; find it out before you begin (--set %s=…)", about.Title, name)
		}
	}
}

// told is a value for people.
func (t *telling) told(name string, value any) string {
	list, ok := value.([]any)
	if !ok {
		if m, ok := value.(map[string]any); ok {
			return marshal(m)
		}
		return script.Text(value)
	}
	var all []string
	for _, element := range list {
		row, ok := element.(map[string]any)
		if !ok {
			all = append(all, script.Text(element))
			continue
		}
		var words []string
		for _, member := range keys(row) {
			if text := script.Text(row[member]); text != "" {
				words = append(words, member+" "+text)
			}
		}
		all = append(all, strings.Join(words, ", "))
	}
	if t.r.Playbook.uses.kind(name) == Words {
		return strings.Join(all, ", ")
	}
	return strings.Join(all, "; ")
}

func (t *telling) step(number int, s *script.Step) {
	title := t.filled(s.Title)
	if title == "" {
		title = s.Do
	}
	t.say(0, "%d. %s.", number, title)
	if s.Warn != "" {
		t.say(3, "CAUTION: %s", t.filled(s.Warn))
	}
	if s.Console != "" {
		t.say(3, "%s", t.filled(s.Console))
	}
	if calls := calls(s); len(calls) > 0 {
		t.say(3, "(%s)", strings.Join(calls, ", "))
	}
	t.say(0, "")
}

// calls are the calls that a step comes to, each once, in order.
func calls(s *script.Step) []string {
	var all []string
	add := func(do string) {
		for _, known := range all {
			if known == do {
				return
			}
		}
		all = append(all, do)
	}
	if s.Do != "" {
		add(strings.Replace(s.Do, ".", ":", 1))
	}
	for i := range s.Steps {
		for _, do := range calls(&s.Steps[i]) {
			add(do)
		}
	}
	return all
}

// filled is a text with what is known in it; of what only a step will tell, the name is told.
func (t *telling) filled(text string) string {
	var b strings.Builder
	whole := text
	if name, ok := script.Whole(text); ok {
		whole = "${" + name + "}"
	}
	script.Parts(whole, func(s string) { b.WriteString(s) }, func(name string) {
		if value, ok := t.r.value(name); ok {
			b.WriteString(t.told(name, value))
			return
		}
		first, member := head(name)
		words := strings.ReplaceAll(parted(first, " "), "_", " ")
		if member != "" {
			words = "its " + parted(member, " ")
		}
		b.WriteString("the " + strings.TrimPrefix(words, "the "))
	})
	return b.String()
}

// undoing tells the way back.
func (t *telling) undoing() {
	var lines []string
	for i := range t.r.Playbook.Rollback {
		if title := t.r.Playbook.Rollback[i].Title; title != "" {
			lines = append(lines, title)
		}
	}
	t.list("The way back", lines)
}
