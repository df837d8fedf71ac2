// Reading: every mistake of whoever writes a playbook is told with its line and column, all at once.

package playbook_test

import (
	"os"
	"strings"
	"testing"

	"traillab/simulate/playbook"
)

func TestMistakes(t *testing.T) {
	text, err := os.ReadFile("testdata/small/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(text)
	for _, c := range []struct{ old, mistake, want string }{
		{"schema: playbook/v1", "schema: playbook/v2", `2:9: schema: "playbook/v2" is not what this program reads: write playbook/v1`},
		{"name: small", "name: Small One", `3:7: name: "Small One" is no name`},
		{"letter: z", "letter: zz", "4:9: letter: one letter"},
		{"warnings:", "warning:", `there is no key "warning" here: did you mean warnings?`},
		{"from: chain.user", "from: chain.usr", `9:33: from: no incident tells "chain.usr": did you mean chain.user?`},
		{"kind: number, default: 22", "kind: numbers, default: 22", `"numbers" is no kind: did you mean number?`},
		{"default: 22", "default: ssh", "default: a number is expected"},
		{"title: the hosts, kind", "kind", "11:11: title is missing"},
		{"kinds: {before: json, open: list}", "kinds: {before: json}", "save open: the path leads to a list"},
		{"do: iam.PutUserPolicy", "do: iam:PutUserPolicy", `do: "iam:PutUserPolicy" is no call`},
		{"UserName: $user", "UserName: $usr", "$usr is not set here: did you mean user?"},
		{"    console: Wait.\n", "", "console is missing"},
		{"    when: not $open", "    when: $open is full", `"$open is full" is no condition`},
		{"each: {pair: $pairs}", "each: {pair: pairs}", `each: "pairs" is no list`},
		{"each: {pair: $pairs}", "as: ops\n    each: {pair: $pairs}", "as: whoever plays a playbook does so as themselves"},
		{"do: ec2.DescribeVolumes", "do: ec2.DeleteVolume", "until: ec2.DeleteVolume changes something"},
		{`"SecurityGroups[0].GroupId"`, `"SecurityGroups[0.GroupId"`, "save first: a path into the answer is expected"},
		{"{error: DryRunOperation}", "{}", "expect: write the code"},
		{"within: 1m", "within: soon", `"soon" is no span of time`},
		{"denied($user", "denid($user", "check: "},
		{"denied($user", "denied($nobody", "$nobody is not set here"},
		{"IpPermissions: $before", "IpPermissions: $after", "$after is not set here"},
		{"  pairs: {", "  Pairs: {", "no name of a variable"},
		{"{volume: VolumeId, size: Size}", "{volume: VolumeId, before: Size}", "save: a shell takes several texts"},
		{`sources: ["IAM User Guide: Inline policies"]`, "", "sources: the pages"},
	} {
		broken := strings.Replace(good, c.old, c.mistake, 1)
		if broken == good {
			t.Fatalf("%q is not in the playbook", c.old)
		}
		_, err := playbook.Read("small.yaml", []byte(broken))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "small.yaml:") {
			t.Errorf("%s\n got %v\nwant %s", c.mistake, err, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	p := small(t)
	for _, c := range []struct {
		name, text string
		want       int // elements
		bad        bool
	}{
		{"hosts", "i-1,i-2", 2, false},
		{"hosts", "i-1\ni-2\n", 2, false},
		{"hosts", `["i-1"]`, 1, false},
		{"hosts", "", 0, false},
		{"pairs", `[{"address":"a","host":"b"}]`, 1, false},
		{"pairs", "a b", 0, true},
		{"port", "x", 0, true},
		{"host", "i-1", 0, true},
	} {
		value, err := p.Parse(c.name, c.text)
		if (err != nil) != c.bad {
			t.Errorf("%s=%s: %v", c.name, c.text, err)
		}
		if list, _ := value.([]any); len(list) != c.want {
			t.Errorf("%s=%s is %v", c.name, c.text, value)
		}
	}
	if value, err := p.Parse("port", "8443"); err != nil || value != int64(8443) {
		t.Errorf("port=8443 is %v, %v", value, err)
	}
	for _, values := range []map[string]any{
		{"host": "i-1"},
		{"hosts": "i-1"},
		{"hosts": []any{1}},
		{"port": "22"},
		{"pairs": []any{"x"}},
		{"user": 1},
		{"pairs": []any{map[string]any{"address": "--x", "host": "b"}}},
		{"rule": "a\x1b[0m"},
	} {
		if _, err := p.With(values); err == nil {
			t.Errorf("%v is let in", values)
		}
	}
}
