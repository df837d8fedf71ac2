// ATT&CK: which techniques the events of a chain are examples of, by the ids of version 19 and those of before.
// https://attack.mitre.org

package analyze

import (
	"slices"

	"traillab/analyze/trail/dialect"
)

// Technique is an ATT&CK technique. Was is its id before version 19, empty where it has not changed.
type Technique struct{ ID, Was, Name string }

var techniqueOf = []struct {
	technique Technique
	calls     []string
}{
	{Technique{"T1686.001", "T1562.007", "Disable or Modify Cloud Firewall"}, []string{
		"DetachInternetGateway", "DeleteInternetGateway", "CreateRoute", "ReplaceRoute", "DeleteRoute", "ReplaceRouteTableAssociation",
		"DisassociateRouteTable", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation", "RevokeSecurityGroupEgress",
		"RevokeSecurityGroupIngress", "ModifyVpcBlockPublicAccessOptions", "DeleteNatGateway", "DeleteEgressOnlyInternetGateway",
	}},
	{Technique{"T1578.005", "", "Modify Cloud Compute Configurations"}, []string{
		"ReplaceRoute", "DeleteRoute", "ReplaceRouteTableAssociation", "DisassociateAddress", "ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute",
	}},
	{Technique{"T1489", "", "Service Stop"}, []string{"StopInstances", "StopDBInstance", "DetachInternetGateway", "DeleteNatGateway", "DeleteLoadBalancer"}},
	{Technique{"T1485", "", "Data Destruction"}, []string{"DeleteDBInstance", "DeleteDBCluster", "DeleteBucket"}},
	{Technique{"T1685.002", "T1562.008", "Disable or Modify Cloud Logs"}, []string{"StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors", "DeleteFlowLogs"}},
	{Technique{"T1490", "", "Inhibit System Recovery"}, []string{"DeleteSnapshot", "DeleteRecoveryPoint", "DeleteBackupVault", "DeleteDBSnapshot"}},
}

// techniques returns what the events of a chain, and what its actors did beside it, are examples of. An attempt is one too;
// a repair is none.
func techniques(c *circumstances) []Technique {
	names := map[string]bool{}
	for i := range c.chain.Links {
		if l := &c.chain.Links[i]; l.Role != Restore {
			names[dialect.Stem(l.Event.Name)] = true
		}
	}
	for _, e := range c.companions {
		names[dialect.Stem(e.Name)] = true
	}
	found := []Technique{}
	for _, t := range techniqueOf {
		if slices.ContainsFunc(t.calls, func(name string) bool { return names[name] }) {
			found = append(found, t.technique)
		}
	}
	return found
}
