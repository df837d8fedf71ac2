// Principals in the words of userIdentity.

package recorder

import (
	"cmp"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
)

// identity tells who made a call. A key that is not the lab's belongs to an unknown user of the lab's account.
func identity(c *exchange.Call) dialect.Object {
	who := c.Who
	switch who.Type {
	case "AWSService":
		return dialect.Of("type", "AWSService", "invokedBy", dialect.Quoted(who.Invoker))
	case "", "Unknown":
		o := dialect.Of("type", "IAMUser", "accountId", dialect.Quoted(c.Account))
		o = given(o, "accessKeyId", c.Key)
		return given(o, "userName", "(unknown key)")
	}
	o := dialect.Of("type", dialect.Quoted(who.Type))
	o = given(o, "principalId", who.ID)
	o = given(o, "arn", who.ARN)
	o = given(o, "accountId", cmp.Or(who.Account, c.Account))
	o = given(o, "accessKeyId", c.Key)
	o = given(o, "userName", who.User)
	if who.Session != nil {
		o = append(o, dialect.Member{Name: "sessionContext", Value: session(who, cmp.Or(who.Account, c.Account))})
	}
	return given(o, "invokedBy", who.Invoker)
}

// session tells what a temporary key carries. mfaAuthenticated is a text in every real record.
func session(who exchange.Principal, account string) dialect.Object {
	s := who.Session
	o := dialect.Object{}
	if s.Role != "" {
		issuer := dialect.Of("type", "Role")
		issuer = given(issuer, "principalId", s.RoleID)
		issuer = given(issuer, "arn", s.Role)
		issuer = given(issuer, "accountId", account)
		issuer = given(issuer, "userName", s.RoleName)
		o = append(o, dialect.Member{Name: "sessionIssuer", Value: issuer})
	}
	mfa := dialect.Quoted("false")
	if s.MFA {
		mfa = "true"
	}
	o = append(o, dialect.Member{Name: "attributes", Value: dialect.Of("creationDate", dialect.Quoted(s.Since.UTC().Format(time.RFC3339)), "mfaAuthenticated", mfa)})
	if s.Source != "" {
		o = given(o, "ec2RoleDelivery", "2.0")
	}
	return o
}

// given appends a text, unless it is empty.
func given(o dialect.Object, name, text string) dialect.Object {
	if text == "" {
		return o
	}
	return append(o, dialect.Member{Name: name, Value: dialect.Quoted(text)})
}
