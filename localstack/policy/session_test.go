// Sessions are known to policies by the names that the lab's keys have.

package policy

import (
	"fmt"
	"reflect"
	"testing"
)

// TestOneName: policies know whoever has a session by the name, the ids and the moment that the lab's keys have, however the session
// was asked for.
func TestOneName(t *testing.T) {
	const role = `"RoleArn": "arn:aws:iam::` + number + `:role/ops/NetOps"`
	const answered = `"AssumedRoleUser": {"AssumedRoleId": "AROANET:%s", "Arn": "arn:aws:sts::` + number + `:assumed-role/NetOps/%[1]s"}, "Credentials": {"AccessKeyId": "%[2]s"}`
	for i, test := range []struct{ line, who, out, want string }{
		{`sts.AssumeRole ` + role + `, "RoleSessionName": "ann"`, "root", fmt.Sprintf(answered, "ann", "ASIA1"), "assumed-role/NetOps/ann"},
		{`sts.AssumeRoleWithSAML ` + role + `, "PrincipalArn": "p"`, "nobody", fmt.Sprintf(answered, "bea", "ASIA2"), "assumed-role/NetOps/bea"},
		{`sts.AssumeRoleWithWebIdentity ` + role + `, "RoleSessionName": "cleo"`, "nobody", fmt.Sprintf(answered, "cleo", "ASIA3"), "assumed-role/NetOps/cleo"},
		{`sts.GetFederationToken "Name": "dora"`, "user ci", `"Credentials": {"AccessKeyId": "ASIA4"}`, "federated-user/dora"},
	} {
		l := newLab(t)
		l.hearsOf(test.who, test.line, test.out)
		key := fmt.Sprint("ASIA", i+1)
		who, refused := l.keys.Who("ec2", key, nine)
		if refused != nil || who.ARN != "arn:aws:sts::"+number+":"+test.want {
			t.Fatalf("%s: the key is %s's: %v", test.line, who.ARN, refused)
		}
		if s := l.latest[who.ARN]; s == nil || !reflect.DeepEqual(s.who, who) || l.sessions[key] != s {
			t.Errorf("%s: policies know %+v, not %+v", test.line, s, who)
		}
	}
	l := newLab(t)
	l.hears(`sts.AssumeRole "RoleArn": "arn:aws:iam::111122223333:role/NetOps", "RoleSessionName": "s"`, `"Credentials": {"AccessKeyId": "ASIA1"}`)
	if len(l.sessions) != 0 {
		t.Error("a session in another account is noted")
	}
}
