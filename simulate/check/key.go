// Keys: whether an access key works, whoever has it. A user can be renamed, and a question by the user's name would then find nothing.

package check

import (
	"errors"
	"fmt"
	"strings"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// active answers whether an access key, by its id or of an actor, is active. It asks every user of the account and the root user for
// their keys: that is what every lab can answer, and the last use of a key that was deleted names nobody.
func (a *asker) active(t *term) (answer, error) {
	value, why := a.fill(t.args[0])
	if actor, ok := value.(map[string]any); ok {
		value = actor["key"]
	}
	id, _ := value.(string)
	if why == "" && (id == "" || strings.ContainsAny(id, ":/ ")) {
		why = t.args[0] + " is no access key and has none"
	}
	if why != "" {
		return vain(why), nil
	}
	users, err := a.list("ListUsers", nil, "Users[].UserName")
	if err != nil {
		return refusal(err)
	}
	for _, user := range append([]any{nil}, users...) {
		in := map[string]any{}
		if user != nil {
			in["UserName"] = user
		}
		found, err := a.list("ListAccessKeys", in, "AccessKeyMetadata[?Status=='Active'].AccessKeyId")
		if err != nil {
			return refusal(err)
		}
		for _, key := range found {
			if script.Text(key) == id {
				return answer{word: yes, level: trail.Observed, why: "the access key " + t.args[0] + " is active"}, nil
			}
		}
	}
	return answer{word: no, level: trail.Observed, why: "no user has the access key " + t.args[0] + " active"}, nil
}

// list asks IAM for all pages of a list. Whoever is gone by the time of the question has nothing.
func (a *asker) list(operation string, in map[string]any, path string) (all []any, err error) {
	region, _ := a.vars.Get("region")
	c := script.Call{As: script.Caller{Key: script.Root(), Agent: Agent}, Region: script.Text(region), Service: "iam", Operation: operation}
	marker := ""
	for {
		c.In = map[string]any{}
		for name, value := range in {
			c.In[name] = value
		}
		if marker != "" {
			c.In["Marker"] = marker
		}
		page, err := a.world.Call(a.ctx, c)
		var refused *script.Refusal
		if errors.As(err, &refused) && missing.MatchString(refused.Code) {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("iam.%s: %w", operation, err)
		}
		found, err := script.Find(path, page)
		if err != nil {
			return nil, fmt.Errorf("iam.%s: %w", operation, err)
		}
		list, _ := found.([]any)
		all = append(all, list...)
		next, _ := page["Marker"].(string)
		if page["IsTruncated"] != true || next == "" || next == marker {
			return all, nil
		}
		marker = next
	}
}
