// Network interfaces: their making and end, what they are attached to, their addresses and groups.

package topology

import (
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
)

var interfaceRules = []rule{
	{"ec2", "CreateNetworkInterface", grows, createInterface},
	{"ec2", "DeleteNetworkInterface", ends, deleteInterface},
	{"ec2", "AttachNetworkInterface", joins, attachInterface},
	{"ec2", "DetachNetworkInterface", parts, detachInterface},
	{"ec2", "ModifyNetworkInterfaceAttribute", turns, modifyInterface},
	{"ec2", "ResetNetworkInterfaceAttribute", turns, resetInterface},
	{"ec2", "AssignIpv6Addresses", joins, assignV6},
	{"ec2", "UnassignIpv6Addresses", parts, unassignV6},
	{"ec2", "AssignPrivateIpAddresses", joins, assignPrivate},
	{"ec2", "UnassignPrivateIpAddresses", parts, unassignPrivate},
}

// createInterface reads the birth of an interface that belongs to no instance yet. Such a one never gets a public address by
// itself.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterface.html
func createInterface(r *reading) {
	o := inside(r.call.Response, "networkInterface")
	i := r.the(Interface, "p.networkInterface.networkInterfaceId")
	r.born(i)
	r.is(i, AttachedTo, "", None)
	r.follows(i, AutoPublic, "", None)
	if o != nil {
		r.is(i, Whole, "", Yes)
	}
	// The requester of an interface that nobody else manages is its maker's own id.
	id := o.First("requesterId")
	if o.First("requesterManaged") == "true" || strings.HasPrefix(id, "amazon-") {
		r.is(i, Requester, "", Text(either(id, "aws")))
	} else {
		r.is(i, Requester, "", None)
	}
	r.described(i, o)
}

// described reads what an answer says of an interface: where it lies, its addresses, groups and check.
func (r *reading) described(i *Thing, o dialect.Object) {
	r.placed(i, o)
	for _, ip := range append(o.All("privateIpAddress"), o.All("privateIpAddressesSet.privateIpAddress")...) {
		r.is(i, PrivateIP, ip, Yes)
	}
	for _, ip := range append(o.All("ipv6AddressesSet.ipv6Address"), o.All("ipv6Prefixes.ipv6Prefix")...) {
		r.is(i, V6, ip, Yes)
	}
	if words := o.All("sourceDestCheck"); len(words) > 0 {
		r.flagged(i, Check, "", "sourceDestCheck", words)
	}
	if v := o.First("interfaceType"); v != "" {
		r.is(i, Type, "", Text(v))
	}
	if groups := o.All("groupSet.groupId"); len(groups) > 0 {
		r.groups(i, groups)
		r.nameDefault(o)
	}
	r.named(i, o)
}

// groups says that a thing is in these security groups and in no others.
func (r *reading) groups(t *Thing, ids []string) {
	if slices.ContainsFunc(ids, func(id string) bool { return !formed(SecurityGroup, id) }) {
		why := r.event.Name + " does not tell all its security groups"
		r.lost(t, InGroup, anyKey, why)
		r.lost(t, GroupsWhole, "", why)
		return
	}
	r.onlyOf(t, InGroup, ids, func(string) Value { return Yes })
	if len(ids) > 0 {
		r.is(t, GroupsWhole, "", Yes)
	}
}

// onlyOf says that an aspect with keys has these keys and no others.
func (r *reading) onlyOf(t *Thing, a Aspect, keys []string, value func(key string) Value) {
	if t.wild() {
		r.lost(t, a, anyKey, r.unnamed(t.Kind))
		return
	}
	for _, key := range t.keys(a) {
		if !slices.Contains(keys, key) {
			r.is(t, a, key, None)
		}
	}
	for _, key := range keys {
		r.is(t, a, key, value(key)) // of anything that is no key, all are unknown
	}
}

// deleteInterface: AWS refuses while the interface is attached. An address that was mapped to it is free.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html
func deleteInterface(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	if r.known(i, AttachedTo, "").To != nil {
		r.was(i, AttachedTo, "", None)
		r.follows(i, AttachedTo, "", None)
	}
	r.gone(i)
	r.release(i, free)
}

// attachInterface: what is attached by hand stays when its instance ends, unless that is said later.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html
func attachInterface(r *reading) {
	i, instance := r.the(Interface, "q.networkInterfaceId"), r.the(Instance, "q.instanceId")
	r.exists(i)
	r.exists(instance)
	r.was(i, AttachedTo, "", None)
	r.is(i, AttachedTo, "", To(instance))
	r.is(i, Primary, "", flag(word(r.q("deviceIndex") == "0")))
	r.follows(i, DiesWith, "", None)
	r.plug(r.p("attachmentId"), i)
}

