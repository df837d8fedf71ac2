// Package identity knows who is behind an access key. The lab gives out its own keys and no others: a key that it did not
// give out is refused, so that a real one that lies in somebody's environment is never used and never sent on.
//
// Keys are learnt from the calls that pass (CreateAccessKey, AssumeRole and their like) and are forgotten with the lab.
// Secrets are never looked at: whoever reaches a loopback port may pretend to be anyone in a lab, and the record says so.
package identity

import (
	"crypto/sha256"
	"encoding/base32"
	"net/http"
	"strings"
	"sync"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Registry is the lab's keys.
type Registry struct {
	account string
	mu      sync.RWMutex
	keys    map[string]*key
	users   map[string]string // the ids of users by name
	roles   map[string]string // and of roles
}

// key is one access key and what is known of it.
type key struct {
	who     exchange.Principal
	off     bool
	expires time.Time // zero for the key of a user
}

// New returns the keys of a lab that has given out none. account has twelve digits.
func New(account string) *Registry {
	return &Registry{account: account, keys: map[string]*key{}, users: map[string]string{}, roles: map[string]string{}}
}

// rootKeys are what people type for a lab without thinking, as LocalStack's and moto's pages tell them to.
var rootKeys = []string{"test", "testing"}

// Who returns the principal behind a key at a moment. The error is AWS's for the service that was called: an unknown,
// an inactive and an expired key are refused before anything else is looked at.
func (r *Registry) Who(service, id string, at time.Time) (exchange.Principal, *wire.Error) {
	if id == "" {
		return exchange.Principal{Type: "AWSAccount", ID: "ANONYMOUS_PRINCIPAL", Account: "anonymous"}, nil
	}
	if r.isRoot(id) {
		return exchange.Principal{Type: "Root", ID: r.account, ARN: "arn:aws:iam::" + r.account + ":root", Account: r.account}, nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	k := r.keys[id]
	switch {
	case k == nil || k.off:
		return exchange.Principal{}, refusal(service)
	case !k.expires.IsZero() && at.After(k.expires):
		return exchange.Principal{}, &wire.Error{Code: "ExpiredToken", Message: "The security token included in the request is expired", Status: http.StatusForbidden}
	}
	return k.who, nil
}

// isRoot reports whether a key is the root user's of the lab's account.
func (r *Registry) isRoot(id string) bool {
	for _, k := range rootKeys {
		if id == k {
			return true
		}
	}
	return id == r.account
}

// refusal is what AWS answers to a key that it does not know.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
func refusal(service string) *wire.Error {
	switch service {
	case "ec2":
		return &wire.Error{Code: "AuthFailure", Message: "AWS was not able to validate the provided access credentials", Status: http.StatusUnauthorized}
	case "s3":
		return &wire.Error{Code: "InvalidAccessKeyId", Message: "The AWS Access Key Id you provided does not exist in our records.", Status: http.StatusForbidden}
	case "iam", "sts", "elasticloadbalancing", "autoscaling", "monitoring", "sns", "rds":
		return &wire.Error{Code: "InvalidClientTokenId", Message: "The security token included in the request is invalid.", Status: http.StatusForbidden}
	}
	return &wire.Error{Code: "UnrecognizedClientException", Message: "The security token included in the request is invalid.", Status: http.StatusBadRequest}
}

// Grant gives out a key of the lab's own, for an actor that a scenario or the command names.
func (r *Registry) Grant(id string, who exchange.Principal, expires time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[id] = &key{who: who, expires: expires}
	if who.Type == "IAMUser" {
		r.users[who.User] = who.ID
	}
}

// Keys returns how many keys were given out and are in use.
func (r *Registry) Keys() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n := 0
	for _, k := range r.keys {
		if !k.off {
			n++
		}
	}
	return n
}

// last returns the last part of an ARN or path: the name of a role in arn:aws:iam::1:role/x/NetOps.
func last(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

// makeID makes an id of AWS's form from a name: a prefix and seventeen letters and digits.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func makeID(prefix, name string) string {
	sum := sha256.Sum256([]byte(prefix + name))
	return prefix + base32.StdEncoding.EncodeToString(sum[:])[:17]
}
