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
	all               bool // every other request will end so
	err               error
}

func (e *storeError) Error() string { return e.place + ": " + e.reason() }

// reason leaves out the place.
func (e *storeError) reason() string {
	if e.next == "" {
		return e.what
	}
	return e.what + "; " + e.next
}

func (e *storeError) Unwrap() error { return e.err }

// Stops reports whether an error of a store is one that all other objects will have, too, so that asking for them is in vain:
// the credentials have ended, the store does not answer or is overloaded for longer than is waited for.
func Stops(err error) bool {
	var told *storeError
	return errors.As(err, &told) && told.all
}

// Absent reports whether an error of a store says that there is no such bucket.
func Absent(err error) bool {
	var api smithy.APIError
	return errors.As(err, &api) && (api.ErrorCode() == "NoSuchBucket" || api.ErrorCode() == "InvalidBucketName")
}

// The rights that reading needs, by the names that policies have for them.
const (
	toList = "s3:ListBucket"
	toGet  = "s3:GetObject"
)

// explain words an error of asking for an object, or for the keys below a prefix, which needs the right.
func (b *Bucket) explain(err error, right, key string) error {
	var told *storeError
	if errors.As(err, &told) {
		return told
	}
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	e := &storeError{place: b.path(key), err: err}
	var api smithy.APIError
	var garbled *smithy.DeserializationError
	switch {
	case errors.As(err, &api):
		b.answer(e, api, right)
	case errors.As(err, &garbled):
		e.what, e.next = "the answer is not that of an S3 API ("+innermost(err)+")", "check --endpoint-url"
	case unreachable(err):
		e.what, e.next, e.all = "the store does not answer ("+innermost(err)+")", "check the network, the proxy settings and --endpoint-url, then "+again, true
	default:
		e.what = innermost(err)
	}
	return e
}

// again ends a next step.
const again = "run the same command again: it goes on where it stopped"

// overloaded reports whether a code asks for fewer requests, or for the same one later.
func overloaded(code string) bool {
	switch code {
	case "SlowDown", "ServiceUnavailable", "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequests", "TooManyRequestsException",
		"RequestThrottled", "InternalError", "RequestTimeout", "KMS.ThrottlingException":
		return true
	}
	return false
}

// answer words the error codes of S3.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func (b *Bucket) answer(e *storeError, api smithy.APIError, right string) {
	code := api.ErrorCode()
	step := signInStep(code)
	switch {
	case overloaded(code):
		e.what, e.next, e.all = "the store is overloaded ("+code+")", "later, with fewer --jobs, "+again, true
	case step != "":
		e.what, e.next, e.all = "the credentials are refused ("+code+")", step, true
	case strings.HasPrefix(code, "KMS.") || code == "AccessDenied" && strings.Contains(strings.ToLower(api.ErrorMessage()), "kms"):
		e.what, e.next = keyTrouble(code, api.ErrorMessage())
		e.all = b.refused()
	case code == "AccessDenied" || code == "Forbidden" || code == "AllAccessDisabled":
		e.what, e.next = "access denied", b.lacks(right)
		e.all = right == toGet && b.refused()
	default:
		e.what, e.next, e.all = answerOf(code)
		if e.what == "" {
			e.what = strings.TrimSuffix(code+": "+api.ErrorMessage(), ": ")
		}
	}
	if e.all && e.what == "access denied" {
		e.what = fmt.Sprintf("access denied, as to the %d objects before it", vain)
	}
}

// vain is how many objects in a row may be refused, while none was given, before asking for more is in vain.
const vain = 50

// refused counts a refusal and reports whether it is one too many.
func (b *Bucket) refused() bool { return b.refusals.Add(1) > vain && !b.given.Load() }

// lacks says which right is lacking.
func (b *Bucket) lacks(right string) string {
	resource := "arn:aws:s3:::" + b.name
	if right == toGet {
		resource += "/*"
	}
	step := "the credentials need " + right + " on " + resource
	if b.payer == "" {
		step += "; if the requester pays for this bucket, name --requester-pays"
	}
	return step
}

// answerOf words the codes that mean one thing only.
func answerOf(code string) (what, next string, all bool) {
	switch code {
	case "NoSuchBucket":
		return "there is no bucket of this name", "check the name and, for a store that is not AWS' own, --endpoint-url", true
	case "InvalidBucketName":
		return "no bucket can have this name", "write s3://BUCKET or s3://BUCKET/PREFIX", true
	case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
		return "the bucket is in another region", "set AWS_REGION to the bucket's region", true
	case "NoSuchKey", "NotFound":
		return "the object is gone since it was listed", "run the same command again", false
	case "PreconditionFailed":
		return "the object was replaced while it was read", "run the same command again", false
	case "InvalidRange":
		return "the object ends before the size that was promised", "run the same command again", false
	case "InvalidObjectState":
		return "the object is in cold storage", "restore it first (aws s3api restore-object), then run the same command again", false
	}
	return "", "", false
}

// keyTrouble words what keeps a key of KMS from decrypting an object. S3 puts "KMS." before the codes of KMS.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#KMSErrorCodeList
func keyTrouble(code, message string) (what, next string) {
	switch {
	case code == "KMS.DisabledException" || strings.Contains(message, "disabled"):
		return "the KMS key that encrypts the object is disabled (" + code + ")", "enable it (aws kms enable-key), then run the same command again"
	case strings.Contains(message, "pending deletion"):
		return "the KMS key that encrypts the object waits for its deletion (" + code + ")",
			"keep it: aws kms cancel-key-deletion, then aws kms enable-key; once it is deleted nobody can ever read the object"
	case code == "KMS.NotFoundException":
		return "the KMS key that encrypts the object does not exist any more, or is another region's (" + code + ")", "what a deleted key encrypts is lost; look for a copy of the object"
	}
	return "the KMS key that encrypts the object cannot be used (" + code + ")", "allow kms:Decrypt on the trail's KMS key, in the key's policy too"
}

// signInStep is the next step after a code that refuses the credentials themselves; empty for other codes.
func signInStep(code string) string {
	switch code {
	case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
		return "they have expired: sign in again (aws sso login, or fresh keys), then " + again
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
	e := &storeError{place: "AWS credentials", what: "there are none", all: true, err: err}
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
