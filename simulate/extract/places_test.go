// What tells whose a log was: accounts, regions, addresses and secrets.

package extract

import (
	"net/netip"
	"strings"
	"testing"
)

func TestPlaces(t *testing.T) {
	p := newPlaces("444455556666", "us-east-2")
	for _, test := range []struct{ in, want string }{
		{"arn:aws:iam::444455556666:role/web", "arn:aws:iam::${account}:role/web"},
		{"arn:aws:iam::777788889999:root", "arn:aws:iam::111122223333:root"},
		{"arn:aws:iam::777788889999:role/x", "arn:aws:iam::111122223333:role/x"},
		{"us-east-2c", "${region}c"},
		{"us-east-2f", "${region}c"},
		{"us-east-1a", "us-east-1a"},
		{"com.amazonaws.us-east-2.s3", "com.amazonaws.${region}.s3"},
		{"us-east-2", "${region}"},
		{"costs $5, or ${x}", "costs $$5, or $${x}"},
		{"1715679610000", "1715679610000"},
	} {
		if got := p.text(test.in); got != test.want {
			t.Errorf("%q becomes %q, not %q", test.in, got, test.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	p := newPlaces("444455556666", "us-east-2")
	for _, stays := range []string{"10.0.0.0/16", "192.168.1.7", "0.0.0.0/0", "::/0", "128.0.0.0/1", "52.0.0.0/8", "fd00::/8"} {
		if got, ok := p.address(stays); !ok || got != stays {
			t.Errorf("%s becomes %s", stays, got)
		}
	}
	seen := map[string]string{}
	for _, theirs := range []string{"8.8.8.8", "8.8.8.8/32", "9.9.9.9", "81.2.69.0/24", "81.2.70.0/25", "2a00:1450::1", "2a00:1450:4001::/64"} {
		got, ok := p.address(theirs)
		if !ok || got == theirs {
			t.Errorf("%s becomes %s", theirs, got)
		}
		if other, twice := seen[got]; twice {
			t.Errorf("%s and %s both become %s", other, theirs, got)
		}
		seen[got] = theirs
		if again, _ := p.address(theirs); again != got {
			t.Errorf("%s becomes %s, and then %s", theirs, got, again)
		}
		if _, err := netip.ParsePrefix(got); err != nil && strings.Contains(got, "/") {
			t.Errorf("%s is no range", got)
		}
	}
	if host, _ := p.address("8.8.8.8"); host+"/32" != must(p.address("8.8.8.8/32")) {
		t.Error("an address and the range of it alone are two")
	}
	if _, ok := p.address("shop"); ok {
		t.Error("a word is an address")
	}
	if a, b := p.caller("203.0.113.77"), p.caller("9.9.9.9"); a == "203.0.113.77" || b != must(p.address("9.9.9.9")) {
		t.Errorf("callers are %s and %s", a, b)
	}
	if got := p.caller("cloudformation.amazonaws.com"); !netip.MustParseAddr(got).IsValid() {
		t.Errorf("a service calls from %s", got)
	}
}

func must(text string, _ bool) string { return text }

func TestSecrets(t *testing.T) {
	const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzEXAMPLE" // as documentation has them
	for _, test := range []struct {
		path, text string
		want       bool
	}{
		{"Tags.Value", "AKIA" + "ABCDEFGHIJKLMNOP", true},
		{"Tags.Value", "ASIA" + "ABCDEFGHIJKLMNOP", true},
		{"Tags.Value", "use " + secret, true},
		{"Document", "-----BEGIN RSA PRIVATE KEY-----", true},
		{"Headers", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", true},
		{"MasterUserPassword", "hunter2", true},
		{"ClientSecret", "x", true},
		{"MasterUserPassword", "", false},
		{"PasswordResetRequired", "true", false},
		{"CidrBlock", "10.0.0.0/16", false},
		{"TargetGroupArn", "arn:aws:elasticloadbalancing:us-east-2:444455556666:targetgroup/my-targets-With-Long-Names/73e2d6bc24d8a067", false},
		{"Key", "logs/2024/05/14/10/part-0001-of-0099-of-something-Long.json", false},
		{"Sha", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", false},
	} {
		if got := suspicious(test.path, test.text); got != test.want {
			t.Errorf("%s %q is taken for a secret: %v", test.path, test.text, got)
		}
	}
	if err := harmless([]byte("in:\n  Value: " + secret + "\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a secret is given out: %v", err)
	}
	if err := harmless([]byte("in:\n  Value: shop\n")); err != nil {
		t.Error(err)
	}
}
