// What can be read, and how what cannot is told.

package check

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// readable are texts that can be read, as they are printed again.
var readable = []struct{ text, printed, variables string }{
	{"reach($i1, internet) == yes", "", "i1"},
	{"reach( $i1 ,internet )==yes", "reach($i1, internet) == yes", "i1"},
	{"not reach(internet, $i1, 22)", "", "i1"},
	{"reach($i1, service:s3) != no", "", "i1"},
	{"reach($i1, ${i2}) == unknown", "", "i1 i2"},
	{"route($i1, patch) == part", "", "i1"},
	{"reach($from, $to, $port)", "", "from port to"},
	{"blackhole($rtb, 0.0.0.0/0) and not associated($subnet, $rtb)", "", "rtb subnet"},
	{"attached(igw-1, $net.vpc)", "", "net.vpc"},
	{"denied($mallory, ec2:DetachInternetGateway, \"arn:aws:ec2:*:${account}:vpc/*\")", "denied($mallory, ec2:DetachInternetGateway, arn:aws:ec2:*:${account}:vpc/*)", "account mallory"},
	{"not active($mallory.key)", "", "mallory.key"},
	{"recorded($region) == no", "", "region"},
	{"called(ec2.TerminateInstances)", "", ""},
	{"called(ec2.TerminateInstances, $i1) before called(ec2.CreateSnapshot, $v1) by $ops", "", "i1 ops v1"},
	{"called(ec2.StopInstances) by $ops within 90m of called(ec2.RunInstances, x)", "called(ec2.StopInstances) within 1h30m0s of called(ec2.RunInstances, x) by $ops", "ops"},
	{"not called(iam.PutUserPolicy, \"a name, with (signs)\")\n  and chain($vpc) == hostile\n  and open($vpc) == no", "not called(iam.PutUserPolicy, \"a name, with (signs)\") and chain($vpc) == hostile and open($vpc) == no", "vpc"},
	{"chain($vpc) != none", "", "vpc"},
}

func TestReadable(t *testing.T) {
	for _, c := range readable {
		k, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		want := c.printed
		if want == "" {
			want = c.text
		}
		if k.String() != want {
			t.Errorf("%s: printed as %s, want %s", c.text, k, want)
		}
		if got := strings.Join(k.Variables(), " "); got != c.variables {
			t.Errorf("%s: variables %q, want %q", c.text, got, c.variables)
		}
	}
}

