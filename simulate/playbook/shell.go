// The script for bash: a runbook as commands of the AWS CLI, with what they learn kept in variables of the shell. It ends at the
// first command that fails.

package playbook

import (
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"traillab/simulate/script"
)

//go:embed print
var print embed.FS

// CLI writes the runbook as a script for bash and the AWS CLI, version 1 or 2.
func (r *Runbook) CLI(w io.Writer) error {
	head, err := print.ReadFile("print/head.sh")
	if err != nil {
		return err
	}
	s := &shell{r: r, uses: r.Playbook.uses}
	s.preface()
	s.line("%s", strings.TrimSuffix(string(head), "\n"))
	s.line("")
	s.parameters()
	s.variables()
	s.steps(r.steps(), true)
	if !r.Undo {
		s.proofs()
	}
	s.line("")
	s.line("say %s", quote(r.done()))
	_, err = io.WriteString(w, s.out.String())
	return err
}

// steps are what the runbook tells.
func (r *Runbook) steps() []script.Step {
	if r.Undo {
		return r.Playbook.Rollback
	}
	return r.Playbook.Steps
}

// whole are the steps and what the proofs come to.
func (r *Runbook) whole() []script.Step {
	if r.Undo {
		return r.Playbook.Rollback
	}
	return slices.Concat(r.Playbook.Steps, r.Playbook.proving())
}

func (r *Runbook) title() string {
	if r.Undo {
		return r.Playbook.Title + ": taking it back"
	}
	return r.Playbook.Title
}

func (r *Runbook) done() string {
	if r.Undo {
		return "taken back"
	}
	return "done"
}

type shell struct {
	r      *Runbook
	uses   *uses
	out    strings.Builder
	indent int
}

func (s *shell) line(format string, args ...any) {
	for text := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		if text != "" {
			s.out.WriteString(strings.Repeat("  ", s.indent) + text)
		}
		s.out.WriteByte('\n')
	}
}

// raw writes lines whose indent is their own, as those of a document in quotes.
func (s *shell) raw(text string) {
	s.out.WriteString(strings.Repeat("  ", s.indent) + text + "\n")
}

func (s *shell) comment(text string) {
	for _, line := range wrapped(text, 110) {
		s.line("# %s", line)
	}
}

// preface says what the script is for.
func (s *shell) preface() {
	s.line("#!/usr/bin/env bash")
	s.comment(s.r.title() + ".")
	s.line("#")
	s.comment(strings.TrimSpace(s.r.Playbook.When))
	for _, warning := range s.r.Playbook.Warnings {
		s.line("#")
		s.comment("CAUTION: " + strings.TrimSpace(warning))
	}
	s.line("#")
	s.comment("For people to read and run: bash 3.2 or newer, the AWS CLI 1 or 2, and credentials that may do this. It ends at the first command that fails, and can be run again.")
}

// parameters sets what is known of the incident, and asks for the rest.
func (s *shell) parameters() {
	for _, name := range s.r.needed() {
		about := s.r.Playbook.About(name)
		s.comment(about.Title + s.form(name))
		value, known := s.r.value(name)
		_, given := s.r.given[name]
		variable := upper(name)
		switch {
		case given: // and nothing that a shell has left from another incident
			s.raw(variable + "=" + s.assigned(name, value))
		case known:
			s.raw(fmt.Sprintf("[ -n \"${%s-}\" ] || %s=%s", variable, variable, s.assigned(name, value)))
		case name == "region":
			s.line("REGION=${REGION-${AWS_REGION-${AWS_DEFAULT_REGION-}}}")
		case name == "account":
			s.line(`[ -n "${ACCOUNT-}" ] || ACCOUNT=$(one aws sts get-caller-identity --query Account)`)
		case name == "now":
			s.line(`[ -n "${NOW-}" ] || NOW=$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)`)
		default:
			s.line("%s=${%s-}", variable, variable)
		}
		if about.Required {
			s.line(": \"${%s:?set it: %s}\"", variable, doubleQuoted(about.Title))
		}
		if name == "region" {
			s.line("export AWS_REGION=$REGION AWS_DEFAULT_REGION=$REGION")
		}
		if name == "account" && given {
			s.line(`[ "$(one aws sts get-caller-identity --query Account)" = "$ACCOUNT" ] || stop "these credentials are not of the account $ACCOUNT"`)
		}
	}
}

