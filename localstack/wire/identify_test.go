// Which operation a request asks for: the odd ones, told by hand.

package wire_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"traillab/localstack/wire"
)

func TestIdentify(t *testing.T) {
	const json = "X-Amz-Target: "
	for _, test := range []struct{ service, method, url, header, body, want string }{
		{"ec2", "POST", "/", "", "Action=DescribeVpcs&Version=2016-11-15", "DescribeVpcs of EC2"},
		{"ec2", "GET", "/?Action=DescribeVpcs&Version=2013-10-15", "", "", "DescribeVpcs of EC2"},
		{"ec2", "POST", "/", "", "Action=MakeCoffee", "MakeCoffee of nothing"},
		{"ec2", "POST", "/?Version=2016-11-15", "", "Action=DescribeVpcs&Action=DescribeVpcs", "DescribeVpcs of EC2"},
		{"ec2", "POST", "/?Action=DescribeVpcs", "Content-Encoding: identity", "Action=DescribeVpcs&VpcId.1=v", "DescribeVpcs of EC2"},
		{"coffee", "POST", "/", "", "Action=Brew", "Brew of nothing"},
		{"elasticloadbalancing", "POST", "/", "", "Action=DescribeLoadBalancers&Version=2015-12-01", "DescribeLoadBalancers of Elastic Load Balancing v2"},
		{"elasticloadbalancing", "POST", "/", "", "Action=DescribeLoadBalancers&Version=2012-06-01", "DescribeLoadBalancers of Elastic Load Balancing"},
		{"ssm", "POST", "/", json + "AmazonSSM.SendCommand", "{}", "SendCommand of SSM"},
		{"ssm", "POST", "/", json + "AmazonSSM.UpdateInstanceInformation", "{}", "UpdateInstanceInformation of nothing"},
		{"monitoring", "POST", "/", json + "GraniteServiceVersion20100801.PutMetricAlarm", "{}", "PutMetricAlarm of CloudWatch"},
		{"monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", "Smithy-Protocol: rpc-v2-cbor", "", "PutMetricData of CloudWatch"},
		{"monitoring", "POST", "/", "", "Action=PutMetricData&Version=2010-08-01", "PutMetricData of CloudWatch"},
		{"coffee", "POST", "/service/Coffee/operation/Brew", "Smithy-Protocol: rpc-v2-cbor", "", "Brew of nothing"},
		{"coffee", "POST", "/", json + "Coffee.Brew", "{}", "Brew of nothing"},
		{"coffee", "POST", "/cups", "Content-Type: application/json", `{"full":"100%"}`, " of nothing"},
		{"sqs", "POST", "/", "", "Action=SendMessage&QueueUrl=u", "SendMessage of nothing"},
		{"lambda", "GET", "/2015-03-31/functions/", "", "", "ListFunctions of Lambda"},
		{"lambda", "GET", "/2015-03-31/functions", "", "", "ListFunctions of Lambda"},
		{"lambda", "GET", "/2015-03-31/functions/f", "", "", "GetFunction of Lambda"},
		{"lambda", "POST", "/2015-03-31/functions/f/invocations", "", "{}", "Invoke of Lambda"},
		{"lambda", "GET", "/coffee", "", "", " of nothing"},
		{"backup", "GET", "/backup/plans", "", "", "ListBackupPlans of Backup"},
		{"s3", "GET", "/", "", "", "ListBuckets of S3"},
		{"s3", "GET", "/b", "", "", "ListObjects of S3"},
		{"s3", "GET", "/b/", "", "", "ListObjects of S3"},
		{"s3", "GET", "/b?list-type=2&prefix=a", "", "", "ListObjectsV2 of S3"},
		{"s3", "GET", "/b?acl", "", "", "GetBucketAcl of S3"},
		{"s3", "GET", "/b?acl=", "", "", "GetBucketAcl of S3"},
		{"s3", "GET", "/b?location", "", "", "GetBucketLocation of S3"},
		{"s3", "GET", "/b?analytics", "", "", "ListBucketAnalyticsConfigurations of S3"},
		{"s3", "GET", "/b?analytics&id=1", "", "", "GetBucketAnalyticsConfiguration of S3"},
		{"s3", "PUT", "/b?lifecycle", "", "", "PutBucketLifecycleConfiguration of S3"},
		{"s3", "PUT", "/b/a/b", "", "", "PutObject of S3"},
		{"s3", "PUT", "/b/a%2Fb//c?x-id=PutObject", "", "", "PutObject of S3"},
		{"s3", "PUT", "/b/k", "X-Amz-Copy-Source: /b/other", "", "CopyObject of S3"},
		{"s3", "PUT", "/b/k?partNumber=1&uploadId=u", "", "", "UploadPart of S3"},
		{"s3", "PUT", "/b/k?partNumber=1&uploadId=u", "X-Amz-Copy-Source: /b/other", "", "UploadPartCopy of S3"},
		{"s3", "POST", "/b/k?uploads", "", "", "CreateMultipartUpload of S3"},
		{"s3", "POST", "/b/k?uploadId=u", "", "", "CompleteMultipartUpload of S3"},
		{"s3", "DELETE", "/b/k?uploadId=u", "", "", "AbortMultipartUpload of S3"},
		{"s3", "DELETE", "/b/k?versionId=v", "", "", "DeleteObject of S3"},
		{"s3", "GET", "/b/k?X-Amz-Signature=00&X-Amz-Expires=60", "", "", "GetObject of S3"},
		{"s3", "HEAD", "/b", "", "", "HeadBucket of S3"},
		{"s3", "GET", "http://b.s3.eu-west-1.amazonaws.com/?policy", "", "", "GetBucketPolicy of S3"},
		{"s3", "PATCH", "/b", "", "", " of nothing"},
	} {
		r := request(test.method, test.url, test.header, test.body)
		o, name, err := wire.Open().Identify(test.service, r, []byte(test.body))
		got := name + " of nothing"
		if o != nil {
			got = o.Name + " of " + o.Service.ID
		}
		if err != nil || got != test.want {
			t.Errorf("%s %s %s %s: %q, want %q: %v", test.service, test.method, test.url, test.body, got, test.want, err)
		}
	}
}