// complaints are what is said of texts that cannot be read, and at which character.
var complaints = []struct {
	text string
	at   int
	want string
}{
	{"", 1, "a predicate (reach, route, blackhole, associated, attached, denied, active, recorded, called, chain, open) is expected, and the text ends"},
	{"reachable($i1)", 1, `"reachable" is no predicate; there are reach, route`},
	{"not", 4, "a predicate (reach, route, blackhole, associated, attached, denied, active, recorded, called, chain, open) is expected, and the text ends"},
	{"not not open($vpc)", 5, `"not" is no predicate`},
	{"(open($vpc))", 1, `a predicate (reach, route, blackhole, associated, attached, denied, active, recorded, called, chain, open) is expected, and "(" stands here`},
	{"open", 5, "( is expected, as in open($vpc), and the text ends"},
	{"open $vpc", 6, `( is expected, as in open($vpc), and "$vpc" stands here`},
	{"open()", 6, `a word, as in open($vpc), is expected, and ")" stands here`},
	{"open($vpc", 10, "a comma or ) is expected, as in open($vpc), and the text ends"},
	{"open($vpc $igw)", 11, `a comma or ) is expected, as in open($vpc), and "$igw" stands here`},
	{"open($vpc, $igw)", 16, "2 in brackets, and it is open($vpc)"},
	{"reach($i1)", 10, "1 in brackets, and it is reach(FROM, TO[, PORT])"},
	{"reach($i1, internet, 443, tcp)", 30, "4 in brackets, and it is reach(FROM, TO[, PORT])"},
	{"reach(internet, ssm)", 17, "from internet to ssm: one end is an instance"},
	{"reach(ssm, $i1)", 7, "ssm answers and does not ask"},
	{"reach($i1, service:)", 12, "service: is followed by a name"},
	{"reach($i1, internet, https)", 22, `"https" is no port: a number from 1 to 65535`},
	{"reach($i1, internet, 0)", 22, `"0" is no port`},
	{"reach($i1, internet, 65536)", 22, `"65536" is no port`},
	{"reach($i1, service:s3, 443)", 24, "the port of service:s3 is 443, and is not said"},
	{"reach($i1, internet) = yes", 22, `"=" stands here, and what may follow is: == WORD, != WORD, and`},
	{"reach($i1, internet) == true", 25, `reach is one of yes, no, unknown, part, and "true" stands here`},
	{"reach($i1, internet) ==", 24, "one of yes, no, unknown, part is expected, and the text ends"},
	{"reach($i1, internet) == yes or open($vpc)", 29, `"or" stands here, and what may follow is: and`},
	{"reach($i1, internet) == yes and", 32, "is expected, and the text ends"},
	{"chain($vpc)", 12, "chain is compared, as in chain($vpc) == hostile"},
	{"chain($vpc) == evil", 16, "chain is one of hostile, maintenance, containment, accident, undecided, none"},
	{"denied($mallory, ec2.DetachInternetGateway)", 18, `"ec2.DetachInternetGateway" is no action: write service:Action`},
	{"recorded(everywhere, soon)", 22, `"soon": what may follow is validated`},
	{"called(ec2:TerminateInstances)", 8, `"ec2:TerminateInstances" is no call: write service.Operation`},
	{"called(ec2.terminate_instances)", 8, "is no call"},
	{"called(ec2.TerminateInstances) before open($vpc)", 39, `called(…) is expected, and "open" stands here`},
	{"called(ec2.TerminateInstances) within called(ec2.A)", 39, `"called" is no span of time as 90s or 10m`},
	{"called(ec2.TerminateInstances) within 10 of called(ec2.A)", 39, `"10" is no span of time`},
	{"called(ec2.TerminateInstances) within 10m called(ec2.A)", 43, "of is expected, as in within 10m of called(…)"},
	{"called(ec2.TerminateInstances) by", 34, "who made the call, as $actor, is expected, and the text ends"},
	{"called(ec2.A) within 0s of called(ec2.B)", 22, `"0s" is no span of time`},
	{"open($vpc) before called(ec2.A)", 12, `"before" stands here, and what may follow is: == WORD, != WORD, and`},
	{"called(ec2.A) by $a by $b", 21, `"by" for the second time`},
	{"called(ec2.A) between called(ec2.B)", 15, "what may follow is: before called(…), within 10m of called(…), by $actor"},
	{"open($)", 6, `"$" is no variable: write $name`},
	{"open($1)", 6, `"$1" is no variable`},
	{"open($a-b)", 6, `"$a-b" is no variable: write $name, or ${name} within a word`},
	{`open("$vpc)`, 6, "a quote that is never closed"},
	{`open("")`, 6, "the quotes are empty"},
	{"open(ä) öpen", 9, `"öpen" stands here`},
}

func TestComplaints(t *testing.T) {
	for _, c := range complaints {
		_, err := Parse(c.text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v, and an *Error was expected", c.text, err)
			continue
		}
		if e.At != c.at || !strings.Contains(e.Message, c.want) {
			t.Errorf("%s:\n got at %d: %s\nwant at %d: %s", c.text, e.At, e.Message, c.at, c.want)
		}
	}
}

type given = map[string]any