// doubleQuoted is a text of ours where double quotes stand around it.
func doubleQuoted(text string) string {
	return strings.NewReplacer(`\`, "", `"`, "", "`", "", "$", "", "}", "").Replace(text)
}

// needed are the parameters that this part of the playbook names, the region always.
func (r *Runbook) needed() []string {
	used := map[string]bool{"region": true, "account": r.given["account"] != nil}
	everyUse(r.whole(), func(name string) { first, _ := head(name); used[first] = true })
	var names []string
	for _, name := range r.Playbook.takesAll() {
		if used[name] {
			names = append(names, name)
		}
	}
	return names
}

// form says how a list is written.
func (s *shell) form(name string) string {
	switch s.uses.kind(name) {
	case Words:
		return " (one a line)"
	case Rows:
		return " (one a line: " + strings.Join(s.uses.members[name], ", ") + ", with tabs between)"
	case JSON:
		return " (JSON)"
	default:
		return ""
	}
}

// assigned is a value as one word, as a variable of its kind holds it.
func (s *shell) assigned(name string, value any) string {
	switch s.uses.kind(name) {
	case Words, Rows:
		list, _ := value.([]any)
		lines := make([]string, len(list))
		for i, element := range list {
			lines[i] = s.row(name, element)
		}
		return quote(strings.Join(lines, "\n"))
	case JSON:
		return quote(marshal(value))
	default:
		return quote(script.Text(value))
	}
}

// row is an element of a list as a line. An empty member is written as the AWS CLI writes nothing.
func (s *shell) row(name string, element any) string {
	members, ok := element.(map[string]any)
	if !ok {
		return script.Text(element)
	}
	words := make([]string, len(s.uses.members[name]))
	for i, member := range s.uses.members[name] {
		if words[i] = script.Text(members[member]); s.uses.member(name, member) == JSON {
			words[i] = marshal(members[member])
		}
		if words[i] == "" {
			words[i] = "None"
		}
	}
	return strings.Join(words, "\t")
}

// variables begins with nothing in what the steps will learn. A rollback is told what they learnt.
func (s *shell) variables() {
	saved := savedBy(s.r.whole())
	if s.r.Undo {
		s.inherited(saved)
		return
	}
	if len(saved) == 0 {
		return
	}
	s.line("")
	s.comment("What the steps below learn.")
	var set, names []string
	for _, name := range saved {
		if !s.r.Playbook.takes(name) {
			set = append(set, upper(name)+"=")
			names = append(names, upper(name))
		}
	}
	s.line("%s", strings.Join(set, " "))
	if len(s.r.Playbook.Rollback) > 0 {
		s.line("learnt() { local name; for name in %s; do printf '%%s=%%q\\n' \"$name\" \"${!name}\"; done; }", strings.Join(names, " "))
		s.line("trap learnt EXIT # keep what is printed at the end: taking it back asks for it")
	}
}

// inherited asks for what the steps learnt and the rollback needs.
func (s *shell) inherited(saved []string) {
	own := map[string]bool{}
	everySet(s.r.steps(), func(name string, _ *script.Step) { own[name] = true })
	asked := map[string]bool{}
	everyUse(s.r.steps(), func(name string) {
		if first, _ := head(name); !own[first] && !s.r.Playbook.takes(first) {
			asked[first] = true
		}
	})
	if len(asked) > 0 {
		s.line("")
		s.comment("What the run learnt: it printed these at its end.")
	}
	for _, name := range keys(asked) {
		s.line(": \"${%s?set it to what the run printed}\"", upper(name))
	}
	for _, name := range saved {
		s.line("%s=", upper(name))
	}
}

// savedBy are the variables that steps save or set, those of loops left out, sorted.
func savedBy(steps []script.Step) []string {
	found := map[string]bool{}
	everySet(steps, func(name string, by *script.Step) {
		if _, loops := by.Each[name]; !loops {
			found[name] = true
		}
	})
	return keys(found)
}

// wrapped breaks a text into lines.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
