// Package grammar is what AWS asks of a policy's text before it takes it, in the order and in the sentences of IAM, over whatever
// cloud. What a text that is taken means is judged elsewhere.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package grammar

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"traillab/localstack/wire"
)

// The sentences of IAM. Every one comes with the code MalformedPolicyDocument.
const (
	syntax           = "Syntax errors in policy."
	illegible        = "The policy failed legacy parsing"
	oddName          = "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
	sameName         = "Statement IDs (SID) in a single policy must be unique."
	noActions        = "Policy statement must contain actions."
	noResources      = "Policy statement must contain resources."
	bareAction       = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
	colonsInAction   = "Actions/Condition can contain only one colon."
	badVendor        = "Vendor %s is not valid"
	badResource      = `Resource %s must be in ARN format or "*".`
	badPartition     = "Partition %q is not valid for resource %q."
	resourceOfNobody = "Resource vendor must be fully qualified and cannot contain regexes."
	strayPrincipal   = "Policy document should not specify a principal."
)

// malformed is a refusal with one of the sentences.
func malformed(sentence string, names ...any) *wire.Error {
	return &wire.Error{Code: "MalformedPolicyDocument", Message: fmt.Sprintf(sentence, names...), Status: http.StatusBadRequest}
}

// Identity is why AWS does not take a text as a policy of a user, a group, a role or a session; nil where it does.
func Identity(text string) *wire.Error {
	return readable(text, func(s *statement) *wire.Error {
		switch {
		case s.has("Principal", "NotPrincipal"):
			return malformed(strayPrincipal)
		case s.has("Resource") && s.has("NotResource"):
			return malformed(syntax)
		case len(s.resources) == 0:
			return malformed(noResources)
		}
		return first(s.resources, resourceFault)
	})
}

// readable asks of every statement what all policies must have, and then what those of its sort must.
func readable(text string, more func(*statement) *wire.Error) *wire.Error {
	all, err := statements(text)
	if err != nil {
		return malformed(syntax)
	}
	names := map[string]bool{}
	for i := range all {
		s := &all[i]
		refused := s.fault()
		if refused == nil {
			refused = more(s)
		}
		switch {
		case refused != nil:
			return refused
		case s.name != "" && names[s.name]:
			return malformed(sameName)
		}
		names[s.name] = true
	}
	return nil
}

// nameForm is what a statement may be called.
var nameForm = regexp.MustCompile(`^[0-9A-Za-z]*$`)

// fault is what is wrong with a statement of any policy.
func (s *statement) fault() *wire.Error {
	switch {
	case s.effect != "Allow" && s.effect != "Deny":
		// IAM's grammar takes an effect in any case, and only what reads it afterwards does not.
		if strings.EqualFold(s.effect, "Allow") || strings.EqualFold(s.effect, "Deny") {
			return malformed(illegible)
		}
		return malformed(syntax)
	case s.has("Action") && s.has("NotAction"):
		return malformed(syntax)
	case !nameForm.MatchString(s.name):
		return malformed(oddName)
	case len(s.actions) == 0:
		return malformed(noActions)
	}
	if refused := first(s.actions, actionFault); refused != nil {
		return refused
	}
	for _, c := range s.conditions {
		switch {
		case !strings.Contains(c.key, ":"):
			return malformed(bareAction)
		case c.dated() && slices.ContainsFunc(c.values, undated):
			return malformed(illegible)
		}
	}
	return nil
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

// vendor is how the name of a service is written in an action.
var vendor = regexp.MustCompile(`^(\*|[a-zA-Z0-9.-]+)$`)

func actionFault(action string) *wire.Error {
	service, name, ok := strings.Cut(action, ":")
	switch {
	case action == "*":
		return nil
	case !ok || name == "":
		return malformed(bareAction)
	case strings.Contains(name, ":"):
		return malformed(colonsInAction)
	case !vendor.MatchString(service):
		return malformed(badVendor, service)
	}
	return nil
}

// partitions that there are. Wildcards may stand for one.
var partitions = regexp.MustCompile(`^(aws|aws-cn|aws-us-gov|aws-iso|aws-iso-[befg]|aws-eusc|.*[*?].*)$`)

// resourceFault lets wildcards stand in every part of an ARN but the service, as AWS does.
func resourceFault(resource string) *wire.Error {
	parts := strings.SplitN(resource, ":", 6)
	switch {
	case resource == "*":
		return nil
	case parts[0] != "arn" || len(parts) == 1:
		return malformed(badResource, resource)
	case !partitions.MatchString(parts[1]):
		return malformed(badPartition, parts[1], resource)
	case len(parts) < 4 || parts[2] == "" || strings.ContainsAny(parts[2], "*?"):
		return malformed(resourceOfNobody)
	case len(parts) < 6 || parts[5] == "":
		return malformed(illegible)
	}
	return nil
}
