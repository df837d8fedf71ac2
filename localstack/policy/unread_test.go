// Policies that cannot be read are told of, as long as they are in force, and count for nothing wherever they stand.

package policy

import (
	"errors"
	"strings"
	"testing"
)

func TestUnread(t *testing.T) {
	const odd = `"{\"Statement\": 7}"`
	const control = `"Policy": {"PolicySummary": {"Id": "p-1"}}`
	for name, test := range map[string]struct{ put, out, drop string }{
		"user ci, policy odd":                {`iam.PutUserPolicy "UserName": "ci", "PolicyName": "odd", "PolicyDocument": ` + odd, "", `iam.DeleteUserPolicy "UserName": "ci", "PolicyName": "odd"`},
		"role NetOps, policy odd":            {`iam.PutRolePolicy "RoleName": "NetOps", "PolicyName": "odd", "PolicyDocument": ` + odd, "", `iam.DeleteRole "RoleName": "NetOps"`},
		"trust policy of role NetOps":        {`iam.UpdateAssumeRolePolicy "RoleName": "NetOps", "PolicyDocument": ` + odd, "", `iam.UpdateAssumeRolePolicy "RoleName": "NetOps", "PolicyDocument": ` + quoted("Allow sts:AssumeRole * for *")},
		"arn:aws:iam::1:policy/odd v1":       {`iam.CreatePolicy "PolicyName": "odd", "PolicyDocument": ` + odd, `"Policy": {"Arn": "arn:aws:iam::1:policy/odd"}`, `iam.DeletePolicy "PolicyArn": "arn:aws:iam::1:policy/odd"`},
		"bucket b":                           {`s3.PutBucketPolicy "Bucket": "b", "Policy": ` + odd, "", `s3.DeleteBucket "Bucket": "b"`},
		"p-1":                                {`organizations.CreatePolicy "Name": "odd", "Type": "SERVICE_CONTROL_POLICY", "Content": ` + odd, control, `organizations.DeletePolicy "PolicyId": "p-1"`},
		"the session policy of arn:aws:sts:": {`sts.AssumeRole "RoleArn": "arn:aws:iam::` + number + `:role/NetOps", "RoleSessionName": "s", "Policy": ` + odd, `"Credentials": {"AccessKeyId": "ASIA1"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var reported []error
			l := newLab(t)
			l.Book = Reporting(number, func(err error) { reported = append(reported, err) })
			l.user("ci", "Allow * *")
			l.role("NetOps", "Allow sts:AssumeRole * for *", "Allow * *")
			l.hears(`organizations.AttachPolicy "PolicyId": "p-FullAWSAccess", "TargetId": "`+number+`"`, "")
			l.hears(test.put, test.out)
			told := l.Unread()
			if len(told) != 1 || !strings.HasPrefix(told[0], name) || !strings.Contains(told[0], "counts for nothing") {
				t.Errorf("unread: %q", told)
			}
			var unread *UnreadError
			if len(reported) != 1 || !errors.As(reported[0], &unread) || reported[0].Error() != told[0] {
				t.Errorf("reported: %v", reported)
			}
			l.holds("user ci", detach, "yes")
			if strings.HasPrefix(name, "the session policy") {
				l.holds("role NetOps ASIA1", detach, "because no session policy allows the ec2:DetachInternetGateway action")
			} else {
				l.holds("role NetOps ASIA1", detach, "yes")
			}
			l.holds("user ci", `sts.AssumeRole "RoleArn": "arn:aws:iam::`+number+`:role/NetOps", "RoleSessionName": "s"`, "yes")
			if test.drop == "" {
				return // a session cannot be taken back
			}
			if l.hears(test.drop, ""); len(l.Unread()) != 0 {
				t.Errorf("unread when it is gone: %q", l.Unread())
			}
		})
	}
}
