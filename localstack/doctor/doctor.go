// Package doctor finds out what a cloud can: it lives through a small story in a network of its own, call by call, compares
// what is answered with what AWS answers, and tidies up. It may be asked of the cloud behind a lab and of the lab before it;
// what the two differ in is what the lab puts right.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Verdict is what became of one call.
type Verdict string

// The verdicts.
const (
	Right   Verdict = "right"
	Wrong   Verdict = "wrong"
	Absent  Verdict = "absent"  // the cloud does not have it
	Untried Verdict = "untried" // it needs what an earlier call should have made
)

// Finding is one call of the story.
type Finding struct {
	Call    string  `json:"call"`  // ec2.AttachInternetGateway
	About   string  `json:"about"` // what of it is looked at, "" for that it works at all
	Verdict Verdict `json:"verdict"`
	Why     string  `json:"why,omitempty"` // what is wrong
}

// region is where the story plays: seldom anybody's own.
const region = "eu-north-1"

// step is one call of the story.
type step struct {
	call, about string
	in          in
	want        string            // the code that AWS refuses it with; "" when it goes through
	keep        map[string]string // what later steps need of the answer: its name and its path, as Vpc.VpcId
	holds       func(answer) string
	aside       bool // it only makes the next steps possible: nothing is found by it
}

// in is an input by the model's names. A text $name is what an earlier step kept.
type in = map[string]any

// patient is the cloud while it is examined.
type patient struct {
	cloud exchange.Cloud
	notes map[string]string
}

// Examine lives through the story and returns what it found, in its order. It ends early only with ctx.
func Examine(ctx context.Context, cloud exchange.Cloud) []Finding {
	p := &patient{cloud: cloud, notes: map[string]string{}}
	var found []Finding
	for _, story := range [][]step{network(), addresses(), machines(), severance(), keys(), others()} {
		for _, s := range story {
			if ctx.Err() != nil {
				break
			}
			if f := p.try(ctx, s); !s.aside {
				found = append(found, f)
			}
		}
	}
	for _, s := range tidying() {
		p.try(context.WithoutCancel(ctx), s)
	}
	return found
}

// try makes the call of a step.
func (p *patient) try(ctx context.Context, s step) Finding {
	f := Finding{Call: s.call, About: s.about}
	input, missing := p.fill(s.in)
	if missing != "" {
		f.Verdict, f.Why = Untried, "there is no "+missing
		return f
	}
	service, operation, _ := strings.Cut(s.call, ".")
	asked, _ := input.(in)
	out, err := p.cloud.Do(ctx, region, service, operation, asked)
	f.Verdict, f.Why = s.judge(out, err)
	if err != nil {
		return f
	}
	for name, path := range s.keep {
		if p.notes[name] = (answer{out}).text(path); p.notes[name] == "" && f.Verdict == Right {
			f.Verdict, f.Why = Wrong, "the answer has no "+path
		}
	}
	return f
}

// judge compares an answer with AWS's.
func (s *step) judge(out map[string]any, err error) (Verdict, string) {
	var refused *wire.Error
	switch {
	case err == nil && s.want != "":
		return Wrong, "goes through; AWS refuses with " + s.want
	case err == nil:
		if s.holds != nil {
			if wrong := s.holds(answer{out}); wrong != "" {
				return Wrong, wrong
			}
		}
		return Right, ""
	case !errors.As(err, &refused):
		return Wrong, err.Error()
	case refused.Code == s.want:
		return Right, ""
	case lacks(refused):
		return Absent, ""
	case s.want != "":
		return Wrong, fmt.Sprintf("is refused with %s; AWS's code is %s", refused.Code, s.want)
	}
	return Wrong, fmt.Sprintf("is refused with %s: %s", refused.Code, refused.Message)
}

// lacks reports whether an error says that there is no such call.
func lacks(e *wire.Error) bool {
	switch e.Code {
	case "NotImplemented", "InvalidAction", "UnknownOperationException", "UnknownOperation", "InternalFailure":
		return true
	}
	return e.Status == http.StatusNotImplemented
}

// fill puts what was kept into an input. missing is the name of what was not.
func (p *patient) fill(v any) (filled any, missing string) {
	switch v := v.(type) {
	case string:
		name, isNote := strings.CutPrefix(v, "$")
		if !isNote {
			return v, ""
		}
		if p.notes[name] == "" {
			return nil, name
		}
		return p.notes[name], ""
	case in:
		twin := in{}
		for member, value := range v {
			if twin[member], missing = p.fill(value); missing != "" {
				return nil, missing
			}
		}
		return twin, ""
	case []any:
		twin := make([]any, len(v))
		for i := range v {
			if twin[i], missing = p.fill(v[i]); missing != "" {
				return nil, missing
			}
		}
		return twin, ""
	}
	return v, ""
}
