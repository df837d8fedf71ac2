// Proofs as commands of a shell.

package playbook

import (
	"strings"

	"traillab/simulate/script"
)

// proofs writes what is to be read at the end, and how it must be.
func (s *shell) proofs() {
	s.line("")
	s.line("say 'Proofs'")
	s.steps(s.r.Playbook.Look, false)
	for i := range s.r.Playbook.Proofs {
		proof := &s.r.Playbook.Proofs[i]
		s.within(&script.Step{Each: proof.Each}, func() {
			s.within(&script.Step{When: proof.When}, func() { s.proof(proof) })
		})
	}
	s.line(`[ "$unproved" -eq 0 ] || stop "not proved: $unproved"`)
}

func (s *shell) proof(p *Proof) {
	title := shellText(p.heading(s.uses))
	r, ok := p.reading()
	if !ok {
		s.line("later %s", title)
		return
	}
	words := append([]string{"prove " + title + " " + r.how + " " + s.wanted(r.with)}, s.command(&r.step)...)
	if r.path != "" {
		words = append(words, "--query "+shellText(r.path))
	}
	s.wrap(words, "")
}

// wanted is what a read is compared with, as one word; several are lines.
func (s *shell) wanted(with any) string {
	switch with := with.(type) {
	case string:
		return shellText(with)
	case []any:
		lines := make([]string, len(with))
		for i, element := range with {
			lines[i] = shellText(script.Text(element))
		}
		return strings.Join(lines, "$'\\n'")
	default:
		return quote(script.Text(with))
	}
}
