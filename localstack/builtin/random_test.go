// Random calls: values by shape, with ids that are there among them. Nothing may panic, every answer must be of the model,
// and two clouds of one seed answer alike.

package builtin_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/builtin"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// maker makes inputs.
type maker struct {
	*rand.Rand
	ids map[string][]string // that were seen in answers, by prefix
}

func (m *maker) structure(s *wire.Shape, depth int) in {
	out := in{}
	if s == nil {
		return out
	}
	for i := range s.Members {
		member := &s.Members[i]
		name := strings.ToLower(member.Name)
		if name == "launchtemplate" || name == "dryrun" && m.Float64() < 0.95 || name == "nexttoken" || name == "maxresults" && m.Float64() < 0.8 {
			continue
		}
		chance := 0.08
		if m.likely(name) {
			chance = 0.4
		}
		if member.Required || m.Float64() < chance {
			if v := m.value(member.Name, member.Shape, depth+1); v != nil {
				out[member.Name] = v
			}
		}
	}
	return out
}

// likely tells the members that calls mostly have, though the model does not ask for them.
func (m *maker) likely(name string) bool {
	for _, word := range []string{
		"subnetid", "instanceid", "networkinterfaceid", "allocationid", "destinationcidrblock", "gatewayid", "groupid", "cidr", "ippermissions",
		"ipprotocol", "iprange", "imageid", "snapshotid", "size", "associationid", "username", "name", "value", "arn", "groups", "ports", "from", "to",
	} {
		if strings.Contains(name, word) && !strings.Contains(name, "ipv6") {
			return true
		}
	}
	return false
}

func (m *maker) value(name string, s *wire.Shape, depth int) any {
	switch s.Kind {
	case wire.Structure:
		if depth > 4 {
			return nil
		}
		return m.structure(s, depth)
	case wire.ListOf:
		items := list{}
		for range 1 + m.IntN(2) {
			if v := m.value(name, s.Element.Shape, depth+1); v != nil {
				items = append(items, v)
			}
		}
		return items
	case wire.MapOf:
		return in{"colour": m.value(name, s.Element.Shape, depth+1)}
	case wire.Boolean:
		return m.IntN(2) == 0
	case wire.Integer:
		if strings.HasSuffix(name, "Count") || name == "Size" || name == "DeviceIndex" {
			return []int64{1, 1, 1, 2, 8, 0, -1}[m.IntN(7)]
		}
		return []int64{0, 1, 1, 2, 22, 100, 443, 32767, 65535, -1, 1 << 40, -1 << 40}[m.IntN(12)]
	case wire.Float:
		return m.Float64()
	case wire.Timestamp:
		return time.Unix(m.Int64N(1e9), 0).UTC()
	case wire.Blob:
		return []byte("blob")
	default:
	}
	if len(s.Enum) > 0 && m.IntN(8) > 0 {
		return s.Enum[m.IntN(len(s.Enum))]
	}
	return m.text(strings.ToLower(name))
}

var texts = []string{
	"", "x", "default", "0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "::/0", "10.0.1.9", "-1", "tcp", "icmp", "com.amazonaws.us-east-1.s3",
	"com.amazonaws.us-east-1.ssm", "us-east-1a", "us-east-1", "true", "alice", "bucket-one", allowing, "/", "a/b", "*",
	"/dev/xvda", "/dev/sdf", "vpc-1", "i-0123456789abcdef0", "arn:aws:iam::aws:policy/ReadOnlyAccess", "alias/mine", "allow", "bytes=1-2", "VPC",
	"vpc-id", "tag:Name", "association.subnet-id", "instance-state-name",
}

