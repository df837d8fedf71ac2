// What is noticed, told in stories: for every row of the table one that shows it, with its time, and one that comes close and
// shows it not.

package detection

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze"
	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// shop is a network with a public instance, as root made it on the first of May.
const shop = `
date=2024-05-01 by=arn:aws:iam::111122223333:root ip=192.0.2.10
09:00:00 vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
table rtb-2 vpc-1
group sg-1 vpc-1
group sg-2 vpc-1
RevokeSecurityGroupEgress q.groupId=sg-2 q.ipPermissions[].ipProtocol=-1 q.ipPermissions[].ipRanges[].cidrIp=0.0.0.0/0
run i-1 subnet-1 eni-1 sg-1 private ip=10.0.1.5
address eipalloc-1 52.0.0.1
map eipassoc-1 eipalloc-1 i-1
CreateAccessKey source=iam q.userName=mallory p.accessKey.userName=mallory p.accessKey.accessKeyId=AKIAIOSFODNN7EXAMPLE
date=2024-05-14 by=mallory ip=198.51.100.66
`

// Stories go on from the shop, on the fourteenth of May. At is when the detection is seen, of that day; empty for never.
var stories = []struct{ name, story, at string }{
	{"igw-detach", "10:00:00 unmap eipassoc-1\n10:01:00 detach igw-1 vpc-1", "10:01:00"},
	{"igw-detach", "10:00:00 detach igw-1 vpc-1 !Client.DependencyViolation", ""},
	{"igw-delete", "10:00:00 ungateway igw-1", "10:00:00"},
	{"igw-delete", "10:00:00 ungateway igw-1 !Client.DependencyViolation", ""},
	{"detach-refused-then-done", "10:00:00 detach igw-1 vpc-1 !Client.DependencyViolation\n10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1", "10:02:00"},
	{"detach-refused-then-done", "10:00:00 detach igw-1 vpc-1 !Client.DependencyViolation\n10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1 by=ops", ""},
	{"detach-refused-then-done", "10:00:00 detach igw-1 vpc-1 !Client.UnauthorizedOperation\n10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1", ""},
	{"detach-refused-then-done", "10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1\n10:03:00 detach igw-1 vpc-1 !Client.DependencyViolation", ""},
	{"address-unmapped", "10:00:00 unmap eipassoc-1", "10:00:00"},
	{"address-unmapped", "10:00:00 map eipassoc-2 eipalloc-1 i-1", ""},
	{"nat-delete", "10:00:00 nat nat-1 subnet-1\n10:05:00 unnat nat-1", "10:05:00"},
	{"nat-delete", "10:00:00 nat nat-1 subnet-1", ""},
	{"route-delete", "10:00:00 unroute rtb-1 0.0.0.0/0", "10:00:00"},
	{"route-delete", "10:00:00 unroute rtb-1 0.0.0.0/0 !Client.UnauthorizedOperation", ""},
	{"route-blackhole", "10:00:00 unmap eipassoc-1\n10:01:00 detach igw-1 vpc-1", "10:01:00"},
	{"route-blackhole", "10:00:00 unroute rtb-1 0.0.0.0/0", ""},
	{"stealth-routes", "10:00:00 reassoc rtbassoc-1 rtb-2 rtbassoc-2", "10:00:00"},
	{"stealth-routes", "10:00:00 unroute rtb-1 0.0.0.0/0", "10:00:00"},
	{"stealth-routes", "10:00:00 unmap eipassoc-1\n10:01:00 detach igw-1 vpc-1\n10:02:00 unroute rtb-1 0.0.0.0/0", ""},
	{"stealth-routes", "10:00:00 unroute rtb-1 0.0.0.0/0\n10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1", ""},
	{"acl-deny", "10:00:00 acl acl-1 vpc-1\n10:01:00 entry acl-1 10 out deny -1 0.0.0.0/0", "10:01:00"},
	{"acl-deny", "10:00:00 acl acl-1 vpc-1\n10:01:00 entry acl-1 10 out allow -1 0.0.0.0/0", ""},
	{"internet-blocked", "10:00:00 ModifyVpcBlockPublicAccessOptions q.internetGatewayBlockMode=block-bidirectional", "10:00:00"},
	{"internet-blocked", "10:00:00 ModifyVpcBlockPublicAccessOptions q.internetGatewayBlockMode=off", ""},
	{"security-group-isolation", "10:00:00 regroup i-1 sg-2", "10:00:00"},
	{"security-group-isolation", "10:00:00 regroup i-1 sg-1", ""},
	{"security-group-isolation", "10:00:00 check i-1 off", ""},
	{
		"hostile-chain",
		"09:58:00 StopLogging source=cloudtrail q.name=main\n10:00:00 detach igw-1 vpc-1 !Client.DependencyViolation\n10:01:00 unmap eipassoc-1\n10:02:00 detach igw-1 vpc-1",
		"10:00:00",
	},
	{"hostile-chain", "10:00:00 unmap eipassoc-1\n10:01:00 detach igw-1 vpc-1\n10:05:00 attach igw-1 vpc-1\n10:06:00 map eipassoc-2 eipalloc-1 i-1", ""},
	{"outage-open", "10:00:00 unmap eipassoc-1", "10:00:00"},
	{"outage-open", "10:00:00 unmap eipassoc-1\n10:05:00 map eipassoc-2 eipalloc-1 i-1", ""},
	{"instance-silent", beats + "10:40:00 DescribeVpcs", "10:25:00"},
	{"instance-silent", beats + "10:24:00 DescribeVpcs", ""},
	{"instance-silent", beats + "10:11:00 terminate i-1\n10:40:00 DescribeVpcs", ""},
	{"instance-silent", beats + "10:11:00 stop i-1\n10:40:00 DescribeVpcs", ""},
	{"instance-silent", "09:00:00 UpdateInstanceInformation source=ssm q.instanceId=i-1\n+5m UpdateInstanceInformation source=ssm q.instanceId=i-1" + beats, ""},

	{"cloudtrail-stopped", "10:00:00 StopLogging source=cloudtrail q.name=main", "10:00:00"},
	{"cloudtrail-stopped", "10:00:00 StopLogging source=cloudtrail q.name=main !AccessDenied", ""},
	{"cloudtrail-stopped", "10:00:00 PutEventSelectors source=cloudtrail q.trailName=main q.eventSelectors[].includeManagementEvents=false", "10:00:00"},
	{"cloudtrail-stopped", "10:00:00 PutEventSelectors source=cloudtrail q.trailName=main q.eventSelectors[].includeManagementEvents=true q.eventSelectors[].readWriteType=All", ""},
	{"log-gap", "10:00:00 StopLogging source=cloudtrail q.name=main\n11:00:00 unmap eipassoc-1", "10:00:01"},
	{"log-gap", "10:00:00 unmap eipassoc-1\n14:00:00 map eipassoc-2 eipalloc-1 i-1", ""},

	{"new-access-key", "10:00:00 CreateAccessKey source=iam q.userName=ops p.accessKey.userName=ops", "10:00:00"},
	{"new-access-key", "10:00:00 CreateAccessKey source=iam q.userName=ops p.accessKey.userName=ops by=arn:aws:iam::111122223333:root", ""},
	{"new-access-key", "10:00:00 CreateAccessKey source=iam q.userName=mallory p.accessKey.userName=mallory by=arn:aws:iam::111122223333:root", "10:00:00"},
	{"new-address", "08:00:00 DescribeVpcs\n10:00:00 DescribeVpcs ip=203.0.113.9", "10:00:00"},
	{"new-address", "09:30:00 DescribeVpcs\n10:00:00 DescribeVpcs ip=203.0.113.9", ""},
	{"new-address", "08:00:00 DescribeVpcs\n10:00:00 DescribeVpcs\n10:01:00 DescribeVpcs by=ops ip=203.0.113.9", ""},
	{"access-denied", "10:00:00 DeleteVpc q.vpcId=vpc-1 !Client.UnauthorizedOperation", "10:00:00"},
	{"access-denied", "10:00:00 DeleteVpc q.vpcId=vpc-1 !Client.DependencyViolation", ""},
	{"permissions-probed", "10:00:00 A !AccessDenied\n10:01:00 B !Client.DryRunOperation\n10:02:00 C !AccessDenied", "10:02:00"},
	{"permissions-probed", "10:00:00 A !AccessDenied\n10:01:00 A !AccessDenied\n10:02:00 A !AccessDenied", ""},
	{"permissions-probed", "10:00:00 A !AccessDenied\n10:01:00 B !AccessDenied\n10:12:00 C !AccessDenied", ""},
	{"permissions-probed", "10:00:00 A !AccessDenied\n10:01:00 B !AccessDenied\n10:02:00 C !AccessDenied by=ops", ""},
	{"remote-command", "10:00:00 SendCommand source=ssm q.documentName=AWS-RunShellScript", "10:00:00"},
	{"remote-command", "10:00:00 SendCommand source=ssm q.documentName=AWS-RunShellScript !AccessDenied", ""},
	{"unapproved-software", inventory("10:00:00", "httpd") + inventory("11:00:00", "httpd", "nmap"), "11:00:00"},
	{"unapproved-software", inventory("10:00:00", "httpd", "nmap") + inventory("11:00:00", "nmap"), ""},
	{"unapproved-software", inventory("10:00:00", "httpd") + strings.ReplaceAll(inventory("11:00:00", "nmap"), "i-1", "i-2"), ""},
	{"key-disabled", "10:00:00 UpdateAccessKey source=iam q.accessKeyId=AKIAIOSFODNN7EXAMPLE q.status=Inactive", "10:00:00"},
	{"key-disabled", "10:00:00 UpdateAccessKey source=iam q.accessKeyId=AKIAIOSFODNN7EXAMPLE q.status=Active", ""},
	{"sessions-revoked", `10:00:00 PutRolePolicy source=iam q.roleName=r q.policyDocument={"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2024"}}}`, "10:00:00"},
	{"sessions-revoked", `10:00:00 PutRolePolicy source=iam q.roleName=r q.policyDocument={"Effect":"Deny"}`, ""},

	{"evidence-kept", "10:00:00 CreateSnapshot q.volumeId=vol-1 p.snapshotId=snap-1", "10:00:00"},
	{"evidence-kept", "10:00:00 CreateSnapshot q.volumeId=vol-1 !Client.InvalidVolume.NotFound", ""},
	{"terminated-without-snapshot", "10:00:00 terminate i-1", "10:00:00"},
	{"terminated-without-snapshot", "10:00:00 CreateSnapshots q.instanceSpecification.instanceId=i-1\n10:01:00 terminate i-1", ""},
	{"terminated-without-snapshot", "10:00:00 CreateImage q.instanceId=i-1 p.imageId=ami-2\n10:01:00 terminate i-1", ""},
	{"terminated-without-snapshot", "10:00:00 AttachVolume q.volumeId=vol-1 q.instanceId=i-1\nCreateSnapshot q.volumeId=vol-1\n10:01:00 terminate i-1", ""},
	{"terminated-without-snapshot", "10:00:00 CreateSnapshot q.volumeId=vol-2\n10:01:00 terminate i-1", "10:01:00"},
	{"unencrypted-volume", "10:00:00 CreateVolume q.size=8 p.volumeId=vol-1 p.encrypted=false", "10:00:00"},
	{"unencrypted-volume", "10:00:00 CreateVolume q.size=8 p.volumeId=vol-1 p.encrypted=true", ""},
	{"unencrypted-volume", "10:00:00 CreateSnapshots q.instanceSpecification.instanceId=i-1 p.snapshotSet[].encrypted=true p.snapshotSet[+].encrypted=false", "10:00:00"},
	{"unencrypted-volume", "10:00:00 RunInstances q.blockDeviceMapping[].deviceName=/dev/xvda q.blockDeviceMapping[].ebs.encrypted=false", "10:00:00"},
	{"backup-delete", "10:00:00 DeleteSnapshot q.snapshotId=snap-1", "10:00:00"},
	{"backup-delete", "10:00:00 DeleteVolume q.volumeId=vol-1", ""},
	{"open-to-world", "10:00:00 allow-in sg-1 tcp 0.0.0.0/0 22 22", "10:00:00"},
	{"open-to-world", "10:00:00 allow-in sg-1 tcp 0.0.0.0/0 1 65535", "10:00:00"},
	{"open-to-world", "10:00:00 allow-in sg-1 -1 0.0.0.0/0", "10:00:00"},
	{"open-to-world", "10:00:00 allow-in sg-1 tcp 0.0.0.0/0 443 443\n10:01:00 allow-in sg-1 tcp 10.0.0.0/8 22 22\n10:02:00 allow-in sg-1 udp 0.0.0.0/0 22 22", ""},
	{"clear-text-listener", "10:00:00 CreateListener source=elasticloadbalancing q.protocol=HTTP q.port=80 q.defaultActions[].type=forward", "10:00:00"},
	{"clear-text-listener", "10:00:00 CreateListener source=elasticloadbalancing q.protocol=HTTP q.port=80 q.defaultActions[].type=redirect", ""},
	{"clear-text-listener", "10:00:00 CreateListener source=elasticloadbalancing q.protocol=HTTPS q.port=443 q.defaultActions[].type=forward", ""},
}

