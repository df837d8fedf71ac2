// Which calls play which part, as far as their names say: a table, for the eyes of analysts.

package analyze

// playing is what a call can be in a chain.
type playing struct {
	role Role
	// begins: it begins a chain even where no resource is known to have lost anything, for it cuts off a whole network.
	begins bool
}

// parts are the calls that can take connectivity away.
var parts = map[string]playing{
	"DetachInternetGateway":               {Cut, true},
	"DeleteInternetGateway":               {Hardening, false},
	"DeleteEgressOnlyInternetGateway":     {Cut, true},
	"DetachVpnGateway":                    {Cut, true},
	"DeleteVpnGateway":                    {Hardening, false},
	"DeleteTransitGatewayVpcAttachment":   {Cut, true},
	"DeleteVpcPeeringConnection":          {Cut, true},
	"DeleteVpcEndpoints":                  {Cut, true},
	"ModifyVpcEndpoint":                   {Cut, false},
	"ModifyVpcAttribute":                  {Cut, false},
	"DeleteRoute":                         {Cut, false},
	"ReplaceRoute":                        {Cut, false},
	"CreateRoute":                         {Cut, false},
	"DeleteRouteTable":                    {Hardening, false},
	"AssociateRouteTable":                 {Cut, false},
	"DisassociateRouteTable":              {Cut, false},
	"ReplaceRouteTableAssociation":        {Cut, false},
	"DisableVgwRoutePropagation":          {Cut, false},
	"CreateNetworkAclEntry":               {Cut, false},
	"ReplaceNetworkAclEntry":              {Cut, false},
	"DeleteNetworkAclEntry":               {Cut, false},
	"ReplaceNetworkAclAssociation":        {Cut, false},
	"RevokeSecurityGroupEgress":           {Cut, false},
	"RevokeSecurityGroupIngress":          {Cut, false},
	"ModifySecurityGroupRules":            {Cut, false},
	"ModifyInstanceAttribute":             {Cut, false},
	"ModifyVpcBlockPublicAccessOptions":   {Cut, true},
	"DeleteVpcBlockPublicAccessExclusion": {Cut, false},
	"ModifyVpcBlockPublicAccessExclusion": {Cut, false},
	"DeleteNatGateway":                    {RunUp, true},
	"DisassociateNatGatewayAddress":       {RunUp, false},
	"DisassociateAddress":                 {RunUp, false},
	"AssociateAddress":                    {RunUp, false}, // it takes the address from whoever had it
	"ReleaseAddress":                      {RunUp, false},
	"ModifyNetworkInterfaceAttribute":     {RunUp, false},
	"UnassignIpv6Addresses":               {RunUp, false},
	"DetachNetworkInterface":              {RunUp, false},
	"DeleteNetworkInterface":              {RunUp, false},
	"DeleteLoadBalancer":                  {RunUp, false},
	"ModifyDBInstance":                    {RunUp, false},
	"SetSubnets":                          {RunUp, false},
	"StopInstances":                       {RunUp, false},
	"StopDBInstance":                      {RunUp, false},
	"TerminateInstances":                  {RunUp, false},
	"DisassociateVpcCidrBlock":            {Cut, false},
	"DisassociateSubnetCidrBlock":         {Cut, false},
	"UpdateFunctionConfiguration":         {Cut, false},
	"DeleteManagedPrefixList":             {Cut, false},
	"ModifyManagedPrefixList":             {Cut, false},
	"RestoreManagedPrefixListVersion":     {Cut, false},
}

// pauses are calls that stop or end a thing without touching its network. What it loses itself makes no chain; what others
// lose that sent their traffic through it does.
var pauses = map[string]bool{"StopInstances": true, "StopDBInstance": true, "TerminateInstances": true}
