// What went wrong in a store, and what to do about it, in words for people.

package archive

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// storeError reads as a sentence with the next step. The store's own error, with its request id, is behind it.
type storeError struct {
	place, what, next string
	err               error
}

func (e *storeError) Error() string {
	s := e.place + ": " + e.what
	if e.next != "" {
		s += "; " + e.next
	}
	return s
}

func (e *storeError) Unwrap() error { return e.err }

// The rights that reading needs, by the names that policies have for them.
const (
	toList = "s3:ListBucket"
	toGet  = "s3:GetObject"
)

// explain words an error of asking for an object, or for the keys below a prefix, which needs the right.
func (b *Bucket) explain(err error, right, key string) error {
	var told *storeError
	if err == nil || errors.As(err, &told) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &storeError{place: b.path(key), err: err}
	var api smithy.APIError
	var garbled *smithy.DeserializationError
	switch {
	case errors.As(err, &api):
		e.what, e.next = b.answer(api, right)
	case errors.As(err, &garbled):
		e.what, e.next = "the answer is not that of an S3 API ("+innermost(err)+")", "check --endpoint-url"
	case unreachable(err):
		e.what, e.next = "the store does not answer ("+innermost(err)+")", "check the network, the proxy settings and --endpoint-url, then run the same command again: it goes on where it stopped"
	default:
		e.what = innermost(err)
	}
	return e
}

// answer words the error codes of S3.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func (b *Bucket) answer(api smithy.APIError, right string) (what, next string) {
	code := api.ErrorCode()
	switch code {
	case "NoSuchBucket":
		return "there is no bucket of this name", "check the name and, for a store that is not AWS' own, --endpoint-url"
	case "InvalidBucketName":
		return "no bucket can have this name", "write s3://BUCKET or s3://BUCKET/PREFIX"
	case "NoSuchKey", "NotFound":
		return "the object is gone since it was listed", "run the same command again"
	case "PreconditionFailed":
		return "the object was replaced while it was read", "run the same command again"
	case "InvalidRange":
		return "the object ends before the size that was promised", "run the same command again"
	case "InvalidObjectState":
		return "the object is in cold storage", "restore it first (aws s3api restore-object), then run the same command again"
	case "SlowDown", "ServiceUnavailable", "Throttling", "RequestLimitExceeded":
		return "the store is overloaded (" + code + ")", "run the same command again later, with fewer --jobs: it goes on where it stopped"
	case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
		return "the bucket is in another region", "set AWS_REGION to the bucket's region"
	}
	if strings.HasPrefix(code, "KMS.") || code == "AccessDenied" && strings.Contains(strings.ToLower(api.ErrorMessage()), "kms") {
		return "the key that encrypts the object cannot be used (" + code + ")", "allow kms:Decrypt on the trail's KMS key, in the key's policy too"
	}
	if step := signInStep(code); step != "" {
		return "the credentials are refused (" + code + ")", step
	}
	if code == "AccessDenied" || code == "Forbidden" || code == "AllAccessDisabled" {
		resource := "arn:aws:s3:::" + b.name
		if right == toGet {
			resource += "/*"
		}
		return "access denied", "the credentials need " + right + " on " + resource + "; if the requester pays for this bucket, name --requester-pays"
	}
	return strings.TrimSuffix(code+": "+api.ErrorMessage(), ": "), ""
}

// signInStep is the next step after a code that refuses the credentials themselves; empty for other codes.
func signInStep(code string) string {
	switch code {
	case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
		return "they have expired: sign in again (aws sso login, or fresh keys), then run the same command again"
	case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidToken", "SignatureDoesNotMatch":
		return "check --profile, AWS_PROFILE and AWS_ACCESS_KEY_ID: this store does not know them"
	case "RequestTimeTooSkewed":
		return "set this machine's clock"
	}
	return ""
}

// explainSignIn words what keeps the credentials from being found or the role from being taken on.
func explainSignIn(err error, o S3Options) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &storeError{place: "AWS credentials", what: "there are none", err: err}
	var profile config.SharedConfigProfileNotExistError
	var api smithy.APIError
	switch {
	case errors.As(err, &profile):
		e.what, e.next = fmt.Sprintf("there is no profile %q", o.Profile), "aws configure list-profiles prints those that exist"
	case errors.As(err, &api) && signInStep(api.ErrorCode()) != "":
		e.what, e.next = "they are refused ("+api.ErrorCode()+")", signInStep(api.ErrorCode())
	case errors.As(err, &api) && o.RoleARN != "":
		e.what = "the role " + o.RoleARN + " cannot be assumed (" + api.ErrorCode() + ")"
		e.next = "its trust policy must name the credentials in use, which need sts:AssumeRole on it; --external-id if the policy asks for one"
	case strings.Contains(strings.ToLower(err.Error()), "sso"):
		e.what, e.next = "the sign-in has ended", "aws sso login, then run the same command again"
	case errors.As(err, &api), unreachable(err) && o.RoleARN != "":
		e.what = innermost(err)
	default:
		e.next = "set AWS_PROFILE or name --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
	}
	return e
}

// bucketRegion reads from an error where the bucket is, if it says so.
func bucketRegion(err error) string {
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &answer) || answer.Response == nil {
		return ""
	}
	return answer.Response.Header.Get("X-Amz-Bucket-Region")
}

func unreachable(err error) bool {
	var network net.Error
	var send *smithyhttp.RequestSendError
	return errors.As(err, &network) || errors.As(err, &send)
}

// innermost is the message of the error that all others wrap.
func innermost(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
