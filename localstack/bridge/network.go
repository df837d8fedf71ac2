// Networks in moto: VPCs, subnets, groups, and the default ones, which both clouds have from the beginning.

package bridge

import (
	"traillab/localstack/wire"
)

// greet pairs the default networks of a region, which nobody has to make: calls that name no network mean those.
func (w work) greet() error {
	if w.greeted[w.region] {
		return nil
	}
	only := m{"Filters": []any{filter("is-default", "true")}}
	ours, err := w.found(ec2, "DescribeVpcs", "Vpcs", only)
	if refusal(err) { // somebody has deleted it
		w.greeted[w.region] = true
		return nil
	}
	if err != nil {
		return err
	}
	out, err := w.away(ec2, "DescribeVpcs", only)
	if err != nil {
		return err
	}
	theirs, err := first(out, "Vpcs")
	if err == nil {
		err = w.same(wire.Text(ours, "VpcId"), wire.Text(theirs, "VpcId"))
	}
	if err == nil || refusal(err) {
		w.greeted[w.region] = true
		return nil
	}
	return err
}

// same pairs two default VPCs with what they were born with.
func (w work) same(ours, theirs string) error {
	here, err := w.home(ec2, "DescribeSubnets", within(ours, "default-for-az", "true"))
	if err != nil {
		return err
	}
	there, err := w.away(ec2, "DescribeSubnets", within(theirs, "default-for-az", "true"))
	if err != nil {
		return err
	}
	zones := map[string]string{}
	for s := range wire.Each(there["Subnets"]) {
		zones[wire.Text(s, "AvailabilityZone")] = wire.Text(s, "SubnetId")
	}
	for s := range wire.Each(here["Subnets"]) {
		w.pair(thing{subnet, wire.Text(s, "SubnetId")}, zones[wire.Text(s, "AvailabilityZone")])
	}
	w.pair(thing{network, ours}, theirs)
	return w.defaults(ours, theirs)
}

// defaults pairs the groups that two VPCs were born with.
func (w work) defaults(ours, theirs string) error {
	here, err := w.found(ec2, "DescribeSecurityGroups", "SecurityGroups", within(ours, "group-name", "default"))
	if err != nil {
		return err
	}
	out, err := w.away(ec2, "DescribeSecurityGroups", within(theirs, "group-name", "default"))
	if err != nil {
		return err
	}
	there, err := first(out, "SecurityGroups")
	if err == nil {
		w.pair(thing{group, wire.Text(here, "GroupId")}, wire.Text(there, "GroupId"))
	}
	return err
}

func filter(name, value string) m { return m{"Name": name, "Values": []any{value}} }

func within(vpc, name, value string) m {
	return m{"Filters": []any{filter("vpc-id", vpc), filter(name, value)}}
}

func (w work) network(id string) (string, error) {
	vpc, err := w.found(ec2, "DescribeVpcs", "Vpcs", m{"VpcIds": []any{id}})
	if err != nil {
		return "", err
	}
	main := wire.Text(vpc, "CidrBlock")
	out, err := w.away(ec2, "CreateVpc", m{"CidrBlock": main})
	if err != nil {
		return "", err
	}
	twin := wire.Text(out, "Vpc", "VpcId")
	for more := range wire.Each(vpc["CidrBlockAssociationSet"]) {
		block := wire.Text(more, "CidrBlock")
		if block == main || wire.Text(more, "CidrBlockState", "State") != "associated" {
			continue
		}
		if _, err := w.away(ec2, "AssociateVpcCidrBlock", m{"VpcId": twin, "CidrBlock": block}); err != nil {
			return "", err
		}
	}
	return twin, w.defaults(id, twin)
}

func (w work) subnet(id string) (string, error) {
	s, err := w.found(ec2, "DescribeSubnets", "Subnets", m{"SubnetIds": []any{id}})
	if err != nil {
		return "", err
	}
	vpc, err := w.one(network, wire.Text(s, "VpcId"))
	if err != nil {
		return "", err
	}
	out, err := w.away(ec2, "CreateSubnet", m{"VpcId": vpc, "CidrBlock": s["CidrBlock"], "AvailabilityZone": s["AvailabilityZone"]})
	return wire.Text(out, "Subnet", "SubnetId"), err
}

func (w work) group(id string) (string, error) {
	g, err := w.found(ec2, "DescribeSecurityGroups", "SecurityGroups", m{"GroupIds": []any{id}})
	if err != nil {
		return "", err
	}
	vpc, err := w.one(network, wire.Text(g, "VpcId"))
	if err != nil || w.register.has(id) { // the default one came with its VPC
		return w.register.there(id), err
	}
	out, err := w.away(ec2, "CreateSecurityGroup", m{"VpcId": vpc, "GroupName": g["GroupName"], "Description": g["Description"]})
	return wire.Text(out, "GroupId"), err
}
