// Machines and what hangs on them: instances, interfaces, NAT gateways, endpoints, and the associations by which things hang
// together.

package extract

import (
	"errors"
	"strings"

	"traillab/analyze/topology"
)

// subnetOf resolves the subnet that a thing lies in, or one of its network.
func (t *telling) subnetOf(of *topology.Thing) (ref string, lately bool, err error) {
	id := ""
	if of != nil {
		if f := t.fact(of, topology.InSubnet); f.Known() && f.To != nil {
			id = f.To.ID
		}
		for _, state := range []*topology.State{t.opening, t.closing} {
			keys, _ := state.Held(of, topology.InSubnet)
			if id == "" && len(keys) > 0 && strings.HasPrefix(keys[0], "subnet-") {
				id = keys[0]
			}
		}
	}
	if id == "" {
		if id = t.anySubnet(of); id == "" {
			id = "subnet-00000000"
		}
	}
	name, lately, err := t.resolve(id)
	return "$" + name, lately, err
}

// anySubnet is a subnet of a thing's network that the log knows.
func (t *telling) anySubnet(of *topology.Thing) string {
	if home := t.thing(t.home(of)); home != nil {
		for _, subnet := range t.c.History.Inside(home, topology.Subnet) {
			if i, made := t.producers[subnet.ID]; !made || i < t.now {
				return subnet.ID
			}
		}
	}
	return ""
}

func (t *telling) instance(_ string, machine *topology.Thing) (birth, bool, error) {
	subnet, lately, err := t.subnetOf(machine)
	if err != nil {
		return birth{}, false, err
	}
	image, _, err := t.resolve("ami-00000000")
	if err != nil {
		return birth{}, false, err
	}
	face := map[string]any{"DeviceIndex": int64(0), "SubnetId": subnet, "AssociatePublicIpAddress": false}
	if groups, later, err := t.groups(machine); err != nil {
		return birth{}, false, err
	} else if len(groups) > 0 {
		face["Groups"], lately = groups, lately || later
	}
	in := map[string]any{
		"ImageId": "$" + image, "InstanceType": "t3.micro", "MinCount": int64(1), "MaxCount": int64(1), "NetworkInterfaces": []any{face},
	}
	if p := t.fact(machine, topology.Profile); p.Known() && p.Text != "" {
		profile := p.Text[strings.LastIndexByte(p.Text, '/')+1:]
		if err := t.profile(profile); err != nil {
			return birth{}, false, err
		}
		in["IamInstanceProfile"] = map[string]any{"Name": profile}
	}
	return birth{"ec2.RunInstances", in, "Instances[0].InstanceId"}, lately, nil
}

// groups resolves the security groups that a machine is known to have been in, those of its interfaces among them.
func (t *telling) groups(machine *topology.Thing) (refs []any, lately bool, err error) {
	if machine == nil {
		return nil, false, nil
	}
	for _, of := range append([]*topology.Thing{machine}, t.opening.Back(machine, topology.AttachedTo)...) {
		keys, facts := t.opening.Held(of, topology.InGroup)
		for i, id := range keys {
			if !facts[i].Is(topology.Yes) {
				continue
			}
			name, later, err := t.resolve(id)
			if err != nil {
				return nil, false, err
			}
			refs, lately = append(refs, "$"+name), lately || later
		}
	}
	return refs, lately, nil
}

// face is an interface: that of an instance, or of a NAT gateway, is found; another is made.
func (t *telling) face(_ string, face *topology.Thing) (birth, bool, error) {
	if host := t.fact(face, topology.AttachedTo); host.Known() && host.To != nil && t.closing.Get(face, topology.Primary) != (topology.Fact{}) {
		name, lately, err := t.resolve(host.To.ID)
		in := map[string]any{"InstanceIds": []any{"$" + name}}
		return birth{"ec2.DescribeInstances", in, "Reservations[0].Instances[0].NetworkInterfaces[0].NetworkInterfaceId"}, lately, err
	}
	subnet, lately, err := t.subnetOf(face)
	return birth{"ec2.CreateNetworkInterface", map[string]any{"SubnetId": subnet}, "NetworkInterface.NetworkInterfaceId"}, lately, err
}

func (t *telling) attachment(_ string, bond *topology.Thing) (birth, bool, error) {
	face := t.fact(bond, topology.Of)
	if !face.Known() || face.To == nil {
		return birth{}, false, errors.New("the log does not tell which interface it attaches")
	}
	host := t.fact(face.To, topology.AttachedTo)
	if !host.Known() || host.To == nil {
		return birth{}, false, errors.New("the log does not tell to which instance it attaches an interface")
	}
	name, lately, err := t.resolve(host.To.ID)
	in := map[string]any{"InstanceIds": []any{"$" + name}}
	return birth{"ec2.DescribeInstances", in, "Reservations[0].Instances[0].NetworkInterfaces[0].Attachment.AttachmentId"}, lately, err
}

