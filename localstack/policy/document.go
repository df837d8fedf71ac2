// Documents: policies as people write them, read once when they pass.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// document is a policy that was read.
type document struct {
	variables  bool // ${aws:username} means something: Version 2012-10-17
	statements []statement
	name       string    // who or what it is of, for whoever reads of it
	written    time.Time // by the clock that the lab follows; zero where that is its own
	odd        error     // why it could not be read, and counts for nothing; nil for one that was
}

// void reports whether a policy counts for nothing.
func (d *document) void() bool { return d.odd != nil }

// statement is one part of a policy.
type statement struct {
	name       string // Sid, or its number from 1
	deny       bool
	actions    choice
	resources  choice
	principals []principal // of a policy on a resource
	anyone     bool        // Principal is *
	others     bool        // principals are those that the statement is not about: NotPrincipal
	conditions []condition
}

// choice is a list of patterns, or of everything but them: Action and NotAction.
type choice struct {
	patterns []string
	others   bool
}

// principal is a line of a Principal element: AWS, arn:aws:iam::111122223333:root.
type principal struct{ kind, name string }

// several is one string or a list of them, as AWS takes either everywhere. Numbers and booleans are what they look like.
type several []string

func (s *several) UnmarshalJSON(text []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil {
		list = []json.RawMessage{text}
	}
	*s = several{} // an empty list is there, too
	for _, element := range list {
		var one any
		if err := json.Unmarshal(element, &one); err != nil {
			return err
		}
		switch v := one.(type) {
		case string:
			*s = append(*s, v)
		case bool, float64:
			*s = append(*s, string(element))
		default:
			return fmt.Errorf("%s is neither a text nor a list of texts", element)
		}
	}
	return nil
}

// written is a statement in JSON. Names of elements are taken in any case, as AWS does.
type written struct {
	Sid, Effect             string
	Action, NotAction       several
	Resource, NotResource   several
	Principal, NotPrincipal json.RawMessage
	Condition               map[string]map[string]several
}

// read reads a policy, which in answers of IAM is written as in a URL.
func read(text string) (*document, error) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "{") {
		plain, err := url.PathUnescape(text)
		if err != nil {
			return nil, fmt.Errorf("policy: %w", err)
		}
		text = plain
	}
	var whole struct {
		Version   string
		Statement json.RawMessage
	}
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	var parts []written
	if json.Unmarshal(whole.Statement, &parts) != nil {
		parts = make([]written, 1)
		if err := json.Unmarshal(whole.Statement, &parts[0]); err != nil {
			return nil, fmt.Errorf("policy: statement: %w", err)
		}
	}
	d := &document{variables: whole.Version == "2012-10-17"}
	for i, part := range parts {
		s, err := part.statement()
		if err != nil {
			return nil, fmt.Errorf("policy: statement %d: %w", i+1, err)
		}
		if s.name == "" {
			s.name = fmt.Sprint(i + 1)
		}
		d.statements = append(d.statements, s)
	}
	return d, nil
}

func (w written) statement() (statement, error) {
	s := statement{name: w.Sid, deny: w.Effect == "Deny"}
	if !s.deny && w.Effect != "Allow" {
		return s, fmt.Errorf("effect %q is neither Allow nor Deny", w.Effect)
	}
	if (w.Action == nil) == (w.NotAction == nil) {
		return s, errors.New("one of Action and NotAction must be there")
	}
	s.actions = choose(w.Action, w.NotAction)
	if w.Resource == nil && w.NotResource == nil && w.Principal == nil && w.NotPrincipal == nil {
		return s, errors.New("neither Resource nor NotResource is there")
	}
	s.resources = choose(w.Resource, w.NotResource)
	if err := s.about(w); err != nil {
		return s, err
	}
	for operator, keys := range w.Condition {
		for key, values := range keys {
			c, err := newCondition(operator, key, values)
			if err != nil {
				return s, err
			}
			s.conditions = append(s.conditions, c)
		}
	}
	slices.SortFunc(s.conditions, func(a, b condition) int { return strings.Compare(a.operator+a.key, b.operator+b.key) })
	return s, nil
}

// choose makes a choice of an element and its negation. A policy on a role says no resource, for it can only mean the role.
func choose(these, others several) choice {
	switch {
	case others != nil:
		return choice{others, true}
	case these == nil:
		return choice{patterns: []string{"*"}}
	}
	return choice{patterns: these}
}

// about reads whom the statement is about.
func (s *statement) about(w written) error {
	text := w.Principal
	if w.NotPrincipal != nil {
		text, s.others = w.NotPrincipal, true
	}
	if text == nil {
		return nil
	}
	if string(text) == `"*"` {
		s.anyone = true
		return nil
	}
	var kinds map[string]several
	if err := json.Unmarshal(text, &kinds); err != nil {
		return fmt.Errorf("principal: %w", err)
	}
	for kind, names := range kinds {
		for _, name := range names {
			s.anyone = s.anyone || kind == "AWS" && name == "*"
			s.principals = append(s.principals, principal{kind, name})
		}
	}
	return nil
}
