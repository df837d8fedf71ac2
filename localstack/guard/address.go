// Addresses: who holds an Elastic IP, and who may take it from there; and the public addresses that interfaces get without
// one.

package guard

import (
	"fmt"
	"hash/fnv"
	"strings"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// address returns the Elastic IP that the call names by its allocation, its public address or its association, and who holds it.
func (q *asked) address() (address, holder *topology.Thing) {
	address = q.thing(topology.Address, "AllocationId")
	for _, member := range []string{"PublicIp", "AssociationId"} {
		if address == nil {
			address = q.to(q.thing(topology.Association, member), topology.Of)
		}
	}
	if address == nil || address.Kind != topology.Address || !q.stands(address) {
		return nil, nil
	}
	return address, q.to(address, topology.Holder)
}

// heldByService: what a service of AWS holds is not the account's to move.
func heldByService(q *asked) []any {
	switch _, holder := q.address(); {
	case holder == nil:
		return nil
	case holder.Kind == topology.NATGateway || holder.Kind == topology.Balancer:
		return []any{}
	case holder.Kind == topology.Interface && strings.HasPrefix(q.state().Get(holder, topology.Requester).Text, "amazon-"):
		return []any{}
	}
	return nil
}

func held(q *asked) []any {
	address, holder := q.address()
	if holder == nil {
		return nil
	}
	if ip := q.state().Get(address, topology.IP).Text; ip != "" {
		return []any{ip}
	}
	return []any{address}
}

// holder returns what the call maps an address to.
func (q *asked) holder() *topology.Thing {
	if t := q.thing(topology.Interface, "NetworkInterfaceId"); t != nil {
		return t
	}
	return q.thing(topology.Instance, "InstanceId")
}

// elsewhere returns who else holds the call's address. An instance and its interface are one holder.
func (q *asked) elsewhere() (address, other *topology.Thing) {
	address, other = q.address()
	next := q.holder()
	if other == nil || next == nil || other == next || q.to(other, topology.AttachedTo) == next || q.to(next, topology.AttachedTo) == other {
		return nil, nil
	}
	return address, other
}

func notToBeTaken(q *asked) []any {
	address, _ := q.elsewhere()
	if may, said := q.In["AllowReassociation"].(bool); address == nil || !said || may {
		return nil
	}
	if bond := q.bond(address); bond != nil {
		return []any{address, bond}
	}
	return []any{address, "eipassoc"}
}

func noGateway(q *asked) []any {
	vpc := q.to(q.holder(), topology.InVPC)
	if vpc == nil {
		return nil
	}
	if gateway, sure := q.gatewayOf(vpc); gateway == nil && sure {
		return []any{vpc}
	}
	return nil
}

// takeAddress takes the address from whoever holds it, which is so on AWS unless it is forbidden, and takes from the holder
// the one that it had. Clouds want to be asked for it, and show it to both of them after.
func takeAddress(q *asked) (func(*exchange.Answer), *wire.Error) {
	free := func(address *topology.Thing) {
		if bond := q.bond(address); bond != nil && q.canHold() {
			_, _ = q.cloud.Do(q.ctx, q.Region, ec2, "DisassociateAddress", map[string]any{"AssociationId": bond.ID}) // the cloud may still do it by itself
		}
	}
	address, _ := q.address()
	if had := q.elastic(q.holder()); address != nil && had != nil && had != address {
		free(had)
	}
	address, other := q.elsewhere()
	if other == nil {
		return nil, nil
	}
	if q.In["AllowReassociation"] == nil {
		q.mine()["AllowReassociation"] = true
	}
	free(address)
	return nil, nil
}

// canHold reports whether the cloud will map the call's address: nothing can be given back that was freed for a call which fails
// then. An instance with several interfaces does not say which of them is meant.
func (q *asked) canHold() bool {
	holder := q.holder()
	if !q.stands(holder) || q.text("PrivateIpAddress") != "" {
		return false
	}
	faces := 0
	for _, face := range q.state().Back(holder, topology.AttachedTo) {
		if q.stands(face) && q.to(face, topology.AttachedTo) == holder {
			faces++
		}
	}
	return holder.Kind == topology.Interface || faces == 1
}

// bond is the newest association by which an address is held, nil where the lab has not heard of one: those that were
// displaced have no end of their own.
func (q *asked) bond(address *topology.Thing) (newest *topology.Thing) {
	for _, bond := range q.state().Back(address, topology.Of) {
		if strings.HasPrefix(bond.ID, "eipassoc-") && q.to(bond, topology.Of) == address {
			newest = bond
		}
	}
	return newest
}

// turnFace remembers that an interface was given a public address or lost it, which clouds accept and do not do.
func turnFace(q *asked) (func(*exchange.Answer), *wire.Error) {
	on, said := q.In["AssociatePublicIpAddress"].(bool)
	if !said {
		return nil, nil
	}
	id := q.text("NetworkInterfaceId")
	return func(a *exchange.Answer) {
		if a.Error == nil {
			q.mu.Lock()
			defer q.mu.Unlock()
			q.faces[id] = on
		}
	}, nil
}

// showFaces shows the public addresses of the interfaces that were told to have one, or none.
func showFaces(q *asked) (func(*exchange.Answer), *wire.Error) {
	q.mu.Lock()
	turned := len(q.faces) > 0
	q.mu.Unlock()
	if !turned {
		return nil, nil
	}
	return func(a *exchange.Answer) {
		for face := range wire.Each(a.Out["NetworkInterfaces"]) {
			if _, done := q.showFace(face); done {
				a.Mended = true
			}
		}
		for reservation := range wire.Each(a.Out["Reservations"]) {
			for instance := range wire.Each(reservation["Instances"]) {
				for face := range wire.Each(instance["NetworkInterfaces"]) {
					if ip, done := q.showFace(face); done {
						a.Mended = true
						instance["PublicIpAddress"], instance["PublicDnsName"] = ip, ""
						if ip == "" {
							delete(instance, "PublicIpAddress")
						}
					}
				}
			}
		}
	}, nil
}

// showFace mends one interface of an answer, and returns the address that it has now.
func (q *asked) showFace(face map[string]any) (ip string, done bool) {
	id, _ := face["NetworkInterfaceId"].(string)
	q.mu.Lock()
	on, turned := q.faces[id]
	q.mu.Unlock()
	t := q.find(topology.Interface, id)
	if !turned || t == nil || q.elastic(t) != nil {
		return "", false
	}
	if instance := q.to(t, topology.AttachedTo); instance != nil && q.elastic(instance) != nil {
		return "", false
	}
	bonds := []map[string]any{face}
	for private := range wire.Each(face["PrivateIpAddresses"]) {
		if primary, said := private["Primary"].(bool); !said || primary {
			bonds = append(bonds, private)
		}
	}
	_, has := face["Association"]
	if on == has || on && !q.faces4(t) {
		return "", false
	}
	for _, bond := range bonds {
		delete(bond, "Association")
		if on {
			ip = documented(id)
			bond["Association"] = map[string]any{"PublicIp": ip, "IpOwnerId": "amazon"}
		}
	}
	return ip, true
}

// documented is a public address for an interface, always the same one, of the range that documents use.
// https://www.rfc-editor.org/rfc/rfc5737
func documented(id string) string {
	h := fnv.New32a()
	h.Write([]byte(id))
	return fmt.Sprintf("203.0.113.%d", 1+h.Sum32()%254)
}
