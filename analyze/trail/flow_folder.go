// Where AWS delivers flow logs to: what their folders say of account and region, which the usual form tells in part only.

package trail

import "strings"

// FlowFolder is what the folders of flow logs tell; fields that they do not are empty.
type FlowFolder struct{ Account, Region string }

// ParseFlowFolder reads the path of a file:
//
//	[prefix/]AWSLogs/ACCOUNT/vpcflowlogs/REGION/…
//	[prefix/]AWSLogs/aws-account-id=ACCOUNT/aws-service=vpcflowlogs/aws-region=REGION/…
func ParseFlowFolder(path string) (f FlowFolder) {
	parts := strings.Split(path, "/")
	for i := 1; i+1 < len(parts); i++ {
		account, region := parts[i-1], parts[i+1]
		switch parts[i] {
		case "vpcflowlogs":
		case "aws-service=vpcflowlogs":
			account, region = strings.TrimPrefix(account, "aws-account-id="), strings.TrimPrefix(region, "aws-region=")
		default:
			continue
		}
		if isAccount(account) && isRegion(region) {
			f = FlowFolder{account, region} // the last one counts
		}
	}
	return f
}