// beats are the reports of an agent, five minutes apart.
const beats = `
10:00:00 UpdateInstanceInformation source=ssm q.instanceId=i-1
10:05:00 UpdateInstanceInformation source=ssm q.instanceId=i-1
10:10:00 UpdateInstanceInformation source=ssm q.instanceId=i-1
`

// inventory is the report of an agent about what is installed.
func inventory(at string, names ...string) string {
	line := at + " PutInventory source=ssm q.instanceId=i-1 q.items[].typeName=AWS:Application"
	for _, n := range names {
		line += " q.items[].content[].Name=" + n
	}
	return line + "\n"
}

func TestDetect(t *testing.T) {
	shown := map[string][2]bool{}
	for _, s := range stories {
		events := tell(t, shop+s.story)
		c, err := analyze.Investigate(t.Context(), told(events), analyze.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at, ok := Detect(c, events)[s.name]; ok {
			got = at.Format(time.TimeOnly)
		}
		if got != s.at {
			t.Errorf("%s: seen at %q, wanted at %q, of\n%s", s.name, got, s.at, s.story)
		}
		both := shown[s.name]
		both[0], both[1] = both[0] || s.at != "", both[1] || s.at == ""
		shown[s.name] = both
	}
	for _, name := range Names() {
		if shown[name] != [2]bool{true, true} {
			t.Errorf("%s has no story that shows it, or none that does not", name)
		}
	}
}

// TestQuietShop: what was built shows nothing.
func TestQuietShop(t *testing.T) {
	events := tell(t, shop)
	c, err := analyze.Investigate(t.Context(), told(events), analyze.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if found := Detect(c, events); len(found) > 0 {
		t.Errorf("noticed: %v", found)
	}
}

// TestBystandersAreLeftOut: of events that are not given, nothing is noticed, though the case knows them.
func TestBystandersAreLeftOut(t *testing.T) {
	for _, story := range []string{"10:00:00 detach igw-1 vpc-1 !Client.DependencyViolation\nunmap eipassoc-1\ndetach igw-1 vpc-1\nunroute rtb-1 0.0.0.0/0\nentry acl-1 10 out deny -1 0.0.0.0/0", "10:00:00 reassoc rtbassoc-1 rtb-2 rtbassoc-2"} {
		events := tell(t, shop+story)
		c, err := analyze.Investigate(t.Context(), told(events), analyze.Options{})
		if err != nil {
			t.Fatal(err)
		}
		rest := slices.DeleteFunc(slices.Clone(events), func(e trail.Event) bool { return e.SourceIP == "198.51.100.66" })
		if found := Detect(c, rest); len(Detect(c, events)) == 0 || len(found) > 0 {
			t.Errorf("noticed: %v", found)
		}
	}
}

func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range Table() {
		if seen[d.Name] || d.Says == "" || strings.ToLower(d.Name) != d.Name || strings.ContainsAny(d.Name, " _") {
			t.Errorf("%q: %q", d.Name, d.Says)
		}
		seen[d.Name] = true
	}
}

func tell(t *testing.T, story string) []trail.Event {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatalf("%v, of\n%s", err, story)
	}
	return events
}

// told are events as the evidence of a case.
type told []trail.Event

func (w told) Network(context.Context, trail.Filter) iter.Seq2[trail.Event, error] {
	return w.those(func(e *trail.Event) bool { return dialect.Touches(e.Name, e.Source) })
}

func (w told) Companions(_ context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return w.those(func(e *trail.Event) bool {
		return slices.Contains(f.Names, e.Name) && !e.Time.Before(f.From.At) && (f.Until.At.IsZero() || e.Time.Before(f.Until.At))
	})
}

func (w told) Deeds(ctx context.Context, f trail.Filter) iter.Seq2[trail.Event, error] {
	return w.Companions(ctx, f)
}

func (w told) Behaviour(context.Context, trail.Watch) iter.Seq2[trail.Sighting, error] {
	return func(func(trail.Sighting, error) bool) {}
}

func (w told) those(wanted func(*trail.Event) bool) iter.Seq2[trail.Event, error] {
	return func(yield func(trail.Event, error) bool) {
		for _, e := range slices.SortedStableFunc(slices.Values(w), func(a, b trail.Event) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) }) {
			if wanted(&e) && !yield(e, nil) {
				return
			}
		}
	}
}
