// Package identity knows who is behind an access key. The lab gives out its own keys and no others: a key that it did not
// give out is refused, so that a real one that lies in somebody's environment is never used and never sent on.
//
// Keys are learnt from the calls that pass (CreateAccessKey, AssumeRole and their like) and are forgotten with the lab.
// Secrets are never looked at: whoever reaches a loopback port may pretend to be anyone in a lab, and the record says so.
package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"io"
	"sync"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Registry is the lab's keys.
type Registry struct {
	account string
	chance  io.Reader // of which keys are made
	mu      sync.RWMutex
	keys    map[string]*key
	given   map[string]bool   // every key that was ever given out, for none is given out twice
	users   map[string]user   // by name
	roles   map[string]string // the ids of roles by name
}

// key is one access key and what is known of it.
type key struct {
	who     exchange.Principal
	off     bool
	expires time.Time // zero for the key of a user
}

// New returns the keys of a lab that has given out none. account has twelve digits.
func New(account string) *Registry { return Seeded(account, rand.Reader) }

// Seeded returns the same of a lab whose keys are made of what chance gives.
func Seeded(account string, chance io.Reader) *Registry {
	return &Registry{
		account: account, chance: chance, keys: map[string]*key{}, given: map[string]bool{}, users: map[string]user{}, roles: map[string]string{},
	}
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
		return exchange.Principal{}, expired(service)
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

// Grant gives out a key of the lab's own, for an actor that a scenario or the command names.
func (r *Registry) Grant(id string, who exchange.Principal, expires time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.give(id, &key{who: who, expires: expires})
	if who.Type == "IAMUser" {
		r.users[who.User] = user{id: who.ID, arn: who.ARN}
	}
}

// give notes a key. Of a cloud that names none nothing is learnt.
func (r *Registry) give(id string, k *key) {
	if id != "" {
		r.keys[id], r.given[id] = k, true
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

// makeID makes an id of AWS's form from a name: a prefix and seventeen letters and digits.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func makeID(prefix, name string) string {
	sum := sha256.Sum256([]byte(prefix + name))
	return prefix + base32.StdEncoding.EncodeToString(sum[:])[:17]
}
