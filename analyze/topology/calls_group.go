// Security groups: their rules, and the default group that each VPC is born with.

package topology

import (
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

var groupRules = []rule{
	{"ec2", "CreateSecurityGroup", grows, createGroup},
	{"ec2", "DeleteSecurityGroup", ends, deleteGroup},
	{"ec2", "AuthorizeSecurityGroupIngress", lets, func(r *reading) { r.authorize(ingress) }},
	{"ec2", "AuthorizeSecurityGroupEgress", lets, func(r *reading) { r.authorize(egress) }},
	{"ec2", "RevokeSecurityGroupIngress", stops, func(r *reading) { r.revoke(ingress) }},
	{"ec2", "RevokeSecurityGroupEgress", stops, func(r *reading) { r.revoke(egress) }},
	{"ec2", "ModifySecurityGroupRules", turns, modifyRules},
}

// The directions of rules and entries, seen from what they guard.
const (
	ingress = "ingress"
	egress  = "egress"
)

// The rules that groups are born with.
var (
	everywhere4 = dialect.Rule{Protocol: "-1", Peer: "0.0.0.0/0"}
	everywhere6 = dialect.Rule{Protocol: "-1", Peer: "::/0"}
	ownMembers  = dialect.Rule{Protocol: "-1", Peer: itself}
)

// itself is the peer of a rule that names the group it belongs to.
const itself = "itself"

// birthID is the id of a thing that a VPC is born with for as long as no record has told the real one.
func birthID(vpc *Thing) string { return birth + vpc.ID }

const (
	birth     = "default of "
	mainBirth = "main of "
)

// createGroup reads the birth of a group: nothing may come in, and everything may go out.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
func createGroup(r *reading) {
	group, vpc := r.the(SecurityGroup, "p.groupId"), r.the(VPC, "q.vpcId")
	r.exists(vpc)
	r.born(group)
	r.is(group, InVPC, "", To(vpc))
	r.is(group, Whole, "", Yes)
	r.opensOut(group, r.sixth(vpc))
}

// opensOut gives a group the rules that let everything out; six says whether its VPC has an IPv6 range.
func (r *reading) opensOut(group *Thing, six Fact) {
	r.follows(group, Rule, RuleKey(egress, "", everywhere4), Yes)
	switch key := RuleKey(egress, "", everywhere6); {
	case six.Is(Yes):
		r.follows(group, Rule, key, Yes)
	case !six.Known():
		r.lost(group, Rule, key, "whether its VPC had an IPv6 range is not known")
	}
}

// sixth returns whether a VPC has an IPv6 range.
func (r *reading) sixth(vpc *Thing) Fact {
	sure := r.known(vpc, Whole, "")
	for _, t := range append([]*Thing{vpc}, r.inside(vpc, Subnet)...) {
		for _, key := range t.keys(Range) {
			if !strings.Contains(key, ":") {
				continue
			}
			known := r.known(t, Range, key)
			if known.Is(Yes) {
				return known
			}
			sure.Level = min(sure.Level, known.Level)
		}
	}
	if acl := r.known(vpc, DefaultOf, string(NetworkACL)).To; acl != nil { // the range of a new VPC may come after the answer
		if born := r.known(acl, Entry, EntryKey(egress, "101")); born.Is(Text(EntryText("allow", everywhere6))) {
			return Fact{Value: Yes, Level: trail.Inferred, Cause: born.Cause}
		}
	}
	if !sure.Is(Yes) {
		return Fact{}
	}
	sure.Value = None
	return sure
}

// defaultGroup gives a VPC that was born the group that it is born with: its members may talk to each other, and everything
// may go out.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
func (r *reading) defaultGroup(vpc *Thing, six Fact) {
	group := r.called(SecurityGroup, birthID(vpc))
	r.is(group, Exists, "", Yes)
	r.is(group, InVPC, "", To(vpc))
	r.is(group, Whole, "", Yes)
	r.is(vpc, DefaultOf, string(SecurityGroup), To(group))
	r.follows(group, Rule, RuleKey(ingress, "", ownMembers), Yes)
	r.opensOut(group, six)
}

// unveil tells the real id of a default group or ACL: it takes the place of the nameless one that its VPC was born with. It
// must be certain that the thing is that VPC's, and its default.
func (r *reading) unveil(t, vpc *Thing) {
	if t.wild() || r.known(t, Whole, "").Known() {
		return
	}
	if born := r.known(vpc, DefaultOf, string(t.Kind)).To; born != nil && born.ID == birthID(vpc) {
		r.clauses = append(r.clauses, clause{op: renames, thing: born, value: To(t)})
	}
}

// nameDefault learns the id of a VPC's default group from an answer that names the groups of something in it: no other group
// can be called default.
func (r *reading) nameDefault(o dialect.Object) {
	vpc := r.thing(VPC, o.First("vpcId"))
	for _, g := range objects(o, "groupSet") {
		if g.First("groupName") == "default" && !vpc.wild() {
			r.unveil(r.thing(SecurityGroup, g.First("groupId")), vpc)
		}
	}
}

// shadow says of the nameless things of t's kind that the change which the call made to t may have been made to them: t's
// birth was not seen, so it may be any of them. v is what the aspect is from now on. Groups need no such doubt: an instance
// tells the real ids of its groups, where a subnet follows an ACL or a table that was never named.
func (r *reading) shadow(t *Thing, a Aspect, key string, v Value) {
	why := perhaps(t)
	for _, other := range r.nameless(t) {
		switch known := r.known(other, a, key); {
		case !keyFits(other, a, key):
			r.lost(other, a, key, why)
		case v == None && known.Why == why && other.told(a, key).freshly():
			r.follows(other, a, key, None) // whether or not it was made here, it is not here now
		case !known.Is(v) && (known.Known() || v != None):
			may := None
			switch {
			case v == None:
				may = known.Value
			case known.Is(None) || known.Why == why && known.Value == v:
				may = v
			}
			r.say(clause{op: lose, thing: other, aspect: a, key: key, value: may, why: why})
		}
	}
}

// perhaps is why what is said of a thing may be so of a nameless one.
func perhaps(t *Thing) string {
	return t.ID + " was never seen to be made, and may be the one that this VPC was born with"
}

// older reports whether a call was about the thing before the other was there.
func (r *reading) older(t, other *Thing) bool {
	tr, born := t.told(Exists, ""), r.known(other, Exists, "")
	return tr != nil && len(tr.spans) > 0 && tr.spans[0].Cause > Origin && tr.spans[0].Cause < born.Cause
}

// nameless returns the things without a real id that t may be.
func (r *reading) nameless(t *Thing) []*Thing {
	if t.wild() || r.known(t, Whole, "").Known() {
		return nil
	}
	vpc := r.known(t, InVPC, "")
	var found []*Thing
	for _, other := range r.makeshifts(t.Kind) {
		if other == t || other.husk || r.older(t, other) {
			continue
		}
		if home := r.known(other, InVPC, ""); !vpc.Known() || !home.Not(vpc.Value) {
			found = append(found, other)
		}
	}
	return found
}

// group returns the group that the call names. A name without an id is that of a group of the default VPC, and wild.
func (r *reading) group() *Thing {
	return r.the(SecurityGroup, "q.groupId", "p.securityGroupRuleSet.groupId", "p.revokedSecurityGroupRuleSet.groupId")
}

// deleteGroup reads the end of a group. AWS refuses while an interface is in it.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html
func deleteGroup(r *reading) {
	group := r.group()
	if vpc := r.known(group, InVPC, "").To; vpc != nil {
		for _, t := range r.inside(vpc, Interface) {
			if r.known(t, InGroup, group.ID).Is(Yes) && !r.known(t, Exists, "").Is(None) {
				r.wasNot(t, InGroup, group.ID, Yes)
				r.follows(t, InGroup, group.ID, None)
			}
		}
	}
	r.gone(group)
}
