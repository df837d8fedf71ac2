// Refusals: how services say that somebody may not.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html

package policy

import (
	"net/http"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// refusal is what a service answers to a call that was denied.
func refusal(c *exchange.Call, d Decision) *wire.Error {
	if c.Who.Type == "AWSAccount" && c.Service == "s3" {
		return &wire.Error{Code: "AccessDenied", Message: "Access Denied", Status: http.StatusForbidden}
	}
	told := "User: " + c.Who.ARN + " is not authorized to perform: " + d.Action + on(c, d) + reason(d)
	switch {
	case c.Service == "ec2":
		return &wire.Error{Code: "UnauthorizedOperation", Message: "You are not authorized to perform this operation. " + told, Status: http.StatusForbidden}
	case c.Service == "sns":
		return &wire.Error{Code: "AuthorizationError", Message: told, Status: http.StatusForbidden}
	case c.Operation == nil:
		return &wire.Error{Code: "AccessDenied", Message: told, Status: http.StatusForbidden}
	case c.Operation.Service.Protocol == wire.JSON:
		return &wire.Error{Code: "AccessDeniedException", Message: told, Status: http.StatusBadRequest}
	case c.Operation.Service.Protocol == wire.RESTJSON:
		return &wire.Error{Code: "AccessDeniedException", Message: told, Status: http.StatusForbidden}
	}
	return &wire.Error{Code: "AccessDenied", Message: told, Status: http.StatusForbidden}
}

// on tells the resource. EC2 and load balancing say nothing where there is none; IAM speaks of what is there by its kind
// and name.
func on(c *exchange.Call, d Decision) string {
	resource := d.Resource
	switch {
	case resource == "*" && (c.Service == "ec2" || c.Service == "elasticloadbalancing"):
		return ""
	case c.Service == "iam" && !(strings.HasPrefix(c.Name, "Create") && madeBy[c.Name]):
		_, path, _ := strings.Cut(strings.TrimPrefix(resource, "arn:aws:iam::"), ":")
		kind, name, ok := strings.Cut(path, "/")
		switch {
		case ok && name != "" && kind == "policy":
			resource = "policy " + resource
		case ok && name != "":
			resource = strings.ReplaceAll(kind, "-", " ") + " " + exchange.Last(name)
		}
	}
	return " on resource: " + resource
}

// madeBy are the calls that make what they name, which IAM tells by its ARN.
var madeBy = map[string]bool{
	"CreateUser": true, "CreateRole": true, "CreateGroup": true, "CreatePolicy": true, "CreateInstanceProfile": true,
}

// reason tells which kind of policy decided. STS leaves it out where nothing allows that a role is assumed.
func reason(d Decision) string {
	article := " a "
	if d.Kind == Identity {
		article = " an "
	}
	switch {
	case d.Explicit:
		return " with an explicit deny in" + article + string(d.Kind)
	case d.Action == "sts:AssumeRole":
		return ""
	}
	return " because no " + string(d.Kind) + " allows the " + d.Action + " action"
}
