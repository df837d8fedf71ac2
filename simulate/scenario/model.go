// The model: which members the calls of AWS take and answer with. A scenario that names others is told before anything is played.

package scenario

import (
	"regexp"
	"strings"

	"traillab/simulate/script"
)

// Model knows the calls that there are. The rooms of the simulator know none; who reads for a lab gives its model.
type Model interface {
	// Call says why there is no such call, with the one that was meant; nil where there is.
	Call(service, operation string) error
	// Strange are the members of an input that the call does not take.
	Strange(service, operation string, in map[string]any) []Strange
	// Answers says why an answer of the call has no such member, its names from the root on; nil where it has.
	Answers(service, operation string, names []string) error
}

// Strange is a member that a call does not take.
type Strange struct {
	Path    []any  // names and indices from the input on
	Message string // "ec2.CreateRoute takes no RuleNumbr: did you mean RuleNumber?"
}

// modelled holds a step's call against the model, where somebody gave one.
func (r *reader) modelled(path string, s *script.Step) {
	if !operationForm.MatchString(s.Do) {
		return
	}
	service, operation, known := r.called(at(path, "do"), "do", s.Do, at(path, "in"), s.In)
	if !known {
		return
	}
	for _, name := range keys(s.Save) {
		r.answered(at(path, "save", name), "save "+name, service, operation, s.Save[name])
	}
	if s.Until != nil {
		r.answered(at(path, "until", "path"), "until", service, operation, s.Until.Path)
	}
}

// asked holds the call of a check against it.
func (r *reader) asked(path, call string, in map[string]any, answer string) {
	service, operation, known := r.called(at(path, "call"), "call", call, at(path, "in"), in)
	if known && answer != "" {
		r.answered(at(path, "path"), "path", service, operation, answer)
	}
}

// called looks at a call and its input, and reports whether the model has the call.
func (r *reader) called(path, what, call, inPath string, in map[string]any) (service, operation string, known bool) {
	service, operation, _ = strings.Cut(call, ".")
	if r.s.model == nil || clientNames[service] != "" {
		return service, operation, false
	}
	if err := r.s.model.Call(service, operation); err != nil {
		r.wrong(path, "%s: %s: %v", what, call, err)
		return service, operation, false
	}
	for _, strange := range r.s.model.Strange(service, operation, in) {
		r.wrong(at(inPath, strange.Path...), "in: %s", strange.Message)
	}
	return service, operation, true
}

// plainly is the beginning of a path that goes from member to member.
var plainly = regexp.MustCompile(`^[A-Za-z]\w*(?:\[-?\d*\])?(?:\.[A-Za-z]\w*(?:\[-?\d*\])?)*`)

// answered looks at the beginning of a path into an answer, as far as it goes from member to member.
func (r *reader) answered(path, what, service, operation, text string) {
	begin := plainly.FindString(text)
	if begin == "" || strings.HasPrefix(text[len(begin):], "(") { // a function
		return
	}
	names := strings.Split(brackets.ReplaceAllString(begin, ""), ".")
	if err := r.s.model.Answers(service, operation, names); err != nil {
		r.wrong(path, "%s: %v", what, err)
	}
}

var brackets = regexp.MustCompile(`\[-?\d*\]`)