func TestReads(t *testing.T) {
	for _, c := range []struct {
		name  string
		given given
		want  string // of the complaint, or the check as it is printed
		vars  string
	}{
		{"as the page has it", given{"call": "iam.ListAccessKeys", "in": given{"UserName": "$ci.user"}, "path": "AccessKeyMetadata[0].Status", "equals": "Inactive"}, "iam.ListAccessKeys AccessKeyMetadata[0].Status equals Inactive", "ci.user"},
		{"variables everywhere", given{"call": "ec2.DescribeVpcs", "region": "$region", "path": "Vpcs[?VpcId=='${vpc}'].State | [0]", "in": []any{"$a", "x${b}"}}, "ec2.DescribeVpcs Vpcs[?VpcId=='${vpc}'].State | [0] in $a x${b}", "a b region vpc"},
		{"both", given{"call": "ec2.DescribeVpcs", "in": given{"VpcIds": []any{"$vpc"}}, "path": "Vpcs[0].State", "any_of": []any{"available"}}, "ec2.DescribeVpcs Vpcs[0].State any_of available", "vpc"},
		{"a number", given{"call": "ec2.DescribeVpcs", "path": "length(Vpcs)", "gte": uint64(2)}, "ec2.DescribeVpcs length(Vpcs) gte 2", ""},
		{"a code", given{"call": "ec2.DescribeVpcs", "error": "InvalidVpcID.NotFound"}, "ec2.DescribeVpcs error InvalidVpcID.NotFound", ""},
		{"nothing", given{}, "call is missing", ""},
		{"no comparison", given{"call": "ec2.DescribeVpcs", "path": "Vpcs"}, "a comparison is missing: one of equals, in, any_of", ""},
		{"two comparisons", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "exists": true, "absent": true}, "absent and exists are two comparisons", ""},
		{"no path", given{"call": "ec2.DescribeVpcs", "exists": true}, "path is missing", ""},
		{"no path that leads", given{"call": "ec2.DescribeVpcs", "path": "Vpcs[", "exists": true}, `path "Vpcs[", character 6: it ends too early`, ""},
		{"a path that is no text", given{"call": "ec2.DescribeVpcs", "path": true, "exists": true}, "path: a text is expected", ""},
		{"a write", given{"call": "ec2.DeleteVpc", "path": "Return", "exists": true}, `"ec2.DeleteVpc" is no read`, ""},
		{"as the shell has it", given{"call": "ec2:DescribeVpcs", "path": "Vpcs", "exists": true}, `"ec2:DescribeVpcs" is no read`, ""},
		{"another member", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "equal": true}, `"equal" is no member of an API read: there are call, in, region, path, and one of`, ""},
		{"exists not", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "exists": false}, "exists: write exists: true; for the contrary there is absent", ""},
		{"equals nothing", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "equals": nil}, "equals: a value is expected", ""},
		{"among one", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "in": true}, "in: a list is expected", ""},
		{"no number", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "gte": "many"}, `gte: a number is expected, and "many" stands here`, ""},
		{"no code", given{"call": "ec2.DescribeVpcs", "error": true}, "error: the code of an error is expected", ""},
		{"a code with a path", given{"call": "ec2.DescribeVpcs", "path": "Vpcs", "error": "X"}, "error is about the whole call", ""},
	} {
		k, err := Parse(c.given)
		got := ""
		switch {
		case err != nil:
			got = err.Error()
		default:
			got = k.String()
			if vars := strings.Join(k.Variables(), " "); vars != c.vars {
				t.Errorf("%s: variables %q, want %q", c.name, vars, c.vars)
			}
		}
		if !strings.Contains(got, c.want) || err == nil && got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if _, err := Parse([]any{"open($vpc)"}); err == nil || !strings.Contains(err.Error(), "a check is a text") {
		t.Errorf("a list: %v", err)
	}
}

// FuzzParse: whatever is read is printed so that it reads the same, and a complaint points into the text.
func FuzzParse(f *testing.F) {
	for _, c := range readable {
		f.Add(c.text)
	}
	for _, c := range complaints {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := Parse(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.At < 1 || e.At > len([]rune(text))+1 || e.Message == "" {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := Parse(k.String())
		if err != nil || again.String() != k.String() || !slices.Equal(again.Variables(), k.Variables()) {
			t.Fatalf("%q is printed as %q, and that is %v (%v)", text, k, again, err)
		}
	})
}