func (t *telling) nat(id string, nat *topology.Thing) (birth, bool, error) {
	subnet, lately, err := t.subnetOf(nat)
	if err != nil {
		return birth{}, false, err
	}
	address := "eipalloc-" + strings.TrimPrefix(id, "nat-")
	for _, a := range t.c.History.Things(topology.Address) {
		if f := t.opening.Get(a, topology.Holder); nat != nil && f.To == nat {
			address = a.ID
		}
	}
	name, later, err := t.resolve(address)
	return birth{"ec2.CreateNatGateway", map[string]any{"SubnetId": subnet, "AllocationId": "$" + name}, "NatGateway.NatGatewayId"}, lately || later, err
}

func (t *telling) eigw(_ string, gateway *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(gateway)
	return birth{"ec2.CreateEgressOnlyInternetGateway", map[string]any{"VpcId": vpc}, "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId"}, lately, err
}

func (t *telling) endpoint(_ string, endpoint *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(endpoint)
	in := map[string]any{"VpcId": vpc, "ServiceName": "com.amazonaws.${region}.s3", "VpcEndpointType": "Gateway"}
	if f := t.fact(endpoint, topology.Service); f.Known() && f.Text != "" {
		in["ServiceName"] = t.places.text(f.Text)
	}
	if f := t.fact(endpoint, topology.Type); f.Known() && f.Text == "Interface" {
		subnet, later, err := t.subnetOf(endpoint)
		if err != nil {
			return birth{}, false, err
		}
		in["VpcEndpointType"], in["SubnetIds"], lately = "Interface", []any{subnet}, lately || later
	}
	return birth{"ec2.CreateVpcEndpoint", in, "VpcEndpoint.VpcEndpointId"}, lately, err
}

func (t *telling) snapshot(id string, _ *topology.Thing) (birth, bool, error) {
	name, lately, err := t.resolve("vol-" + strings.TrimPrefix(id, "snap-"))
	return birth{"ec2.CreateSnapshot", map[string]any{"VolumeId": "$" + name}, "SnapshotId"}, lately, err
}

// association is of a route table: of the main one where the network's birth is in the log, else of the subnet that it is known to
// bind.
func (t *telling) association(_ string, bond *topology.Thing) (birth, bool, error) {
	subnet := t.fact(bond, topology.Of)
	if !subnet.Known() || subnet.To == nil || subnet.To.Kind != topology.Subnet {
		vpc, lately, err := t.within(nil)
		in := map[string]any{"Filters": filters("vpc-id", vpc, "association.main", "true")}
		return birth{"ec2.DescribeRouteTables", in, "RouteTables[0].Associations[?Main]|[0].RouteTableAssociationId"}, lately, err
	}
	name, lately, err := t.resolve(subnet.To.ID)
	if err != nil {
		return birth{}, false, err
	}
	table := "rtb-00000000"
	if f := t.opening.Get(subnet.To, topology.Table); f.Known() && f.To != nil {
		table = f.To.ID
	}
	at, later, err := t.resolve(table)
	return birth{"ec2.AssociateRouteTable", map[string]any{"SubnetId": "$" + name, "RouteTableId": "$" + at}, "AssociationId"}, lately || later, err
}

// mapping is an address's, to whom it is known to have been mapped.
func (t *telling) mapping(_ string, bond *topology.Thing) (birth, bool, error) {
	address := t.fact(bond, topology.Of)
	if !address.Known() || address.To == nil {
		return birth{}, false, errors.New("the log does not tell which address it maps")
	}
	holder := t.opening.Get(address.To, topology.Holder)
	if !holder.Known() || holder.To == nil {
		return birth{}, false, errors.New("the log does not tell to whom it maps an address")
	}
	name, lately, err := t.resolve(address.To.ID)
	if err != nil {
		return birth{}, false, err
	}
	to, later, err := t.resolve(holder.To.ID)
	in := map[string]any{"AllocationId": "$" + name, "InstanceId": "$" + to}
	if holder.To.Kind == topology.Interface {
		in = map[string]any{"AllocationId": "$" + name, "NetworkInterfaceId": "$" + to}
	}
	return birth{"ec2.AssociateAddress", in, "AssociationId"}, lately || later, err
}

// aclAssociation can be found where the network has one subnet: answers are not searched by what a story has made.
func (t *telling) aclAssociation(_ string, bond *topology.Thing) (birth, bool, error) {
	home := t.thing(t.home(bond))
	if home == nil || len(t.c.History.Inside(home, topology.Subnet)) != 1 {
		return birth{}, false, errors.New("which of several subnets it binds cannot be told in a scenario")
	}
	name, lately, err := t.resolve(home.ID)
	in := map[string]any{"Filters": filters("vpc-id", "$"+name, "default", "true")}
	return birth{"ec2.DescribeNetworkAcls", in, "NetworkAcls[0].Associations[0].NetworkAclAssociationId"}, lately, err
}
