// URLs that were signed in advance: how long they are good for, which is for nobody but their clients' own clock to say.

package gateway

import (
	"net/http"
	"strconv"
	"time"

	"traillab/localstack/wire"
)

// presignedV2 reports whether a request is a URL of S3 that was signed in advance by version 2, as the AWS CLI and boto3 still sign
// them for an endpoint of one's own unless they are told otherwise.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
func presignedV2(r *http.Request) bool {
	query := r.URL.Query()
	return r.Header.Get("Authorization") == "" && query.Has("AWSAccessKeyId") && query.Has("Signature") && query.Has("Expires")
}

// week is the longest that a URL of version 4 may be good for.
const week = 7 * 24 * time.Hour

// late refuses a URL whose time is over, and one of S3 that does not say when it is. Calls that were not signed so are never late.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
func late(r *http.Request, service string, now time.Time) *wire.Error {
	query := r.URL.Query()
	over := &wire.Error{Code: "AccessDenied", Message: "Request has expired", Status: http.StatusForbidden}
	if presignedV2(r) {
		if until, err := strconv.ParseInt(query.Get("Expires"), 10, 64); err != nil || now.Unix() > until {
			return over
		}
		return nil
	}
	if r.Header.Get("Authorization") != "" || !query.Has("X-Amz-Credential") {
		return nil
	}
	if service != "s3" {
		over = &wire.Error{Code: "RequestExpired", Message: "Request has expired.", Status: http.StatusBadRequest}
	}
	signed, undated := time.Parse("20060102T150405Z", query.Get("X-Amz-Date"))
	seconds, endless := strconv.ParseInt(query.Get("X-Amz-Expires"), 10, 32)
	lasts := time.Duration(seconds) * time.Second
	switch {
	case undated == nil && endless == nil && now.After(signed.Add(lasts)):
		return over
	case service != "s3": // whose URLs may leave it to AWS
		return nil
	case undated != nil:
		return unsound(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
	case endless != nil:
		return unsound("X-Amz-Expires should be a number")
	case lasts < 0:
		return unsound("X-Amz-Expires must be non-negative")
	case lasts > week:
		return unsound("X-Amz-Expires must be less than a week (in seconds) that is, the given X-Amz-Expires must be less than 604800")
	}
	return nil
}

// unsound is what S3 answers to a URL that cannot have been signed.
func unsound(message string) *wire.Error {
	return &wire.Error{Code: "AuthorizationQueryParametersError", Message: message, Status: http.StatusBadRequest}
}
