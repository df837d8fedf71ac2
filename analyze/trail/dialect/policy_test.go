// Policies as endpoints have them.

package dialect

import "testing"

func TestFullAccess(t *testing.T) {
	for document, want := range map[string]bool{
		`{"Statement":[{"Action":"*","Effect":"Allow","Resource":"*","Principal":"*"}]}`:                                                                          true,
		`{"Version":"2008-10-17","Statement":{"Sid":"all","Action":["*"],"Effect":"Allow","Resource":"*","Principal":{"AWS":"*"}}}`:                               true,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"*"},{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`:     true,
		`{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}`:                                                                           false,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"*"}]}`: false,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`:                false,
		`{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}`:                                                                       false,
		`{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"*","Resource":"*"}]}`:                                     false,
		`{"Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*"}]}`:                                                                       false,
		`{"Statement":["*"]}`: false,
		`{"Statement":[]}`:    false,
		`{}`:                  false,
		``:                    false,
		`full access`:         false,
	} {
		if got := FullAccess(document); got != want {
			t.Errorf("%s: %v", document, got)
		}
	}
}
