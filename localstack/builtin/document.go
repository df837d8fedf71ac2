// Documents: what IAM asks of a policy's text before it takes it. What the text then means is judged elsewhere.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

package builtin

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var (
	badDocument      = fault{code: "MalformedPolicyDocument", sentence: "Syntax errors in policy."}
	illegible        = fault{code: "MalformedPolicyDocument", sentence: "The policy failed legacy parsing"}
	noActions        = fault{code: "MalformedPolicyDocument", sentence: "Policy statement must contain actions."}
	noResources      = fault{code: "MalformedPolicyDocument", sentence: "Policy statement must contain resources."}
	noPrincipal      = fault{code: "MalformedPolicyDocument", sentence: "Missing required field Principal"}
	nobody           = fault{code: "MalformedPolicyDocument", sentence: "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"}
	strayPrincipal   = fault{code: "MalformedPolicyDocument", sentence: "Policy document should not specify a principal."}
	strayResource    = fault{code: "MalformedPolicyDocument", sentence: "Has prohibited field Resource"}
	bareAction       = fault{code: "MalformedPolicyDocument", sentence: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."}
	colonsInAction   = fault{code: "MalformedPolicyDocument", sentence: "Actions/Condition can contain only one colon."}
	badVendor        = fault{code: "MalformedPolicyDocument", sentence: "Vendor %s is not valid"}
	badResource      = fault{code: "MalformedPolicyDocument", sentence: `Resource %s must be in ARN format or "*".`}
	resourceOfNobody = fault{code: "MalformedPolicyDocument", sentence: "Resource vendor must be fully qualified and cannot contain regexes."}
)

// vendor is how the name of a service is written in an action.
var vendor = regexp.MustCompile(`^(\*|[a-zA-Z0-9.-]+)$`)

// operators of conditions, taken in any case, may have a quantifier before them and IfExists after.
var operators = regexp.MustCompile(`(?i)^(forallvalues:|foranyvalue:)?(` +
	`string(not)?(equals|equalsignorecase|like)|arn(not)?(equals|like)|(not)?ipaddress|bool|binaryequals|null|` +
	`(numeric|date)((not)?equals|(less|greater)than(equals)?))(ifexists)?$`)

// texts is one text or a list of them; nil if the element is not there.
type texts []string

func (t *texts) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(t))
}

// values are what a condition compares with, which may be numbers and booleans, too.
type values struct{}

func (values) UnmarshalJSON(text []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(text, &list) != nil {
		list = []json.RawMessage{text}
	}
	for _, one := range list {
		if strings.ContainsAny(string(one[:1]), "{[n") {
			return errors.New("a value of a condition is a text, a number or a boolean")
		}
	}
	return nil
}

// statement is a part of a policy as it is written.
type statement struct {
	Sid, Effect             string
	Action, NotAction       texts
	Resource, NotResource   texts
	Principal, NotPrincipal json.RawMessage
	Condition               map[string]map[string]values
}

// statements are a policy's, of which there is one at least.
func statements(document string) ([]statement, bool) {
	var whole struct {
		Version   *string
		Statement json.RawMessage
	}
	if json.Unmarshal([]byte(document), &whole) != nil {
		return nil, false
	}
	// One that says no version is of 2008-10-17.
	if whole.Version != nil && *whole.Version != "2012-10-17" && *whole.Version != "2008-10-17" {
		return nil, false
	}
	var all []statement
	if strings.HasPrefix(string(whole.Statement), "{") {
		all = make([]statement, 1)
		return all, json.Unmarshal(whole.Statement, &all[0]) == nil
	}
	return all, json.Unmarshal(whole.Statement, &all) == nil && len(all) > 0
}

// identityPolicy is why IAM does not take a text as a policy of a user, a group or a role.
func identityPolicy(document string) *wire.Error {
	return readable(document, func(s *statement) *wire.Error {
		switch {
		case s.Principal != nil || s.NotPrincipal != nil:
			return strayPrincipal.of()
		case s.Resource != nil && s.NotResource != nil:
			return badDocument.of()
		case len(s.Resource)+len(s.NotResource) == 0:
			return noResources.of()
		}
		return first(slices.Concat(s.Resource, s.NotResource), resourceFault)
	})
}

// trustPolicy is why IAM does not take a text as a role's word on who may take it on.
func trustPolicy(document string) *wire.Error {
	return readable(document, func(s *statement) *wire.Error {
		switch {
		case s.Resource != nil || s.NotResource != nil:
			return strayResource.of()
		case s.Principal == nil && s.NotPrincipal == nil:
			return noPrincipal.of()
		case s.Principal != nil && s.NotPrincipal != nil:
			return badDocument.of()
		case !someone(slices.Concat(s.Principal, s.NotPrincipal)):
			return nobody.of()
		}
		return nil
	})
}

// readable asks of every statement what all policies must have, and then what those of its sort must.
func readable(document string, more func(*statement) *wire.Error) *wire.Error {
	all, ok := statements(document)
	if !ok {
		return badDocument.of()
	}
	for i := range all {
		refused := all[i].fault()
		if refused == nil {
			refused = more(&all[i])
		}
		if refused != nil {
			return refused
		}
	}
	return nil
}

// fault is what is wrong with a statement of any policy.
func (s *statement) fault() *wire.Error {
	for operator := range s.Condition {
		if !operators.MatchString(operator) {
			return badDocument.of()
		}
	}
	switch {
	case s.Effect != "Allow" && s.Effect != "Deny":
		// IAM's grammar takes an effect in any case, and only what reads it afterwards does not.
		if strings.EqualFold(s.Effect, "Allow") || strings.EqualFold(s.Effect, "Deny") {
			return illegible.of()
		}
		return badDocument.of()
	case s.Action != nil && s.NotAction != nil:
		return badDocument.of()
	case len(s.Action)+len(s.NotAction) == 0:
		return noActions.of()
	}
	return first(slices.Concat(s.Action, s.NotAction), actionFault)
}

// first is the first fault that there is in a list.
func first(list []string, fault func(string) *wire.Error) *wire.Error {
	for _, one := range list {
		if refused := fault(one); refused != nil {
			return refused
		}
	}
	return nil
}

func actionFault(action string) *wire.Error {
	service, name, ok := strings.Cut(action, ":")
	switch {
	case action == "*":
		return nil
	case !ok || name == "":
		return bareAction.of()
	case strings.Contains(name, ":"):
		return colonsInAction.of()
	case !vendor.MatchString(service):
		return badVendor.of(service)
	}
	return nil
}

// resourceFault lets wildcards stand in every part of an ARN but the service, as AWS does.
func resourceFault(resource string) *wire.Error {
	parts := strings.SplitN(resource, ":", 6)
	switch {
	case resource == "*":
		return nil
	case parts[0] != "arn" || len(parts) == 1:
		return badResource.of(resource)
	case len(parts) < 4 || parts[2] == "" || strings.ContainsAny(parts[2], "*?"):
		return resourceOfNobody.of()
	case len(parts) < 6 || parts[5] == "":
		return illegible.of()
	}
	return nil
}

// someone reports whether a Principal names anyone: * or, by their kinds, one or several.
func someone(principal json.RawMessage) bool {
	var anyone string
	if json.Unmarshal(principal, &anyone) == nil {
		return anyone == "*"
	}
	var kinds map[string]texts
	if json.Unmarshal(principal, &kinds) != nil || len(kinds) == 0 {
		return false
	}
	for _, names := range kinds {
		if len(names) == 0 {
			return false
		}
	}
	return true
}
