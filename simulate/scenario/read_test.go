// Reading: a scenario that is right, and every way of getting one wrong with the complaint that it earns, to the letter.

package scenario_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"traillab/simulate/scenario"
)

func example(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/stolen-key.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRead(t *testing.T) {
	s, err := scenario.Read("s", []byte(example(t)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != "s02-unauthorized-detach" || len(s.Injects) != 6 || s.Injects[1].Expect.Error != "DependencyViolation" || s.Goals[3].Points != 20 {
		t.Errorf("not what the file says: %+v", s)
	}
}

// broken are edits of the example: what is replaced by what, and what is said about it.
var broken = []struct{ name, old, by, complaint string }{
	{"no schema", "schema: lab/v1", "", `s: schema: "" is not the format that is read here: the file begins with schema: lab/v1`},
	{"a later schema", "schema: lab/v1", "schema: lab/v2\nwhat: is this", `s:1:1: schema: lab/v2 is newer than this traillab, which reads lab/v1`},
	{"another schema", "lab/v1", "lab", `s:1:9: schema: "lab" is not the format that is read here: the file begins with schema: lab/v1`},
	{"a misspelt key", "title:", "titel:", `s:4:1: there is no key "titel" here: did you mean title?`},
	{"an unknown key", "level:", "difficulty:", "s: level: 0 is none: write 1 (easy) to 5 (hard)\n" + `s:5:1: there is no key "difficulty" here: there is schema, id, number, title, level, briefing, origin, sources, clock, emulator, vars, actors, setup, noise, injects, analysis, detections, goals, hints, penalties, teardown, score`},
	{"a misspelt key of a step", "igw, do: ec2", "igw, doo: ec2", `s:19:15: setup: there is no key "doo" here: did you mean do?`},
	{"no list", "  - {kind: terraform-teardown, count: 2, from: -20h, until: 2h}\n  - {kind: audit-reads, count: 3, from: -1h, until: 1h}", "  kind: audit-reads", `s:23:3: noise: a list is expected, and this is a mapping`},
	{"a key twice", "level: 2", "level: 2\nlevel: 3", `s:6:1: mapping key "level" already defined at [5:1]; take one of the two away`},
	{"no YAML", "level: 2", "level: [2", "s:6:1: ',' or ']' must be specified…"},
	{"an id of no form", "s02-unauthorized-detach", "S02_Detach", `s:2:5: id: "S02_Detach" is no id: write lower-case words with hyphens, as s02-stolen-key`},
	{"a number of no form", "number: S2", "number: two", `s:3:9: number: "two" is no number: write a capital letter and digits, as S2`},
	{"no title", "title: Gateway detached with a stolen key", "title: ", `s:4:7: title: a title is expected`},
	{"a level too high", "level: 2", "level: 6", `s:5:8: level: 6 is none: write 1 (easy) to 5 (hard)`},
	{"a level in words", "level: 2", "level: easy", `s:5:8: level: a whole number is expected, and this is "easy"`},
	{"a start without a zone", "2026-03-01T09:00:00Z", "2026-03-01 09:00", `s:6:16: start: "2026-03-01 09:00" is no time: write it in full and in quotes, as "2026-03-01T09:00:00Z"`},
	{"a mode", "mode: virtual", "mode: vitual", `s:6:46: mode: "vitual" is none: did you mean virtual?`},
	{"a span", "step: 1s", "step: 1 second", `s:6:61: step: "1 second" is no span of time: write 90s, 10m, 2h or 1h30m`},
	{"a negative span", "jitter: 40s", "jitter: -40s", `s:6:97: jitter: "-40s" is less than nothing: write a span as 10m`},
	{"a scale", "scale: 60", "scale: -1", `s:6:72: scale: -1 is too small: write how many seconds of the story one second is, 1 or more`},
	{"a machine's clock that is held", "mode: virtual", "hold: true, mode: real", `s:6:46: hold: nobody holds the machine's clock: write hold without mode: real`},
	{"a service", "[ec2, iam, sts]", "[EC2, iam, sts]", `s:7:22: require: "EC2" is no service: write its name in small letters, as ec2`},
	{"an upstream", "[builtin, ", "[bultin, ", `s:7:80: on: "bultin" is none: did you mean builtin?`},
	{"two ways to draw", "net: {number: [10, 90]}", "net: {number: [10, 90], is: 5}", `s:9:9: $net: exactly one of pick, number, address and is is expected, and here is number and is`},
	{"no way to draw", "net: {number: [10, 90]}", "net: {}", `s:9:8: $net: exactly one of pick, number, address and is is expected, and here is none`},
	{"numbers the wrong way", "[10, 90]", "[90, 10]", `s:9:17: $net: number is the least and the greatest that it can be, as [10, 99]`},
	{"a range", "address: 203.0.113.0/24", "address: 203.0.113.0", `s:11:21: $office: "203.0.113.0" is no range of addresses: write one as 203.0.113.0/24`},
	{"a range with bits behind it", "address: 203.0.113.0/24", "address: 203.0.113.9/24", `s:11:21: $office: 203.0.113.9/24 has bits set behind its prefix: write 203.0.113.0/24`},
	{"a range of one", "address: 203.0.113.0/24", "address: 203.0.113.0/32", `s:11:21: $office: in 203.0.113.0/32 there is no address beside its first and its last`},
	{"a variable of the lab", `"10.${net}.0.0/16"`, `"10.${net}.0.0/16 in ${account}"`, `s:10:15: $block: a variable is made of other variables, and $account is none: there is away, block, net, office, shop`},
	{"a circle", `"10.${net}.0.0/16"`, `"${block}"`, `s:10:11: $block is made of itself`},
	{"a dollar within a text", `"10.${net}.0.0/16"`, `"10.$net.0.0/16"`, `s:10:15: $net stands within a text: write ${net}`},
	{"a variable like an actor", "shop: {pick", "ops: {pick", `s:13:9: $ops is an actor: a variable needs another name`},
	{"an actor's type", "type: IAMUser", "type: IamUser", `s:16:19: actor mallory: type "IamUser" is none: did you mean IAMUser?`},
	{"an actor without a user", "user: ci-deploy, ", "", `s:16:13: actor mallory: user is missing: an actor of type IAMUser has one`},
	{"an actor with too much", "user: ci-deploy, ", "user: ci-deploy, role: x, ", `s:16:51: actor mallory: an actor of type IAMUser has no role`},
	{"an actor's name", "  mallory: {", "  ci-deploy: {", "s:16:15: actor \"ci-deploy\": a name is of letters, digits and _, for it is a variable too: $ci_deploy\n…"},
	{"an address", "ip: $away", "ip: 198.51.100.300", `s:16:49: actor mallory: ip "198.51.100.300" is no address: write one as 203.0.113.10, or a variable that is drawn`},
	{"no address", "ip: $away, ", "", `s:16:13: actor mallory: ip is missing: the address that the calls come from, as 203.0.113.10`},
	{"no agent", `, agent: "Boto3/1.34"`, "", `s:16:13: actor mallory: agent is missing: what the calls are made with, as aws-cli/2.17.44`},
	{"an address that is not drawn", "ip: $away", "ip: $vpc", `s:16:49: $vpc is not drawn: only what stands under vars is known before the lab is there; there is away, block, net, office, shop`},
	{"a policy", "user: ci-deploy, ", "user: ci-deploy, policy: AdministratorAccess, ", `s:16:53: actor mallory: policy is a policy document: a mapping with Version and Statement`},
	{"an operation as policies have it", "do: sts.GetCallerIdentity", "do: sts:GetCallerIdentity", `s:26:32: do: "sts:GetCallerIdentity" is no call: did you mean sts.GetCallerIdentity?`},
	{"an operation as boto3 has it", "do: sts.GetCallerIdentity", "do: sts.get_caller_identity", `s:26:32: do: "sts.get_caller_identity" is no call: did you mean sts.GetCallerIdentity?`},
	{"an operation as the CLI has it", "do: sts.GetCallerIdentity", "do: aws sts get-caller-identity", `s:26:32: do: "aws sts get-caller-identity" is no call: did you mean sts.GetCallerIdentity?`},
	{"an operation as records have it", "do: sts.GetCallerIdentity", "do: sts.amazonaws.com GetCallerIdentity", `s:26:32: do: "sts.amazonaws.com GetCallerIdentity" is no call: did you mean sts.GetCallerIdentity?`},
	{"an operation without a service", "do: sts.GetCallerIdentity", "do: GetCallerIdentity", `s:26:32: do: "GetCallerIdentity" is no call: write service.Operation, as ec2.DetachInternetGateway`},
	{"a service as the CLI has it", "do: sts.GetCallerIdentity", "do: elbv2.CreateListener", `s:26:32: do: elbv2 is what the CLI calls it: write elasticloadbalancing.CreateListener`},
	{"a service as boto3 has it", "[ec2, iam, sts]", "[ec2, configservice, sts]", `s:7:27: require: configservice is what the CLI calls it: write config`},
	{"a step that does nothing", "do: ec2.CreateVpc, in: {CidrBlock: $block}, save: {vpc: Vpc.VpcId}", "", "s:18:6: nothing is done here: do, set or steps is expected\ns:20:74: $vpc is not set: there is account, away, block, igw, mallory, net, now, office, ops, region, shop\ns:27:96: $vpc is not set: there is account, assoc, away, block, i1, igw, mallory, net, now, office, ops, region, shop\ns:29:105: $vpc is not set: there is account, assoc, away, block, i1, igw, mallory, net, now, office, ops, region, shop"},
	{"a step's id twice", "{id: igw, ", "{id: vpc, ", `s:19:10: id: another step is called "vpc"`},
	{"a step's id of no form", "{id: igw, ", "{id: the-igw, ", `s:19:10: id: "the-igw" is no id of a step: write letters, digits and _, for it is named as $at.ID`},
	{"a path", "{vpc: Vpc.VpcId}", `{vpc: "Vpc.[VpcId"}`, `s:18:71: save vpc: path "Vpc.[VpcId", character 11: it ends too early: close what is open, ] or a quote, and name a member behind a dot, as Vpcs[?State=='available'].VpcId`},
	{"an answer of nothing", "at: 20m, message", "at: 20m, save: {a: b}, message", `s:31:22: save: there is no call here that it could be about`},
	{"a variable of an actor set", "{vpc: Vpc.VpcId}", "{vpc: Vpc.VpcId, ops: Vpc.Owner}", `s:18:87: $ops cannot be set: it is the lab's own, or an actor`},
	{"a variable that is not set", "{InternetGatewayId: $igw, VpcId: $vpc}}\n  - {do: ec2.Desc", "{InternetGatewayId: $igv, VpcId: $vpc}}\n  - {do: ec2.Desc", `s:20:61: $igv is not set: did you mean igw?`},
	{"a variable that is set later", "in: {CidrBlock: $block}", "in: {CidrBlock: $igw}", `s:18:50: $igw is used here and only set afterwards`},
	{"a member that nobody has", "answer: $mallory.key", "answer: $mallory.secret", `s:34:49: $mallory.secret: mallory has no member "secret": there is arn, key, ip, agent, user`},
	{"a step that is not there", "answer: $at.cut", "answer: $at.cutt", `s:35:38: $at.cutt: no step has the id "cutt": did you mean cut?`},
	{"nobody", "at: 10m, as: mallory", "at: 10m, as: malory", `s:26:19: as: nobody is called "malory": did you mean mallory?`},
	{"a condition", "{at: 20m, ", "{at: 20m, when: $vpc is there, ", `s:31:21: when: "$vpc is there" is no condition: write $name, not $name, $name == word or $name != word`},
	{"a condition about nothing", "{at: 20m, ", "{at: 20m, when: $vpc == $vpcs, ", `s:31:21: $vpcs is not set: did you mean vpc?`},
	{"a loop over no list", "{at: 20m, ", "{at: 20m, each: {x: vpc}, ", `s:31:25: each: "vpc" is no list: write the variable that holds one, as $subnets`},
	{"no error to expect", "expect: {error: DependencyViolation}", "expect: {}", `s:27:111: expect: write the code that it is refused with, as {error: DependencyViolation}`},
	{"an inject without a time", "{at: 20m, message", "{message", `s:31:6: at is missing: when it happens, counted from the start, as 10m`},
	{"injects out of order", "{at: 20m, message", "{at: 2m, message", `s:31:10: at: 2m comes after 14m: write the injects in the order of time`},
	{"an inject before the setup", "at: 10m, as", "at: -30h, as", `s:26:10: at: -30h is before the setup, which begins 26h0m0s before the start: see clock.before`},
	{"an inject of nothing", `, message: "Help desk: shop unreachable"`, "", `s:31:6: nothing happens here: one of do, steps, message and synth is expected`},
	{"an inject of two things", "{at: 20m, message", "{at: 20m, do: sts.GetCallerIdentity, message", `s:31:6: do and message stand together: an inject is one of do, steps, message and synth`},
	{"again and again", "{at: 20m, message", "{at: 20m, every: 5m, message", `s:31:6: every and while belong to a synth, which is recorded again and again`},
	{"a check", "reach($i1, internet) == yes", "reach($i1, internet) == maybe", `s:36:24: at character 25 of "reach($i1, internet) == maybe": reach is one of yes, no, unknown, part, and "maybe" stands here`},
	{"a check of something that is not there", "reach($i1, internet) == yes", "reach($i2, internet) == yes", `s:36:24: $i2 is not set: did you mean i1?`},
	{"a check that is misspelt", "check: {call:", "check: {cal:", `s:37:25: "cal" is no member of an API read: there are call, in, region, path, and one of equals, in, any_of, exists, absent, gte, error`},
	{"a kind of noise", "kind: audit-reads", "kind: audit-read", `s:24:12: kind: "audit-read" is none: did you mean audit-reads?`},
	{"noise for no time", "from: -1h, until: 1h", "from: 1h, until: -1h", `s:24:52: until: -1h is not after 1h: write the span in which the noise is made, as from: -20h, until: 2h`},
	{"a detection", "[igw-detach, ", "[igw-detached, ", `s:32:21: detections: "igw-detached" is none: did you mean igw-detach?`},
	{"a detection both ways", "must_not: [cloudtrail-stopped]", "must_not: [igw-detach]", `s:32:71: must_not: igw-detach stands under must as well`},
	{"a goal of two things", `ask: "when",`, `ask: "when", check: "chain($vpc) == none",`, `s:35:6: goal when: ask and check stand together: a goal is one of ask, check and checks`},
	{"a goal's id twice", "{id: when,", "{id: who,", `s:35:10: id: another goal is called "who"`},
	{"a question without an answer", "answer: $mallory.key, ", "", `s:34:6: goal who: answer is missing: what is right, with variables, as $mallory.key`},
	{"points below nothing", "points: 30", "points: -30", `s:36:63: points: -30 is less than nothing: what costs points is a penalty`},
	{"a time to reach it by", "by: 40m", "by: soon", `s:36:71: by: "soon" is no span of time: write 90s, 10m, 2h or 1h30m`},
	{"a hint without a text", `, text: "Which address was unmapped just before?"`, "", `s:39:10: text is missing: what the hint says`},
	{"a hint that costs less than nothing", "cost: 5", "cost: -5", `s:39:27: cost: -5 is less than nothing: write what the hint takes off, as 5`},
	{"a penalty that gives", "points: -15", "points: 15", `s:40:99: points: 15 is no penalty: write what it costs with a minus, as -15`},
	{"a penalty without a reason", ", why: evidence lost", "", `s:40:14: why is missing: what was wrong with it, as evidence lost`},
	{"a share", "pass: 70", "pass: 700", `s:42:31: pass: 700 is no share: write per cent of the points, 0 to 100`},
	{"what becomes of it", "teardown: auto", "teardown: never", `s:41:11: teardown: "never" is none: there is auto, keep`},
	{"a network by its id", "detections:", "analysis: {vpc: vpc-0a1b}\ndetections:", `s:32:17: vpc: "vpc-0a1b" is no variable: the network has a new id in every run, so write what it was saved as, $vpc`},
	{"a verdict", "detections:", "analysis: {verdict: malicious}\ndetections:", `s:32:21: verdict: "malicious" is none: there is maintenance, containment, accident, hostile, undecided`},
	{"a policy with a variable of the lab", "user: ci-deploy, ", "user: ci-deploy, policy: {Resource: $account}, ", `s:16:64: $account is not drawn: only what stands under vars is known before the lab is there; there is away, block, net, office, shop`},
	{"a drawn address with a member", "ip: $away", "ip: $away.ip", `s:16:49: $away.ip: what is drawn has no members`},
	{"a user with a bare variable", "user: ci-deploy, ", "user: ci-$shop, ", `s:16:34: $shop stands within a text: write ${shop}`},
	{"again and again at no time", "every: 5m", "every: 0s", `s:30:60: every: "0s" is no time at all: write a span as 5m`},
	{"while without every", "every: 5m, ", "", `s:30:6: while goes with every: how often to look, as 5m`},
	{"a variable's name", "shop: {pick", "the-shop: {pick", `s:13:14: "the-shop" is no name of a variable: write letters, digits and _`},
	{"a variable like the lab's", "shop: {pick", "region: {pick", `s:13:12: $region is the lab's own: a variable needs another name`},
	{"less than no chains", "detections:", "analysis: {chains: -1}\ndetections:", `s:32:20: chains: -1 is less than none`},
	{"a goal's id of no form", "{id: when,", "{id: When,", `s:35:10: id: "When" is no id of a goal: write lower-case words with hyphens, as key-off`},
	{"a goal that asks for nothing", "ask: \"when\", ", "", "s:35:6: goal when: one of ask, check and checks is expected\ns:35:6: goal when: answer, accept and tolerance belong to a question: write ask"},
	{"a goal with an empty question", "ask: \"when\", answer: $at.cut, points: 10, tolerance: 2m", "points: 10", `s:35:6: goal when: one of ask, check and checks is expected`},
	{"a penalty without a check", "if: \"called(ec2.TerminateInstances, $i1) before called(ec2.CreateSnapshot)\", ", "", `s:40:14: if is missing: a check of what costs points`},
	{"a bonus below nothing", "time_bonus: 10", "time_bonus: -10", `s:42:21: time_bonus: -10 is less than nothing`},
	{"noise of no kind", "kind: audit-reads, ", "", `s:24:6: kind is missing: one of terraform-teardown, terraform-build, audit-reads, deploy, nat-churn`},
	{"too much noise", "count: 3", "count: 3000", `s:24:32: count: 3000 is not between 1 and 100`},
	{"noise until the start", "from: -1h, until: 1h", "from: 1h", `s:24:6: until: the start is not after 1h: write the span in which the noise is made, as from: -20h, until: 2h`},
	{"an upstream without a name", "[builtin, ", "[\"\", ", `s:7:80: on: the name of an upstream is expected: builtin, moto, localstack, localstack+moto`},
	{"a member of what has none", "answer: $at.cut", "answer: $net.cut", `s:35:38: $net.cut: net has no members`},
	{"a bare variable in a call", "in: {CidrBlock: $block}", "in: {CidrBlock: 10.$net.0.0/16}", `s:18:50: $net stands within a text: write ${net}, or $${net} where a dollar sign is meant`},
	{"a call and a group", "{do: ec2.DescribeAddresses, ", "{do: ec2.DescribeAddresses, steps: [{do: ec2.DescribeVpcs}], ", `s:21:6: do and steps stand together: a step is a call or a group`},
	{"two loops", "{at: 20m, ", "{at: 20m, each: {x: $vpc, y: $vpc}, ", `s:31:22: each: one variable with one list is expected, as {subnet: $subnets}`},
	{"a variable set to what is not there", "{at: 20m, ", "{at: 20m, set: {x: $nothing}, ", `s:31:24: $nothing is not set: there is account, assoc, away, block, i1, igw, mallory, net, now, office, ops, region, shop, vpc`},
	{"a name that cannot be set", "{at: 20m, ", "{at: 20m, set: {the-x: 1}, ", `s:31:28: "the-x" is no name of a variable: write letters, digits and _`},
	{"an empty path", "{vpc: Vpc.VpcId}", "{vpc: \"\"}", `s:18:71: save vpc: a path into the answer is expected, as Vpc.VpcId`},
	{"no time to wait", "{do: ec2.DescribeAddresses, ", "{do: ec2.DescribeAddresses, until: {path: a, equals: $b, within: never}, ", "s:21:58: $b is not set: there is account, away, block, igw, mallory, net, now, office, ops, region, shop, vpc\ns:21:70: until: within: \"never\" is no span of time as 90s or 10m"},
	{"nothing to wait for", "{do: ec2.DescribeAddresses, ", "{do: ec2.DescribeAddresses, until: {equals: 1}, ", `s:21:41: until: a path into the answer is expected, as Vpc.VpcId`},
	{"what only shows when it is drawn", "ip: $away", "ip: $shop", `s:9:3: actor mallory: ip "shop" is no address`},
}

func TestReadComplains(t *testing.T) {
	text := example(t)
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(text, c.old) != 1 {
				t.Fatalf("%q stands %d times in the example", c.old, strings.Count(text, c.old))
			}
			_, err := scenario.Read("s", []byte(strings.Replace(text, c.old, c.by, 1)), nil)
			if err == nil {
				t.Fatal("nothing is said about it")
			}
			if !like(err.Error(), c.complaint) {
				t.Errorf("got\n%v\nwanted\n%s", err, c.complaint)
			}
		})
	}
}

