// An id of something else is refused, also where it is one of several; lists are joined in every form alike.

package playbook_test

import (
	"strings"
	"testing"

	"traillab/simulate/playbook"
	"traillab/simulate/script"
)

func TestIDs(t *testing.T) {
	for _, c := range []struct {
		playbook, param string
		value           any
		want            string
	}{
		{"restore-internet", "vpc", "vpc-1", ""},
		{"restore-internet", "vpc", "i-123", `"i-123" is not the id of a VPC: such a one is written as vpc-0a1b2c3d`},
		{"restore-internet", "gateway", "vpc-123", `"vpc-123" is not the id of an internet gateway: such a one is written as igw-0a1b2c3d`},
		{"restore-internet", "gateway", "", ""},
		{"unauthorised-access", "instances", []any{"i-1", "vol-1"}, `"vol-1" is not the id of an instance: such a one is written as i-0a1b2c3d`},
		{"unauthorised-access", "users", []any{"ci"}, ""},
		{"restore-internet", "vpc", "vpc-1';touch x", `"vpc-1';touch x" is not the id of a VPC: such a one is written as vpc-0a1b2c3d`},
		{"restore-internet", "region", "us-gov-west-1", ""},
		{"restore-internet", "region", "eu-west-1;touch x", `"eu-west-1;touch x" is not a region: write one as eu-west-1`},
		{"restore-internet", "account", "42", `"42" is not an account: such a one has twelve digits`},
		{"restore-internet", "now", "soon", `"soon" is not a time: write one as 2026-03-01T09:00:00Z`},
		{"unauthorised-access", "since", "2026-03-01T09:00:00.5+01:00", ""},
		{"unauthorised-access", "accessKey", "$(id)", `"$(id)" is not an access key: such a one has capital letters and digits alone, as AKIAIOSFODNN7EXAMPLE`},
	} {
		p, err := playbook.Open(c.playbook)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.With(map[string]any{c.param: c.value})
		if (err == nil) != (c.want == "") || err != nil && !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s %s=%v: %v", c.playbook, c.param, c.value, err)
		}
	}
}

func TestUnion(t *testing.T) {
	vars := script.NewVars(map[string]any{"some": []any{"b", "a"}, "one": "c", "none": []any{}, "nothing": "", "more": []any{"a", "d"}, "null": nil})
	got, err := vars.Fill(map[string]any{"$union": []any{"$some", "$one", "$none", "$nothing", "$more", "$null"}})
	if err != nil || script.Text(got) != "a b c d" {
		t.Errorf("joined to %v, %v", got, err)
	}
	if _, err := script.NewVars(map[string]any{"at": "soon"}).Fill(map[string]any{"$time": "$at"}); err == nil {
		t.Error("soon is a moment")
	}
}