// plausible are texts by the member that has them.
var plausible = map[string][]string{
	"cidrblock":            {"10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/28", "10.1.1.0/24", "0.0.0.0/0"},
	"destinationcidrblock": {"0.0.0.0/0", "0.0.0.0/1", "10.9.0.0/16"}, "cidrip": {"0.0.0.0/0", "10.0.0.0/8"}, "ipprotocol": {"tcp", "-1", "udp"},
	"cidripv4": {"0.0.0.0/0", "10.0.0.0/8"}, "protocol": {"-1", "6"}, "username": {"alice", "bob"}, "rolename": {"ops", "dev"}, "policyname": {"one", "two"},
	"instanceprofilename": {"web"}, "policydocument": {allowing}, "assumerolepolicydocument": {trusting},
	"policyarn": {"arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::" + account + ":policy/one"}, "path": {"/"}, "newpath": {"/"},
	"permissionsboundary": {"arn:aws:iam::aws:policy/ReadOnlyAccess"}, "versionid": {"v1", "v2"}, "bucket": {"one", "bucket-two"}, "key": {"a", "a/b", "a/c"},
	"rolearn": {"arn:aws:iam::" + account + ":role/ops"}, "keyid": {"alias/mine", "alias/aws/ebs"}, "aliasname": {"alias/mine"},
	"targetkeyid": {"alias/aws/ebs"}, "copysource": {"bucket-two/a"}, "device": {"/dev/sdf", "/dev/sdg"}, "availabilityzone": {"us-east-1a", "us-east-1b"},
	"servicename": {"com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.ssm"}, "locationconstraint": {"us-east-1"}, "encodingtype": {"url"},
	"sourceregion": {"us-east-1"}, "groupname": {"web", "db"}, "name": {"name-one", "name-two"}, "trailname": {"name-one"}, "s3bucketname": {"bucket-two"},
	"backupvaultname": {"vault"}, "targetbackupvaultname": {"vault"}, "configurationrecordername": {"default"}, "deliverychannelname": {"default"},
	"configrulename": {"rule"}, "configrulenames": {"rule"}, "domainname": {"shop.example.com"},
}

// text is an id where one is wanted, mostly.
func (m *maker) text(name string) string {
	wanted := map[string]string{
		"vpcid": "vpc", "subnetid": "subnet", "internetgatewayid": "igw", "routetableid": "rtb", "natgatewayid": "nat", "allocationid": "eipalloc",
		"instanceid": "i", "networkinterfaceid": "eni", "groupid": "sg", "networkaclid": "acl", "volumeid": "vol", "snapshotid": "snap", "imageid": "ami",
		"gatewayid": "igw", "attachmentid": "eni-attach", "vpcendpointid": "vpce", "securitygroupruleid": "sgr", "egressonlyinternetgatewayid": "eigw",
		"vpcpeeringconnectionid": "pcx", "peervpcid": "vpc", "vpngatewayid": "vgw", "transitgatewayid": "tgw", "exclusionid": "vpcbpa-exclude",
		"flowlogid": "fl", "transitgatewayattachmentid": "tgw-attach", "peergroupid": "sg", "addroutetableid": "rtb", "resourceid": "vpc", "natgatewayids": "nat", "sourcesnapshotid": "snap", "addsubnetid": "subnet",
	}[strings.TrimSuffix(name, "s")]
	if name == "groups" || name == "securitygroupids" {
		wanted = "sg"
	}
	if name == "associationid" {
		wanted = []string{"rtbassoc", "eipassoc", "aclassoc", "iip-assoc"}[m.IntN(4)]
	}
	if likely := plausible[name]; likely != nil && m.IntN(12) > 0 {
		return likely[m.IntN(len(likely))]
	}
	if wanted == "" {
		wanted = strings.TrimSuffix(name, "s")
	}
	if known := m.ids[wanted]; len(known) > 0 && m.IntN(10) > 0 {
		return known[len(known)-1-m.IntN(min(6, len(known)))]
	}
	return texts[m.IntN(len(texts))]
}

// see remembers the ids of an answer.
func (m *maker) see(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(keysOf(v)) {
			m.see(v[name])
			if id, ok := v[name].(string); ok && (strings.HasSuffix(name, "Arn") || name == "BackupPlanId") && !slices.Contains(m.ids[strings.ToLower(name)], id) {
				m.ids[strings.ToLower(name)] = append(m.ids[strings.ToLower(name)], id)
			}
		}
	case []any:
		for _, item := range v {
			m.see(item)
		}
	case string:
		if i := strings.LastIndex(v, "-"); i > 0 && len(v)-i == 18 && !slices.Contains(m.ids[v[:i]], v) {
			m.ids[v[:i]] = append(m.ids[v[:i]], v)
		}
	}
}