// TestAmbiguous holds that a request which the lab and a cloud behind it could read in two ways is refused.
func TestAmbiguous(t *testing.T) {
	const kind, detach = "Content-Type: ", "Action=DetachInternetGateway&Version=2016-11-15&VpcId=v"
	for _, test := range []struct{ service, method, url, header, body, code string }{
		{"ec2", "POST", "/", "", "", "MissingAction"},
		{"ec2", "POST", "/", "", "Action=%zz", "MalformedQueryString"},
		{"ec2", "POST", "/", "", "Action=DescribeVpcs&" + detach, "InvalidRequest"},
		{"ec2", "POST", "/", "", "Version=2013-10-15&" + detach, "InvalidRequest"},
		{"ec2", "POST", "/?Action=DescribeVpcs&Version=2016-11-15", "", detach, "InvalidRequest"},
		{"ec2", "POST", "/", "X-Amz-Target: x.DescribeVpcs", detach, "InvalidRequest"},
		{"ec2", "POST", "/service/x/operation/DescribeVpcs", "Smithy-Protocol: rpc-v2-cbor", detach, "InvalidRequest"},
		{"ec2", "POST", "/", kind + "multipart/form-data; boundary=x", "--x\r\n", "InvalidRequest"},
		{"ec2", "POST", "/?Action=DescribeVpcs", kind + "Multipart/Form-Data; boundary=x", "--x\r\n", "InvalidRequest"},
		{"ec2", "POST", "/", "Content-Encoding: gzip", detach, "InvalidRequest"},
		{"iam", "POST", "/?Action=GetUser", "", "Action=DeleteUser", "InvalidRequest"},
		{"coffee", "POST", "/?Action=Brew", "", "Action=Spill", "InvalidRequest"},
		{"coffee", "POST", "/?Action=Spill", "X-Amz-Target: Coffee.Brew", "{}", "InvalidRequest"},
		{"coffee", "POST", "/service/Coffee/operation/Brew?Action=Spill", "Smithy-Protocol: rpc-v2-cbor", "", "InvalidRequest"},
		{"ssm", "POST", "/?Action=SendCommand", "X-Amz-Target: AmazonSSM.ListCommands", "{}", "InvalidRequest"},
		{"ssm", "POST", "/", "", "Action=SendCommand", "UnknownOperationException"},
		{"monitoring", "POST", "/service/x/operation/PutMetricData?Action=DeleteAlarms", "Smithy-Protocol: rpc-v2-cbor", "", "InvalidRequest"},
		{"s3", "GET", "/000000000000/queue?Action=DeleteQueue", "", "", "InvalidRequest"},
		{"s3", "POST", "/000000000000/queue?uploads", kind + "application/x-www-form-urlencoded", "Action=DeleteQueue", "InvalidRequest"},
		{"s3", "POST", "/000000000000/queue?uploads", kind + "multipart/form-data; boundary=x", "--x", "InvalidRequest"},
		{"s3", "PUT", "/b?policy=%zz", "", "", "MalformedQueryString"},
		{"s3", "PUT", "/b?policy=a;b", "", "", "MalformedQueryString"},
		{"lambda", "GET", "/2015-03-31/functions?Action=DeleteFunction", "", "", "InvalidRequest"},
		{"s3", "PUT", "/b?acl&policy", "", "", "InvalidArgument"},
		{"s3", "GET", "/b?acl&policy", "", "", "InvalidArgument"},
		{"s3", "PUT", "/b/k?acl&uploadId=u&partNumber=1", "", "", "InvalidArgument"},
		{"s3", "DELETE", "/b/k?uploadId=u&tagging", "", "", "InvalidArgument"},
	} {
		o, name, err := wire.Open().Identify(test.service, request(test.method, test.url, test.header, test.body), []byte(test.body))
		var refused *wire.Error
		if !errors.As(err, &refused) || refused.Code != test.code || o != nil || name != "" {
			t.Errorf("%s %s %s %s %s: %v, want %s", test.service, test.method, test.url, test.header, test.body, err, test.code)
		}
	}
	r := request("POST", "/", "X-Amz-Target: AmazonSSM.ListCommands", "{}")
	r.Header.Add("X-Amz-Target", "AmazonSSM.SendCommand")
	if _, name, err := wire.Open().Identify("ssm", r, []byte("{}")); err == nil {
		t.Errorf("two targets are understood as %s", name)
	}
}

