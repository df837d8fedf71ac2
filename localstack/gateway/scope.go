// Scopes: which service a call is for, where, and by whose key, as the credential scope of Signature Version 4 tells it in
// a header or in a presigned URL, or as the shape of an unsigned call betrays it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

package gateway

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"traillab/localstack/wire"
)

// scope is what a signature says beside the signature.
type scope struct{ key, region, service string }

// What a scope may say. It is written into records and makes the paths of log files, so nothing else is let in.
var (
	keyForm     = regexp.MustCompile(`^[A-Za-z0-9]{1,128}$`)
	regionForm  = regexp.MustCompile(`^[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}$`)
	serviceForm = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
)

// check refuses a scope that no client of AWS has.
func (s scope) check() *wire.Error {
	switch {
	case s.service == "" && s.key == "":
		return &wire.Error{Code: "MissingAuthenticationToken", Message: "Request is missing Authentication Token", Status: http.StatusForbidden}
	case !serviceForm.MatchString(s.service), s.region != "" && !regionForm.MatchString(s.region), s.key != "" && !keyForm.MatchString(s.key):
		return &wire.Error{
			Code: "IncompleteSignature", Status: http.StatusBadRequest,
			Message: "Credential should have the form KEY/DATE/REGION/SERVICE/aws4_request, with a region and a service in small letters",
		}
	}
	return nil
}

// scopeOf reads the scope of a call. body is nil when it is not known.
func scopeOf(r *http.Request, body []byte) scope {
	if auth := r.Header.Get("Authorization"); strings.HasPrefix(auth, "AWS4-") {
		_, rest, _ := strings.Cut(auth, "Credential=")
		credential, _, _ := strings.Cut(rest, ",")
		return credentialScope(strings.TrimSpace(credential), r.Header.Get("X-Amz-Region-Set"))
	}
	query := r.URL.Query()
	if presignedV2(r) {
		return scope{key: query.Get("AWSAccessKeyId"), service: "s3"}
	}
	if credential := query.Get("X-Amz-Credential"); credential != "" {
		return credentialScope(credential, query.Get("X-Amz-Region-Set"))
	}
	return unsigned(r, body)
}

// credentialScope takes KEY/DATE/REGION/SERVICE/aws4_request apart; version 4A leaves the region out and names a set.
func credentialScope(credential, regions string) scope {
	parts := strings.Split(credential, "/")
	switch {
	case len(parts) >= 5:
		return scope{parts[0], parts[len(parts)-3], parts[len(parts)-2]}
	case len(parts) == 4:
		region, _, _ := strings.Cut(regions, ",")
		return scope{parts[0], strings.Trim(region, "*"), parts[2]}
	}
	return scope{}
}

// versions are the API versions by which unsigned forms name their service.
var versions = map[string]string{
	"2011-06-15": "sts", "2010-05-08": "iam", "2016-11-15": "ec2", "2015-12-01": "elasticloadbalancing", "2012-06-01": "elasticloadbalancing",
}

// unsigned guesses the service of a call without a signature: AssumeRoleWithWebIdentity and AssumeRoleWithSAML are never
// signed, and neither is the public use of a bucket.
func unsigned(r *http.Request, body []byte) scope {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") || r.URL.Query().Has("Action") {
		form, err := url.ParseQuery(string(body))
		if err == nil && form.Get("Version") == "" {
			form = r.URL.Query()
		}
		return scope{service: versions[form.Get("Version")]}
	}
	if r.Header.Get("X-Amz-Target") != "" {
		return scope{}
	}
	return scope{service: "s3"}
}
