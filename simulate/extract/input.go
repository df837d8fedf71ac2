// Inputs: what a call of the log was given, in the scenario's words.

package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"traillab/simulate/script"
)

// left are the members that are not given again: tokens are a client's own, and keys to log in with are nobody's.
var left = []string{"ClientToken", "ClientRequestToken", "IdempotencyToken", "NextToken", "Marker", "KeyName"}

// input is what a move is given.
func (t *telling) input(m *move) (map[string]any, error) {
	for _, lost := range m.call.Lost {
		t.hide(m, lost, "it cannot be given again")
	}
	in := map[string]any{}
	for _, name := range sorted(m.call.In) {
		if slices.Contains(left, name) {
			continue
		}
		v, err := t.value(m, name, m.call.In[name])
		if err != nil {
			return nil, err
		}
		if v != nil {
			in[name] = v
		}
	}
	return in, nil
}

func (t *telling) hide(m *move, member, why string) {
	t.hidden = append(t.hidden, Note{m.event.ID, m.call.name() + " " + member, why})
}

// value is a value with variables in it, nil for what is left out.
func (t *telling) value(m *move, path string, v any) (any, error) {
	switch v := v.(type) {
	case string:
		if t.Veiled(v) {
			return t.placeholder(m, path), nil
		}
		if name := t.people.holder(v); name != "" {
			return "$" + name + ".key", nil
		}
		if i, made := t.producers[v]; made && i < t.now && t.moves[i].step != nil {
			return t.text(m, path, v)
		}
		if user, _ := m.call.In["UserName"].(string); path == "AccessKeyId" && m.call.Service == "iam" && user != "" {
			return t.accessKey(m, user, v)
		}
		if suspicious(path, v) {
			t.hide(m, path, "it looks like a secret")
			return "placeholder", nil
		}
		return t.text(m, path, v)
	case []any:
		list := make([]any, 0, len(v))
		for _, element := range v {
			e, err := t.value(m, path, element)
			if err != nil {
				return nil, err
			}
			if e != nil {
				list = append(list, e)
			}
		}
		return list, nil
	case map[string]any:
		out := map[string]any{}
		for _, name := range sorted(v) {
			e, err := t.value(m, path+"."+name, v[name])
			if err != nil {
				return nil, err
			}
			if e != nil {
				out[name] = e
			}
		}
		return out, nil
	default:
		return v, nil
	}
}

// placeholder is what stands for a value that the log hides, nil where the call can do without.
func (t *telling) placeholder(m *move, path string) any {
	t.hide(m, path, "the log hides it")
	switch path[strings.LastIndexByte(path, '.')+1:] {
	case "UserData":
		return nil
	case "Parameters":
		return map[string]any{"commands": []any{"true"}}
	default:
		return "placeholder"
	}
}

// text is a text with variables in it.
func (t *telling) text(m *move, path, s string) (any, error) {
	if path == "Bucket" {
		return t.bucket(s), nil
	}
	if _, made := t.producers[s]; made || identifier.FindString(s) == s && s != "" || t.policy(s) {
		if strings.HasSuffix(m.event.ErrorCode, ".NotFound") && strings.Contains(m.event.ErrorText, s) && !t.ended(s) {
			return nobody(s), nil // nor was it there in the log
		}
		name, _, err := t.resolve(s)
		return "$" + name, err
	}
	if given, ok := t.places.address(s); ok {
		return given, nil
	}
	var failed error
	spelt := t.places.text(s)
	spelt = identifier.ReplaceAllStringFunc(spelt, func(id string) string {
		name, _, err := t.resolve(id)
		if err != nil {
			failed = err
		}
		return "${" + name + "}"
	})
	return t.addresses(spelt), failed
}

// likeness is a value of a call that is only recorded: with the variables that are there, and ids of nothing where there is none.
func (t *telling) likeness(path string, v any) any {
	switch v := v.(type) {
	case string:
		if name := t.people.holder(v); name != "" {
			return "$" + name + ".key"
		}
		if suspicious(path, v) {
			return "placeholder"
		}
		if path == "Bucket" {
			return t.bucket(v)
		}
		if given, ok := t.places.address(v); ok {
			return given
		}
		return t.addresses(identifier.ReplaceAllStringFunc(t.places.text(v), t.known))
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = t.likeness(path, element)
		}
		return list
	case map[string]any:
		out := map[string]any{}
		for name, element := range v {
			if !slices.Contains(left, name) {
				out[name] = t.likeness(path+"."+name, element)
			}
		}
		return out
	default:
		return v
	}
}

// known is the variable of an id that is there already, else an id of the same kind that nothing has.
func (t *telling) known(id string) string {
	if t.there(id) {
		if name, _, err := t.resolve(id); err == nil {
			return "${" + name + "}"
		}
	}
	return nobody(id)
}

// there reports whether what an id names has been made by now.
func (t *telling) there(id string) bool {
	_, stands := t.stood[id]
	i, made := t.producers[id]
	return stands || made && i < t.now && t.moves[i].step != nil
}

// ended reports whether the story has made something and taken it away by now.
func (t *telling) ended(id string) bool {
	if !t.there(id) {
		return false
	}
	ids := []string{id}
	if i, made := t.producers[id]; made {
		ids = append(ids, withIt(id, t.moves[i].made)...)
	}
	return slices.ContainsFunc(t.moves[:t.now], func(m *move) bool {
		names := func(id string) bool { return slices.Contains(identifiers(m.call.In), id) }
		return m.step != nil && !m.refused() && ending.MatchString(m.call.Operation) && slices.ContainsFunc(ids, names)
	})
}

var ending = regexp.MustCompile(`^(?:Delete|Detach|Disassociate|Release|Terminate|Deregister)`)

// policy reports whether a text is the ARN of a policy that the account made itself.
func (t *telling) policy(arn string) bool {
	return strings.HasPrefix(arn, "arn:aws:iam::"+t.chain.Account+":policy/")
}

// nobody is an id of nothing, always the same for the same id of the log.
func nobody(id string) string {
	sum := sha256.Sum256([]byte(id))
	return kindOf(id) + "-0" + hex.EncodeToString(sum[:])[:16]
}

var inText = regexp.MustCompile(`\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b(?:/[0-9]{1,2})?`)

// addresses are the public addresses within a text, such as a policy, as others.
func (t *telling) addresses(s string) string {
	return inText.ReplaceAllStringFunc(s, func(a string) string {
		if _, err := netip.ParsePrefix(a); err != nil && strings.Contains(a, "/") {
			return a
		}
		given, _ := t.places.address(a)
		return given
	})
}

// bucket is a bucket's name in the scenario: the log's own may be taken, and tells whose it was.
func (t *telling) bucket(name string) string {
	if t.buckets[name] == "" {
		t.buckets[name] = t.names.free("bucket")
		t.buckets[name] = strings.ReplaceAll("extracted-"+t.buckets[name], "_", "-")
	}
	return t.buckets[name]
}

// filters are those of a describe call: names with their values in turn.
func filters(pairs ...string) []any {
	var list []any
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, map[string]any{"Name": pairs[i], "Values": []any{pairs[i+1]}})
	}
	return list
}

// step is a call with what it saves.
func step(title, do string, in map[string]any, saves ...string) script.Step {
	s := script.Step{Title: title, Do: do, In: in}
	for i := 0; i+1 < len(saves); i += 2 {
		if s.Save == nil {
			s.Save = map[string]string{}
		}
		s.Save[saves[i]] = saves[i+1]
	}
	return s
}