// detachInterface names the attachment only. One that the log has not seen may have been that of any interface whose
// attachment has no known id.
func detachInterface(r *reading) {
	attachment := r.the(Attachment, "q.attachmentId")
	i := r.known(attachment, Of, "").To
	if i == nil && r.q("networkInterfaceId") != "" {
		i = r.the(Interface, "q.networkInterfaceId")
	}
	switch {
	case i != nil:
	case attachment.wild():
		r.blame(Interface, r.unnamed(Attachment))
		i = r.any(Interface)
	default:
		r.unplugged("the attachment " + attachment.ID + " was never seen to be made")
		return
	}
	r.wasNot(i, AttachedTo, "", None)
	if holder := r.known(i, AttachedTo, "").To; holder != nil {
		r.scope = append(r.scope, holder)
	}
	r.is(i, AttachedTo, "", None)
	r.is(attachment, Of, "", None)
	r.follows(i, AutoPublic, "", None)
	r.scope = append(r.scope, i)
}

// unplugged says that some interface was detached that had been attached without a record: one that is believed to be
// attached by an id that is not known, or one that is believed to be free, and was not. The first interface of an instance
// cannot be detached.
func (r *reading) unplugged(why string) {
	told := map[*Thing]bool{}
	for _, a := range r.every(Attachment) {
		told[r.known(a, Of, "").To] = true
	}
	for _, i := range r.every(Interface) {
		switch holder := r.known(i, AttachedTo, ""); {
		case holder.Is(None):
			r.clauses = append(r.clauses, clause{op: suspects, thing: i, aspect: AttachedTo, why: why})
		case holder.Known() && !told[i] && !r.known(i, Primary, "").Is(Yes):
			r.lost(i, AttachedTo, "", why)
		}
	}
}

// modifyInterface: a public address that an interface got by itself can be taken from it, and given to it, while it runs.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html
func modifyInterface(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.regrouped(i)
	r.turned(i, Check, "", "sourceDestCheck")
	r.turned(i, AutoPublic, "", "associatePublicIpAddress")
	if r.call.Request.Get("attachment") != nil {
		r.flagged(i, DiesWith, "", "deleteOnTermination", r.words("q.attachment.deleteOnTermination"))
	}
	if r.bare("networkInterfaceId") {
		r.untells(i, InGroup, Check, AutoPublic, DiesWith)
	}
}

// regrouped reads the groups that something gets instead of those that it had, if the request speaks of groups.
func (r *reading) regrouped(t *Thing) {
	v := r.call.Request.Get("groupSet")
	if v == nil {
		return
	}
	ids := r.call.Request.All("groupSet.groupId")
	if list, ok := v.(dialect.List); !ok || len(list) != len(ids) || len(ids) == 0 {
		ids = append(ids, anyKey)
	}
	r.groups(t, ids)
}

// resetInterface sets the one attribute that can be reset, the check, to what it is at birth.
func resetInterface(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.is(i, Check, "", Yes)
}

func assignV6(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.addresses(i, V6, Yes, "p.assignedIpv6Addresses q.ipv6Addresses p.assignedIpv6PrefixSet q.ipv6Prefix")
}

func unassignV6(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.addresses(i, V6, None, "p.unassignedIpv6Addresses q.ipv6Addresses p.unassignedIpv6PrefixSet q.ipv6Prefix")
}

func assignPrivate(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.addresses(i, PrivateIP, Yes, "p.assignedPrivateIpAddressesSet.privateIpAddress q.privateIpAddressesSet.privateIpAddress q.privateIpAddress")
}

// unassignPrivate: an Elastic IP that is mapped to the address goes with it. Which one that is, the log seldom says.
func unassignPrivate(r *reading) {
	i := r.the(Interface, "q.networkInterfaceId", "p.networkInterfaceId")
	r.exists(i)
	r.addresses(i, PrivateIP, None, "q.privateIpAddressesSet.privateIpAddress q.privateIpAddress")
	r.release(i, Fact{Why: "it may have been mapped to a private address that was unassigned"})
}

// addresses sets the keys of an aspect to what is found at the places. Where nothing is found the call has changed them all
// the same, and they are not known any more.
func (r *reading) addresses(i *Thing, a Aspect, v Value, places string) {
	found := 0
	for place := range strings.FieldsSeq(places) {
		o, path := r.call.Request, place[2:]
		if place[0] == 'p' {
			o = r.call.Response
		}
		for _, ip := range o.All(path) {
			r.is(i, a, ip, v)
			found++
		}
	}
	if found == 0 {
		r.untold = r.event.Name + " does not name the addresses"
		r.is(i, a, anyKey, v)
	}
}
