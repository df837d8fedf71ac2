// Veils: what CloudTrail hides of a call, in its own words, and what the lab never writes to disk: secret keys and session
// tokens, which AWS itself records in part.

package recorder

import (
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/wire"
)

const (
	hidden  = dialect.Quoted("HIDDEN_DUE_TO_SECURITY_REASONS")
	removed = dialect.Quoted("<sensitiveDataRemoved>")
)

// veils are the members that a record has with other words in their place, by their path; without a call, by their name
// wherever they stand.
var veils = map[typed]dialect.Quoted{
	{"ssm", "PutParameter", "Value"}:                                       hidden,
	{"ssm", "SendCommand", "Parameters"}:                                   hidden,
	{"ssm", "SendCommand", "Command.Parameters"}:                           hidden,
	{"ssm", "StartSession", "TokenValue"}:                                  "Value hidden due to security reasons.",
	{"rds", "", "MasterUserPassword"}:                                      hidden,
	{"rds", "", "TdeCredentialPassword"}:                                   hidden,
	{"ec2", "", "UserData"}:                                                removed,
	{"autoscaling", "", "UserData"}:                                        removed,
	{"ec2", "ModifyInstanceAttribute", "Value"}:                            removed,
	{"ec2", "", "KeyMaterial"}:                                             removed,
	{"ec2", "ProvisionByoipCidr", "CidrAuthorizationContext.Signature"}:    removed,
	{"ec2", "ProvisionIpamPoolCidr", "CidrAuthorizationContext.Signature"}: removed,
	{"ec2", "ProvisionIpamByoasn", "AsnAuthorizationContext.Signature"}:    removed,
	{"organizations", "CreateAccount", "Email"}:                            hidden,
	{"organizations", "CreateAccount", "AccountName"}:                      hidden,
}

// secrets are parts of the names of members that are never told, whatever a model says of them.
var secrets = []string{
	"secretaccesskey", "sessiontoken", "securitytoken", "password", "passphrase", "secretstring", "secretbinary", "plaintext", "privatekey",
	"authorizationtoken", "presharedkey", "clientsecret", "granttoken", "accesstoken", "refreshtoken", "webidentitytoken", "samlassertion",
	"presignedurl", "awsaccesskeyid", "policysignature", "customer-key",
}

// suspects are parts of names that are not told of a call that no model knows: nobody can say that they are harmless.
var suspects = []string{"secret", "token", "credential", "signature", "assertion", "accesskey", "apikey", "presigned", "authorization"}

// veil returns what stands in the place of a member, nil when nothing does, and whether the member is hidden.
func (t teller) veil(m *wire.Member) (dialect.Value, bool) {
	if words, ok := veils[typed{t.service, t.call, t.path + m.Name}]; ok {
		return words, true
	}
	if words, ok := veils[typed{t.service, "", m.Name}]; ok {
		return words, true
	}
	return nil, m.Shape.Sensitive || secret(m.Name) && mayHold(m.Shape)
}

// mayHold reports whether a shape can hold a secret: PasswordResetRequired and MinimumPasswordLength cannot.
func mayHold(s *wire.Shape) bool {
	return s.Kind == wire.String || s.Kind == wire.Blob || s.Kind == wire.ListOf || s.Kind == wire.MapOf
}

// secret reports whether a name is that of a secret.
func secret(name string) bool { return hints(name, secrets) }

// suspect reports whether a name may be that of a secret.
func suspect(name string) bool { return secret(name) || hints(name, suspects) }

func hints(name string, parts []string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) })
}