// TestReadTellsAll wants every complaint of a file at once, in the order of the lines.
func TestReadTellsAll(t *testing.T) {
	text := example(t)
	for old, by := range map[string]string{"level: 2": "level: 0", "as: mallory, do: sts": "as: malory, do: sts", "pass: 70": "pass: -1"} {
		text = strings.Replace(text, old, by, 1)
	}
	_, err := scenario.Read("s", []byte(text), nil)
	const wanted = `s:5:8: level: 0 is none: write 1 (easy) to 5 (hard)
s:26:19: as: nobody is called "malory": did you mean mallory?
s:42:31: pass: -1 is no share: write per cent of the points, 0 to 100`
	if err == nil || err.Error() != wanted {
		t.Errorf("got\n%v\nwanted\n%s", err, wanted)
	}
}

// TestReadsTheLeast wants no more of a scenario than it takes to be one, and says what is missing in an empty one.
func TestReadsTheLeast(t *testing.T) {
	least := "schema: lab/v1\nid: least\ntitle: The least\nlevel: 1\nclock: {start: \"2026-03-01T09:00:00Z\"}\ninjects: [{at: 0s, message: Hello}]\n"
	if _, err := scenario.Read("s", []byte(least), nil); err != nil {
		t.Error(err)
	}
	_, err := scenario.Read("s", []byte("schema: lab/v1\n"), nil)
	const wanted = `s: id: "" is no id: write lower-case words with hyphens, as s02-stolen-key
s: title: a title is expected
s: level: 0 is none: write 1 (easy) to 5 (hard)
s: start: "" is no time: write it in full and in quotes, as "2026-03-01T09:00:00Z"
s: injects: a story is expected: at least one thing that happens`
	if err == nil || err.Error() != wanted {
		t.Errorf("got\n%v\nwanted\n%s", err, wanted)
	}
}

