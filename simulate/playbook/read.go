// Reading: a playbook's file becomes a playbook, or a list of everything that is wrong with it, each with line and column.

package playbook

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"traillab/simulate/check"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

// Read reads a playbook's text. name is that of its file, for messages. The error is of *strict.Error, joined.
func Read(name string, text []byte) (*Playbook, error) {
	p := &Playbook{}
	document, err := strict.Decode(name, text, p)
	if err != nil {
		return nil, err
	}
	r := &reader{p: p, document: document, known: map[string]bool{}}
	p.uses = p.learn()
	r.head()
	r.params()
	before := maps.Clone(r.known)
	r.steps("$.steps", p.Steps, true)
	after := r.known
	r.known = maps.Clone(before)
	r.steps("$.look", p.Look, false)
	r.proofs()
	r.known = after
	r.steps("$.rollback", p.Rollback, false)
	r.names()
	return p, strict.Join(r.errors)
}

type reader struct {
	p        *Playbook
	document *strict.Document
	known    map[string]bool // variables that are set here
	errors   []*strict.Error
}

func (r *reader) wrong(path, format string, args ...any) {
	r.errors = append(r.errors, r.document.At(path, format, args...))
}

var (
	nameForm      = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	letterForm    = regexp.MustCompile(`^[a-z]$`)
	variableForm  = regexp.MustCompile(`^[a-z][a-zA-Z0-9_]*$`)
	operationForm = regexp.MustCompile(`^[a-z][a-z0-9-]*(/[0-9-]+)?\.[A-Z][A-Za-z0-9]+$`)
)

// head looks at what a playbook is called and what it says of itself.
func (r *reader) head() {
	p := r.p
	if p.Schema != Schema {
		r.wrong("$.schema", "schema: %q is not what this program reads: write %s", p.Schema, Schema)
	}
	if !nameForm.MatchString(p.Name) {
		r.wrong("$.name", "name: %q is no name: write lower-case words with hyphens, as restore-internet", p.Name)
	}
	if !letterForm.MatchString(p.Letter) {
		r.wrong("$.letter", "letter: one letter from a to z is expected, and this is %q", p.Letter)
	}
	for _, said := range []struct{ key, text string }{{"title", p.Title}, {"when", p.When}} {
		if strings.TrimSpace(said.text) == "" {
			r.wrong("$."+said.key, "%s is missing", said.key)
		}
	}
	if len(p.Steps) == 0 {
		r.wrong("$.steps", "steps: something to do is expected")
	}
	if len(p.Proofs) == 0 {
		r.wrong("$.proofs", "proofs: what is true afterwards is expected, and was not before")
	}
	if len(p.Sources) == 0 {
		r.wrong("$.sources", "sources: the pages of AWS's documentation are expected that the steps come from")
	}
}

// params looks at what the playbook must be told.
func (r *reader) params() {
	for _, name := range common() {
		r.known[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(r.p.Params)) {
		param, path := r.p.Params[name], "$.params."+name
		if slices.Contains(common(), name) {
			r.wrong(path, "every playbook has the parameter %s", name)
		}
		r.set(path, name)
		if param.Title == "" {
			r.wrong(path, "title is missing: what it is, for whoever is asked for it")
		}
		if param.From != "" && !slices.Contains(Origins(), param.From) {
			r.wrong(path+".from", "from: no incident tells %q: %s", param.From, strict.Meant(param.From, Origins()))
		}
		if param.Required && param.Default != nil {
			r.wrong(path, "what is required has no default")
		}
		r.kind(path+".kind", param.Kind)
		if param.Default != nil {
			if err := fitting(r.p.uses, name, param.Default); err != nil {
				r.wrong(path+".default", "default: %v", err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.p.Kinds)) {
		r.kind("$.kinds."+name, r.p.Kinds[name])
	}
}

func (r *reader) kind(path string, k Kind) {
	if k != "" && !slices.Contains(kinds(), string(k)) {
		r.wrong(path, "%q is no kind: %s", k, strict.Meant(string(k), kinds()))
	}
}

// proofs looks at what must be true afterwards. Only parameters and what was looked for are known by then.
func (r *reader) proofs() {
	for i := range r.p.Proofs {
		proof, path := &r.p.Proofs[i], fmt.Sprintf("$.proofs[%d]", i)
		if proof.Title == "" {
			r.wrong(path, "title is missing")
		}
		r.loop(path, &script.Step{Each: proof.Each})
		r.condition(path, proof.When)
		parsed, err := check.Parse(proof.Check)
		if err != nil {
			r.wrong(path+".check", "check: %v", err)
			continue
		}
		proof.parsed = parsed
		for _, name := range parsed.Variables() {
			r.use(path+".check", name)
		}
	}
}

// set makes a variable known.
func (r *reader) set(path, name string) {
	if !variableForm.MatchString(name) {
		r.wrong(path, "%q is no name of a variable: write letters, digits and _, the first a small one", name)
	}
	r.known[name] = true
}

// use complains of a variable that is not set yet.
func (r *reader) use(path, name string) {
	if first, _ := head(name); !r.known[first] {
		r.wrong(path, "$%s is not set here: %s", first, strict.Meant(first, slices.Sorted(maps.Keys(r.known))))
	}
}

// names complains of variables that a shell could not tell apart.
func (r *reader) names() {
	taken := map[string]string{}
	everyName(r.p, func(name string) {
		shell := upper(name)
		if other, ok := taken[shell]; ok && other != name {
			r.wrong("$", "$%s and $%s are both %s in a shell: call one of them something else", other, name, shell)
		}
		taken[shell] = name
	})
}

// everyName calls found for every variable and every member of one, in order.
func everyName(p *Playbook, found func(name string)) {
	all := map[string]bool{}
	for _, name := range common() {
		all[name] = true
	}
	for name := range p.Params {
		all[name] = true
	}
	everySet(slices.Concat(p.Steps, p.Look, p.Rollback), func(name string, _ *script.Step) { all[name] = true })
	for name := range p.uses.loops {
		for _, member := range p.uses.members[name] {
			all[name+"."+member] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		found(name)
	}
}

// everySet calls set for every variable that steps set, variables of loops among them.
func everySet(steps []script.Step, set func(name string, by *script.Step)) {
	for i := range steps {
		s := &steps[i]
		for _, names := range [][]string{keys(s.Each), keys(s.Set), keys(s.Save)} {
			for _, name := range names {
				set(name, s)
			}
		}
		everySet(s.Steps, set)
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// head takes the name of a member apart: lost, allocation.
func head(name string) (first, member string) {
	first, member, _ = strings.Cut(name, ".")
	return first, member
}
