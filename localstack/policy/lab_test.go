// The lab that policies are tried in: calls of one line, and policies of one line a statement.

package policy

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/identity"
	"traillab/localstack/wire"
)

const (
	number = "000000000000"
	region = "us-east-1"
)

var nine = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// lab is a book and the calls that it hears.
type lab struct {
	*Book
	keys   *identity.Registry
	t      testing.TB
	models *wire.Catalog
	at     time.Time
	from   string
}

func newLab(t testing.TB) *lab {
	return &lab{Book: New(number), keys: identity.New(number), t: t, models: wire.Open(), at: nine, from: "203.0.113.10"}
}

// call makes a call by somebody: "user ci", "role NetOps", "root", "nobody", with a key after it: "role NetOps ASIA1".
func (l *lab) call(who, line string) *exchange.Call {
	l.t.Helper()
	name, in, _ := strings.Cut(line, " ")
	service, operation, _ := strings.Cut(name, ".")
	c := &exchange.Call{Service: service, Name: operation, Account: number, Region: region, In: map[string]any{}, At: l.at, From: l.from, Agent: "test"}
	c.Who, c.Key = whoever(who)
	if s, ok := l.models.Service(service); ok {
		c.Operation, _ = s.Operation(operation)
	}
	if c.Operation == nil {
		l.t.Fatalf("%s: no such operation", name)
	}
	if in != "" {
		if err := json.Unmarshal([]byte("{"+in+"}"), &c.In); err != nil {
			l.t.Fatalf("%s: %v", line, err)
		}
	}
	return c
}

func whoever(who string) (exchange.Principal, string) {
	words := append(strings.Fields(who), "", "", "")
	p := exchange.Principal{Account: number}
	switch words[0] {
	case "root":
		p.Type, p.ARN, p.ID = "Root", "arn:aws:iam::"+number+":root", number
	case "user":
		p.Type, p.User, p.ARN, p.ID = "IAMUser", words[1], "arn:aws:iam::"+number+":user/"+words[1], "AIDA"+words[1]
	case "role":
		p.Type, p.ARN, p.ID = "AssumedRole", "arn:aws:sts::"+number+":assumed-role/"+words[1]+"/s", "AROA:s"
		p.Session = &exchange.Session{Name: "s", RoleName: words[1], Role: "arn:aws:iam::" + number + ":role/" + words[1], Since: nine}
	case "federated":
		p.Type, p.ARN = "FederatedUser", "arn:aws:sts::"+number+":federated-user/"+words[1]
	case "nobody":
		p = exchange.Principal{Type: "AWSAccount", ID: "ANONYMOUS_PRINCIPAL", Account: "anonymous"}
	}
	return p, words[2]
}

// hears lets a call of root go through; out is its answer.
func (l *lab) hears(line, out string) { l.t.Helper(); l.hearsOf("root", line, out) }

func (l *lab) hearsOf(who, line, out string) {
	l.t.Helper()
	a := &exchange.Answer{Out: map[string]any{}}
	if err := json.Unmarshal([]byte("{"+out+"}"), &a.Out); err != nil {
		l.t.Fatalf("%s: %v", out, err)
	}
	c := l.call(who, line)
	l.keys.Learn(c, a)
	l.Learn(c, a)
}

// user and role make one, with an inline policy p of some lines unless there are none.
func (l *lab) user(name string, lines ...string) {
	l.t.Helper()
	l.hears(`iam.CreateUser "UserName": "`+name+`"`, `"User": {"UserName": "`+name+`", "Arn": "arn:aws:iam::`+number+`:user/`+name+`"}`)
	if len(lines) > 0 {
		l.hears(`iam.PutUserPolicy "UserName": "`+name+`", "PolicyName": "p", "PolicyDocument": `+quoted(lines...), "")
	}
}

func (l *lab) role(name, trust string, lines ...string) {
	l.t.Helper()
	l.hears(`iam.CreateRole "RoleName": "`+name+`", "AssumeRolePolicyDocument": `+quoted(trust), `"Role": {"RoleName": "`+name+`", "Arn": "arn:aws:iam::`+number+`:role/`+name+`"}`)
	if len(lines) > 0 {
		l.hears(`iam.PutRolePolicy "RoleName": "`+name+`", "PolicyName": "p", "PolicyDocument": `+quoted(lines...), "")
	}
}

// holds checks that a call is let through, or is refused because of what want says.
func (l *lab) holds(who, line, want string) {
	l.t.Helper()
	got := "yes"
	if refused := l.Allow(l.call(who, line)); refused != nil {
		got = refused.Error()
	}
	if want == "yes" && got != "yes" || want != "yes" && !strings.HasSuffix(got, want) {
		l.t.Errorf("%s: %s\n got %s\nwant %s", who, line, got, want)
	}
}

// quoted is a policy as a JSON string.
func quoted(lines ...string) string {
	text, err := json.Marshal(policyOf(lines...))
	if err != nil {
		panic(err)
	}
	return string(text)
}

// policyOf writes a policy: EFFECT ACTIONS RESOURCES [for PRINCIPALS] [if OPERATOR KEY VALUES]…, lists with commas, a ! before what
// is excluded. "*" for resources of a policy with principals is left out.
func policyOf(lines ...string) string {
	var statements []map[string]any
	for _, line := range lines {
		words := strings.Fields(line)
		s := map[string]any{"Effect": words[0]}
		element(s, "Action", words[1])
		element(s, "Resource", words[2])
		conditions := map[string]map[string]any{}
		for rest := words[3:]; len(rest) > 1; {
			if rest[0] == "for" {
				names := strings.Split(rest[1], ",")
				s["Principal"] = map[string]any{"AWS": names}
				if names[0] == "*" {
					s["Principal"] = "*"
				}
				if service, ok := strings.CutPrefix(names[0], "service:"); ok {
					s["Principal"] = map[string]any{"Service": service}
				}
				rest = rest[2:]
				continue
			}
			if conditions[rest[1]] == nil {
				conditions[rest[1]] = map[string]any{}
			}
			conditions[rest[1]][rest[2]] = strings.Split(rest[3], ",")
			s["Condition"] = conditions
			rest = rest[4:]
		}
		if _, ok := s["Principal"]; ok && words[2] == "*" {
			delete(s, "Resource")
		}
		statements = append(statements, s)
	}
	text, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func element(s map[string]any, name, list string) {
	if others, ok := strings.CutPrefix(list, "!"); ok {
		name, list = "Not"+name, others
	}
	s[name] = strings.Split(list, ",")
	if strings.Contains(list, "${") {
		s[name] = list // one that may have a comma of its own
	}
}

// known makes a context of words, as aws:SourceIp=203.0.113.10 aws:TagKeys=a,b.
func known(words string) Context {
	k := Context{}
	for _, word := range strings.Fields(words) {
		key, values, ok := strings.Cut(word, "=")
		if !ok {
			panic(fmt.Sprintf("%q has no =", word))
		}
		k.set(key, strings.Split(values, ",")...)
	}
	return k
}
