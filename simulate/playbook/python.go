// The script for Python: a runbook as one program on boto3, a function a step. It ends at the first call that fails.

package playbook

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"traillab/simulate/script"
)

// Python writes the runbook as a script for Python 3 and boto3.
func (r *Runbook) Python(w io.Writer) error {
	head, err := print.ReadFile("print/head.py")
	if err != nil {
		return err
	}
	y := &python{r: r, uses: r.Playbook.uses}
	y.line("#!/usr/bin/env python3")
	y.docstring()
	y.line("%s", strings.TrimSuffix(string(head), "\n"))
	steps := r.steps()
	for i := range steps {
		y.function(i+1, &steps[i])
	}
	if !r.Undo {
		y.proofs()
	}
	y.main(len(steps))
	_, err = io.WriteString(w, y.out.String())
	return err
}

type python struct {
	r      *Runbook
	uses   *uses
	out    strings.Builder
	indent int
}

func (y *python) line(format string, args ...any) {
	for text := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		if text != "" {
			y.out.WriteString(strings.Repeat("    ", y.indent) + text)
		}
		y.out.WriteByte('\n')
	}
}

// docstring says what the script is for.
func (y *python) docstring() {
	p := y.r.Playbook
	y.line(`"""%s.`, y.r.title())
	paragraphs := []string{p.When}
	for _, warning := range p.Warnings {
		paragraphs = append(paragraphs, "CAUTION: "+warning)
	}
	paragraphs = append(paragraphs, "For people to read and run: Python 3.9 or newer with boto3, and credentials that may do this. It ends at the first call that fails, and can be run again.")
	for _, text := range paragraphs {
		y.line("")
		for _, line := range wrapped(strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"""`, `"`), 110) {
			y.line("%s", line)
		}
	}
	y.line(`"""`)
	y.line("")
}

// function writes a step.
func (y *python) function(number int, s *script.Step) {
	y.line("\n")
	y.line("def step_%d():", number)
	y.indent++
	title := s.Title
	if title == "" {
		title = s.Do
	}
	y.line(`print("%d.", %s)`, number, y.text(title))
	y.step(s)
	y.indent--
}

func (y *python) steps(steps []script.Step) {
	for i := range steps {
		if steps[i].Title != "" {
			y.comment(named(steps[i].Title, func(name string) string { return name }))
		}
		y.step(&steps[i])
	}
}

func (y *python) comment(text string) {
	for _, line := range wrapped(text, 100) {
		y.line("# %s", line)
	}
}

func (y *python) step(s *script.Step) {
	if s.Warn != "" {
		y.comment("CAUTION: " + named(s.Warn, func(name string) string { return name }))
	}
	y.within(s, func() {
		for _, name := range keys(s.Set) {
			y.line("known[%q] = %s", name, y.value(s.Set[name]))
		}
		if s.Do != "" {
			y.call(s)
		}
		y.steps(s.Steps)
	})
}

// within writes something within the condition and the loop of a step.
func (y *python) within(s *script.Step, what func()) {
	deep := 0
	if s.When != "" {
		y.line("if %s:", y.condition(s.When))
		deep++
		y.indent++
	}
	if variable, list, ok := s.Loop(); ok {
		y.line("for element in %s or []:", y.text(list))
		deep++
		y.indent++
		y.line("known[%q] = element", variable)
	}
	what()
	y.indent -= deep
}

func (y *python) condition(text string) string {
	c, err := script.ParseCondition(text)
	if err != nil {
		return "False"
	}
	variable, with := y.variable(c.Variable), literalPython(c.With)
	if other, ok := script.Whole(c.With); ok {
		with = "text(" + y.variable(other) + ")"
	}
	switch {
	case c.Compared && c.Not:
		return "text(" + variable + ") != " + with
	case c.Compared:
		return "text(" + variable + ") == " + with
	case c.Not:
		return "not full(" + variable + ")"
	default:
		return "full(" + variable + ")"
	}
}

// call writes a call, and what is kept of its answer.
func (y *python) call(s *script.Step) {
	service, operation, _ := s.Call()
	args := []string{literalPython(botoService(service)), literalPython(parted(operation, "_"))}
	function := "call("
	if u := s.Until; u != nil {
		patience, _ := u.For() // was read
		function = "wait_for("
		args = append([]string{y.value(u.Equals), literalPython(u.Path), strconv.Itoa(int(patience.Seconds()))}, args...)
	}
	if s.Region != "" {
		args = append(args, "region="+y.text(s.Region))
	}
	if e := s.Expect; e != nil && e.Error != "" {
		args = append(args, "refused="+codes(append([]string{e.Error}, e.Or...)))
	} else if e != nil {
		args = append(args, "allowed="+codes(e.Or))
	}
	for _, name := range keys(s.In) {
		value := s.In[name]
		if encodesItself(s.Do, name) {
			value = unencoded(value)
		}
		args = append(args, name+"="+y.value(value))
	}
	y.wrap(s, function, args)
}

// wrap writes a call on one line or on several, within save where something is kept.
func (y *python) wrap(s *script.Step, function string, args []string) {
	var saves []string
	for _, name := range keys(s.Save) {
		saves = append(saves, name+"="+literalPython(s.Save[name]))
	}
	line := function + strings.Join(args, ", ") + ")"
	if len(saves) > 0 {
		line = "save(" + line + ", " + strings.Join(saves, ", ") + ")"
	}
	if len(line)+4*y.indent <= wide && !strings.Contains(line, "\n") {
		y.line("%s", line)
		return
	}
	if len(saves) > 0 {
		y.line("save(")
		y.indent++
		defer func() {
			for _, save := range saves {
				y.line("%s,", save)
			}
			y.indent--
			y.line(")")
		}()
	}
	y.line("%s", function)
	y.indent++
	for _, arg := range args {
		y.line("%s,", arg)
	}
	y.indent--
	if len(saves) > 0 {
		y.line("),")
		return
	}
	y.line(")")
}

// codes is a tuple.
func codes(list []string) string {
	var all []string
	for _, code := range list {
		all = append(all, literalPython(code)+",")
	}
	return "(" + strings.Join(all, " ") + ")"
}
