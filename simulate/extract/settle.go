// Settling: what belongs to the birth of a thing that the log takes for granted: gateways are attached, volumes plugged in.

package extract

import (
	"strings"

	"traillab/analyze/topology"
	"traillab/simulate/script"
)

// settle does what belongs to a thing's birth: a NAT gateway takes its time, a gateway is attached where the log is about to take
// it away.
func (t *telling) settle(id, name string, lately bool) error {
	ref := "$" + name
	switch kindOf(id) {
	case "nat":
		s := step("wait until "+name+" is there", "ec2.DescribeNatGateways", map[string]any{"NatGatewayIds": []any{ref}})
		s.Until = &script.Until{Path: "NatGateways[0].State", Equals: "available"}
		t.do(s, lately)
	case "vpc":
		return t.gateways(id)
	case "igw", "vgw":
		return t.attach(id, ref, lately)
	case "vol":
		return t.plug(ref, lately)
	}
	return nil
}

// attach attaches a gateway that was attached before.
func (t *telling) attach(id, ref string, lately bool) error {
	vpc := t.attachedTo(id)
	if vpc == "" {
		return nil
	}
	name, later, err := t.resolve(vpc)
	if err != nil {
		return err
	}
	in, do := map[string]any{"VpcId": "$" + name, "InternetGatewayId": ref}, "ec2.AttachInternetGateway"
	if kindOf(id) == "vgw" {
		in, do = map[string]any{"VpcId": "$" + name, "VpnGatewayId": ref}, "ec2.AttachVpnGateway"
	}
	t.stood[id] = lately || later
	t.do(step("", do, in), lately || later)
	return nil
}

// gateways makes the internet gateways of a network with it: no address can be mapped in one that has none.
func (t *telling) gateways(vpc string) error {
	home := t.thing(vpc)
	if home == nil {
		return nil
	}
	for _, gateway := range t.c.History.Inside(home, topology.InternetGateway) {
		if t.born(gateway.ID) || t.attachedTo(gateway.ID) != vpc {
			continue
		}
		if _, _, err := t.resolve(gateway.ID); err != nil {
			return err
		}
	}
	return nil
}

// attachedTo is the network that a gateway was attached to before: the log knows, or the first that it tells of the gateway is
// that it is taken away.
func (t *telling) attachedTo(id string) string {
	if thing := t.thing(id); thing != nil {
		if f := t.opening.Get(thing, topology.InVPC); f.Known() && f.To != nil {
			return f.To.ID
		}
	}
	for _, m := range t.moves[min(t.now, len(t.moves)):] {
		vpc, _ := m.call.In["VpcId"].(string)
		if vpc == "" || m.call.In["InternetGatewayId"] != id && m.call.In["VpnGatewayId"] != id || strings.HasSuffix(m.event.ErrorCode, "NotAttached") {
			continue
		}
		if strings.HasPrefix(m.call.Operation, "Detach") {
			return vpc
		}
		return ""
	}
	return ""
}

// plug attaches a volume that the log is about to take away.
func (t *telling) plug(ref string, lately bool) error {
	m := t.moves[t.now]
	host, _ := m.call.In["InstanceId"].(string)
	if m.call.Operation != "DetachVolume" || host == "" {
		return nil
	}
	name, later, err := t.resolve(host)
	if err != nil {
		return err
	}
	device, _ := m.call.In["Device"].(string)
	if device == "" {
		device = "/dev/sdf"
	}
	t.do(step("", "ec2.AttachVolume", map[string]any{"VolumeId": ref, "InstanceId": "$" + name, "Device": device}), lately || later)
	return nil
}
