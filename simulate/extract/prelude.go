// The prelude: things that the log names and does not tell the birth of. Each is made before it is first named, as far as the log,
// or a baseline beside it, knows what it was like.

package extract

import (
	"fmt"
	"net/netip"
	"strings"

	"traillab/analyze/topology"
)

// birth makes a thing: the call, its input, and where its answer has the id.
type birth struct {
	do   string
	in   map[string]any
	path string
}

// stand makes what an id of the log names, and reports whether that rests on what the story itself makes.
func (t *telling) stand(id string) (lately bool, err error) {
	kind := kindOf(id)
	if t.policy(id) {
		kind = "policy"
	}
	make, known := births()[kind]
	if !known {
		return false, errUnmade
	}
	b, lately, err := make(t, id, t.thing(id))
	if err != nil {
		return false, err
	}
	if service, operation, _ := strings.Cut(b.do, "."); !t.Can(service, operation) {
		return false, fmt.Errorf("it is made by %s, and %w", b.do, errUnasked)
	}
	name := t.names.variable(id)
	s := step("", b.do, b.in, name, b.path)
	if strings.HasPrefix(b.do, "ec2.Describe") || strings.HasPrefix(b.do, "ssm.Get") {
		s.Title = "find what AWS made by itself: $" + name
	} else {
		s.Title = "stand in for " + name + ", which is older than the log"
	}
	if t.late && strings.HasPrefix(b.do, "ec2.") {
		lately = true
	}
	t.do(s, lately)
	note(&t.report.Prelude, Note{About: id, Text: b.do})
	t.stood[id] = lately
	return lately, t.settle(id, name, lately)
}

// births say how things are made, by the beginning of their ids.
func births() map[string]func(*telling, string, *topology.Thing) (birth, bool, error) {
	return map[string]func(*telling, string, *topology.Thing) (birth, bool, error){
		"vpc":        (*telling).vpc,
		"subnet":     (*telling).subnet,
		"rtb":        (*telling).table,
		"rtbassoc":   (*telling).association,
		"igw":        plain("ec2.CreateInternetGateway", nil, "InternetGateway.InternetGatewayId"),
		"eigw":       (*telling).eigw,
		"vgw":        plain("ec2.CreateVpnGateway", map[string]any{"Type": "ipsec.1"}, "VpnGateway.VpnGatewayId"),
		"eipalloc":   plain("ec2.AllocateAddress", map[string]any{"Domain": "vpc"}, "AllocationId"),
		"eipassoc":   (*telling).mapping,
		"nat":        (*telling).nat,
		"vpce":       (*telling).endpoint,
		"i":          (*telling).instance,
		"ami":        plain("ssm.GetParameter", map[string]any{"Name": newest}, "Parameter.Value"),
		"eni":        (*telling).face,
		"eni-attach": (*telling).attachment,
		"sg":         (*telling).group,
		"acl":        (*telling).acl,
		"aclassoc":   (*telling).aclAssociation,
		"vol":        plain("ec2.CreateVolume", map[string]any{"AvailabilityZone": "${region}a", "Size": int64(8), "VolumeType": "gp3"}, "VolumeId"),
		"snap":       (*telling).snapshot,
		"policy":     (*telling).document,
		"fl":         (*telling).flowLog,
	}
}

// document is a policy of the account's own. What it allowed is not known.
func (*telling) document(arn string, _ *topology.Thing) (birth, bool, error) {
	in := map[string]any{"PolicyName": arn[strings.LastIndexByte(arn, '/')+1:], "PolicyDocument": nothing}
	return birth{"iam.CreatePolicy", in, "Policy.Arn"}, false, nil
}

// flowLog is of the chain's network, into a bucket of its own.
func (t *telling) flowLog(string, *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(nil)
	if err != nil {
		return birth{}, false, err
	}
	bucket, err := t.store()
	return birth{"ec2.CreateFlowLogs", map[string]any{
		"ResourceIds": []any{vpc}, "ResourceType": "VPC", "TrafficType": "ALL", "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::" + bucket,
	}, "FlowLogIds[0]"}, lately, err
}

// newest is where AWS tells which image is the newest.
const newest = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"

// plain makes things that need nothing else.
func plain(do string, in map[string]any, path string) func(*telling, string, *topology.Thing) (birth, bool, error) {
	return func(*telling, string, *topology.Thing) (birth, bool, error) { return birth{do, in, path}, false, nil }
}

// thing is what the log knows of an id, nil for nothing.
func (t *telling) thing(id string) *topology.Thing {
	for _, found := range t.c.History.Find(id) {
		if found.Account == t.chain.Account && found.Kind != topology.Opaque {
			return found
		}
	}
	return nil
}

// fact is what a thing was like before the slice, else what the log came to know of it.
func (t *telling) fact(of *topology.Thing, a topology.Aspect) topology.Fact {
	if of == nil {
		return topology.Fact{}
	}
	if f := t.opening.Get(of, a); f.Known() {
		return f
	}
	return t.closing.Get(of, a)
}

