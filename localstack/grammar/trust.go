// Trust: what is asked of a role's word on who may take it on.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html

package grammar

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"traillab/localstack/wire"
)

const (
	noPrincipal   = "Missing required field Principal"
	nobody        = "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
	badPrincipal  = "Invalid principal in policy: %q:%q"
	strayResource = "Has prohibited field Resource"
	strayAction   = "AssumeRole policy may only specify STS AssumeRole actions."
)

// Trust is why IAM does not take a text as the trust policy of a role; nil where it does. Whether a user or a role that it names
// is there is not asked.
func Trust(text string) *wire.Error {
	return readable(text, func(s *statement) *wire.Error {
		switch {
		case s.has("Resource", "NotResource"):
			return malformed(strayResource)
		case !s.has("Principal", "NotPrincipal"):
			return malformed(noPrincipal)
		case s.has("Principal") && s.has("NotPrincipal"):
			return malformed(syntax)
		case slices.ContainsFunc(s.actions, func(action string) bool { return !strings.HasPrefix(strings.ToLower(action), "sts:") }):
			return malformed(strayAction)
		}
		return principalFault(s.principal)
	})
}

// principals are the kinds that there are, and what each may name.
var principals = map[string]*regexp.Regexp{
	"AWS": regexp.MustCompile(`^(\*|[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:(root|(user|role)/[^*?]+)` +
		`|arn:aws[a-z-]*:sts::[0-9]{12}:(assumed-role/[^*?/]+/[^*?]+|federated-user/[^*?]+|self)` +
		`|arn:aws[a-z-]*:iam::cloudfront:user/.+)$`),
	"Service":       regexp.MustCompile(`^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal|aws\.dev|aws)$`),
	"Federated":     regexp.MustCompile(`^(arn:aws[a-z-]*:iam::[0-9]{12}:(saml|oidc)-provider/.+|[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+)$`),
	"CanonicalUser": regexp.MustCompile(`^[0-9a-f]{64}$`),
}

// principalFault asks that a Principal names somebody: *, or by their kinds one or several.
func principalFault(principal any) *wire.Error {
	kinds, ok := principal.(map[string]any)
	if principal == "*" {
		return nil
	}
	if !ok || len(kinds) == 0 {
		return malformed(nobody)
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		names, err := texts(kinds[kind])
		if err != nil || len(names) == 0 {
			return malformed(nobody)
		}
		for _, name := range names {
			if form := principals[kind]; form == nil || !form.MatchString(name) {
				return malformed(badPrincipal, kind, name)
			}
		}
	}
	return nil
}
