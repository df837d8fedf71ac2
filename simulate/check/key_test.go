// Keys, of users who were renamed, of many pages of users, and of nobody.

package check

import (
	"context"
	"testing"

	"traillab/analyze/trail"
	"traillab/simulate/script"
)

// keyring is a world that answers IAM alone, a user a page. The root user's name is empty.
type keyring struct {
	*told
	users []string
	keys  map[string][]any // by user
}

func (w keyring) Call(_ context.Context, c script.Call) (map[string]any, error) {
	if c.Operation == "ListUsers" {
		at := 0
		for i, user := range w.users {
			if c.In["Marker"] == user {
				at = i
			}
		}
		page := map[string]any{"Users": []any{map[string]any{"UserName": w.users[at]}}, "IsTruncated": at+1 < len(w.users)}
		if at+1 < len(w.users) {
			page["Marker"] = w.users[at+1]
		}
		return page, nil
	}
	name, _ := c.In["UserName"].(string)
	if name == "gone" {
		return nil, &script.Refusal{Code: "NoSuchEntity"}
	}
	return map[string]any{"AccessKeyMetadata": w.keys[name]}, nil
}

func TestActive(t *testing.T) {
	key := func(id, status string) any { return map[string]any{"AccessKeyId": id, "Status": status} }
	const asked = "AKIAIOSFODNN7EXAMPLE"
	for name, test := range map[string]struct {
		keys map[string][]any
		want string
	}{
		"of the user":      {map[string][]any{"mallory": {key(asked, "Active")}}, yes},
		"of another name":  {map[string][]any{"renamed": {key("AKIAOTHER", "Active"), key(asked, "Active")}}, yes},
		"of the root user": {map[string][]any{"": {key(asked, "Active")}}, yes},
		"inactive":         {map[string][]any{"renamed": {key(asked, "Inactive"), key("AKIAOTHER", "Active")}}, no},
		"deleted":          {map[string][]any{"renamed": {}}, no},
	} {
		w := keyring{tell(t, ""), []string{"mallory", "gone", "renamed"}, test.keys}
		for _, text := range []string{"active($mallory.key)", "active($mallory)", "active(" + asked + ")"} {
			if f := found(t, w, text); f.Passed != (test.want == yes) || f.Level != trail.Observed {
				t.Errorf("%s: %s: %+v", name, text, f)
			}
			if f := found(t, w, "not "+text); f.Passed != (test.want == no) {
				t.Errorf("%s: not %s: %+v", name, text, f)
			}
		}
	}
	for _, text := range []string{"active($ops)", "not active($nobody.key)", "not active($several)", "not active($none)"} {
		if f := found(t, keyring{tell(t, ""), []string{"a"}, nil}, text); f.Passed || f.Level != trail.Unknown {
			t.Errorf("%s: %+v", text, f)
		}
	}
}
