// Calls: one call while it is answered, and what is asked of every call before its own handler sees it.

package builtin

import (
	"maps"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// call is one call while it is answered.
type call struct {
	*Cloud
	*region // nil but for ec2
	*exchange.Call
	members
	now  time.Time // as finely as the service tells times
	fine time.Time // to the millisecond, as volumes and snapshots are told
	body []byte    // of what is uploaded
}

// moments are a time to the millisecond, which is as finely as AWS tells any, and as finely as a service does: IAM, STS, S3 and
// EC2 tell whole seconds.
func moments(service string, now time.Time) (fine, told time.Time) {
	fine = now.UTC().Truncate(time.Millisecond)
	switch service {
	case "iam", "sts", "s3", "ec2":
		return fine, fine.Truncate(time.Second)
	}
	return fine, fine
}

// result is an answer by the model's names; nil is an empty one.
type result = map[string]any

// handler answers one operation. It refuses before it changes anything.
type handler func(*call) (result, *wire.Error)

// operations are the calls of a service, by name.
type operations map[string]handler

// services are all calls there are.
func services() map[string]operations {
	return map[string]operations{
		"ec2": merge(
			vpcCalls(), rangeCalls(), subnetCalls(), gatewayCalls(), egressCalls(), tableCalls(), routeCalls(), natCalls(), addressCalls(),
			groupCalls(), ruleCalls(), aclCalls(), launchCalls(), powerCalls(), attributeCalls(), profileUseCalls(), faceCalls(),
			attachmentCalls(), endpointCalls(), peeringCalls(), vpnCalls(), transitCalls(), volumeCalls(), snapshotCalls(), imageCalls(),
			flowLogCalls(), keyPairCalls(), placeCalls(), blockCalls(), encryptionCalls(), tagCalls(),
		),
		"iam": merge(
			userCalls(), accessKeyCalls(), crowdCalls(), roleCalls(), policyCalls(), versionCalls(), inlineCalls(), attachedCalls(),
			instanceProfileCalls(), accountCalls(),
		),
		"sts": tokenCalls(),
		"s3":  merge(bucketCalls(), settingCalls(), objectCalls(), uploadCalls()),
		"ssm": merge(parameterCalls(), documentCalls()),
		"kms": keyCalls(),

		"cloudtrail": trailCalls(), "backup": backupCalls(), "config": configCalls(), "acm": certificateCalls(),
		"elasticloadbalancing": merge(balancerCalls(), targetGroupCalls(), listenerCalls()),
	}
}

func merge(tables ...operations) operations {
	all := operations{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}

// answer asks of a call what AWS asks of every call, and lets its handler do the rest.
func (q *call) answer(do handler) (result, *wire.Error) {
	if missing := q.missing(); missing != "" {
		return nil, q.lacks(missing)
	}
	if q.Service != "ec2" {
		return do(q)
	}
	if q.flag("DryRun") {
		return nil, wouldSucceed.of()
	}
	return q.once(do)
}

// missing is the first member that the model requires and the call does not have.
func (q *call) missing() string {
	if q.Operation == nil || q.Operation.Input == nil {
		return ""
	}
	for _, m := range q.Operation.Input.Members {
		if m.Required && !m.Streaming && !q.said(m.Name) && m.Shape.Kind != wire.ListOf && m.Shape.Kind != wire.MapOf {
			return q.Operation.Asked(&m)
		}
	}
	return ""
}

// lacks refuses a call for want of a member.
func (q *call) lacks(member string) *wire.Error {
	switch q.Service {
	case "ec2":
		return missingParameter.of(member)
	case "s3":
		return invalidArgument.of(member)
	}
	return validation.of(member)
}
