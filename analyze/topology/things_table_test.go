// The stories of things and the facts that they leave.

package topology

var things = []thingTest{
	{name: "a launch in a public subnet", story: `run i-1 subnet-1 eni-1 sg-1 profile=web p.instancesSet[].networkInterfaceSet[].privateIpAddress=10.0.1.7`, facts: `
		i-1 exists = yes observed
		i-1 exists = none inferred @8
		i-1 state = running inferred
		i-1 vpc = vpc-1 observed
		i-1 subnet = subnet-1 observed
		i-1 whole = yes observed
		i-1 profile = arn:aws:iam::111122223333:instance-profile/web observed
		eni-1 instance = i-1 observed
		eni-1 first = yes observed
		eni-1 dies = yes observed
		eni-1 public = yes inferred
		eni-1 ip 10.0.1.7 = yes observed
		eni-1 group sg-1 = yes observed
		eni-1 groups = yes observed
		eni-attach-of-eni-1 of = eni-1 observed`},
	{name: "a launch in a private subnet", story: `run i-1 subnet-2 eni-1`, facts: `
		eni-1 public = none inferred`},
	{name: "the request says more than the subnet", story: `
		run i-1 subnet-1 eni-1 private
		run i-2 subnet-2 eni-2 public`, facts: `
		eni-1 public = none inferred
		eni-2 public = yes inferred`},
	{name: "the subnet's flag counts at the launch", story: `
		subnet-attribute subnet-1 private
		run i-1 subnet-1 eni-1
		subnet-attribute subnet-1 public`, facts: `
		eni-1 public = none inferred`},
	{name: "a subnet that was not seen to be made", story: `run i-1 subnet-9 eni-1`, facts: `
		i-1 subnet = subnet-9 observed
		subnet-9 exists = yes inferred @0
		eni-1 public = unknown`},
	{name: "a launch template may ask for an address", story: `run i-1 subnet-1 eni-1 q.launchTemplate.launchTemplateId=lt-1`, facts: `
		eni-1 public = unknown`},
	{name: "an interface made beforehand gets no address by itself", story: `
		interface eni-1 subnet-1 sg-1 ip=10.0.1.9
		run-on i-1 eni-1 subnet-1`, facts: `
		eni-1 exists = yes observed @9
		eni-1 instance = none observed @9
		eni-1 instance = i-1 observed
		eni-1 public = none inferred
		eni-1 group sg-1 = yes observed`},
	{name: "an interface made beforehand without a record", story: `run-on i-1 eni-1 subnet-1`, facts: `
		eni-1 exists = yes inferred @0
		eni-1 public = none inferred`},
	{name: "two interfaces get no address by themselves", story: `
		RunInstances q.subnetId=subnet-1 p.instancesSet[].instanceId=i-1 p.instancesSet[].subnetId=subnet-1 p.instancesSet[].networkInterfaceSet[].networkInterfaceId=eni-1 p.instancesSet[].networkInterfaceSet[].subnetId=subnet-1 p.instancesSet[].networkInterfaceSet[].attachment.deviceIndex=0 p.instancesSet[].networkInterfaceSet[+].networkInterfaceId=eni-2 p.instancesSet[].networkInterfaceSet[].subnetId=subnet-1 p.instancesSet[].networkInterfaceSet[].attachment.deviceIndex=1`, facts: `
		eni-1 public = none inferred
		eni-2 public = none inferred
		eni-2 first = none observed`},
	{name: "an answer without interfaces", story: `RunInstances p.instancesSet[].instanceId=i-1 p.instancesSet[].instanceId=i-2`, facts: `
		i-1 exists = yes observed
		i-2 exists = yes observed
		i-1 whole = unknown
		i-1 subnet = unknown`},

	{name: "stop and start", story: `
		run i-1 subnet-1 eni-1
		stop i-1
		start i-1`, facts: `
		i-1 state = stopped observed @10
		i-1 state = running inferred
		eni-1 public = yes inferred`},
	{name: "what an answer says of the time before", story: `stop i-9 was=running`, facts: `
		i-9 exists = yes inferred @0
		i-9 state = running inferred @0
		i-9 state = stopped observed`},
	{name: "one that had stopped has not always been so", story: `start i-9 was=stopped`, facts: `
		i-9 exists = yes inferred @0
		i-9 state = unknown @8
		i-9 state = running inferred`},
	{name: "it stopped by itself", conflict: true, story: `
		run i-1 subnet-1 eni-1
		+5m start i-1 was=stopped`, facts: `
		i-1 state = running inferred`},
	{name: "a call for several, one of them unseen", story: `
		run i-1 subnet-1 eni-1
		StopInstances q.instancesSet[].instanceId=i-1,i-2 p.instancesSet[].instanceId=i-1 p.instancesSet[].previousState.name=running`, facts: `
		i-1 state = stopped observed
		i-2 state = stopped observed
		i-2 exists = yes inferred @0
		i-2 state = unknown @9`},
	{name: "a reboot shows that it ran", story: `reboot i-9`, facts: `
		i-9 state = running inferred @0`},
	{name: "a call that names none", story: `
		run i-1 subnet-1 eni-1
		StopInstances q=null p=null`, facts: `
		i-1 state = running inferred @9
		i-1 state = unknown`},

	{name: "an end", story: `
		run i-1 subnet-1 eni-1
		map eipassoc-1 eipalloc-1 i-1
		terminate i-1`, facts: `
		i-1 exists = none observed
		eni-1 exists = none inferred
		eni-1 instance = none inferred
		eipalloc-1 holder = i-1 observed @10
		eipalloc-1 holder = none inferred
		eipalloc-1 exists = yes observed`},
	{name: "an address of an interface that ends with its instance", story: `
		run i-1 subnet-1 eni-1
		map eipassoc-1 eipalloc-1 eni-1
		terminate i-1`, facts: `
		eipalloc-1 holder = none inferred`},
	{name: "an interface that stays keeps its address", story: `
		interface eni-1 subnet-1
		run-on i-1 eni-1 subnet-1 p.instancesSet[].networkInterfaceSet[].attachment.deleteOnTermination=false
		map eipassoc-1 eipalloc-1 i-1
		terminate i-1
		uninterface eni-1`, facts: `
		eni-1 exists = yes observed @12
		eni-1 instance = none inferred @12
		eipalloc-1 holder = eni-1 inferred @12
		eni-1 exists = none observed
		eipalloc-1 holder = none inferred`},
	{name: "whether the interface ended is not told", story: `
		interface eni-1 subnet-1
		run-on i-1 eni-1 subnet-1
		map eipassoc-1 eipalloc-1 eni-1
		terminate i-1`, facts: `
		eni-1 exists = unknown
		eipalloc-1 holder = unknown`},
	{name: "an instance of which only the end is told", story: `
		map eipassoc-1 eipalloc-1 i-9
		terminate i-9`, facts: `
		i-9 exists = yes inferred @0
		i-9 exists = none observed
		eipalloc-1 holder = unknown`},
	{name: "another address takes the place of the one before", story: `
		run i-1 subnet-1 eni-1
		map eipassoc-1 eipalloc-1 eni-1
		map eipassoc-2 eipalloc-2 i-1`, facts: `
		eipalloc-1 holder = eni-1 observed @10
		eipalloc-1 holder = none inferred
		eipalloc-2 holder = i-1 observed`},
	{name: "another address of another private one", story: `
		run i-1 subnet-1 eni-1 p.instancesSet[].networkInterfaceSet[].privateIpAddressesSet[].privateIpAddress=10.0.1.7 p.instancesSet[].networkInterfaceSet[].privateIpAddressesSet[+].privateIpAddress=10.0.1.8
		map eipassoc-1 eipalloc-1 eni-1
		map eipassoc-2 eipalloc-2 eni-1`, facts: `
		eipalloc-1 holder = eni-1 observed
		eipalloc-2 holder = eni-1 observed`},
	{name: "a range is kept without the host's part", story: `
		CreateRoute q.routeTableId=rtb-1 q.destinationCidrBlock=100.68.0.18/18 q.gatewayId=igw-1`, facts: `
		rtb-1 route 100.68.0.0/18 = igw-1 observed
		rtb-1 route 100.68.0.18/18 = unknown`},
	{name: "an end twice", story: `
		run i-1 subnet-1 eni-1
		terminate i-1
		terminate i-1 was=shutting-down`, facts: `
		i-1 exists = none observed`},

	{name: "an interface that is attached by hand", story: `
		run i-1 subnet-1 eni-1
		interface eni-2 subnet-2
		plug eni-attach-2 eni-2 i-1
		terminate i-1`, facts: `
		eni-2 instance = i-1 observed @11
		eni-2 first = none observed @11
		eni-2 dies = none inferred @11
		eni-2 exists = yes observed
		eni-2 instance = none inferred`},
	{name: "an interface that is detached", story: `
		run i-1 subnet-1 eni-1
		interface eni-2 subnet-2
		plug eni-attach-2 eni-2 i-1
		unplug eni-attach-2`, facts: `
		eni-2 instance = none observed
		eni-attach-2 of = none observed`},
	{name: "an attachment that was never made", story: `
		run i-1 subnet-1 eni-1
		+1m interface eni-2 subnet-2
		+1m interface eni-3 subnet-2
		+1m plug eni-attach-2 eni-2 i-1
		+1m unplug eni-attach-9`, facts: `
		eni-1 instance = i-1 observed
		eni-2 instance = i-1 observed
		eni-3 instance = none observed @11
		eni-3 instance = unknown @12
		eni-3 instance = none inferred`},
	{name: "who manages an interface", story: `
		interface eni-1 subnet-1 requester=amazon-rds
		interface eni-2 subnet-1 requester=AIDAEXAMPLE`, facts: `
		eni-1 requester = amazon-rds observed
		eni-2 requester = none observed`},
	{name: "what can be changed", story: `
		run i-1 subnet-1 eni-1 sg-1
		regroup i-1 sg-2,sg-3
		check i-1 off
		auto-address eni-1 off`, facts: `
		eni-1 group sg-1 = none observed
		eni-1 group sg-2 = yes observed
		eni-1 group sg-3 = yes observed
		eni-1 check = yes observed @9
		eni-1 check = none observed
		eni-1 public = none observed`},
	{name: "a reset", story: `
		interface eni-1 subnet-1
		check-interface eni-1 off
		ResetNetworkInterfaceAttribute q.networkInterfaceId=eni-1 q.attribute=sourceDestCheck`, facts: `
		eni-1 check = none observed @10
		eni-1 check = yes observed`},
	{name: "a change of an instance whose interface is not known", story: `check i-9 off`, facts: `
		i-9 check = none observed`},
	{name: "a change that names nothing", story: `
		run i-1 subnet-1 eni-1 sg-1
		ModifyNetworkInterfaceAttribute q.groupSet[].groupId=sg-9`, facts: `
		eni-1 group sg-1 = unknown
		eni-1 groups = unknown`},
	{name: "addresses", story: `
		run i-1 subnet-1 eni-1 6=2001:db8::1
		address6 eni-1 2001:db8::2
		unaddress6 eni-1 2001:db8::1
		AssignPrivateIpAddresses q.networkInterfaceId=eni-1 p.assignedPrivateIpAddressesSet[].privateIpAddress=10.0.1.99`, facts: `
		eni-1 v6 2001:db8::1 = none observed
		eni-1 v6 2001:db8::2 = yes observed
		eni-1 ip 10.0.1.99 = yes observed
		eni-1 whole = yes observed`},
	{name: "an address that is not named", story: `
		run i-1 subnet-1 eni-1
		AssignIpv6Addresses q.networkInterfaceId=eni-1 q.ipv6AddressCount=1 p=null`, facts: `
		eni-1 whole = unknown`},
	{name: "profiles", story: `
		run i-1 subnet-1 eni-1
		AssociateIamInstanceProfile q.instanceId=i-1 q.iamInstanceProfile.name=web p.iamInstanceProfileAssociation.associationId=iip-assoc-1 p.iamInstanceProfileAssociation.instanceId=i-1 p.iamInstanceProfileAssociation.iamInstanceProfile.arn=arn:aws:iam::1:instance-profile/web
		ReplaceIamInstanceProfileAssociation q.associationId=iip-assoc-1 q.iamInstanceProfile.name=db p.iamInstanceProfileAssociation.associationId=iip-assoc-2 p.iamInstanceProfileAssociation.instanceId=i-1
		DisassociateIamInstanceProfile q.associationId=iip-assoc-2 p=null`, facts: `
		i-1 profile = none inferred @9
		i-1 profile = arn:aws:iam::1:instance-profile/web observed @10
		i-1 profile = db observed @11
		i-1 profile = none observed`},
	{name: "a route in other words", story: `
		route rtb-1 100.68.0.18/18 igw-1
		route rtb-1 2001:DB8:0:0::7/32 igw-1
		interface eni-1 subnet-1
		replace-route rtb-1 100.68.63.255/18 eni-1
		replace-route rtb-1 2001:db8::/32 eni-1
		unroute rtb-1 100.68.0.0/18
		unroute rtb-1 2001:0db8:00::/32`, facts: `
		rtb-1 route 100.68.0.0/18 = igw-1 observed @10
		rtb-1 route 2001:db8::/32 = igw-1 observed @10
		rtb-1 route 100.68.0.0/18 = eni-1 observed @13
		rtb-1 route 2001:db8::/32 = eni-1 observed @13
		rtb-1 route 100.68.0.0/18 = none observed
		rtb-1 route 2001:db8::/32 = none observed
		rtb-1 route 100.68.0.18/18 = unknown`},
	{name: "a range of a prefix list in other words", story: `
		CreateManagedPrefixList q.prefixListName=a q.entry[].cidr=100.68.0.18/18 q.entry[].cidr=2001:DB8::/32 p.prefixList.prefixListId=pl-1
		ModifyManagedPrefixList q.prefixListId=pl-1 q.removeEntry[].cidr=100.68.0.0/18 q.removeEntry[].cidr=2001:db8:0::/32`, facts: `
		pl-1 range 100.68.0.0/18 = yes observed @9
		pl-1 range 2001:db8::/32 = yes observed @9
		pl-1 range 100.68.0.0/18 = none observed
		pl-1 range 2001:db8::/32 = none observed`},
}
