// Worlds, and what is true, not true and not known in them: each predicate in each of its answers.

package check

// shop is a network with a public and a private instance, all of which the log has seen to be made.
const shop = `
2024-05-01T09:00:00Z vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
assoc rtbassoc-1 rtb-1 subnet-1
route rtb-1 0.0.0.0/0 igw-1
subnet subnet-2 vpc-1 10.0.2.0/24
group sg-1 vpc-1
allow-in sg-1 tcp 0.0.0.0/0 22 22
allow-in sg-1 tcp 8.8.8.0/24 8080 8080
group sg-2 vpc-1 back
allow-in sg-2 tcp sg-1 5432 5432
run i-1 subnet-1 eni-1 sg-1 private ip=10.0.1.5
address eipalloc-1 52.0.0.1
map eipassoc-1 eipalloc-1 i-1
run i-2 subnet-2 eni-2 sg-2 private ip=10.0.2.5
`

// attack is what mallory does there.
const attack = shop + `
by=mallory ip=198.51.100.66 key=AKIAIOSFODNN7EXAMPLE
2024-05-14T10:00:00Z detach igw-1 vpc-1 !Client.DependencyViolation
+30s detach igw-1 vpc-1 !Client.DependencyViolation
+30s unmap eipassoc-1
+60s detach igw-1 vpc-1
`

// began has a trail that runs, which restarted stops for a few seconds. What is asked then, and where the log was never silent.
const (
	began = `
		12:00:00 CreateTrail source=cloudtrail q.name=main
		+0s StartLogging source=cloudtrail q.name=main
	`
	restarted = began + `
		+1m StopLogging source=cloudtrail q.name=main
		+2s StartLogging source=cloudtrail q.name=main
	`
	silent = `
		unknown called(ec2.TerminateInstances, i-1)
		unknown called(ec2.TerminateInstances, i-1) and not called(ec2.CreateSnapshot)
	`
	spoken = `
		fail    called(ec2.TerminateInstances, i-1)
		pass    not called(ec2.TerminateInstances, i-1)
	`
)

