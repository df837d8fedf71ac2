// What changes nothing: the calls that CloudTrail records as readOnly.

package wire

import (
	"slices"
	"strings"
)

// reading are the beginnings of names of calls that change nothing. BatchGet is not seen in any record at hand.
var reading = []string{"Describe", "Get", "List", "Head", "Lookup", "Search", "BatchGet"}

// readOnly are the calls that CloudTrail calls readOnly though their names do not say so. AssumeRole, Decrypt, Encrypt and
// GenerateDataKey are seen in real records; the others are of the same kind.
var readOnly = map[string][]string{
	"sts": {"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "DecodeAuthorizationMessage"},
	"kms": {
		"Decrypt", "DeriveSharedSecret", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
		"GenerateDataKeyWithoutPlaintext", "GenerateMac", "GenerateRandom", "ReEncrypt", "Sign", "Verify", "VerifyMac",
	},
	"iam":      {"SimulateCustomPolicy", "SimulatePrincipalPolicy"},
	"config":   {"SelectAggregateResourceConfig", "SelectResourceConfig"},
	"dynamodb": {"Query", "Scan", "TransactGetItems"},
	"logs":     {"FilterLogEvents"},
	"s3":       {"SelectObjectContent"},
}

// changing are the calls that CloudTrail does not call readOnly though their names do: they make a key.
var changing = map[string][]string{"sts": {"GetFederationToken", "GetSessionToken"}}

// Reads reports whether the operation changes nothing, as CloudTrail's readOnly says it.
func (o *Operation) Reads() bool { return Reads(o.Service.Name, o.Name) }

// Reads reports the same of an operation that no model needs to know.
func Reads(service, name string) bool {
	if slices.Contains(changing[service], name) {
		return false
	}
	return slices.Contains(readOnly[service], name) || slices.ContainsFunc(reading, func(beginning string) bool { return strings.HasPrefix(name, beginning) })
}