func request(method, url, header, body string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if r.Host == "example.com" {
		r.Host = "127.0.0.1:4566"
	}
	if name, value, ok := strings.Cut(header, ": "); ok {
		r.Header.Set(name, value)
	}
	return r
}

func TestBucketsOfHosts(t *testing.T) {
	s, _ := wire.Open().Service("s3")
	o, _ := s.Operation("GetObject")
	for host, want := range map[string]string{
		"127.0.0.1:4566":                              "/k", // the first part of the path
		"[::1]:4566":                                  "/k",
		"localhost:4566":                              "/k",
		"s3.amazonaws.com":                            "/k",
		"s3.eu-west-1.amazonaws.com":                  "/k",
		"s3.localhost:4566":                           "/k",
		"logs.s3.amazonaws.com":                       "logs/p/k",
		"logs.of.mine.s3.eu-west-1.amazonaws.com:443": "logs.of.mine/p/k",
		"logs.s3-eu-west-1.amazonaws.com":             "logs/p/k",
		"logs.localhost:4566":                         "logs/p/k",
		"logs.s3.localhost.localstack.cloud":          "logs/p/k",
	} {
		r := request("GET", "/p/k", "", "")
		r.Host = host
		in, err := o.ReadRequest(r, nil)
		bucket, key := "p", "k"
		if before, _, ok := strings.Cut(want, "/"); ok && before != "" {
			bucket, key = before, "p/k"
		}
		if err != nil || in["Bucket"] != bucket || in["Key"] != key {
			t.Errorf("%s: %v %v", host, in, err)
		}
	}
}

func TestReads(t *testing.T) {
	c := wire.Open()
	for call, want := range map[string]bool{
		"ec2 DescribeVpcs": true, "ec2 DetachInternetGateway": false, "s3 HeadBucket": true, "cloudtrail LookupEvents": true,
		"sts AssumeRole": true, "kms Decrypt": true, "kms GenerateDataKey": true, "kms CreateKey": false, "iam GetUser": true,
		"config SelectResourceConfig": true, "dynamodb BatchGetItem": true, "ssm SendCommand": false,
		"sts GetSessionToken": false, "sts GetFederationToken": false, "sts GetCallerIdentity": true,
	} {
		service, name, _ := strings.Cut(call, " ")
		s, _ := c.Service(service)
		if o, ok := s.Operation(name); !ok || o.Reads() != want {
			t.Errorf("%s reads: not %v", call, want)
		}
	}
}
