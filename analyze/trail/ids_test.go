// Resource ids: which values of a record are taken for one.

package trail

import (
	"slices"
	"strings"
	"testing"
)

func TestIDs(t *testing.T) {
	tests := map[string]struct {
		members string
		want    []string
	}{
		"in the request":         {`"requestParameters":{"internetGatewayId":"igw-0123456789abcdef0","vpcId":"vpc-01234567"}`, []string{"igw-0123456789abcdef0", "vpc-01234567"}},
		"in the response":        {`"responseElements":{"natGateway":{"natGatewayId":"nat-0123456789abcdef0"}}`, []string{"nat-0123456789abcdef0"}},
		"in resources":           {`"resources":[{"ARN":"arn:aws:s3:::bucket/key"},{"accountId":"111122223333"}]`, []string{"arn:aws:s3:::bucket/key"}},
		"in lists, sorted, once": {`"requestParameters":{"set":{"items":[{"id":"i-0fffffff"},{"id":"i-00000000"},{"id":"i-0fffffff"}]}},"responseElements":{"id":"i-00000000"}`, []string{"i-00000000", "i-0fffffff"}},
		"long words":             {`"requestParameters":{"a":"eipassoc-0123456789abcdef0","b":"tgw-attach-0123456789abcdef0","c":"vpce-svc-0123456789abcdef0"}`, []string{"eipassoc-0123456789abcdef0", "tgw-attach-0123456789abcdef0", "vpce-svc-0123456789abcdef0"}},
		"names of the request":   {`"requestParameters":{"roleName":"ops","dBInstanceIdentifier":"db-1","bucketName":"b"}`, []string{"b", "db-1", "ops"}},
		"a name that is an id":   {`"requestParameters":{"streamName":"arn:aws:kinesis:x","groupName":"sg-01234567"}`, []string{"arn:aws:kinesis:x", "sg-01234567"}},
		"names further down":     {`"requestParameters":{"role":{"roleName":"ops"}}`, nil},
		"names of the response":  {`"responseElements":{"roleName":"ops"}`, nil},
		"elsewhere":              {`"additionalEventData":{"vpcId":"vpc-01234567"},"userIdentity":{"arn":"arn:aws:iam::1:user/a"}`, nil},
		"not quite":              {`"requestParameters":{"a":"vpc-0123456","b":"vpc-0123456g","c":"VPC-01234567","d":"-01234567","e":"vpc--01234567x","f":"vpc_01234567","g":"01234567"}`, nil},
		"names of two words":     {`"requestParameters":{"aName":"two words","bName":"  "}`, []string{"  ", "two words"}},
		"not a name":             {`"requestParameters":{"bName":"","cName":"tab\there","dName":"two\nlines","eName":7,"fName":null,"gName":["x"],"hName":"\u007f"}`, nil},
		"an ARN with a blank":    {`"requestParameters":{"a":"arn:aws:s3:::a key"}`, []string{"arn:aws:s3:::a key"}},
		"with escapes":           {`"requestParameters":{"a":"arn:aws:iam::1:role\/ops","roleName":"\u00e9\"\\"},"resources":[{"ARN":"arn:aws:iam::1:role/ops"}]`, []string{"arn:aws:iam::1:role/ops", "é\"\\"}},
		"too long":               {`"requestParameters":{"aName":"` + strings.Repeat("x", 513) + `"}`, nil},
		"a request of text":      {`"requestParameters":"vpc-01234567"`, []string{"vpc-01234567"}},
		"a request in a list":    {`"requestParameters":["vpc-01234567"]`, []string{"vpc-01234567"}},
		"nothing":                {`"requestParameters":null,"responseElements":null,"resources":null`, nil},
	}
	for name, tt := range tests {
		rec := &Record{}
		if _, err := NewScanner().Scan([]byte(`{"eventID":"e",`+tt.members+`}`), rec); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		for _, id := range rec.IDs {
			got = append(got, string(id))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestNamesAny(t *testing.T) {
	ids := []string{"vpc-01234567", "arn:aws:iam::111122223333:role/path/ops", "arn:aws:sns:eu-west-1:111122223333:alarm"}
	tests := []struct {
		wanted []string
		want   bool
	}{
		{nil, true},
		{[]string{"vpc-01234567"}, true},
		{[]string{"vpc-0123456"}, false},
		{[]string{"pc-01234567"}, false},
		{[]string{"ops"}, true},
		{[]string{"path/ops"}, true},
		{[]string{"path"}, false},
		{[]string{"alarm"}, true},
		{[]string{"larm"}, false},
		{[]string{"nobody", "alarm"}, true},
		{[]string{"arn:aws:iam::111122223333:role/path/ops"}, true},
		{[]string{"nobody"}, false},
		{[]string{"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-01234567"}, true},
		{[]string{"arn:aws-cn:ec2:cn-north-1:111122223333:vpc:vpc-01234567"}, true},
		{[]string{"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0123456"}, false},
		{[]string{"arn:aws:iam::444455556666:role/ops"}, false}, // another account's, and the ids name theirs whole
		{[]string{"arn:aws:ec2:eu-west-1:111122223333:vpc/"}, false},
		{[]string{"vpc/vpc-01234567"}, false},
		{[]string{"arn:"}, false},
	}
	for _, tt := range tests {
		if got := NamesAny(ids, tt.wanted); got != tt.want {
			t.Errorf("NamesAny(%q) = %t, want %t", tt.wanted, got, tt.want)
		}
	}
	if NamesAny([]string{""}, []string{"arn:aws:ec2:::vpc/"}) {
		t.Error("the end of an ARN that ends in nothing names what has no name")
	}
	if NamesAny(nil, []string{"x"}) || !NamesAny(nil, nil) {
		t.Error("no ids name something that was asked for")
	}
}
