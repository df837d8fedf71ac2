// Repeats: a call that bears the token of an earlier one is answered as that was, and does nothing more.

package builtin

import (
	"reflect"

	"traillab/localstack/wire"
)

// repeat is what a call with a token was answered.
type repeat struct {
	in  members
	out result
}

// remembered is how many tokens a region keeps. AWS keeps them for a day, a lab is quicker than that.
const remembered = 1 << 14

// once answers a call, unless it is one that was answered before.
// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
func (q *call) once(do handler) (result, *wire.Error) {
	token := q.text("ClientToken")
	if token == "" {
		return do(q)
	}
	key := q.Name + "\n" + token
	if old := q.tokens[key]; old != nil {
		if !reflect.DeepEqual(old.in, q.members) {
			return nil, inconsistent.of()
		}
		return copied(old.out).(result), nil
	}
	out, refused := do(q)
	if refused == nil && len(q.tokens) < remembered {
		in, _ := copied(map[string]any(q.members)).(map[string]any)
		again, _ := copied(out).(map[string]any)
		q.tokens[key] = &repeat{in: in, out: again}
	}
	return out, refused
}
