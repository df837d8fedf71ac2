// Sessions: who a caller is, and keys for a while. The registry of the lab learns them from the answers.

package builtin

import (
	"strings"
	"time"

	"traillab/localstack/wire"
)

var (
	notAssumed = fault{"AccessDenied", "User: %s is not authorized to perform: sts:AssumeRole on resource: %s", 403}
	tooLong    = fault{code: "ValidationError", sentence: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."}
	tooShort   = fault{code: "ValidationError", sentence: "1 validation error detected: Value '%d' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"}
)

func tokenCalls() operations {
	return operations{
		"GetCallerIdentity": callerIdentity, "AssumeRole": assumeRole, "GetSessionToken": sessionToken, "GetFederationToken": federationToken,
		"GetAccessKeyInfo": func(q *call) (result, *wire.Error) { return result{"Account": q.options.Account}, nil },
	}
}

func callerIdentity(q *call) (result, *wire.Error) {
	return result{"Account": q.options.Account, "Arn": q.Who.ARN, "UserId": q.callerID()}, nil
}

// callerID is the id of a caller; a user has it from the directory.
func (q *call) callerID() string {
	if e, ok := q.people.users.get(q.Who.User); ok && q.Who.Type == "IAMUser" {
		return e.id
	}
	return q.Who.ID
}

// lasts is how long keys are asked for.
func (q *call) lasts(usual int64) (time.Duration, *wire.Error) {
	seconds := usual
	if q.said("DurationSeconds") {
		seconds = q.number("DurationSeconds")
	}
	if seconds < 900 {
		return 0, tooShort.of(seconds)
	}
	return time.Duration(min(seconds, 129600)) * time.Second, nil
}

// credentials are keys for a while.
func (q *call) credentials(lasts time.Duration) result {
	return result{
		"AccessKeyId": q.letters("ASIA", 20), "SecretAccessKey": q.secret(), "Expiration": q.now.Add(lasts).Truncate(time.Second),
		"SessionToken": "IQoJb3JpZ2luX2VjE" + q.secret() + q.secret() + q.secret(),
	}
}

func assumeRole(q *call) (result, *wire.Error) {
	arn, session := q.text("RoleArn"), q.text("RoleSessionName")
	name := arn[strings.LastIndex(arn, "/")+1:]
	e, ok := q.people.roles.get(name)
	if !ok || e.arn(q) != arn {
		return nil, notAssumed.of(q.Who.ARN, arn)
	}
	lasts, refused := q.lasts(3600)
	switch {
	case refused != nil:
		return nil, refused
	case int64(lasts/time.Second) > e.longest:
		return nil, tooLong.of()
	}
	return result{"Credentials": q.credentials(lasts), "AssumedRoleUser": result{
		"AssumedRoleId": e.id + ":" + session, "Arn": "arn:aws:sts::" + q.options.Account + ":assumed-role/" + e.name + "/" + session,
	}}, nil
}

func sessionToken(q *call) (result, *wire.Error) {
	lasts, refused := q.lasts(43200)
	if refused != nil {
		return nil, refused
	}
	return result{"Credentials": q.credentials(lasts)}, nil
}

func federationToken(q *call) (result, *wire.Error) {
	lasts, refused := q.lasts(43200)
	if refused != nil {
		return nil, refused
	}
	name := q.text("Name")
	return result{"Credentials": q.credentials(lasts), "FederatedUser": result{
		"FederatedUserId": q.options.Account + ":" + name, "Arn": "arn:aws:sts::" + q.options.Account + ":federated-user/" + name,
	}}, nil
}
