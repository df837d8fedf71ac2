// Whoever ends older sessions takes the time of now from the wall or from the trail, of which one is ahead of the other.

package policy

import (
	"testing"
	"time"

	"traillab/localstack/exchange"
)

func TestClocked(t *testing.T) {
	const ahead = time.Minute
	for name, test := range map[string]struct {
		cut            time.Duration // after nine by the lab's clock, where the policy is written ten seconds after nine
		before, at, on string        // a session of five seconds after nine, of the second of the cut in the trail, and of a second after the policy
	}{
		"by the trail's newest time":   {10 * time.Second, "no", "yes", "yes"},
		"by the wall, now":             {10*time.Second - ahead, "no", "yes", "yes"}, // it is of that second
		"by the wall, rounded up":      {11*time.Second - ahead, "no", "no", "yes"},
		"by the wall, a while ago":     {4*time.Second - ahead, "yes", "yes", "yes"},
		"by a day that is yet to come": {24 * time.Hour, "no", "no", "no"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.role("NetOps", "Allow sts:AssumeRole * for *", "Allow ec2:* *")
			session := func(key string, at time.Duration) {
				who, _ := whoever("role NetOps " + key)
				twin := *who.Session
				twin.Since, twin.Wall = nine.Add(at), nine.Add(at-ahead)
				who.Session = &twin
				c := l.call("root", `sts.AssumeRole "RoleArn": "arn:aws:iam::`+number+`:role/NetOps", "RoleSessionName": "s"`)
				l.Learn(c, &exchange.Answer{Out: map[string]any{"Credentials": map[string]any{"AccessKeyId": key}}, Given: &who})
			}
			session("ASIA1", 5*time.Second)
			session("ASIA2", 10*time.Second)
			put := l.call("root", `iam.PutRolePolicy "RoleName": "NetOps", "PolicyName": "AWSRevokeOlderSessions", "PolicyDocument": `+
				quoted("Deny * * if DateLessThan aws:TokenIssueTime "+nine.Add(test.cut).Format(time.RFC3339)))
			put.At, put.Wall = nine.Add(10*time.Second), nine.Add(10*time.Second-ahead)
			l.Learn(put, &exchange.Answer{Out: map[string]any{}})
			session("ASIA3", 11*time.Second)
			for key, want := range map[string]string{"ASIA1": test.before, "ASIA2": test.at, "ASIA3": test.on} {
				if want == "no" {
					want = explicit
				}
				l.holds("role NetOps "+key, detach, want)
			}
		})
	}
}
