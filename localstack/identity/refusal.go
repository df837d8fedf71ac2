// Refusals: what AWS answers to keys that it does not know, and to those whose time is over. Each service has its own words.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html

package identity

import (
	"net/http"
	"slices"

	"traillab/localstack/wire"
)

// classic are the services that speak of keys as IAM does.
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
var classic = []string{"iam", "sts", "elasticloadbalancing", "autoscaling", "monitoring", "sns", "rds"}

// refusal is the answer to a key that is unknown or inactive.
func refusal(service string) *wire.Error {
	switch {
	case service == "ec2":
		return &wire.Error{Code: "AuthFailure", Message: "AWS was not able to validate the provided access credentials", Status: http.StatusUnauthorized}
	case service == "s3":
		return &wire.Error{Code: "InvalidAccessKeyId", Message: "The AWS Access Key Id you provided does not exist in our records.", Status: http.StatusForbidden}
	case slices.Contains(classic, service):
		return &wire.Error{Code: "InvalidClientTokenId", Message: "The security token included in the request is invalid.", Status: http.StatusForbidden}
	}
	return &wire.Error{Code: "UnrecognizedClientException", Message: "The security token included in the request is invalid.", Status: http.StatusBadRequest}
}

// expired is the answer to a temporary key after its time.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
func expired(service string) *wire.Error {
	switch {
	case service == "ec2":
		return &wire.Error{Code: "RequestExpired", Message: "Request has expired.", Status: http.StatusBadRequest}
	case service == "s3":
		return &wire.Error{Code: "ExpiredToken", Message: "The provided token has expired.", Status: http.StatusBadRequest}
	case slices.Contains(classic, service):
		return &wire.Error{Code: "ExpiredToken", Message: "The security token included in the request is expired", Status: http.StatusForbidden}
	}
	return &wire.Error{Code: "ExpiredTokenException", Message: "The security token included in the request is expired", Status: http.StatusBadRequest}
}
