// Network ACLs: numbered entries in either direction, and which subnet follows which.

package topology

import (
	"strings"

	"traillab/analyze/trail/dialect"
)

var aclRules = []rule{
	{"ec2", "CreateNetworkAcl", grows, createACL},
	{"ec2", "DeleteNetworkAcl", ends, deleteACL},
	{"ec2", "CreateNetworkAclEntry", lets, createEntry},
	{"ec2", "ReplaceNetworkAclEntry", turns, replaceEntry},
	{"ec2", "DeleteNetworkAclEntry", stops, deleteEntry},
	{"ec2", "ReplaceNetworkAclAssociation", turns, replaceACLAssociation},
}

// EntryKey is the key of an ACL's entry: direction and number, as egress 100.
func EntryKey(direction, number string) string { return direction + " " + number }

// EntryText is what an entry says: allow or deny, protocol, ports and range, as allow tcp/443-443/0.0.0.0/0.
func EntryText(action string, rule dialect.Rule) string {
	return strings.ToLower(action) + " " + plain(rule).String()
}

// defaultACL gives a VPC that was born the ACL that it is born with: it lets everything through, and has an id that no
// record tells.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
func (r *reading) defaultACL(vpc *Thing, six Fact) {
	acl := r.called(NetworkACL, birthID(vpc))
	r.is(acl, Exists, "", Yes)
	r.is(acl, InVPC, "", To(vpc))
	r.is(acl, Whole, "", Yes)
	r.is(vpc, DefaultOf, string(NetworkACL), To(acl))
	for _, direction := range []string{ingress, egress} {
		r.follows(acl, Entry, EntryKey(direction, "100"), Text(EntryText("allow", everywhere4)))
		switch key := EntryKey(direction, "101"); {
		case six.Is(Yes):
			r.follows(acl, Entry, key, Text(EntryText("allow", everywhere6)))
		case !six.Known():
			r.lost(acl, Entry, key, "whether its VPC had an IPv6 range is not known")
		}
	}
}

// sixAdded reads what a VPC's first IPv6 range adds: its default ACL and group let IPv6 through from then on, unless they had
// been modified; about other groups AWS does not say.
func (r *reading) sixAdded(vpc *Thing) {
	const why = "AWS may have let IPv6 through when its VPC got a range"
	if r.sixth(vpc).Is(Yes) {
		return
	}
	acl := r.known(vpc, DefaultOf, string(NetworkACL)).To
	for _, direction := range []string{ingress, egress} {
		key := EntryKey(direction, "101")
		if acl != nil && !r.known(acl, Entry, key).Known() {
			r.lost(acl, Entry, key, why)
		}
	}
	for _, group := range r.inside(vpc, SecurityGroup) {
		four, key := r.known(group, Rule, RuleKey(egress, "", everywhere4)), RuleKey(egress, "", everywhere6)
		if !four.Is(None) && !r.known(group, Rule, key).Is(Yes) {
			r.lost(group, Rule, key, why)
		}
	}
}

// createACL reads the birth of an ACL, which lets nothing through until it is told to.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html
func createACL(r *reading) {
	acl := r.the(NetworkACL, "p.networkAcl.networkAclId")
	vpc := r.the(VPC, "p.networkAcl.vpcId", "q.vpcId")
	r.exists(vpc)
	r.born(acl)
	r.is(acl, InVPC, "", To(vpc))
	r.is(acl, Whole, "", Yes)
}

// deleteACL reads the end of an ACL. AWS refuses while a subnet follows it, and never deletes a default one.
func deleteACL(r *reading) {
	acl := r.acl()
	for _, subnet := range acl.back(ACL) {
		if r.known(subnet, ACL, "").Is(To(acl)) && !r.known(subnet, Exists, "").Is(None) {
			r.wasNot(subnet, ACL, "", To(acl))
			r.lost(subnet, ACL, "", "it followed "+acl.ID+" until that was deleted, and no record says which it follows since")
		}
	}
	if !r.event.Recovered && len(acl.keys(Entry)) > 0 {
		for _, other := range r.nameless(acl) { // it was none that a VPC was born with
			r.clauses = append(r.clauses, clause{op: clears, thing: other, aspect: Entry, why: perhaps(acl)})
		}
	}
	r.gone(acl)
}

// acl returns the ACL that the call names.
func (r *reading) acl() *Thing { return r.the(NetworkACL, "q.networkAclId") }

