// Proofs in Python.

package playbook

import "traillab/simulate/script"

// proofs writes the function that reads what must be so at the end.
func (y *python) proofs() {
	y.line("\n")
	y.line("def proofs():")
	y.indent++
	y.line(`print("Proofs")`)
	y.steps(y.r.Playbook.Look)
	for i := range y.r.Playbook.Proofs {
		proof := &y.r.Playbook.Proofs[i]
		y.within(&script.Step{Each: proof.Each}, func() {
			y.within(&script.Step{When: proof.When}, func() { y.proof(proof) })
		})
	}
	y.line("if unproved:")
	y.line(`    sys.exit("not proved: " + "; ".join(unproved))`)
	y.indent--
}

func (y *python) proof(p *Proof) {
	title := y.text(p.heading(y.uses))
	r, ok := p.reading()
	if !ok {
		y.line(`print("   to be judged by the log (traillab chains, traillab impact):", %s)`, title)
		return
	}
	service, operation, _ := r.step.Call()
	args := []string{title, literalPython(r.how), y.value(r.with), "None", literalPython(botoService(service)), literalPython(parted(operation, "_"))}
	if r.path != "" {
		args[3] = y.text(r.path)
	}
	if r.step.Region != "" {
		args = append(args, "region="+y.text(r.step.Region))
	}
	for _, name := range keys(r.step.In) {
		args = append(args, name+"="+y.value(r.step.In[name]))
	}
	y.wrap(&script.Step{}, "prove(", args)
}
