// Who is seen: instances by their own sessions, agents by their signs of life, and nobody who only looks like one.

package dialect

import (
	"strings"
	"testing"

	"traillab/analyze/trail"
)

func TestSighted(t *testing.T) {
	const id, other = "i-0123456789abcdef0", "i-01234567"
	role := func(session, more string) string {
		return `"userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:` + session + `","arn":"arn:aws:sts::111122223333:assumed-role/web/` + session + `"` + more + `}`
	}
	delivered := `,"sessionContext":{"ec2RoleDelivery":"2.0"}`
	call := func(name, source, who, request string) string {
		return `{"eventID":"e","eventName":"` + name + `","eventSource":"` + source + `.amazonaws.com",` + who + `,"requestParameters":` + request + `}`
	}
	for _, c := range []struct {
		why, record, instance string
		beat, ok              bool
	}{
		{"an instance's own session", call("GetCallerIdentity", "sts", role(id, delivered), "null"), id, false, true},
		{"one of the short ids of before 2016", call("DescribeTags", "ec2", role(other, ""), "{}"), other, false, true},
		{"a session of another name, from the metadata service", call("GetCallerIdentity", "sts", role("web", delivered), "null"), "", false, true},
		{"a person's session", call("GetCallerIdentity", "sts", role("ann", ""), "null"), "", false, false},
		{"a session that only begins like an instance", call("GetCallerIdentity", "sts", role("i-am-a-person", ""), "null"), "", false, false},
		{"capital letters are no id", call("GetCallerIdentity", "sts", role("i-0123456789ABCDEF0", ""), "null"), "", false, false},
		{"a user named like an instance", call("GetCallerIdentity", "sts", `"userIdentity":{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::1:user/`+id+`"}`, "null"), "", false, false},
		{"a sign of life", call("UpdateInstanceInformation", "ssm", role(id, delivered), `{"platformType":"Linux","instanceId":"`+id+`"}`), id, true, true},
		{"a sign of life of a machine elsewhere", call("UpdateInstanceInformation", "ssm", role("mi-0123456789abcdef0", ""), `{"instanceId":"mi-0123456789abcdef0"}`), "mi-0123456789abcdef0", true, true},
		{"a sign of life in the name of another instance", call("PutInventory", "ssm", role(id, delivered), `{"items":[{"instanceId":"x"}],"instanceId":"`+other+`"}`), other, true, true},
		{"compliance names the resource", call("PutComplianceItems", "ssm", role(id, ""), `{"resourceId":"`+id+`","items":[]}`), id, true, true},
		{"a request that names nobody", call("PutInventory", "ssm", role(id, ""), `{"instanceId":{"a":1}}`), id, true, true},
		{"a request that is text", call("PutInventory", "ssm", role("ann", ""), `"HIDDEN_DUE_TO_SECURITY_REASONS"`), "", true, true},
		{"a call of that name of another service", call("UpdateInstanceInformation", "example", role("ann", ""), `{"instanceId":"`+id+`"}`), "", false, false},
	} {
		rec := &trail.Record{}
		if _, err := trail.NewScanner().Scan([]byte(c.record), rec); err != nil {
			t.Fatal(err)
		}
		instance, beat, ok := Sighted(rec)
		if string(instance) != c.instance || beat != c.beat || ok != c.ok {
			t.Errorf("%s: %q, beat %v, %v", c.why, instance, beat, ok)
		}
		escaped := strings.NewReplacer(`:i-`, `:\u0069-`, `/i-`, `/i\u002d`, "RoleDelivery", `Rol\u0065Delivery`).Replace(c.record)
		for _, text := range []string{c.record, escaped} {
			if ok && !Beats(rec.Name, rec.Source) && !MaySee([]byte(text)) {
				t.Errorf("%s: a look at the record would pass over it: %s", c.why, text)
			}
		}
	}
}

// TestMaySee: most records are passed over without a second look.
func TestMaySee(t *testing.T) {
	if MaySee([]byte(`{"eventName":"DescribeInstances","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/ops/ann"}}`)) {
		t.Error("a person's call is taken for an instance's")
	}
}

// TestSightedIsCheap: it is asked of every record.
func TestSightedIsCheap(t *testing.T) {
	rec := &trail.Record{Name: []byte("DescribeInstances"), Source: []byte("ec2.amazonaws.com"), SessionName: []byte("i-0123456789abcdef0"), IdentityType: []byte("AssumedRole")}
	if n := testing.AllocsPerRun(100, func() { Sighted(rec) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
