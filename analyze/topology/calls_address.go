// Elastic IP addresses, and whom they are mapped to.

package topology

import "strings"

var addressRules = []rule{
	{"ec2", "AllocateAddress", makes, allocateAddress},
	{"ec2", "AssociateAddress", joins, associateAddress},
	{"ec2", "DisassociateAddress", parts, disassociateAddress},
	{"ec2", "ReleaseAddress", razes, releaseAddress},
}

func allocateAddress(r *reading) {
	address := r.the(Address, "p.allocationId")
	r.born(address)
	r.is(address, Holder, "", None)
	if ip := r.p("publicIp"); isAddress(ip) {
		r.is(address, IP, "", Text(ip))
		r.bind(ip, address)
	}
}

// address returns the address that the call names by its allocation, or by its public IP. One whose IP no record has told goes by
// that.
func (r *reading) address() *Thing {
	if r.q("allocationId") != "" || r.q("publicIp") == "" {
		return r.the(Address, "q.allocationId")
	}
	ip, why := r.one(isAddress, "IP address", []string{"q.publicIp"})
	if ip == "" {
		r.blame(Address, why)
		return r.any(Address)
	}
	if of := r.known(r.thing(Association, ip), Of, "").To; of != nil && of.Kind == Address {
		return of
	}
	return r.thing(Address, ip)
}

// namesakes says that an address which goes by its IP may be any of those that are mapped and whose IP no record has told.
func (r *reading) namesakes(address *Thing) {
	if !isAddress(address.ID) {
		return
	}
	for _, t := range r.every(Address) {
		if t != address && !r.known(t, IP, "").Known() && r.known(t, Holder, "").To != nil && !isAddress(t.ID) {
			r.lost(t, Holder, "", t.ID+" may have the public address "+address.ID)
		}
	}
}

// associateAddress maps an address. It takes the address from whoever held it, unless that is forbidden.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
func associateAddress(r *reading) {
	address := r.address()
	r.exists(address)
	r.namesakes(address)
	holder := r.the(Interface, "q.networkInterfaceId")
	if r.q("networkInterfaceId") == "" {
		holder = r.the(Instance, "q.instanceId")
	}
	r.exists(holder)
	if r.q("allowReassociation") == "false" && !address.wild() { // then it was free: who held it had lost it before
		r.clauses = append(r.clauses, clause{op: need, thing: address, aspect: Holder, value: None, unseen: true})
	}
	r.displace(address, holder)
	r.is(address, Holder, "", To(holder))
	r.bind(r.p("associationId"), address)
	r.attached(holder)
}

// displace unmaps the address that the holder had: a private address has one public address at most. Of an interface with
// several private ones it is not known which of them had it.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
func (r *reading) displace(address, holder *Thing) {
	same := []*Thing{holder}
	for _, t := range []*Thing{r.known(holder, AttachedTo, "").To, r.firstOf(holder)} {
		if t != nil && (t.Kind == Interface || r.known(holder, Primary, "").Is(Yes)) {
			same = append(same, t)
		}
	}
	for _, t := range same {
		if t.wild() || t.Kind == Interface && len(t.keys(PrivateIP)) > 1 {
			return
		}
	}
	for _, t := range same {
		for _, other := range t.back(Holder) {
			if other != address && r.known(other, Holder, "").Is(To(t)) {
				r.follows(other, Holder, "", None)
				r.scope = append(r.scope, other)
			}
		}
	}
}

// firstOf returns the first interface of an instance, nil where there is none or it is not known.
func (r *reading) firstOf(instance *Thing) *Thing {
	if instance.Kind != Instance || instance.wild() {
		return nil
	}
	if first := r.first(instance)[0]; first != instance {
		return first
	}
	return nil
}

// attached says that the holder's VPC has a gateway, for AWS refuses to map an address without one.
func (r *reading) attached(holder *Thing) {
	if vpc := r.known(holder, InVPC, "").To; vpc != nil {
		r.hasGateway(vpc)
	}
}

