// What people are refused, and whom calls mean that name nobody. testdata/cloud.json has the users alice, who has a key, and bob,
// and the role net/operator.

package guard

import (
	"strings"
	"testing"

	"traillab/localstack/exchange"
)

// people are those who call.
var people = map[string]exchange.Principal{
	"root":  {Type: "Root", ID: account, ARN: "arn:aws:iam::" + account + ":root", Account: account},
	"alice": {Type: "IAMUser", ID: "AIDAALICE", ARN: "arn:aws:iam::" + account + ":user/alice", Account: account, User: "alice"},
	"token": {
		Type: "IAMUser", ID: "AIDAALICE", ARN: "arn:aws:iam::" + account + ":user/alice", Account: account, User: "alice", Session: &exchange.Session{},
	},
	"session": {
		Type: "AssumedRole", ID: "AROA:s", ARN: "arn:aws:sts::" + account + ":assumed-role/r/s", Account: account, Session: &exchange.Session{RoleName: "r"},
	},
	"guest": {
		Type: "FederatedUser", ID: account + ":g", ARN: "arn:aws:sts::" + account + ":federated-user/g", Account: account, Session: &exchange.Session{},
	},
}

func refusedPeople() []struct{ calls, want string } {
	const (
		ours   = " RoleArn=arn:aws:iam::" + account + ":role/net/operator"
		short  = " RoleArn=arn:aws:iam::" + account + ":role/operator"
		gone   = " RoleArn=arn:aws:iam::" + account + ":role/nobody"
		theirs = " RoleArn=arn:aws:iam::111122223333:role/net/operator"
		long   = "ValidationError The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
		nobody = "ValidationError Must specify userName when calling with non-User credentials"
	)
	denied := func(role string) string {
		return "AccessDenied User: arn:aws:iam::" + account + ":user/alice is not authorized to perform: sts:AssumeRole on resource: " + strings.TrimPrefix(role, " RoleArn=")
	}
	return []struct{ calls, want string }{
		{"sts.AssumeRole By=alice" + ours, ""},
		{"sts.AssumeRole By=alice" + short, denied(short)},
		{"sts.AssumeRole By=alice" + gone, denied(gone)},
		{"sts.AssumeRole By=alice" + theirs, denied(theirs)},
		{"sts.AssumeRole By=alice", denied("")},
		{"sts.AssumeRole By=alice DurationSeconds=43200" + ours, ""},
		{"sts.AssumeRole By=session DurationSeconds=3600" + ours, ""},
		{"sts.AssumeRole By=session DurationSeconds=3601" + ours, long},
		{"sts.AssumeRole By=session DurationSeconds=43200" + gone, long},
		{"sts.AssumeRoleWithSAML" + ours, ""},
		{"sts.AssumeRoleWithSAML" + gone, "AccessDenied Not authorized to perform sts:AssumeRoleWithSAML"},
		{"sts.AssumeRoleWithWebIdentity" + theirs, "AccessDenied Not authorized to perform sts:AssumeRoleWithWebIdentity"},

		{"sts.GetSessionToken By=alice", ""},
		{"sts.GetSessionToken By=root", ""},
		{"sts.GetSessionToken By=session", "AccessDenied Cannot call GetSessionToken with session credentials"},
		{"sts.GetSessionToken By=token", "AccessDenied Cannot call GetSessionToken with session credentials"},
		{"sts.GetFederationToken By=alice Name=g", ""},
		{"sts.GetFederationToken By=guest Name=g", "AccessDenied Cannot call GetFederationToken with session credentials"},

		{"iam.DeleteUser UserName=alice", "DeleteConflict Cannot delete entity, must delete access keys first."},
		{"iam.DeleteUser UserName=bob", ""},
		{"iam.DeleteUser UserName=mallory", ""},

		{"iam.GetUser By=session", nobody},
		{"iam.GetUser By=session UserName=alice", ""},
		{"iam.GetUser By=root", ""},
		{"iam.GetUser By=token", ""},
		{"iam.CreateAccessKey By=guest", nobody},
		{"iam.ListAccessKeys By=session", nobody},
		{"iam.UpdateAccessKey By=session AccessKeyId=AKIA1 Status=Inactive", nobody},
		{"iam.DeleteAccessKey By=session AccessKeyId=AKIA1", nobody},
		{"iam.ChangePassword By=alice OldPassword=old NewPassword=new", ""},
		{"iam.ChangePassword By=root OldPassword=old NewPassword=new", "InvalidUserType Only IAM Users can change their own password"},
	}
}

func TestStatuses(t *testing.T) {
	for line, want := range map[string]int{
		"sts.GetSessionToken By=session": 403, "iam.DeleteUser UserName=alice": 409, "iam.GetUser By=session": 400,
	} {
		if a := newLab(t).pass(line, ""); a.Error == nil || a.Error.Status != want {
			t.Errorf("%s: %+v", line, a.Error)
		}
	}
}

// TestCallers: whom the cloud is asked about when the client names nobody.
func TestCallers(t *testing.T) {
	for line, want := range map[string]string{
		"iam.GetUser By=alice": "alice", "iam.GetUser By=token": "alice", "iam.GetUser By=alice UserName=bob": "bob", "iam.GetUser By=root": "",
		"iam.CreateAccessKey By=alice": "alice", "iam.ListAccessKeys By=alice": "alice",
		"iam.UpdateAccessKey By=alice AccessKeyId=AKIA1 Status=Inactive": "alice", "iam.DeleteAccessKey By=alice AccessKeyId=AKIA1": "alice",
	} {
		asked, _ := newLab(t).through(newLab(t).call(line), "")
		if got, _ := asked["UserName"].(string); got != want {
			t.Errorf("%s: the cloud is asked about %q, want %q", line, got, want)
		}
	}
}

// TestChangedPassword: a cloud that cannot change a caller's password is told to change alice's.
func TestChangedPassword(t *testing.T) {
	const line = "iam.ChangePassword By=alice OldPassword=old NewPassword=new"
	l := newLab(t)
	if a := l.pass(line, "!NotImplemented"); a.Error == nil || a.Error.Code != "NoSuchEntity" || !a.Mended {
		t.Errorf("without a login profile: %+v", a.Error)
	}
	l.cloud.answers["UpdateLoginProfile alice"] = map[string]any{}
	if a := l.pass(line, "!NotImplemented"); a.Error != nil || a.Out == nil || !a.Mended {
		t.Errorf("with one: %+v", a.Error)
	}
	if a := l.pass(line, "!PasswordPolicyViolation"); a.Error == nil || a.Mended {
		t.Error("what the cloud refuses is done")
	}
}

// TestPeopleNeedNoNetwork: no region is described for what IAM and STS are asked.
func TestPeopleNeedNoNetwork(t *testing.T) {
	l := newLab(t)
	if l.pass("iam.GetUser By=alice", ""); len(l.cloud.calls) != 0 {
		t.Errorf("asked for %v", l.cloud.calls)
	}
}
