// People: what IAM and STS refuse and clouds allow, and whom calls mean that name nobody. A cloud behind the lab sees every call
// signed by one key, so it cannot know.

package guard

import (
	"errors"
	"slices"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Where the sentences are known from.
const (
	userDocs  = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html"
	leaveDocs = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html"
	loginDocs = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html"
	roleDocs  = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
	chainDocs = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining"
	tokenDocs = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html"
	guestDocs = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html"
)

// selfish are the calls that mean their caller when they name no user.
var selfish = []string{"GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey"}

func peopleRefusals() []refusal {
	rows := []refusal{
		{"iam.ChangePassword", "of one who is no user", noUser, "InvalidUserType", "Only IAM Users can change their own password", loginDocs},
		{"iam.DeleteUser", "while the user has keys", hasKeys, "DeleteConflict", "Cannot delete entity, must delete access keys first.", leaveDocs},
		{
			"sts.AssumeRole", "for more than an hour by one who has a role already", longChain, "ValidationError",
			"The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", chainDocs,
		},
		{
			"sts.AssumeRole", "when the role is not there, or of another account", notOurs, "AccessDenied",
			"User: %s is not authorized to perform: sts:AssumeRole on resource: %s", roleDocs,
		},
		{"sts.GetSessionToken", "by a key of a session", inSession, "AccessDenied", "Cannot call GetSessionToken with session credentials", tokenDocs},
		{"sts.GetFederationToken", "by a key of a session", inSession, "AccessDenied", "Cannot call GetFederationToken with session credentials", guestDocs},
	}
	for _, name := range []string{"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"} {
		unnamed := func(q *asked) []any {
			if notOurs(q) == nil {
				return nil
			}
			return []any{}
		}
		rows = append(rows, refusal{
			"sts." + name, "when the role is not there, or of another account", unnamed, "AccessDenied", "Not authorized to perform sts:" + name, roleDocs,
		})
	}
	for _, name := range selfish {
		rows = append(rows, refusal{
			"iam." + name, "when it names no user and its caller is none", meansNobody, "ValidationError",
			"Must specify userName when calling with non-User credentials", userDocs,
		})
	}
	return rows
}

func peopleMendings() []mend {
	rows := []mend{{"iam.ChangePassword", "changes the caller's password where a cloud cannot, whatever the old one was", changePassword}}
	for _, name := range selfish {
		rows = append(rows, mend{"iam." + name, "means its caller when it names no user", meanCaller})
	}
	return rows
}

func noUser(q *asked) []any {
	if q.Who.Type == "IAMUser" {
		return nil
	}
	return []any{}
}

// meansNobody: the root user may mean itself.
func meansNobody(q *asked) []any {
	if q.text("UserName") != "" || q.Who.Type == "IAMUser" || q.Who.Type == "Root" {
		return nil
	}
	return []any{}
}

// meanCaller names the caller to the cloud.
func meanCaller(q *asked) (func(*exchange.Answer), *wire.Error) {
	if q.text("UserName") == "" && q.Who.Type == "IAMUser" {
		q.mine()["UserName"] = q.Who.User
	}
	return nil, nil
}

// changePassword: clouds that lack the call have UpdateLoginProfile, which names whose password it changes.
func changePassword(q *asked) (func(*exchange.Answer), *wire.Error) {
	fresh := q.text("NewPassword")
	return func(a *exchange.Answer) {
		if a.Error == nil || !slices.Contains(lacking, a.Error.Code) {
			return
		}
		_, err := q.cloud.Do(q.ctx, q.Region, "iam", "UpdateLoginProfile", map[string]any{"UserName": q.Who.User, "Password": fresh})
		var refused *wire.Error
		switch {
		case err == nil:
			a.Error, a.Out, a.Mended = nil, map[string]any{}, true
		case errors.As(err, &refused):
			a.Error, a.Mended = refused, true
		}
	}, nil
}

// hasKeys: of a user who is not there the cloud has something better to say.
func hasKeys(q *asked) []any {
	out, err := q.cloud.Do(q.ctx, q.Region, "iam", "ListAccessKeys", map[string]any{"UserName": q.text("UserName")})
	if keys, _ := out["AccessKeyMetadata"].([]any); err != nil || len(keys) == 0 {
		return nil
	}
	return []any{}
}

// notOurs: AWS does not tell a role that is not there from one that may not be taken.
func notOurs(q *asked) []any {
	arn := q.text("RoleArn")
	path, ours := strings.CutPrefix(arn, "arn:aws:iam::"+q.Account+":role/")
	if !ours {
		return []any{q.Who.ARN, arn}
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	out, err := q.cloud.Do(q.ctx, q.Region, "iam", "GetRole", map[string]any{"RoleName": name})
	var refused *wire.Error
	if errors.As(err, &refused) && refused.Code == "NoSuchEntity" {
		return []any{q.Who.ARN, arn}
	}
	role, _ := out["Role"].(map[string]any)
	if known, _ := role["Arn"].(string); known != "" && !strings.HasSuffix(known, ":role/"+path) {
		return []any{q.Who.ARN, arn}
	}
	return nil
}

func longChain(q *asked) []any {
	if seconds, _ := q.In["DurationSeconds"].(int64); q.Who.Type != "AssumedRole" || seconds <= 3600 {
		return nil
	}
	return []any{}
}

func inSession(q *asked) []any {
	if q.Who.Session == nil {
		return nil
	}
	return []any{}
}