// entry returns the key and the text of the entry that the call tells; the key is empty when the call does not tell it, and
// the text is none when the call tells only the key.
func (r *reading) entry() (string, Value) {
	number, _ := r.one(isNumber, "number", []string{"q.ruleNumber"})
	out, _ := r.one(isFlag, "flag", []string{"q.egress"})
	if number == "" || out == "" {
		return "", None
	}
	direction := ingress
	if out == "true" {
		direction = egress
	}
	rule := dialect.Rule{
		Protocol: r.alone("q.aclProtocol", "q.protocol"), From: r.alone("q.portRange.from"), To: r.alone("q.portRange.to"),
		Peer: r.alone("q.cidrBlock", "q.ipv6CidrBlock"),
	}
	key := EntryKey(direction, number)
	action := strings.ToLower(r.alone("q.ruleAction"))
	if (action == "allow" || action == "deny") && legible(rule) && isRange(rule.Peer) {
		return key, Text(EntryText(action, rule))
	}
	return key, None
}

// createEntry adds an entry. AWS refuses a number that is taken.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
func createEntry(r *reading) {
	acl := r.acl()
	r.exists(acl)
	if key, text := r.entry(); key != "" {
		r.was(acl, Entry, key, None)
		r.enter(acl, key, text)
		return
	}
	r.muddy(acl, r.event.Name+" does not tell its entry")
}

// replaceEntry writes an entry anew. AWS refuses a number that is free.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html
func replaceEntry(r *reading) {
	acl := r.acl()
	r.exists(acl)
	if key, text := r.entry(); key != "" {
		r.wasNot(acl, Entry, key, None)
		r.enter(acl, key, text)
		return
	}
	r.muddy(acl, r.event.Name+" does not tell its entry")
}

func (r *reading) enter(acl *Thing, key string, text Value) {
	if text == None {
		r.lost(acl, Entry, key, r.event.Name+" does not tell what the entry says")
		text = Text(untold)
	} else {
		r.is(acl, Entry, key, text)
	}
	r.shadow(acl, Entry, key, text)
}

// untold is the text of an entry that its call does not tell.
const untold = "untold"

func deleteEntry(r *reading) {
	acl := r.acl()
	r.exists(acl)
	key, _ := r.entry()
	if key == "" {
		r.muddy(acl, r.event.Name+" does not tell its entry")
		return
	}
	r.wasNot(acl, Entry, key, None)
	r.is(acl, Entry, key, None)
	r.shadow(acl, Entry, key, None)
}

// replaceACLAssociation lets a subnet follow another ACL. The request names the subnet by an association whose id a record
// tells only when the subnet was moved before; until then any subnet of the ACL's VPC may be the one.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html
func replaceACLAssociation(r *reading) {
	bond, acl := r.the(Association, "q.associationId"), r.acl()
	r.exists(acl)
	next := r.the(Association, "p.newAssociationId")
	subnet := r.known(bond, Of, "").To
	candidates, all := r.followers(acl)
	switch {
	case bond.wild():
		r.blame(Subnet, r.unnamed(Association))
		r.is(r.any(Subnet), ACL, "", To(acl))
		return
	case subnet != nil:
		if vpc := r.known(subnet, InVPC, "").To; vpc != nil && r.known(vpc, Whole, "").Is(Yes) {
			r.unveil(acl, vpc)
		}
		r.sameVPC(subnet, acl)
		r.is(subnet, ACL, "", To(acl))
	case all && len(candidates) == 1:
		subnet = candidates[0]
		r.follows(subnet, ACL, "", To(acl))
	default:
		for _, t := range candidates {
			r.lost(t, ACL, "", "the association "+bond.ID+" was never seen to be made, and may have been this subnet's")
		}
		if !next.wild() {
			r.lost(next, Of, "", "the association "+bond.ID+" was never seen to be made")
		}
		return
	}
	r.is(bond, Of, "", None)
	r.scope = append(r.scope, subnet)
	if !next.wild() {
		r.follows(next, Of, "", To(subnet))
	}
}

// followers returns the subnets that an association which no record told may be of: those that may lie in the ACL's VPC, do
// not follow the ACL already and have no association that is known. It reports whether there can be no others.
func (r *reading) followers(acl *Thing) ([]*Thing, bool) {
	vpc, seen := r.known(acl, InVPC, ""), r.known(acl, Whole, "").Known()
	var found []*Thing
	for _, t := range r.every(Subnet) {
		if r.known(t, Exists, "").Is(None) {
			continue
		}
		home, now := r.known(t, InVPC, ""), r.known(t, ACL, "")
		switch {
		case vpc.Known() && home.Not(vpc.Value), now.Is(To(acl)), r.tied(t, "aclassoc-"):
		case !seen && now.Known() && now.To != nil && strings.HasPrefix(now.To.ID, birth):
			// An ACL that was not seen to be made can lie in this VPC only as the default one, which the subnet follows.
		default:
			found = append(found, t)
		}
	}
	return found, vpc.To != nil && r.known(vpc.To, Whole, "").Is(Yes)
}
