// What changes nothing: the calls that CloudTrail records as readOnly.

package wire

import "strings"

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

// Reads reports whether the operation changes nothing, as CloudTrail's readOnly says it.
func (o *Operation) Reads() bool {
	for _, beginning := range reading {
		if strings.HasPrefix(o.Name, beginning) {
			return true
		}
	}
	for _, name := range readOnly[o.Service.Name] {
		if name == o.Name {
			return true
		}
	}
	return false
}