// hasGateway says that an internet gateway is attached to a VPC. Where exactly one is known of, it is that one.
func (r *reading) hasGateway(vpc *Thing) {
	r.scope = append(r.scope, vpc)
	if gateways := r.inside(vpc, InternetGateway); len(gateways) == 1 {
		r.was(gateways[0], InVPC, "", To(vpc))
	}
}

// disassociateAddress unmaps an address. Whether the instance gets another public address by itself is a matter of how it
// was launched, and read off the state.
func disassociateAddress(r *reading) {
	address := r.address()
	if r.q("publicIp") == "" {
		bond := r.the(Association, "q.associationId")
		of := r.known(bond, Of, "").To
		switch {
		case bond.wild():
			r.blame(Address, r.unnamed(Association))
		case of == nil || of.Kind != Address:
			r.unmapUnseen("the association " + bond.ID + " was never seen to be made")
			return
		default:
			address = of
		}
	}
	r.exists(address)
	r.namesakes(address)
	r.wasNot(address, Holder, "", None)
	if holder := r.known(address, Holder, "").To; holder != nil {
		r.scope = append(r.scope, holder)
	}
	r.is(address, Holder, "", None)
}

// unmapUnseen unmaps an address that the call does not tell: one that was believed to be mapped to nothing, or one whose
// association has an id that no record told.
func (r *reading) unmapUnseen(why string) {
	r.suspect(Address, Holder, why)
	for _, t := range r.every(Address) {
		named := false
		for _, bond := range r.look(t.back(Of)) {
			named = named || strings.HasPrefix(bond.ID, "eipassoc-") && r.known(bond, Of, "").Is(To(t))
		}
		if !named && r.known(t, Holder, "").To != nil {
			r.lost(t, Holder, "", why)
		}
	}
}

func releaseAddress(r *reading) {
	address := r.address()
	r.was(address, Holder, "", None)
	r.follows(address, Holder, "", None)
	r.gone(address)
}

// unmapped says that no public IPv4 address is mapped in a VPC: AWS would have refused the call otherwise. What was believed
// to be mapped had been unmapped before, without a record.
func (r *reading) unmapped(vpc *Thing) {
	for _, t := range r.inside(vpc, NATGateway) {
		if r.known(t, Exists, "").Is(Yes) && !r.known(t, Private, "").Is(Yes) {
			r.wasNot(t, Exists, "", Yes)
			r.follows(t, Exists, "", None)
		}
	}
	for _, t := range r.inside(vpc, Balancer) {
		if r.known(t, Exists, "").Is(Yes) && r.known(t, Private, "").Is(None) {
			r.wasNot(t, Exists, "", Yes)
			r.follows(t, Exists, "", None)
		}
	}
	for _, holder := range append(r.inside(vpc, Interface), r.inside(vpc, Instance)...) {
		for _, address := range holder.back(Holder) {
			if r.known(address, Holder, "").Is(To(holder)) {
				r.wasNot(address, Holder, "", To(holder))
				r.follows(address, Holder, "", None)
			}
		}
	}
	for _, t := range r.inside(vpc, Interface) {
		instance := r.known(t, AttachedTo, "").To
		if instance == nil || !r.known(t, AutoPublic, "").Is(Yes) || !r.known(instance, Condition, "").Is(Running) {
			continue
		}
		// It gave its address back, or stopped, or was terminated: which of them nobody knows.
		r.wasNot(t, AutoPublic, "", Yes)
		r.wasNot(instance, Condition, "", Running)
		r.wasNot(instance, Exists, "", Yes)
	}
	for _, t := range r.inside(vpc, Database) {
		if r.known(t, Exists, "").Is(Yes) && r.known(t, Private, "").Is(None) && !r.known(t, Condition, "").Is(Stopped) {
			r.wasNot(t, Private, "", None)
			r.wasNot(t, Exists, "", Yes)
		}
	}
}
