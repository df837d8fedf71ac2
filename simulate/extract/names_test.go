// Names: which ids a call makes, what variables stand for them, and who plays whom.

package extract

import (
	"maps"
	"testing"

	"traillab/analyze/trail"
)

type m = map[string]any

func TestMakes(t *testing.T) {
	const vpc, subnet, eni, host, group = "vpc-00000000000000001", "subnet-00000000000000001", "eni-00000000000000001", "i-00000000000000001", "sg-00000000000000001"
	for _, test := range []struct {
		call Call
		want map[string]string
	}{
		{Call{"ec2", "CreateSubnet", m{"VpcId": vpc}, m{"Subnet": m{"SubnetId": subnet, "VpcId": vpc}}, nil}, map[string]string{subnet: "Subnet.SubnetId"}},
		{
			Call{"ec2", "RunInstances", m{"SubnetId": subnet}, m{"Instances": []any{m{
				"InstanceId": host, "VpcId": vpc, "NetworkInterfaces": []any{m{"NetworkInterfaceId": eni, "Groups": []any{m{"GroupId": group}}}},
			}}}, nil},
			map[string]string{host: "Instances[0].InstanceId", eni: "Instances[0].NetworkInterfaces[0].NetworkInterfaceId"},
		},
		{Call{"ec2", "DescribeVpcs", nil, m{"Vpcs": []any{m{"VpcId": vpc}}}, nil}, nil},
		{Call{"ec2", "AllocateAddress", nil, m{"AllocationId": "eipalloc-00000001", "PublicIp": "3.4.5.6"}, nil}, map[string]string{"eipalloc-00000001": "AllocationId", "3.4.5.6": "PublicIp"}},
		{Call{"iam", "CreatePolicy", nil, m{"Policy": m{"Arn": "arn:aws:iam::1:policy/x"}}, nil}, map[string]string{"arn:aws:iam::1:policy/x": "Policy.Arn"}},
	} {
		if got := makes(&test.call); !maps.Equal(got, test.want) {
			t.Errorf("%s makes %v, not %v", test.call.Operation, got, test.want)
		}
	}
}

func TestVariables(t *testing.T) {
	n := newNames()
	for _, test := range []struct{ id, want string }{
		{"vpc-00000001", "vpc"},
		{"vpc-00000002", "vpc2"},
		{"vpc-00000001", "vpc"},
		{"i-00000001", "instance"},
		{"eni-attach-00000001", "attachment"},
		{"arn:aws:iam::1:policy/x", "arn"},
		{"3.4.5.6", "ip"},
	} {
		if got := n.variable(test.id); got != test.want {
			t.Errorf("%s is $%s, not $%s", test.id, got, test.want)
		}
	}
	if got := n.free("ops"); got == "ops" {
		t.Error("an actor is called ops, who is another")
	}
}

func TestWhoPlaysWhom(t *testing.T) {
	p, n := newPeople(newPlaces("1", "")), newNames()
	ann := trail.Event{Principal: "arn:aws:sts::444455556666:assumed-role/Admin/Ann.O'Hara", AccessKeyID: "ASIA1", SourceIP: "8.8.8.8", UserAgent: "aws-cli/2.1 md/command#ec2.stop"}
	again, elsewhere, service, machine := ann, ann, ann, ann
	again.UserAgent = "aws-cli/2.1 md/command#ec2.start"
	elsewhere.SourceIP = "9.9.9.9"
	service.Principal = "autoscaling.amazonaws.com"
	machine.Principal = "arn:aws:sts::444455556666:assumed-role/web/i-00000000000000001"
	for _, test := range []struct {
		event trail.Event
		want  string
	}{{ann, "ann_o_hara"}, {again, "ann_o_hara"}, {elsewhere, "ann_o_hara2"}, {service, ops}, {machine, ops}} {
		if got := p.actor(&test.event, n.free); got != test.want {
			t.Errorf("%s from %s is %s, not %s", test.event.Principal, test.event.SourceIP, got, test.want)
		}
	}
	a := p.actors()["ann_o_hara"]
	if a.Type != "AssumedRole" || a.Role != "Admin" || a.Session != "Ann.O-Hara" || a.IP == "8.8.8.8" || a.Agent != ann.UserAgent {
		t.Errorf("she is played by %+v", a)
	}
	if p.holder("ASIA1") != "ann_o_hara" || p.holder("") != "" {
		t.Error("her key is not known for hers")
	}
}

func TestCarving(t *testing.T) {
	var c telling
	for _, test := range []struct{ network, want string }{
		{"10.0.0.0/16", "10.0.255.0/24"},
		{"10.0.0.0/16", "10.0.254.0/24"},
		{"172.16.0.0/12", "172.31.253.0/24"},
		{"10.1.2.0/24", "10.1.2.0/24"},
	} {
		if got := c.carve(test.network); got != test.want {
			t.Errorf("%s is carved out of %s, not %s", got, test.network, test.want)
		}
	}
}