func keysOf(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// prelude makes what random calls alone seldom do, so that more of them find something to be about.
var prelude = []struct {
	name string
	in   func(ids map[string][]string) in
}{
	{"ec2.CreateVpc", func(map[string][]string) in {
		return in{"CidrBlock": "10.0.0.0/16", "AmazonProvidedIpv6CidrBlock": true}
	}},
	{"ec2.CreateInternetGateway", func(map[string][]string) in { return in{} }},
	{"ec2.AttachInternetGateway", func(ids map[string][]string) in {
		return in{"VpcId": newest(ids, "vpc"), "InternetGatewayId": newest(ids, "igw")}
	}},
	{"ec2.CreateSubnet", func(ids map[string][]string) in { return in{"VpcId": newest(ids, "vpc"), "CidrBlock": "10.0.200.0/24"} }},
	{"ssm.GetParameter", func(map[string][]string) in {
		return in{"Name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"}
	}},
	{"ec2.RunInstances", func(ids map[string][]string) in {
		return in{"ImageId": newest(ids, "ami"), "SubnetId": newest(ids, "subnet"), "MinCount": int64(2), "MaxCount": int64(4)}
	}},
	{"ec2.AllocateAddress", func(map[string][]string) in { return in{} }},
	{"s3.CreateBucket", func(map[string][]string) in { return in{"Bucket": "bucket-two"} }},
	{"iam.CreateUser", func(map[string][]string) in { return in{"UserName": "alice"} }},
	{"iam.CreateRole", func(map[string][]string) in {
		return in{"RoleName": "ops", "AssumeRolePolicyDocument": trusting}
	}},
}

func newest(ids map[string][]string, prefix string) string {
	known := ids[prefix]
	return known[len(known)-1]
}

// play makes calls of a seed and returns what they were answered.
func play(t testing.TB, seed uint64, calls int, only func(string) bool) (answers []*exchange.Answer, went map[string]int) {
	t.Helper()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	c := builtin.New(builtin.Options{Account: account, Now: func() time.Time { return now }, Seed: seed, Slow: time.Minute})
	m := &maker{rand.New(rand.NewPCG(seed, 1)), map[string][]string{}}
	names := slices.DeleteFunc(c.Operations(), func(name string) bool { return !only(name) })
	went = map[string]int{}
	for n := range calls {
		name := names[m.IntN(len(names))]
		if n < len(prelude) {
			name = prelude[n].name
		}
		service, operation, _ := strings.Cut(name, ".")
		s, _ := models.Service(service)
		o, ok := s.Operation(operation)
		if !ok {
			t.Fatalf("the model has no %s.%s", service, operation)
		}
		x := &exchange.Call{
			Operation: o, Service: service, Name: operation, Account: account, Region: "us-east-1", In: m.structure(o.Input, 0),
			Who: exchange.Principal{Type: "Root", ARN: "arn:aws:iam::" + account + ":root", Account: account},
		}
		if n < len(prelude) {
			x.In = prelude[n].in(m.ids)
		}
		a, err := c.Serve(context.Background(), x)
		if err != nil {
			t.Fatal(err)
		}
		if n < len(prelude) && a.Error != nil {
			t.Fatal(name, x.In, a.Error)
		}
		if a.Error == nil {
			if reply := o.WriteAnswer(a.Out, "r"); reply.Status >= 500 {
				t.Errorf("seed %d, call %d, %s: %s", seed, n, operation, reply.Body)
			}
			went[service+"."+operation]++
			m.see(a.Out)
		}
		answers = append(answers, a)
		now = now.Add(time.Duration(m.IntN(40)) * time.Second)
	}
	return answers, went
}

func TestRandomCalls(t *testing.T) {
	const calls = 1500
	went := map[string]int{}
	for seed := range uint64(6) {
		_, some := play(t, seed, calls, func(name string) bool { return strings.HasPrefix(name, "ec2.") })
		for name, n := range some {
			went[name] += n
		}
	}
	_, some := play(t, 9, calls, func(name string) bool { return !strings.HasPrefix(name, "ec2.") })
	for name, n := range some {
		went[name] += n
	}
	all := (&builtin.Cloud{}).Operations()
	t.Logf("%d of %d operations went through at least once", len(went), len(all))
	var never []string
	for _, name := range all {
		if went[name] == 0 {
			never = append(never, name)
		}
	}
	t.Log("never:", never)
	if len(went) < len(all)*4/5 {
		t.Error("random calls go through too seldom to prove anything")
	}
}

func TestSeedDecides(t *testing.T) {
	all := func(string) bool { return true }
	one, _ := play(t, 3, 600, all)
	two, _ := play(t, 3, 600, all)
	for i := range one {
		if !reflect.DeepEqual(one[i].Out, two[i].Out) || !reflect.DeepEqual(one[i].Error, two[i].Error) {
			t.Fatalf("call %d: %v\nand %v", i, one[i], two[i])
		}
	}
}
