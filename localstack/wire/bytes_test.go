// What is on the wire, to the letter: one call, one answer and one error of each protocol.

package wire_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"traillab/localstack/wire"
)

func operation(t *testing.T, service, name string) *wire.Operation {
	t.Helper()
	s, ok := wire.Open().Service(service)
	if !ok {
		t.Fatalf("no service %s", service)
	}
	o, ok := s.Operation(name)
	if !ok {
		t.Fatalf("no operation %s", name)
	}
	return o
}

func TestLettersOfRequests(t *testing.T) {
	when := time.Date(2026, 11, 22, 11, 37, 48, 500e6, time.UTC)
	for _, test := range []struct {
		service, name string
		in            map[string]any
		want          string
	}{
		{
			"ec2", "AuthorizeSecurityGroupIngress",
			map[string]any{"GroupId": "sg-1", "IpPermissions": []any{
				map[string]any{"FromPort": 443, "IpProtocol": "tcp", "IpRanges": []any{map[string]any{"CidrIp": "10.0.0.0/8"}}},
			}},
			"POST / Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.FromPort=443&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F8",
		},
		{
			"iam", "TagUser",
			map[string]any{"UserName": "ann", "Tags": []map[string]any{{"Key": "k", "Value": "v"}}},
			"POST / Action=TagUser&Version=2010-05-08&UserName=ann&Tags.member.1.Key=k&Tags.member.1.Value=v",
		},
		{
			"iam", "UntagUser",
			map[string]any{"UserName": "ann", "TagKeys": []string{}},
			"POST / Action=UntagUser&Version=2010-05-08&UserName=ann&TagKeys=",
		},
		{
			"rds", "DescribeDBInstances",
			map[string]any{"Filters": []any{map[string]any{"Name": "n", "Values": []any{"v"}}}},
			"POST / Action=DescribeDBInstances&Version=2014-10-31&Filters.Filter.1.Name=n&Filters.Filter.1.Values.Value.1=v",
		},
		{
			"sns", "SetSMSAttributes",
			map[string]any{"attributes": map[string]any{"b": "2", "a": "1"}},
			"POST / Action=SetSMSAttributes&Version=2010-03-31&attributes.entry.1.key=a&attributes.entry.1.value=1&attributes.entry.2.key=b&attributes.entry.2.value=2",
		},
		{
			"cloudtrail", "LookupEvents",
			map[string]any{"StartTime": when, "MaxResults": int64(5)},
			`POST / com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents {"StartTime":1795347468.5,"MaxResults":5}`,
		},
		{
			"backup", "ListBackupJobs",
			map[string]any{"ByCreatedAfter": when, "ByState": "COMPLETED"},
			"GET /backup-jobs/?state=COMPLETED&createdAfter=2026-11-22T11%3A37%3A48.5Z",
		},
		{"s3", "PutBucketPolicy", map[string]any{"Bucket": "b", "Policy": "{}"}, "PUT /b?policy {}"},
		{
			"s3", "PutBucketVersioning",
			map[string]any{"Bucket": "b", "VersioningConfiguration": map[string]any{"Status": "Enabled"}},
			`PUT /b?versioning <?xml version="1.0" encoding="UTF-8"?>` + "\n" +
				`<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>`,
		},
		{
			"s3", "PutBucketAcl",
			map[string]any{"Bucket": "b", "AccessControlPolicy": map[string]any{
				"Grants": []any{map[string]any{"Grantee": map[string]any{"Type": "Group", "URI": "http://x/"}, "Permission": "READ"}},
			}},
			`PUT /b?acl <?xml version="1.0" encoding="UTF-8"?>` + "\n" +
				`<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><AccessControlList><Grant>` +
				`<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://x/</URI></Grantee>` +
				`<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`,
		},
		{"s3", "DeleteObject", map[string]any{"Bucket": "b", "Key": "a/ä b"}, "DELETE /b/a/%C3%A4%20b"},
	} {
		r, err := operation(t, test.service, test.name).WriteRequest(endpoint(t), test.in)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		got := r.Method + " " + r.URL.RequestURI()
		for _, more := range []string{r.Header.Get("X-Amz-Target"), string(body)} {
			if more != "" {
				got += " " + more
			}
		}
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestLettersOfAnswers(t *testing.T) {
	const declared = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	when := time.Date(2026, 11, 22, 11, 37, 48, 0, time.UTC)
	for _, test := range []struct {
		service, name string
		out           map[string]any
		want          string
	}{
		{
			"ec2", "DescribeVpcs",
			map[string]any{"Vpcs": []any{map[string]any{"VpcId": "vpc-1", "IsDefault": false, "Tags": []any{}}}},
			"200 text/xml;charset=UTF-8 " + declared + `<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
				`<requestId>r</requestId><vpcSet><item><vpcId>vpc-1</vpcId><isDefault>false</isDefault><tagSet></tagSet></item></vpcSet></DescribeVpcsResponse>`,
		},
		{
			"ec2", "DetachInternetGateway", nil,
			"200 text/xml;charset=UTF-8 " + declared + `<DetachInternetGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
				`<requestId>r</requestId><return>true</return></DetachInternetGatewayResponse>`,
		},
		{
			"ec2", "CreateSnapshot",
			map[string]any{"StartTime": when},
			"200 text/xml;charset=UTF-8 " + declared + `<CreateSnapshotResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">` +
				`<requestId>r</requestId><startTime>2026-11-22T11:37:48.000Z</startTime></CreateSnapshotResponse>`,
		},
		{
			"sts", "GetSessionToken",
			map[string]any{"Credentials": map[string]any{"AccessKeyId": "A", "Expiration": when}},
			`200 text/xml;charset=UTF-8 <GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult>` +
				`<Credentials><AccessKeyId>A</AccessKeyId><Expiration>2026-11-22T11:37:48Z</Expiration></Credentials></GetSessionTokenResult>` +
				`<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetSessionTokenResponse>`,
		},
		{
			"iam", "DeleteUser", nil, `200 text/xml;charset=UTF-8 <DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">` +
				`<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteUserResponse>`,
		},
		{"kms", "DisableKey", nil, "200 application/x-amz-json-1.1"},
		{"kms", "ListKeys", map[string]any{"Keys": []any{}}, `200 application/x-amz-json-1.1 {"Keys":[]}`},
		{"dynamodb", "DescribeTable", nil, "200 application/x-amz-json-1.0 {}"},
		{"backup", "DeleteBackupVault", nil, "200"},
		{"s3", "DeleteObject", map[string]any{"DeleteMarker": true}, "204"},
		{"s3", "GetBucketPolicy", map[string]any{"Policy": "{}"}, "200 application/octet-stream {}"},
		{
			"s3", "GetBucketLocation", nil,
			`200 application/xml <LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>`,
		},
		{
			"s3", "ListBuckets",
			map[string]any{"Buckets": []any{map[string]any{"Name": "b", "CreationDate": when}}},
			"200 application/xml " + declared + `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>` +
				`<Bucket><Name>b</Name><CreationDate>2026-11-22T11:37:48.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`,
		},
	} {
		if got := told(operation(t, test.service, test.name).WriteAnswer(test.out, "r")); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func told(a *wire.Reply) string {
	text := strconv.Itoa(a.Status)
	for _, more := range []string{a.Header.Get("Content-Type"), string(a.Body)} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

func TestLettersOfErrors(t *testing.T) {
	const declared = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	for _, test := range []struct {
		service, name string
		e             wire.Error
		want          string
	}{
		{
			"ec2", "DeleteVpc",
			wire.Error{Code: "DependencyViolation", Message: "a < b"},
			"400 text/xml;charset=UTF-8 " + declared + "<Response><Errors><Error><Code>DependencyViolation</Code><Message>a &lt; b</Message></Error></Errors><RequestID>r</RequestID></Response>",
		},
		{
			"iam", "GetUser",
			wire.Error{Code: "NoSuchEntity", Message: "m"},
			`404 text/xml;charset=UTF-8 <ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
		},
		{"kms", "DisableKey", wire.Error{Code: "NotFoundException", Message: "m"}, `400 application/x-amz-json-1.1 {"__type":"NotFoundException","message":"m"}`},
		{"cloudtrail", "StopLogging", wire.Error{Code: "TrailNotFoundException", Message: "m"}, `400 application/x-amz-json-1.1 {"__type":"TrailNotFoundException","message":"m"}`},
		{"backup", "DeleteBackupVault", wire.Error{Code: "ServiceUnavailableException", Message: "m", Status: 503}, `503 application/json {"__type":"ServiceUnavailableException","Message":"m"}`},
		{"s3", "GetObject", wire.Error{Code: "NoSuchKey", Message: "m"}, "404 application/xml " + declared + "<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>r</RequestId><HostId>r</HostId></Error>"},
		{"s3", "HeadObject", wire.Error{Code: "NoSuchKey", Message: "m"}, "404"},
	} {
		o := operation(t, test.service, test.name)
		if got := told(o.Service.WriteError(o, &test.e, "r")); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestFacts of the models that the lab's other rooms stand on.
func TestFacts(t *testing.T) {
	vpc := operation(t, "ec2", "CreateVpc")
	tenancy, ok := vpc.Input.Member("InstanceTenancy")
	if !ok || strings.Join(tenancy.Shape.Enum, " ") != "default dedicated host" || vpc.Asked(tenancy) != "InstanceTenancy" || vpc.Answered(tenancy) != "instanceTenancy" {
		t.Errorf("%+v", tenancy)
	}
	single, ok := operation(t, "ec2", "ModifyVpcTenancy").Input.Member("InstanceTenancy")
	if !ok || strings.Join(single.Shape.Enum, " ") != "default" {
		t.Errorf("%+v", single)
	}
	password, ok := operation(t, "iam", "CreateLoginProfile").Input.Member("Password")
	if !ok || !password.Shape.Sensitive {
		t.Errorf("%+v", password)
	}
	token, ok := operation(t, "ec2", "RunInstances").Input.Member("ClientToken")
	if !ok || !token.Idempotent {
		t.Errorf("%+v", token)
	}
	put, get := operation(t, "s3", "PutObject"), operation(t, "s3", "GetObject")
	if !put.StreamsIn() || put.StreamsOut() || get.StreamsIn() || !get.StreamsOut() || !operation(t, "sts", "AssumeRoleWithSAML").Unsigned {
		t.Error("what streams, or needs no key, is not known")
	}
	for service, want := range map[string]string{
		"ec2": "ec2.amazonaws.com false", "iam": "iam.amazonaws.com true", "organizations": "organizations.amazonaws.com true",
		"monitoring": "monitoring.amazonaws.com false", "access-analyzer": "access-analyzer.amazonaws.com false", "sts": "sts.amazonaws.com false",
	} {
		s, _ := wire.Open().Service(service)
		if got := fmt.Sprint(s.Source(), " ", s.Global); got != want {
			t.Errorf("%s is %s, want %s", service, got, want)
		}
	}
}

// TestProblems are told in a header too.
func TestProblems(t *testing.T) {
	o := operation(t, "backup", "DeleteBackupVault")
	a := o.Service.WriteError(o, &wire.Error{Code: "ResourceNotFoundException"}, "r")
	if kind := a.Header.Get("X-Amzn-Errortype"); kind != "ResourceNotFoundException" || a.Header.Get("X-Amzn-Requestid") != "r" {
		t.Errorf("%v", a.Header)
	}
	o = operation(t, "sqs", "GetQueueUrl")
	a = o.Service.WriteError(o, &wire.Error{Code: "QueueDoesNotExist"}, "r")
	if old := a.Header.Get("X-Amzn-Query-Error"); old != "QueueDoesNotExist;Sender" {
		t.Errorf("%v", a.Header)
	}
}

// TestStrangeForms reads lists that are out of order, with gaps, and numbers that are none.
func TestStrangeForms(t *testing.T) {
	for body, want := range map[string]string{
		"InstanceId.10=c&InstanceId.9=b&InstanceId.1=a":                    "map[InstanceIds:[a b c]]",
		"InstanceId.-1=a&InstanceId.+2=b&InstanceId.x=c&InstanceId..=d":    "map[]",
		"InstanceId.99999999999=a&InstanceId.1=b&InstanceId.1=c":           "map[InstanceIds:[b]]",
		"Filter.2.Value.3=c&Filter.2.Value.2=b&Filter.2.Name=a&Filter.2=x": "map[Filters:[map[Name:a Values:[b c]]]]",
		"MaxResults=&NextToken=&DryRun=":                                   "map[NextToken:]",
		"Filter.1.Name=a+b%20c&X-Amz-Signature=1&Version=1":                "map[Filters:[map[Name:a b c]]]",
	} {
		in, err := operation(t, "ec2", "DescribeInstances").ReadRequest(request("POST", "/", "", ""), []byte(body))
		if got := fmt.Sprint(in); err != nil || got != want {
			t.Errorf("%s: %s, want %s: %v", body, got, want, err)
		}
	}
}

// TestStrangeAnswers reads what emulators and AWS itself write otherwise than the model says.
func TestStrangeAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		service, operation string
		status             int
		header, body       string
		want               string
	}{
		"other names, letters and forms": {"ec2", "DescribeInstances", 200, "", `<x><reservationSet><member><OwnerID>1</OwnerID><instancesSet><item><ebsOptimized>True</ebsOptimized>` +
			`<launchTime>2026-11-22 11:37:48</launchTime><platform/><amiLaunchIndex/></item></instancesSet></member></reservationSet></x>`, "map[Reservations:[map[Instances:[map[EbsOptimized:true LaunchTime:2026-11-22 11:37:48 +0000 UTC Platform:]] OwnerId:1]]]"},
		"a failure that says 200": {"s3", "CopyObject", 200, "", `<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>m</Message></Error>`, "SlowDown: m"},
		"a namespaced code":       {"kms", "DisableKey", 400, "", `{"__type":"com.amazonaws.kms#NotFoundException","Message":"m"}`, "NotFoundException: m"},
		"a code in a header":      {"backup", "DeleteBackupVault", 404, "X-Amzn-Errortype: ResourceNotFoundException:http://x/", `{"message":"m"}`, "ResourceNotFoundException: m"},
		"an old code":             {"sqs", "GetQueueUrl", 400, "X-Amzn-Query-Error: AWS.SimpleQueueService.NonExistentQueue;Sender", `{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"m"}`, "AWS.SimpleQueueService.NonExistentQueue: m"},
		"a page":                  {"ec2", "DescribeVpcs", 500, "", `<!doctype html><html><title>500</title></html>`, `read error of DescribeVpcs (HTTP 500): no code in "<!doctype html><html><title>500</title><…"`},
		"half an answer":          {"ec2", "DescribeVpcs", 200, "", `<x><vpcSet><item>`, "read answer of DescribeVpcs: Vpcs: 0: XML syntax error on line 1: unexpected EOF"},
		"entities":                {"ec2", "DescribeVpcs", 200, "", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x><nextToken>&b;</nextToken></x>`, "read answer of DescribeVpcs: NextToken: XML syntax error on line 1: invalid character entity &b;"},
	} {
		h := http.Header{}
		if key, value, ok := strings.Cut(test.header, ": "); ok {
			h.Set(key, value)
		}
		out, e, err := operation(t, test.service, test.operation).ReadAnswer(test.status, h, []byte(test.body))
		got := fmt.Sprint(out)
		if e != nil {
			got = e.Error()
		}
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test.want)
		}
	}
}
