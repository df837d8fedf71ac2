// Real records: every example of the catalogue parses, and those that cut something name what and from what.

package dialect

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"traillab/analyze/trail"
)

const catalogue = "../../../../shared/data/catalogue"

// examples reads the records of one catalogue file.
func examples(t *testing.T, name string) []trail.Record {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(catalogue, name+".json"))
	if os.IsNotExist(err) {
		t.Skip("the folder of real records is not beside this repository; nothing is proven against them here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Examples []struct {
			Record json.RawMessage `json:"record"`
		} `json:"examples"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	records := make([]trail.Record, len(file.Examples))
	for i, e := range file.Examples {
		if _, err := trail.NewScanner().Scan(e.Record, &records[i]); err != nil {
			t.Fatal(err)
		}
	}
	return records
}

func TestCutsOfRealRecords(t *testing.T) {
	for _, test := range []struct {
		name    string
		example int
		want    Tie
	}{
		{"DetachInternetGateway", 0, Tie{"internet-gateway/vpc", "igw-02a84e4222d62e16b", "vpc-06fe1a64761a0f720"}},
		{"DeleteRoute", 0, Tie{"route/route-table", "rtb-08838187a84b2f5bf/0.0.0.0/0", "rtb-08838187a84b2f5bf"}},
		{"DeleteRouteTable", 0, Tie{"route-table/vpc", "rtb-01a1e48796093c514", ""}},
		{"DisassociateRouteTable", 0, Tie{"route-table/subnet", "rtbassoc-06c42ea03f0967f18", ""}},
		{"DeleteNatGateway", 0, Tie{"nat-gateway/subnet", "nat-0dd264ee104155137", ""}},
		{"DetachNetworkInterface", 0, Tie{"interface/instance", "eni-attach-02aca13293a6fe1b9", ""}},
		{"DetachRolePolicy", 0, Tie{"policy/role", "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "stratus-red-team-usr-data-role"}},
		{"DetachRolePolicy", 1, Tie{"policy/role", "", "TrailDiscover"}},
		{"DetachUserPolicy", 0, Tie{"policy/user", "", "TrailDiscover"}},
		{"ReleaseAddress", 0, Tie{"address/account", "eipalloc-09d58d8a1fc361502", "123837392027"}},
		{"DeleteTransitGatewayVpcAttachment", 0, Tie{"transit-gateway-attachment/vpc", "tgw-attach-0814a77755bf02f0e", "vpc-0e2a18296548d753e"}},
		{"RevokeSecurityGroupEgress", 0, Tie{"rule/security-group", "-1/::/0", "sg-04cfb7a4712d75b00"}},
		{"RevokeSecurityGroupEgress", 1, Tie{"rule/security-group", "-1/0.0.0.0/0", "sg-04cfb7a4712d75b00"}},
	} {
		record := examples(t, test.name)[test.example]
		call, err := ParseRecord(&record)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if got := Cuts(call); !slices.Equal(got, []Tie{test.want}) {
			t.Errorf("%s %d: %v, want %v", test.name, test.example, got, test.want)
		}
		if got := RoleOf(record.Name, record.Source); got != Cut {
			t.Errorf("%s has the role %v, want cut", test.name, got)
		}
	}
}

func TestPathsOfRealRecords(t *testing.T) {
	for _, test := range []struct {
		name     string
		example  int
		response bool
		path     string
		want     []string
	}{
		{"CreateNatGateway", 0, false, "subnetId", []string{"subnet-01ed430875cff578d"}},
		{"CreateNatGateway", 0, false, "tagSpecification.tag.key", []string{"StratusRedTeam", "Name"}},
		{"CreateNatGateway", 0, false, "tagSpecification.tag.value", []string{"true", "stratus-red-team-ec2-steal-credentials-vpc-us-east-1a"}},
		{"CreateNatGateway", 0, true, "natGateway.natGatewayAddressSet.allocationId", []string{"eipalloc-08a083beb7e83dbc0"}},
		{"CreateNatGateway", 0, true, "natGateway.createTime", []string{"2023-07-10T11:55:14.000Z"}},
		{"DeleteFlowLogs", 0, false, "flowLogId", []string{"fl-064ed3a785e4a37ef"}},
		{"DeleteFlowLogs", 0, true, "unsuccessful", nil},
		{"DeleteTransitGatewayVpcAttachment", 0, true, "transitGatewayVpcAttachment.vpcOwnerId", []string{"012345678912"}},
		{"TerminateInstances", 0, true, "instancesSet.previousState.name", []string{"running"}},
		{"RunInstances", 1, true, "instancesSet.launchTime", []string{"2023-07-10T11:55:21.000Z"}},
		{"RunInstances", 1, true, "instancesSet.networkInterfaceSet.networkInterfaceId", []string{"eni-076fa9fb98a2500a7"}},
		{"CreateNetworkInterface", 0, true, "networkInterface.privateIpAddressesSet.privateIpAddress", []string{"10.0.1.10"}},
		{"CreateVpc", 0, false, "tagSpecificationSet.tags.key", []string{"Name", "StratusRedTeam"}},
		{"AttachInternetGateway", 0, true, "return", []string{"true"}},
		{"ConsoleLogin", 0, true, "consoleLogin", []string{"Success"}},
	} {
		record := examples(t, test.name)[test.example]
		call, err := ParseRecord(&record)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		root := call.Request
		if test.response {
			root = call.Response
		}
		if got := root.All(test.path); !slices.Equal(got, test.want) {
			t.Errorf("%s %d: %s is %q, want %q", test.name, test.example, test.path, got, test.want)
		}
	}
}
