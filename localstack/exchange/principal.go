// Principals: who makes a call, in the words of CloudTrail's userIdentity.

package exchange

import (
	"strings"
	"time"
)

// Principal is who makes a call.
type Principal struct {
	Type    string // Root, IAMUser, AssumedRole, AWSService; Unknown for a key that is not the lab's
	ID      string // principalId: AIDA…, AROA…:session, the account for root
	ARN     string // of the user, the session or root
	Account string
	User    string // userName of an IAM user
	Session *Session
	Invoker string // of AWSService: ssm.amazonaws.com
}

// Session is what a temporary key carries.
type Session struct {
	Name     string // RoleSessionName
	Role     string // ARN of the role; "" for GetSessionToken
	RoleID   string // AROA…
	RoleName string
	MFA      bool
	Since    time.Time // by the lab's clock
	Wall     time.Time // the same moment by the clock that the lab follows; zero where they are the same
	Source   string    // of a role that an instance has: the instance's id
}

// Last returns the last part of an ARN or path: the name of a role in arn:aws:iam::1:role/x/NetOps.
func Last(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }
