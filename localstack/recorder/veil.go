// Veils: what CloudTrail hides of a call, in its own words, and what the lab never writes to disk: secret keys and session
// tokens, which AWS itself records in part.

package recorder

import (
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
	{"ssm", "PutParameter", "Value"}:                  hidden,
	{"ssm", "SendCommand", "Parameters"}:              hidden,
	{"ssm", "SendCommand", "Command.Parameters"}:      hidden,
	{"ssm", "StartSession", "TokenValue"}:             "Value hidden due to security reasons.",
	{"rds", "", "MasterUserPassword"}:                 hidden,
	{"rds", "", "TdeCredentialPassword"}:              hidden,
	{"ec2", "", "UserData"}:                           removed,
	{"autoscaling", "", "UserData"}:                   removed,
	{"ec2", "ModifyInstanceAttribute", "Value"}:       removed,
	{"ec2", "", "KeyMaterial"}:                        removed,
	{"organizations", "CreateAccount", "Email"}:       hidden,
	{"organizations", "CreateAccount", "AccountName"}: hidden,
}

// secrets are parts of the names of members that are never told, whatever a model says of them.
var secrets = []string{"secretaccesskey", "sessiontoken", "securitytoken", "password", "secretstring", "secretbinary", "plaintext", "privatekey", "authorizationtoken", "presharedkey"}

// veil returns what stands in the place of a member, nil when nothing does, and whether the member is hidden.
func (t teller) veil(m *wire.Member) (dialect.Value, bool) {
	if words, ok := veils[typed{t.service, t.call, t.path + m.Name}]; ok {
		return words, true
	}
	if words, ok := veils[typed{t.service, "", m.Name}]; ok {
		return words, true
	}
	holds := m.Shape.Kind != wire.Boolean && m.Shape.Kind != wire.Structure
	return nil, m.Shape.Sensitive || secret(m.Name) && holds
}

// secret reports whether a name is that of a secret.
func secret(name string) bool {
	name = strings.ToLower(name)
	for _, s := range secrets {
		if strings.Contains(name, s) {
			return true
		}
	}
	return false
}
