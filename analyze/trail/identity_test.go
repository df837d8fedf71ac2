// Who made a call, for every type of identity that CloudTrail knows, and the names that people use for them.

package trail

import "testing"

// TestIdentityTypes has a record for each type.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
func TestIdentityTypes(t *testing.T) {
	type who struct{ kind, principal, account, key, session, issuer, invokedBy string }
	const role = `"sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/path/ops","accountId":"111122223333","userName":"ops"},"webIdFederationData":{},"attributes":{"mfaAuthenticated":"false"}}`
	tests := map[string]struct {
		identity string
		want     who
	}{
		"Root": {
			`{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333","accessKeyId":"ASIAROOT"}`,
			who{kind: "Root", principal: "arn:aws:iam::111122223333:root", account: "111122223333", key: "ASIAROOT"},
		},
		"IAMUser": {
			`{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111122223333:user/path/ann","accountId":"111122223333","accessKeyId":"AKIAEXAMPLE","userName":"ann"}`,
			who{kind: "IAMUser", principal: "arn:aws:iam::111122223333:user/path/ann", account: "111122223333", key: "AKIAEXAMPLE"},
		},
		"AssumedRole": {
			`{"type":"AssumedRole","principalId":"AROAEXAMPLE:carol","arn":"arn:aws:sts::111122223333:assumed-role/ops/carol","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE",` + role + `}`,
			who{"AssumedRole", "arn:aws:sts::111122223333:assumed-role/ops/carol", "111122223333", "ASIAEXAMPLE", "carol", "arn:aws:iam::111122223333:role/path/ops", ""},
		},
		"AssumedRole of an instance": {
			`{"type":"AssumedRole","principalId":"AROAEXAMPLE:i-0123456789abcdef0","arn":"arn:aws:sts::111122223333:assumed-role/web/i-0123456789abcdef0","accountId":"111122223333"}`,
			who{kind: "AssumedRole", principal: "arn:aws:sts::111122223333:assumed-role/web/i-0123456789abcdef0", account: "111122223333", session: "i-0123456789abcdef0"},
		},
		"AssumedRole by a service": {
			`{"type":"AssumedRole","principalId":"AROAEXAMPLE:AutoScaling","arn":"arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling","accountId":"111122223333","invokedBy":"autoscaling.amazonaws.com"}`,
			who{kind: "AssumedRole", principal: "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling", account: "111122223333", session: "AutoScaling", invokedBy: "autoscaling.amazonaws.com"},
		},
		"AssumedRole without its ARN": {
			`{"type":"AssumedRole","principalId":"AROAEXAMPLE:carol","accountId":"111122223333"}`,
			who{kind: "AssumedRole", account: "111122223333", session: "carol"},
		},
		"Role": {
			`{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/ops","accountId":"111122223333"}`,
			who{kind: "Role", principal: "arn:aws:iam::111122223333:role/ops", account: "111122223333"},
		},
		"FederatedUser": {
			`{"type":"FederatedUser","principalId":"111122223333:bob","arn":"arn:aws:sts::111122223333:federated-user/bob","accountId":"111122223333","accessKeyId":"ASIAFED","sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}}`,
			who{"FederatedUser", "arn:aws:sts::111122223333:federated-user/bob", "111122223333", "ASIAFED", "", "arn:aws:iam::111122223333:user/ann", ""},
		},
		"SAMLUser": {
			`{"type":"SAMLUser","principalId":"SHA:dave@example.com","userName":"dave@example.com","identityProvider":"SHA"}`,
			who{kind: "SAMLUser", principal: "dave@example.com"},
		},
		"WebIdentityUser": {
			`{"type":"WebIdentityUser","principalId":"accounts.google.com:app:1234","userName":"1234","identityProvider":"accounts.google.com"}`,
			who{kind: "WebIdentityUser", principal: "1234"},
		},
		"IdentityCenterUser": {
			`{"type":"IdentityCenterUser","accountId":"111122223333","onBehalfOf":{"userId":"u-1","identityStoreArn":"arn:aws:identitystore::111122223333:identitystore/d-1"},"credentialId":"c"}`,
			who{kind: "IdentityCenterUser", account: "111122223333"},
		},
		"Directory": {
			`{"type":"Directory","principalId":"d-1","userName":"erin"}`,
			who{kind: "Directory", principal: "erin"},
		},
		"AWSAccount": {
			`{"type":"AWSAccount","principalId":"AIDAOTHER","accountId":"444455556666"}`,
			who{kind: "AWSAccount", account: "444455556666"},
		},
		"AWSService": {
			`{"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"}`,
			who{kind: "AWSService", principal: "cloudtrail.amazonaws.com", invokedBy: "cloudtrail.amazonaws.com"},
		},
		"Unknown": {
			`{"type":"Unknown","principalId":"","arn":"","accountId":"","accessKeyId":"","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}`,
			who{kind: "Unknown", principal: "HIDDEN_DUE_TO_SECURITY_REASONS"},
		},
		"no type": {`{"invokedBy":"AWS Internal"}`, who{principal: "AWS Internal", invokedBy: "AWS Internal"}},
		"nothing": {`{}`, who{}},
		"null":    {`null`, who{}},
		"missing": {``, who{}},
		"a list":  {`["arn"]`, who{}},
		"the session's names do not leak": {
			`{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"type":"Role","accountId":"999","userName":"ops"},"attributes":{"arn":"x"}}}`,
			who{kind: "AssumedRole"},
		},
	}
	for name, tt := range tests {
		text := `{"eventID":"e"}`
		if tt.identity != "" {
			text = `{"eventID":"e","userIdentity":` + tt.identity + `}`
		}
		rec := &Record{}
		if _, err := NewScanner().Scan([]byte(text), rec); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := who{string(rec.IdentityType), string(rec.Principal), string(rec.Account), string(rec.AccessKeyID), string(rec.SessionName), string(rec.IssuerARN), string(rec.InvokedBy)}
		if got != tt.want {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, tt.want)
		}
	}
}

