// What a request holds and the model does not know.

package wire_test

import (
	"strings"
	"testing"
)

func TestUnknown(t *testing.T) {
	for _, test := range []struct{ call, target, body, want string }{
		{"ec2 DescribeVpcs", "/", "Action=DescribeVpcs&Version=2016-11-15&VpcId.1=a&VpcIds.1=b&Filter.1.Name=c&Filter.1.Values.1=d&VpcId.x=e", "Filter.1.Values.1 VpcId.x VpcIds.1"},
		{"iam TagUser", "/", "Action=TagUser&Tags.member.1.Key=a&Tags.1.Key=b&X-Amz-Signature=c", "Tags.1.Key"},
		{"ssm GetInventory", "/", `{"Filters":[{"Key":"a","Coffee":1}],"Milk":2}`, "Filters.0.Coffee Milk"},
		{"backup CreateBackupVault", "/backup-vaults/v?milk=1", `{"BackupVaultTags":{"a":"b"},"coffee":1}`, "coffee milk"},
		{"s3 PutBucketVersioning", "/b?versioning&x-id=PutBucketVersioning", `<V><Status>a</Status><Coffee/></V>`, "Coffee"},
	} {
		service, name, _ := strings.Cut(test.call, " ")
		if got := strings.Join(operation(t, service, name).Unknown(request("POST", test.target, "", ""), []byte(test.body)), " "); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
