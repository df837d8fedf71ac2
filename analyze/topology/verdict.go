// Verdicts: what a thing can reach and be reached by at a moment, how that is known, by which way, and which calls made it so.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// Answer is what can be said of a capability.
type Answer string

// The answers.
const (
	Reaches  Answer = "yes"
	Partly   Answer = "part" // some of the internet; the verdict's reason names which
	Cut      Answer = "no"
	Unproven Answer = "unknown"
)

// Capability is something that a thing can or cannot do: egress4, egress6, ingress4, ingress6, ssm, patch, service:NAME.
type Capability struct {
	What string
	Verdict
}

// Verdict is an answer and what it rests on.
type Verdict struct {
	Answer  Answer
	Level   trail.Level // the weakest on the way; Unknown of an answer that is unknown
	Path    []string    // the way, hop by hop, for people
	Reason  Reason      // why not, why only in part, or why it is not known; zero when the answer is yes
	Sources []Moment    // the calls that the answer rests on, sorted; later ones are those that betrayed what was so
	Cause   Moment      // the latest of them that had happened: the call to which the answer is owed; Origin if none is
	Address string      // the public address that others see, where it is known

	asked [2]bool // by family: the answer depends on whether the sender has a public address
}

// Reason is why. Code is from the vocabulary of VPC Reachability Analyzer where that has a word for it.
// https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
type Reason struct{ Code, Text string }

// The codes.
const (
	NoRoute         = "NO_ROUTE_TO_DESTINATION"
	BadRoute        = "BAD_STATE_ROUTE" // the route is there, and what it leads to is not
	BadState        = "BAD_STATE"       // it does not run
	NoPublicEgress  = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
	NoPublicIngress = "IGW_PUBLIC_IP_ASSOCIATION_FOR_INGRESS"
	Unassociated    = "UNASSOCIATED_COMPONENT" // no gateway is attached
	CheckedAddress  = "ENI_SOURCE_DEST_CHECK_RESTRICTION"
	Blocked         = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED"
	NotFollowed     = "UNSUPPORTED_COMPONENT" // the way leads out of the VPC by other means
	NotKnown        = "UNKNOWN"               // the log does not tell
	NoName          = "PRIVATE_DNS_DISABLED"  // an endpoint stands, and the service's name does not lead to it
	NotDirect       = "ONE_WAY"               // what comes in could not be answered the same way
	Internal        = "INTERNAL"              // it has no public name
)

// rests lets the answer rest on facts.
func (v *Verdict) rests(facts ...Fact) {
	for _, f := range facts {
		v.Level = min(v.Level, f.Level)
		v.cite(f.Cause)
	}
}

// cite adds calls that the answer rests on.
func (v *Verdict) cite(moments ...Moment) {
	for _, m := range moments {
		if m == Origin {
			continue
		}
		if at, found := slices.BinarySearch(v.Sources, m); !found {
			v.Sources = slices.Insert(v.Sources, at, m)
		}
		v.Cause = max(v.Cause, m)
	}
}

// because settles an answer that needs a reason.
func (v Verdict) because(a Answer, code, text string) Verdict {
	v.Answer, v.Reason = a, Reason{code, text}
	if a == Unproven {
		v.Level = trail.Unknown
	}
	if a != Reaches {
		v.Address = ""
	}
	return v
}

// unproven settles an answer that fails for a fact that is not known. What is the sentence's beginning; the fact's own
// reason follows.
func (v Verdict) unproven(f Fact, what string) Verdict {
	if f.Why != "" {
		what += ": " + f.Why
	}
	v.cite(f.Cause)
	return v.because(Unproven, NotKnown, what)
}

// joined is what holds when both verdicts must.
func (v Verdict) joined(w Verdict) Verdict {
	if rank(w.Answer) < rank(v.Answer) {
		v, w = w, v
	}
	if v.Answer != Reaches {
		return v
	}
	v.Level = min(v.Level, w.Level)
	v.Path = slices.Clone(v.Path)
	for _, hop := range w.Path { // what both ways share is told once
		if !slices.Contains(v.Path, hop) {
			v.Path = append(v.Path, hop)
		}
	}
	v.Sources = slices.Clone(v.Sources)
	v.cite(w.Sources...)
	v.asks(w)
	return v
}

// asks takes over whether the other verdict depends on a public address.
func (v *Verdict) asks(w Verdict) {
	v.asked[v4] = v.asked[v4] || w.asked[v4]
	v.asked[v6] = v.asked[v6] || w.asked[v6]
}

// rank orders answers by how much they decide when all must hold: one no is enough.
func rank(a Answer) int {
	return slices.Index([]Answer{Cut, Unproven, Partly, Reaches}, a)
}

// Same reports whether two verdicts say the same, by whatever way.
func (v Verdict) Same(w Verdict) bool {
	return v.Answer == w.Answer && v.Level == w.Level && v.Reason == w.Reason && v.Address == w.Address
}

func (v Verdict) String() string {
	words := []string{string(v.Answer)}
	if v.Answer != Unproven {
		words = append(words, "("+v.Level.String()+")")
	}
	if v.Address != "" {
		words = append(words, "as "+v.Address)
	}
	if v.Reason != (Reason{}) {
		words = append(words, v.Reason.Code+": "+v.Reason.Text)
	}
	return strings.Join(append(words, strings.Join(v.Path, "; ")), " ")
}