// What is asked of the worlds: pass, fail (known not to be so) or unknown.
var judged = []struct {
	story string
	texts string // a line each: the outcome, and the text
}{
	{shop, `
		pass    reach($i1, internet)
		pass    reach($i1, internet) == yes
		pass    reach($i1, $net)
		pass    not reach($i1, internet) == no
		pass    reach($i1, internet) != no
		fail    reach($i1, internet) == no
		fail    reach($i1, internet) != yes
		fail    reach($i1, internet) == part
		fail    reach($i1, internet) == unknown
		pass    reach($i1, internet) != unknown
		fail    not reach($i1, internet)
		pass    reach($i2, internet) == no
		fail    reach($i2, internet)
		pass    reach(internet, $i1)
		pass    reach(internet, $i1, 22)
		pass    reach(internet, $i1, $port)
		fail    reach(internet, $i1, 23)
		pass    reach(internet, $i1, 8080)
		fail    reach(internet, $i2, 22)
		pass    reach($i1, internet, 4444)
		pass    reach($i1, ssm) and reach($i1, patch) and reach($i1, service:s3)
		fail    reach($i2, ssm)
		pass    reach($i1, $i2, 5432)
		pass    reach($i1, $i2)
		fail    reach($i1, $i2, 22)
		fail    reach($i2, $i1, 5432)
		pass    reach($i2, $i1, 22)
		pass    route($i2, $i1)
		pass    route($i1, internet)
		pass    route($i2, internet) == no
		pass    attached(igw-1, $vpc) and associated(subnet-1, $rtb)
		fail    associated(subnet-2, $rtb)
		pass    not associated(subnet-2, $rtb)
		pass    associated(eipalloc-1, $i1)
		fail    associated(eipalloc-1, $i2)
		pass    associated(eni-1, sg-1)
		fail    associated(eni-1, sg-2)
		pass    attached(eni-1, $i1)
		fail    attached(eni-1, $i2)
		unknown associated(eipalloc-1, sg-1)
		pass    not blackhole($rtb, 0.0.0.0/0)
		fail    blackhole($rtb, 0.0.0.0/0)
		pass    blackhole($rtb, 192.168.0.0/16) == no
		pass    chain($vpc) == none
		fail    chain($vpc) == hostile
		pass    chain($vpc) != hostile
		fail    open($vpc)
		pass    not open($vpc)
		fail    called(ec2.DetachInternetGateway) by mallory
	`},
	{attack, `
		pass    reach($i1, internet) == no
		fail    reach($i1, internet) == yes
		fail    reach(internet, $i1, 22)
		pass    reach($i2, $i1) and route($i2, $i1)
		fail    attached(igw-1, $vpc)
		fail    associated(eipalloc-1, $i1)
		pass    blackhole($rtb, 0.0.0.0/0)
		pass    blackhole($rtb, 1.2.3.4/0)
		pass    blackhole($rtb, 0.0.0.0/0) == yes and open($vpc) and open($i1)
		fail    open($i2)
		pass    chain($vpc) == hostile
		fail    chain($vpc) != hostile
		fail    chain($vpc) == none
		fail    chain($vpc) == maintenance
		pass    called(ec2.DetachInternetGateway)
		pass    called(ec2.DetachInternetGateway, igw-1, $vpc)
		fail    called(ec2.DetachInternetGateway, igw-2)
		pass    not called(ec2.DetachInternetGateway, igw-2)
		pass    called(ec2.DetachInternetGateway) by $mallory
		pass    called(ec2.DetachInternetGateway) by mallory
		pass    called(ec2.DetachInternetGateway) by AKIAIOSFODNN7EXAMPLE
		pass    called(ec2.DetachInternetGateway) by $robot
		fail    called(ec2.DetachInternetGateway) by $ops
		fail    called(iam.DetachInternetGateway)
		pass    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway)
		fail    called(ec2.DetachInternetGateway) before called(ec2.DisassociateAddress)
		pass    called(ec2.DetachInternetGateway) before called(ec2.AttachInternetGateway, igw-9)
		fail    called(ec2.AttachInternetGateway, igw-9) before called(ec2.DetachInternetGateway)
		pass    called(ec2.DetachInternetGateway) within 1m of called(ec2.DisassociateAddress)
		pass    called(ec2.DisassociateAddress) within 1m of called(ec2.DetachInternetGateway)
		fail    called(ec2.DetachInternetGateway) within 59s of called(ec2.DisassociateAddress)
		fail    called(ec2.DisassociateAddress) within 59s of called(ec2.DetachInternetGateway)
		fail    called(ec2.DetachInternetGateway) within 1h of called(ec2.DeleteVpc)
		pass    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway) within 2m of called(ec2.DetachInternetGateway) by $mallory
		fail    called(ec2.DisassociateAddress) before called(ec2.DetachInternetGateway) by $ops
		pass    reach($i1, internet) == no and called(ec2.DetachInternetGateway)
		fail    reach($i1, internet) == yes and called(ec2.DetachInternetGateway)
	`},
	{shop + "terminate i-1\n", `
		pass    reach($i1, internet) == no
		fail    reach($i1, internet)
		fail    route($i1, $i2)
		fail    open($vpc)
		fail    attached(eni-1, $i1)
	`},
	{attack + "by=ops ip=198.51.100.7 key=\n+3h attach igw-1 vpc-1\n+10s map eipassoc-2 eipalloc-1 i-1\n+2h unmap eipassoc-2\n+20m map eipassoc-3 eipalloc-1 i-1\nvpc vpc-2 10.2.0.0/16\n", `
		fail    open($vpc)
		pass    reach($i1, internet)
		pass    chain($vpc) == hostile and chain($vpc) == maintenance
		fail    chain($vpc) != maintenance
		pass    chain(vpc-2) == none
	`},
	{attack + "ungateway igw-1\ngateway igw-2\nattach igw-2 vpc-1\nreplace-route rtb-1 0.0.0.0/0 igw-2\nmap eipassoc-2 eipalloc-1 i-1\n", `
		pass    reach(internet, $i1, 22) and reach($i1, internet, 443)
		fail    attached(igw-1, $vpc)
		pass    attached(igw-2, $vpc)
	`},
	{shop + `
		address eipalloc-2 52.0.0.2
		nat nat-1 subnet-1 eipalloc-2
		table rtb-2 vpc-1
		reassoc rtbassoc-0 rtb-2 rtbassoc-2
		route rtb-2 0.0.0.0/0 nat-1
		revoke-in sg-2 tcp sg-1 5432 5432
		allow-in sg-2 udp sg-1 53 53
		route rtb-2 172.20.0.0/16 eni-7
	`, `
		pass    associated(subnet-2, rtb-2)
		fail    associated(subnet-2, $rtb)
		pass    reach($i2, internet)
		fail    reach(internet, $i2)
		pass    reach($i2, internet, 443)
		pass    reach($i1, $i2)
		fail    reach($i1, $i2, 53)
		unknown blackhole(rtb-2, 172.20.0.0/16)
		unknown not blackhole(rtb-2, 172.20.0.0/16)
		unknown reach(internet, lb, 443)
	`},
	{shop + "stop i-2\n", `
		fail    reach($i1, $i2)
		fail    route($i1, $i2)
	`},
	{shop + "ungateway igw-2\nunroute rtb-1 0.0.0.0/0\nreassoc rtbassoc-1 rtb-9 rtbassoc-2\n", `
		pass    blackhole($rtb, 0.0.0.0/0) == no
		fail    blackhole($rtb, 0.0.0.0/0)
		fail    attached(igw-2, $vpc)
		fail    associated(subnet-1, $rtb)
		pass    associated(subnet-1, rtb-9)
		unknown reach($i1, internet)
		pass    reach($i1, internet) == unknown
	`},
	{shop + "group sg-q vpc-1 q\nrevoke-out sg-q -1 0.0.0.0/0\nregroup i-1 sg-q\n", `
		pass    route($i1, internet)
		pass    route($i1, $i2)
		fail    reach($i1, $i2)
		fail    reach($i1, internet)
		fail    reach($i1, internet, 443)
		fail    reach($i1, $i2, 5432)
	`},
	{shop + "regroup i-1 sg-x\n", `
		unknown reach($i1, internet)
		unknown not reach($i1, internet)
		unknown reach($i1, internet) == no
		unknown open($vpc)
		unknown open($i1) == no
		pass    reach($i1, internet) == unknown
		unknown reach(internet, $i1, 22)
		fail    reach($i1, $i2, 5432)
		unknown reach($i1, internet) and open($vpc) == yes
		fail    reach($i1, internet) and attached(igw-1, $vpc) == no
	`},
	{"subnet-attribute subnet-1 public\nroute rtb-1 0.0.0.0/0 igw-1\ndetach igw-7 vpc-7\n", `
		unknown associated(subnet-1, $rtb)
		unknown not associated(subnet-1, $rtb)
		unknown blackhole($rtb, 0.0.0.0/0)
		unknown not blackhole($rtb, 10.0.0.0/8)
		fail    attached(igw-7, vpc-7)
		unknown attached(igw-1, vpc-7)
	`},
	{shop, `
		unknown reach($i9, internet)
		unknown reach(i-9, internet) == no
		unknown reach(i-9, internet) == unknown
		unknown not reach(i-9, internet)
		unknown reach($several, internet)
		unknown reach($none, internet)
		unknown reach(subnet-1, internet)
		unknown reach($i1, service:kms)
		unknown reach($net, ssm)
		unknown attached($vpc, $i1)
		unknown associated(igw-1, $vpc)
		unknown blackhole($vpc, 0.0.0.0/0)
		unknown chain(vpc-9) == none
		unknown open(vpc-9) == no
		unknown called(ec2.RunInstances, $i9)
		unknown called(ec2.RunInstances, $ops)
		unknown called(ec2.RunInstances) by $nobody
		unknown denied($vpc, ec2:DetachInternetGateway)
		pass    called(ec2.RunInstances, $i1)
		fail    called(ec2.RunInstances, $several)
	`},
	{`
		12:00:00 CreateSnapshot q.volumeId=vol-1
		12:00:00 TerminateInstances q.instancesSet[].instanceId=i-1 by=assumed-role/NetOps/alice
		+10s DescribeInstances q.instancesSet[].instanceId=i-2 agent="traillab-check/1"
		+10s TerminateInstances q.instancesSet[].instanceId=i-4 agent="traillab-check/1"
		+10s TerminateInstances q.instancesSet[].instanceId=i-3 !Client.DryRunOperation
		+10s CreateFunction20150331 source=lambda q.functionName=hello
	`, `
		unknown called(ec2.CreateSnapshot) before called(ec2.TerminateInstances)
		unknown called(ec2.TerminateInstances) before called(ec2.CreateSnapshot, vol-1)
		unknown not called(ec2.TerminateInstances) before called(ec2.CreateSnapshot, vol-1)
		pass    called(ec2.TerminateInstances, i-1) by $netops
		pass    called(ec2.TerminateInstances, i-1) by alice
		fail    called(ec2.DescribeInstances, i-2)
		pass    called(ec2.TerminateInstances, i-4)
		fail    called(ec2.TerminateInstances, i-3)
		pass    called(lambda.CreateFunction, hello)
	`},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+40m StartLogging source=cloudtrail q.name=main\n", `
		unknown called(ec2.TerminateInstances)
		unknown not called(ec2.TerminateInstances)
		unknown called(cloudtrail.StopLogging) within 1h of called(ec2.TerminateInstances)
		unknown called(cloudtrail.StopLogging) by $nobody
		pass    called(cloudtrail.StopLogging) before called(cloudtrail.StartLogging)
	`},
	{`
		12:00:00 CreateVolume q.size=8
		+10s StopLogging source=cloudtrail q.name=main
		+40m StartLogging source=cloudtrail q.name=main
		+10s TerminateInstances q.instancesSet[].instanceId=i-1
		+10s CreateSnapshot q.volumeId=vol-1
	`, `
		unknown called(ec2.TerminateInstances) before called(ec2.CreateSnapshot)
		unknown called(ec2.TerminateInstances) before called(ec2.DeleteVpc)
		fail    called(ec2.CreateSnapshot) before called(ec2.TerminateInstances)
		pass    called(ec2.CreateVolume) before called(ec2.TerminateInstances)
		pass    called(ec2.CreateVolume) before called(ec2.DeleteVpc)
		pass    called(ec2.CreateSnapshot) within 1m of called(ec2.TerminateInstances)
		unknown called(ec2.CreateSnapshot) within 1m of called(ec2.CreateVolume)
	`},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+5m StartLogging source=cloudtrail q.name=main\n", `
		unknown not called(ec2.TerminateInstances)
	`},
	{"12:00:00 vpc vpc-1 10.0.0.0/16\n+10s DeleteTrail source=cloudtrail q.name=main\n+20m CreateVolume q.size=8\n", `
		unknown chain($vpc) == none
		unknown not called(ec2.TerminateInstances)
	`},
	// Who starts the trail again has been silent all the same, whatever is recorded later, in the same second too.
	{restarted + "+0s DescribeVpcs\n", silent},
	{restarted + "+1s CreateVolume q.size=8\n", silent},
	{restarted + "+0s ListAccessKeys source=iam agent=\"traillab-check/1\"\n+1s CreateVolume q.size=8\n", silent},
	{began + `
		+1m ListAccessKeys source=iam agent="traillab-check/1"
		+0s StopLogging source=cloudtrail q.name=main
		+2s DescribeVpcs
		+0s StartLogging source=cloudtrail q.name=arn:aws:cloudtrail:eu-west-1:111122223333:trail/main
		+2s DescribeVpcs
	`, silent},
	{began + "+1m StopLogging source=cloudtrail q.name=main\n+0s StartLogging source=cloudtrail q.name=main\n+1s DescribeVpcs\n", silent},
	{began + "+1m StopLogging source=cloudtrail q.name=main\n+0s StartLogging source=cloudtrail q.name=other\n+1s DescribeVpcs\n", silent},
	{began + "+1m DeleteTrail source=cloudtrail q.name=main\n+1s CreateVolume q.size=8\n+9s StartLogging source=cloudtrail q.name=main\n+1s DescribeVpcs\n", silent},
	{began + "+1m StopLogging source=cloudtrail q.name=main\n+9s DescribeVpcs agent=\"traillab-check/1\"\n", silent},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+9s DescribeVpcs agent=\"traillab-check/1\"\n+9s StartLogging source=cloudtrail q.name=main\n", silent},
	// What the network is like after a silence nobody knows, however soon something is recorded again.
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=one
		+1s CreateTrail source=cloudtrail q.name=two
		+1s StartLogging source=cloudtrail q.name=one
		+1s StopLogging source=cloudtrail q.name=one
		+9s StartLogging source=cloudtrail q.name=two
		+1s CreateTags q.resourcesSet.items[].resourceId=i-1
	`, `
		unknown reach($i1, internet)
		unknown reach($i1, internet) == no
		unknown attached(igw-1, $vpc)
		unknown not called(ec2.TerminateInstances)
	`},
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=one
		+1s StartLogging source=cloudtrail q.name=one
		+1s StopLogging source=cloudtrail q.name=one
		+9s StartLogging source=cloudtrail q.name=one
		+1s attach igw-1 vpc-1
	`, `
		pass    attached(igw-1, $vpc)
		unknown reach($i1, internet)
	`},
	// A trail of another region speaks for that one alone; so does one that stays where another of all regions is stopped.
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=one region=sa-east-1
		+1s StartLogging source=cloudtrail q.name=one region=sa-east-1
		+1s StopLogging source=cloudtrail q.name=one region=sa-east-1
		+1s CreateTags q.resourcesSet.items[].resourceId=i-1
	`, `
		pass    reach($i1, internet) and attached(igw-1, $vpc)
		unknown not called(ec2.TerminateInstances)
	`},
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=here
		+1s StartLogging source=cloudtrail q.name=here
		+1s CreateTrail source=cloudtrail q.name=there region=sa-east-1
		+1s StartLogging source=cloudtrail q.name=there region=sa-east-1
		+1s StopLogging source=cloudtrail q.name=here
	`, `
		unknown reach($i1, internet)
	`},
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=all q.isMultiRegionTrail=true
		+1s StartLogging source=cloudtrail q.name=all
		+1s UpdateTrail source=cloudtrail q.name=all q.isMultiRegionTrail=false
		+9s DescribeVpcs
	`, `
		pass    reach($i1, internet)
	`},
	// Who starts the new trail before the old one is stopped has never been silent, and that is known at once.
	{shop + `
		+1h CreateTrail source=cloudtrail q.name=one
		+1s StartLogging source=cloudtrail q.name=one
		+1s CreateTrail source=cloudtrail q.name=two q.isMultiRegionTrail=true region=sa-east-1
		+1s StartLogging source=cloudtrail q.name=two region=sa-east-1
		+1s StopLogging source=cloudtrail q.name=one
	`, `
		pass    reach($i1, internet) and attached(igw-1, $vpc)
		pass    not called(ec2.TerminateInstances)
	`},
	// Another trail went on, or the one that was stopped did not run.
	{began + "+1m StartLogging source=cloudtrail q.name=other\n+1m StopLogging source=cloudtrail q.name=main\n+40m DescribeVpcs\n", spoken},
	{began + "+1m StopLogging source=cloudtrail q.name=main !AccessDenied\n+1s DescribeVpcs\n", spoken},
	{began + "+1m CreateTrail source=cloudtrail q.name=other\n+1m StopLogging source=cloudtrail q.name=other\n", spoken},
	{"12:00:00 CreateTrail source=cloudtrail q.name=main\n+1m DeleteTrail source=cloudtrail q.name=main\n+40m DescribeVpcs\n", spoken},
	{"12:00:00 StopLogging source=cloudtrail q.name=main\n+1m CreateVolume q.size=8\n", `
		fail    called(ec2.TerminateInstances) before called(cloudtrail.StopLogging)
		fail    called(ec2.TerminateInstances)
		pass    not called(ec2.TerminateInstances)
	`},
}
