// Things: what a network is made of, and which aspects of them are followed through time.

package topology

// Kind is what a thing is. The words are those of the relation table.
type Kind string

// The kinds of things.
const (
	VPC             Kind = "vpc"
	Subnet          Kind = "subnet"
	RouteTable      Kind = "route-table"
	Association     Kind = "association" // of a route table, an address or a network ACL, by its id
	InternetGateway Kind = "internet-gateway"
	EgressGateway   Kind = "egress-only-gateway"
	VPNGateway      Kind = "vpn-gateway"
	NATGateway      Kind = "nat-gateway"
	Address         Kind = "address" // an Elastic IP by its allocation id
	Instance        Kind = "instance"
	Interface       Kind = "interface"
	Attachment      Kind = "attachment" // of an interface to an instance, by its id
	Endpoint        Kind = "endpoint"
	SecurityGroup   Kind = "security-group"
	NetworkACL      Kind = "network-acl"
	Balancer        Kind = "load-balancer"
	Database        Kind = "db-instance"
	Function        Kind = "function"
	Peering         Kind = "peering-connection"
	TransitGateway  Kind = "transit-gateway"
	TransitLink     Kind = "transit-gateway-attachment"
	PrefixList      Kind = "prefix-list"
	Exclusion       Kind = "block-public-access-exclusion"
	Region          Kind = "region" // an account's share of a region; its id is the region's name
	Opaque          Kind = "opaque" // a next hop that is not followed
)

// prefixes are the beginnings of the ids that EC2 gives to things of a kind.
var prefixes = map[Kind]string{
	VPC: "vpc-", Subnet: "subnet-", RouteTable: "rtb-", InternetGateway: "igw-", EgressGateway: "eigw-", VPNGateway: "vgw-",
	NATGateway: "nat-", Address: "eipalloc-", Instance: "i-", Interface: "eni-", Endpoint: "vpce-", SecurityGroup: "sg-",
	NetworkACL: "acl-", Peering: "pcx-", TransitGateway: "tgw-", TransitLink: "tgw-attach-", PrefixList: "pl-",
}

// Aspect is what can be asked of a thing. Some aspects have one value, others one for each key.
type Aspect uint8

// The aspects.
const (
	Exists      Aspect = iota // Yes or None
	Whole                     // Yes: whatever belongs to it is in the log, from its birth or a baseline on
	InVPC                     // the VPC it lies in or is attached to
	InSubnet                  // the subnet it lies in; of endpoints, load balancers, databases, functions and attachments by subnet id
	Range                     // by CIDR: Yes (VPC, subnet, prefix list)
	Main                      // the main route table of a VPC
	Table                     // the route table explicitly associated with a subnet
	Route                     // by destination: the target (route table)
	Propagates                // by gateway id: Yes (route table)
	Of                        // what an association or attachment, by its id, binds: its subnet, address or interface
	InTable                   // by route table id: Yes (gateway endpoint)
	Holder                    // who holds an address: interface, instance, NAT gateway
	IP                        // the public address (address)
	Condition                 // running or stopped (instance, database); of a NAT gateway whether it failed
	AutoPublic                // whether launches get a public IPv4 address (subnet), or it has such a one (interface): Yes or None
	AutoV6                    // the same for IPv6 (subnet)
	V6                        // by address: Yes (interface)
	PrivateIP                 // by address: Yes (interface)
	AttachedTo                // the instance (interface)
	DiesWith                  // Yes or None: it ends when its instance does (interface)
	Primary                   // Yes or None: device 0 (interface)
	Check                     // whether source and destination are checked: Yes or None (interface; instance whose interface is not known)
	InGroup                   // by security group id: Yes (interface; instance whose interface is not known; what has groups itself)
	GroupsWhole               // Yes: it is in no other groups than InGroup tells
	Rule                      // by rule: Yes (security group)
	Entry                     // by direction and number: the rule (network ACL)
	ACL                       // the network ACL of a subnet
	DefaultOf                 // the default ACL or security group of a VPC by kind
	Private                   // Yes: no way to the internet (NAT gateway), no public name (load balancer, database)
	Regional                  // Yes: a NAT gateway without a subnet
	Service                   // the service of an endpoint, as AWS names it: com.amazonaws.us-east-1.s3
	Type                      // its type, or that of a load balancer
	PrivateDNS                // Yes or None (endpoint)
	Block                     // the internet gateway block mode: off, block-ingress, block-bidirectional (region)
	Mode                      // of an exclusion: allow-bidirectional, allow-egress
	Profile                   // the instance profile, the role of a function
	Requester                 // the service that owns it (interface)
	Name                      // the Name tag
	Zone                      // the availability zone (subnet)
	Resolves                  // by attribute, enableDnsSupport and enableDnsHostnames: Yes or None (VPC)
	SubnetGroup               // by whose name it lies in its subnets (database)
	Policy                    // Yes: an endpoint has a policy that may let less through than all; None: one that lets through everything
	aspects                   // how many there are
)

// Thing is a part of the network. Things are compared by their address.
type Thing struct {
	Kind                Kind
	Account, Region, ID string

	at     [aspects]uint8 // the places of aspects among the facets, from 1; 0 where nobody has spoken of them
	facets []facet
	kin    map[Kind][]*Thing // those that ever were in this VPC, by kind
	husk   bool              // another thing has taken its place
}

// slot is an aspect of a thing under one key.
type slot struct {
	aspect Aspect
	key    string
}

// wild reports whether the thing stands for one that a call should have named and did not.
func (t *Thing) wild() bool { return t.ID == "" }

// ref names a thing.
type ref struct {
	kind                Kind
	account, region, id string
}

// The states of an instance; what is terminated does not exist.
var (
	Running = Text("running")
	Stopped = Text("stopped")
	failed  = Text("failed") // it never came up
)