// TestAccountOfTheRecipient: the account is the one that the record was delivered to.
func TestAccountOfTheRecipient(t *testing.T) {
	for _, text := range []string{
		`{"eventID":"e","recipientAccountId":"111122223333","userIdentity":{"accountId":"444455556666"}}`,
		`{"eventID":"e","userIdentity":{"accountId":"444455556666"},"recipientAccountId":"111122223333"}`,
		`{"eventID":"e","userIdentity":{"accountId":"111122223333"},"recipientAccountId":null}`,
		`{"eventID":"e","userIdentity":{"accountId":111122223333}}`,
	} {
		rec := &Record{}
		if _, err := NewScanner().Scan([]byte(text), rec); err != nil || string(rec.Account) != "111122223333" {
			t.Errorf("%s: account %s, %v", text, rec.Account, err)
		}
	}
}

func TestPrincipalNames(t *testing.T) {
	tests := map[string][2]string{
		"arn:aws:iam::111122223333:user/ann":                    {"ann", ""},
		"arn:aws:iam::111122223333:user/division/team/ann":      {"ann", ""},
		"arn:aws:iam::111122223333:role/service-role/ops":       {"ops", ""},
		"arn:aws:sts::111122223333:assumed-role/ops/carol":      {"ops", "carol"},
		"arn:aws-cn:sts::111122223333:assumed-role/ops/a@b.com": {"ops", "a@b.com"},
		"arn:aws:sts::111122223333:assumed-role/ops":            {"ops", ""},
		"arn:aws:sts::111122223333:federated-user/bob":          {"bob", ""},
		"arn:aws:iam::111122223333:root":                        {"root", ""},
		"ec2.amazonaws.com":                                     {"", ""},
		"ann":                                                   {"", ""},
		"":                                                      {"", ""},
		"arn:aws:iam":                                           {"", ""},
	}
	for arn, want := range tests {
		if short, session := PrincipalNames(arn); short != want[0] || session != want[1] {
			t.Errorf("PrincipalNames(%q) = %q, %q, want %q", arn, short, session, want)
		}
	}
}
