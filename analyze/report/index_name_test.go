// Names of files give the ids back, and hold nothing that a file system could take for something else.

package report_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/report"
)

func TestFileNames(t *testing.T) {
	for _, c := range []struct {
		ids  []string
		want string
	}{
		{[]string{"111122223333"}, "vpc.111122223333"},
		{[]string{"111122223333", "eu-west-1", "vpc-0a"}, "vpc.111122223333.eu-west-1.vpc-0a"},
		{[]string{""}, "vpc._"},
		{[]string{"", ""}, "vpc._._"},
		{[]string{"../../etc"}, "vpc._2e_2e_2f_2e_2e_2fetc"},
		{[]string{"a.b", "c"}, "vpc.a_2eb.c"},
		{[]string{"A"}, "vpc._41"},
		{[]string{"a_"}, "vpc.a_5f"},
		{[]string{"_41"}, "vpc._5f41"},
		{[]string{"con\x00\n\xff"}, "vpc.con_00_0a_ff"},
	} {
		got := report.FileName("vpc", c.ids...)
		if got != c.want {
			t.Errorf("%q is %s, want %s", c.ids, got, c.want)
		}
		if kind, ids, ok := report.FileIDs(got); !ok || kind != "vpc" || !slices.Equal(ids, c.ids) {
			t.Errorf("%s gives %q back (%v), want %q", got, ids, ok, c.ids)
		}
	}
	long := strings.Repeat("Ä", 5_000_000)
	a, b := report.FileName("vpc", long+"a"), report.FileName("vpc", long+"b")
	if a == b || len(a) > 200 || len(b) > 200 {
		t.Errorf("%d and %d bytes: %s, %s", len(a), len(b), a, b)
	}
	if _, _, ok := report.FileIDs(a); ok {
		t.Error("a name that was cut claims to give its ids back")
	}
}

var safeName = regexp.MustCompile(`^vpc(\.[a-z0-9_-]+){1,2}$`)

func FuzzFileNames(f *testing.F) {
	f.Add("a", "b", "A", "b")
	f.Add("a.b", "", "a", "b.")
	f.Add("_", "", "", "_")
	f.Add(strings.Repeat("x", 300), "", strings.Repeat("x", 299), "x")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		one, two := report.FileName("vpc", a, b), report.FileName("vpc", c, d)
		if !safeName.MatchString(one) || len(one) > 200 {
			t.Errorf("%q, %q: %s", a, b, one)
		}
		if same := a == c && b == d; strings.EqualFold(one, two) != same {
			t.Errorf("%q, %q and %q, %q: %s and %s", a, b, c, d, one, two)
		}
		if _, ids, ok := report.FileIDs(one); ok && !slices.Equal(ids, []string{a, b}) {
			t.Errorf("%s gives %q back, not %q, %q", one, ids, a, b)
		} else if !ok && len(one) < 100 {
			t.Errorf("%s does not give %q, %q back", one, a, b)
		}
	})
}