// TestGoalsGivePoints: a scenario with goals that count nothing has forgotten something.
func TestGoalsGivePoints(t *testing.T) {
	text := regexp.MustCompile(`points: \d+`).ReplaceAllString(example(t), "points: 0")
	_, err := scenario.Read("s", []byte(text), nil)
	if err == nil || err.Error() != "s:34:3: goals: no goal gives a point: write points" {
		t.Errorf("got %v", err)
	}
}

// FuzzRead wants a scenario or a complaint of whatever is in a file, never a panic; and of what was read, that it can be drawn.
func FuzzRead(f *testing.F) {
	text := example(f)
	f.Add(text)
	for _, c := range broken {
		f.Add(strings.Replace(text, c.old, c.by, 1))
	}
	f.Add("")
	f.Add("a: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.Read("s", []byte(text), nil)
		if err != nil {
			return
		}
		if _, err := s.Draw(1); err != nil {
			t.Errorf("read, and not drawn: %v", err)
		}
	})
}

// like compares a complaint with what was wanted, in which … is anything.
func like(got, wanted string) bool {
	before, _, open := strings.Cut(wanted, "…")
	if open {
		return strings.HasPrefix(got, before) && len(got) > len(before)
	}
	return got == wanted
}

// TestMisfitsHideNothing wants that a misspelt key and a value of the wrong type hide nothing of the rest, nor are told twice.
func TestMisfitsHideNothing(t *testing.T) {
	text := example(t)
	for _, edit := range [][2]string{
		{"title:", "titel:"}, {"level: 2", "level: high"}, {"id: s02-unauthorized-detach", "id: S02_Detach"}, {"mode: virtual", "mode: vitual"}, {"[builtin, ", "[bultin, "},
	} {
		if !strings.Contains(text, edit[0]) {
			t.Fatalf("the example has no %s", edit[0])
		}
		text = strings.Replace(text, edit[0], edit[1], 1)
	}
	_, err := scenario.Read("s", []byte(text), nil)
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	want := `s:2:5: id: "S02_Detach" is no id: write lower-case words with hyphens, as s02-stolen-key
s:4:1: there is no key "titel" here: did you mean title?
s:5:8: level: a whole number is expected, and this is "high"
s:6:46: mode: "vitual" is none: did you mean virtual?
s:7:80: on: "bultin" is none: did you mean builtin?`
	if err.Error() != want {
		t.Errorf("got\n%v\nwanted\n%s", err, want)
	}
}
