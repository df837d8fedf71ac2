// Package policy decides who may do what in a lab, as AWS documents it: an explicit deny wins, every level of service
// control policies must allow, a policy on the resource may, else one of the principal's own must, and a permissions boundary
// and a session policy must not leave it out. The policies are learnt from the calls that passed.
//
// What the lab did not see made it does not judge by absence. A user or role that was made in the lab may do nothing until
// a policy allows it; one that a scenario brought with it, or that was there before the lab, may do everything that no
// policy denies, and so may one that has a policy attached whose text was never seen. The root user of the lab's account may
// do everything. Service control policies bind everybody else in the lab, though AWS exempts the management account, for a
// drill has one account in which they are to be felt.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package policy

import (
	"cmp"
	"strings"
	"sync"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Book is what a lab knows of policies. It may be used from many goroutines.
type Book struct {
	account string

	mu                   sync.RWMutex
	users, roles, groups map[string]*entity  // by name
	managed              map[string]*managed // by ARN
	sessions             map[string]*session // by access key id
	latest               map[string]*session // by ARN, the one that was made last
	profiles             map[string]string   // the roles of instance profiles
	aliases              map[string]string   // the keys of alias/…, by region and name
	buckets              map[string]*document
	open                 map[string]bool // buckets that a canned list opens to everybody
	tags                 map[string]map[string]string
	organization         organization
	report               func(error)
	text                 func(arn string) string // of a managed policy that nobody in the lab has made, "" where it cannot be had
	now, wall            time.Time               // of the last call, by both clocks
	region               string                  // of the last call
}

// New returns the book of a lab in which no policy was seen yet. account has twelve digits.
func New(account string) *Book { return Reporting(account, func(error) {}) }

// Reporting returns the same of one that tells of every policy that the cloud accepts and the book cannot read: an *UnreadError. It
// must not ask the book anything.
func Reporting(account string, report func(error)) *Book {
	return &Book{
		account: account, users: map[string]*entity{}, roles: map[string]*entity{}, groups: map[string]*entity{},
		managed: map[string]*managed{}, sessions: map[string]*session{}, latest: map[string]*session{}, profiles: map[string]string{},
		aliases: map[string]string{}, buckets: map[string]*document{}, open: map[string]bool{}, tags: map[string]map[string]string{},
		organization: newOrganization(), report: report, text: func(string) string { return "" },
	}
}

// Asking lets the book ask for the text of a managed policy that is hung on somebody and that it has not seen. It is asked while a
// call is learnt from and must not ask the book anything. The book is returned.
func (b *Book) Asking(text func(arn string) string) *Book {
	b.text = text
	return b
}

// free are the calls that nobody needs a permission for, and that no policy can deny.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
var free = map[string]bool{"sts.GetCallerIdentity": true, "sts.GetSessionToken": true}

// Allow returns the refusal of a call that its caller may not make, in the words of its service; nil where it may.
func (b *Book) Allow(c *exchange.Call) *wire.Error {
	if sovereign(c.Who) || free[c.Service+"."+c.Name] || c.Operation != nil && c.Operation.Unsigned {
		return nil
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	known := b.context(c)
	for _, ask := range b.asks(c) {
		r := Request{Principal: c.Who, Key: c.Key, Action: ask.action, Resources: ask.resources, Context: known, named: ask.named}
		if d := b.decide(r); !d.Allowed {
			return refusal(c, d)
		}
	}
	return nil
}

// sovereign reports whether nobody asks what a principal may: the root user, and AWS itself.
func sovereign(who exchange.Principal) bool { return who.Type == "Root" || who.Type == "AWSService" }

// Request is a question: may a principal do something to resources?
type Request struct {
	Principal exchange.Principal
	Key       string // the access key of a session with a policy of its own; "" for the session that was made last
	Action    string // ec2:DetachInternetGateway
	Resources []string
	Context   Context

	named []string // what the call names, where the table does not know its resources
	lean  lean     // towards which side doubts go
}

// Decide answers a request. It must be allowed for each of its resources; with none it is asked of "*".
func (b *Book) Decide(r Request) Decision {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if r.Context.get("aws:currenttime") == nil {
		r.Context = r.Context.with(b.about(r.Principal, r.Key, b.now))
	}
	return b.decide(r)
}

// Denied reports whether a principal, by the ARN of a user, a role or a session or by the name of a user, is kept from an action,
// and why, as whoever asks from nowhere in particular would be. Without resources the question is about any that the action could
// have: a deny of some of them is none then. Unsure reports whether that hangs on a condition that is in the caller's hands.
func (b *Book) Denied(who, action string, resources ...string) (denied bool, why string) {
	r, may := b.asked(who, action, resources)
	if may {
		return false, who + " may " + action
	}
	d := b.Decide(r)
	return !d.Allowed, d.String()
}

// Unsure reports whether what Denied says hangs on a condition of which the principal can choose the outcome, and why.
func (b *Book) Unsure(who, action string, resources ...string) (unsure bool, why string) {
	r, may := b.asked(who, action, resources)
	if may {
		return false, ""
	}
	r.lean = kindly
	best := b.Decide(r)
	r.lean = harshly
	worst := b.Decide(r)
	return best.Allowed != worst.Allowed, worst.String() + ", and that hangs on a condition which whoever calls may meet or not"
}

// asked is the request behind a question; may says that nobody would ask.
func (b *Book) asked(who, action string, resources []string) (r Request, may bool) {
	r = Request{Principal: b.Source(who), Action: action, Resources: resources}
	if sovereign(r.Principal) || free[strings.Replace(action, ":", ".", 1)] {
		return r, true
	}
	if len(resources) == 0 {
		r.Resources = b.usual(action)
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	r.Context = b.about(r.Principal, "", b.now)
	r.Context.set("aws:RequestedRegion", cmp.Or(b.region, "us-east-1"))
	r.Context.set("aws:PrincipalIsAWSService", "false")
	return r, false
}
