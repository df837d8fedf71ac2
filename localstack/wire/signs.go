// Signatures, told from what they sign: the parameters of a query string or a form that are no member of any operation.

package wire

import (
	"slices"
	"strings"
)

// signing are the parameters of a URL that was signed in advance, in small letters: of version 4, and of version 2, which also
// signed forms.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
var signing = []string{
	"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature", "x-amz-security-token",
	"x-amz-s3session-token", "x-amz-region-set", "awsaccesskeyid", "signature", "expires", "signatureversion", "signaturemethod", "securitytoken",
}

// Signs reports whether a parameter belongs to a signature.
func Signs(name string) bool { return slices.Contains(signing, strings.ToLower(name)) }