// home is the network of a thing: the one that it is known to lie in, else that of the chain.
func (t *telling) home(of *topology.Thing) string {
	if f := t.fact(of, topology.InVPC); f.Known() && f.To != nil {
		return f.To.ID
	}
	if t.chain.Scope.Kind == "vpc" {
		return t.chain.Scope.ID
	}
	return "vpc-00000000"
}

// within resolves the network of a thing.
func (t *telling) within(of *topology.Thing) (ref string, lately bool, err error) {
	name, lately, err := t.resolve(t.home(of))
	return "$" + name, lately, err
}

// born reports whether the log tells the birth of an id, so that what it does not tell of it AWS has made.
func (t *telling) born(id string) bool {
	_, made := t.producers[id]
	return made
}

func (t *telling) vpc(_ string, vpc *topology.Thing) (birth, bool, error) {
	return birth{"ec2.CreateVpc", map[string]any{"CidrBlock": t.block(vpc, "10.0.0.0/16")}, "Vpc.VpcId"}, false, nil
}

// block is the first IPv4 range that is known of a thing.
func (t *telling) block(of *topology.Thing, otherwise string) string {
	if of == nil {
		return otherwise
	}
	for _, state := range []*topology.State{t.opening, t.closing} {
		for _, key := range state.Keys(of, topology.Range) {
			if !strings.Contains(key, ":") && state.Key(of, topology.Range, key).Is(topology.Yes) {
				return key
			}
		}
	}
	return otherwise
}

func (t *telling) subnet(_ string, subnet *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(subnet)
	if err != nil {
		return birth{}, false, err
	}
	in := map[string]any{"VpcId": vpc, "AvailabilityZone": "${region}a"}
	if z := t.fact(subnet, topology.Zone); z.Known() && z.Text != "" {
		in["AvailabilityZone"] = t.places.text(z.Text)
	}
	if in["CidrBlock"] = t.block(subnet, ""); in["CidrBlock"] == "" {
		in["CidrBlock"] = t.carve(t.block(t.thing(t.home(subnet)), "10.0.0.0/16"))
	}
	return birth{"ec2.CreateSubnet", in, "Subnet.SubnetId"}, lately, nil
}

// carve cuts a small range out of a network, from its end.
func (t *telling) carve(network string) string {
	p, err := netip.ParsePrefix(network)
	if err != nil || p.Bits() > 24 || !p.Addr().Is4() {
		return network
	}
	a := p.Masked().Addr().As4()
	t.carved++
	size := 1 << (24 - p.Bits())
	if t.carved > size {
		return network
	}
	n := (int(a[1])<<8 | int(a[2])) + size - t.carved
	a[1], a[2] = byte(n>>8), byte(n)
	return fmt.Sprintf("%s/24", netip.AddrFrom4(a))
}

// table is a route table. One that the log does not tell the birth of, in a network whose birth it does tell, is the main one.
func (t *telling) table(_ string, table *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(table)
	if err != nil {
		return birth{}, false, err
	}
	if home := t.thing(t.home(table)); t.born(t.home(table)) || home != nil && table != nil && t.fact(home, topology.Main).To == table {
		in := map[string]any{"Filters": filters("vpc-id", vpc, "association.main", "true")}
		return birth{"ec2.DescribeRouteTables", in, "RouteTables[0].RouteTableId"}, lately, nil
	}
	return birth{"ec2.CreateRouteTable", map[string]any{"VpcId": vpc}, "RouteTable.RouteTableId"}, lately, nil
}

// group is a security group, the default one by the same reasoning.
func (t *telling) group(id string, group *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(group)
	if err != nil {
		return birth{}, false, err
	}
	if t.born(t.home(group)) || t.isDefault(group, topology.SecurityGroup) {
		return birth{"ec2.DescribeSecurityGroups", map[string]any{"Filters": filters("vpc-id", vpc, "group-name", "default")}, "SecurityGroups[0].GroupId"}, lately, nil
	}
	in := map[string]any{"GroupName": t.names.variable(id), "Description": "older than the log", "VpcId": vpc}
	return birth{"ec2.CreateSecurityGroup", in, "GroupId"}, lately, nil
}

// acl is a network ACL, likewise.
func (t *telling) acl(_ string, acl *topology.Thing) (birth, bool, error) {
	vpc, lately, err := t.within(acl)
	if err != nil {
		return birth{}, false, err
	}
	if t.born(t.home(acl)) || t.isDefault(acl, topology.NetworkACL) {
		return birth{"ec2.DescribeNetworkAcls", map[string]any{"Filters": filters("vpc-id", vpc, "default", "true")}, "NetworkAcls[0].NetworkAclId"}, lately, nil
	}
	return birth{"ec2.CreateNetworkAcl", map[string]any{"VpcId": vpc}, "NetworkAcl.NetworkAclId"}, lately, nil
}

func (t *telling) isDefault(of *topology.Thing, kind topology.Kind) bool {
	home := t.thing(t.home(of))
	if of == nil || home == nil {
		return false
	}
	return t.opening.Key(home, topology.DefaultOf, string(kind)).To == of || t.closing.Key(home, topology.DefaultOf, string(kind)).To == of
}
