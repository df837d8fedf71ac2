// Records of calls: what is told of each kind of call, and what never is.

package recorder

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

var noon = time.Date(2026, 11, 22, 23, 37, 48, 0, time.UTC)

// callTo is a call by a user of the lab.
func callTo(t testing.TB, models *wire.Catalog, service, name string, in map[string]any) *exchange.Call {
	t.Helper()
	c := &exchange.Call{
		Service: service, Name: name, Account: "000000000000", Region: "eu-west-1", In: in, Key: "AKIAEXAMPLE", Agent: "aws-cli/2", From: "198.51.100.7",
		Who: exchange.Principal{Type: "IAMUser", ID: "AIDAEXAMPLE", ARN: "arn:aws:iam::000000000000:user/ops", Account: "000000000000", User: "ops"},
		At:  noon, ID: "e-1", RequestID: "r-1", Drill: "run-1",
	}
	if models != nil {
		c.Operation = operation(t, models, service, name)
	}
	return c
}

type m = map[string]any

func TestTell(t *testing.T) {
	models := wire.Open()
	get := func(path string, h http.Header) *http.Request {
		r := httptest.NewRequestWithContext(t.Context(), "PUT", "http://drill.s3.localhost"+path, nil)
		r.Host, r.Header = "drill.s3.localhost", h
		return r
	}
	for _, test := range []struct {
		why, service, name string
		in                 m
		answer             exchange.Answer
		http               *http.Request
		want               string // members of the record
	}{
		{
			why: "a call without an answer", service: "ec2", name: "DetachInternetGateway", in: m{"InternetGatewayId": "igw-1", "VpcId": "vpc-1"},
			want: `{"eventVersion":"1.11","eventTime":"2026-11-22T23:37:48Z","eventSource":"ec2.amazonaws.com","eventName":"DetachInternetGateway","awsRegion":"eu-west-1",
				"sourceIPAddress":"198.51.100.7","userAgent":"aws-cli/2","requestParameters":{"internetGatewayId":"igw-1","vpcId":"vpc-1"},
				"responseElements":{"requestId":"r-1","_return":true},"additionalEventData":{"drill":"run-1"},"requestID":"r-1","eventID":"e-1","readOnly":false,
				"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"000000000000","eventCategory":"Management",
				"userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::000000000000:user/ops","accountId":"000000000000","accessKeyId":"AKIAEXAMPLE","userName":"ops"}}`,
		},
		{
			why: "a refusal", service: "ec2", name: "DetachInternetGateway", in: m{"VpcId": "vpc-1"}, answer: exchange.Answer{Error: &wire.Error{Code: "DependencyViolation", Message: "Network vpc-1 has …"}},
			want: `{"errorCode":"Client.DependencyViolation","errorMessage":"Network vpc-1 has …","responseElements":null,"requestParameters":{"vpcId":"vpc-1"}}`,
		},
		{
			why: "a failure of the service", service: "ec2", name: "StartInstances", in: m{"InstanceIds": []any{"i-1"}}, answer: exchange.Answer{Error: &wire.Error{Code: "InsufficientInstanceCapacity"}},
			want: `{"errorCode":"Server.InsufficientInstanceCapacity"}`,
		},
		{
			why: "moments of EC2 are milliseconds", service: "ec2", name: "CreateSnapshot", in: m{"VolumeId": "vol-1"}, answer: exchange.Answer{Out: m{"StartTime": noon, "VolumeSize": int64(8)}},
			want: `{"responseElements":{"requestId":"r-1","startTime":1795390668000,"volumeSize":"8"}}`,
		},
		{
			why: "and text where it is wrapped", service: "ec2", name: "CreateNatGateway", in: m{"SubnetId": "subnet-1"}, answer: exchange.Answer{Out: m{"NatGateway": m{"CreateTime": noon}}},
			want: `{"requestParameters":{"CreateNatGatewayRequest":{"SubnetId":"subnet-1"}},"responseElements":{"CreateNatGatewayResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"r-1","natGateway":{"createTime":"2026-11-22T23:37:48.000Z"}}}}`,
		},
		{
			why: "a read", service: "ec2", name: "DescribeVpcs", in: m{}, answer: exchange.Answer{Out: m{"Vpcs": []any{m{"VpcId": "vpc-1"}}}},
			want: `{"readOnly":true,"responseElements":null,"requestParameters":{"vpcSet":{},"filterSet":{}}}`,
		},
		{
			why: "a global service, and moments in words", service: "iam", name: "CreateAccessKey", in: m{"UserName": "eve"},
			answer: exchange.Answer{Out: m{"AccessKey": m{"UserName": "eve", "AccessKeyId": "AKIA2", "SecretAccessKey": "shh", "Status": "Active", "CreateDate": noon}}},
			want:   `{"awsRegion":"us-east-1","responseElements":{"accessKey":{"userName":"eve","accessKeyId":"AKIA2","status":"Active","createDate":"Nov 22, 2026, 11:37:48 PM"}}}`,
		},
		{
			why: "a denied call tells nothing of its request", service: "iam", name: "DetachRolePolicy", in: m{"RoleName": "web"}, answer: exchange.Answer{Error: &wire.Error{Code: "AccessDenied", Message: "no"}},
			want: `{"errorCode":"AccessDenied","requestParameters":null}`,
		},
		{
			why: "an error of IAM is named by its class", service: "iam", name: "GetRole", in: m{"RoleName": "web"}, answer: exchange.Answer{Error: &wire.Error{Code: "NoSuchEntity", Message: "no"}},
			want: `{"errorCode":"NoSuchEntityException","requestParameters":{"roleName":"web"}}`,
		},
		{
			why: "a role that is assumed is a read with an answer, without its token", service: "sts", name: "AssumeRole", in: m{"RoleArn": "arn:aws:iam::111122223333:role/web", "RoleSessionName": "s", "DurationSeconds": int64(900)},
			answer: exchange.Answer{Out: m{"Credentials": m{"AccessKeyId": "ASIA1", "SecretAccessKey": "shh", "SessionToken": "shh", "Expiration": noon}}},
			want: `{"readOnly":true,"awsRegion":"eu-west-1","requestParameters":{"roleArn":"arn:aws:iam::111122223333:role/web","roleSessionName":"s","durationSeconds":900},
				"responseElements":{"credentials":{"accessKeyId":"ASIA1","expiration":"Nov 22, 2026, 11:37:48 PM"}},
				"resources":[{"accountId":"111122223333","type":"AWS::IAM::Role","ARN":"arn:aws:iam::111122223333:role/web"}]}`,
		},
		{
			why: "a parameter's value is hidden", service: "ssm", name: "PutParameter", in: m{"Name": "/p", "Value": "shh", "Overwrite": true}, answer: exchange.Answer{Out: m{"Version": int64(1)}},
			want: `{"requestParameters":{"name":"/p","value":"HIDDEN_DUE_TO_SECURITY_REASONS","overwrite":true},"responseElements":{"version":1}}`,
		},
		{
			why: "and a command's", service: "ssm", name: "SendCommand", in: m{"DocumentName": "AWS-RunShellScript", "Parameters": m{"commands": []any{"shh"}}}, answer: exchange.Answer{Out: m{"Command": m{"CommandId": "c", "Parameters": m{"commands": []any{"shh"}}}}},
			want: `{"requestParameters":{"documentName":"AWS-RunShellScript","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"},"responseElements":{"command":{"commandId":"c","parameters":"HIDDEN_DUE_TO_SECURITY_REASONS"}}}`,
		},
		{
			why: "an instance's user data", service: "ec2", name: "RunInstances", in: m{"ImageId": "ami-1", "MinCount": int64(1), "MaxCount": int64(1), "UserData": "shh"},
			want: `{"requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1","minCount":1,"maxCount":1}]},"userData":"<sensitiveDataRemoved>","blockDeviceMapping":{}}}`,
		},
		{
			why: "an attribute keeps its value", service: "ec2", name: "ModifyInstanceAttribute", in: m{"InstanceId": "i-1", "DisableApiTermination": m{"Value": false}},
			want: `{"requestParameters":{"instanceId":"i-1","disableApiTermination":{"value":false}}}`,
		},
		{
			why: "Lambda's names have dates, its environment is hidden", service: "lambda", name: "UpdateFunctionConfiguration", in: m{"FunctionName": "f", "Environment": m{"Variables": m{"KEY": "shh"}}},
			want: `{"eventName":"UpdateFunctionConfiguration20150331v2","requestParameters":{"functionName":"f","environment":{}}}`,
		},
		{
			why: "a key", service: "kms", name: "Encrypt", in: m{"KeyId": "1234", "Plaintext": []byte("shh"), "EncryptionContext": m{"SecretARN": "a"}},
			want: `{"readOnly":true,"requestParameters":{"keyId":"1234","encryptionContext":{"SecretARN":"a"}},"resources":[{"accountId":"000000000000","type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:000000000000:key/1234"}]}`,
		},
		{
			why: "a bucket", service: "s3", name: "CreateBucket", in: m{"Bucket": "drill", "ACL": "private"}, http: get("/", http.Header{"X-Amz-Acl": {"private"}, "Authorization": {"shh"}}),
			want: `{"userAgent":"[aws-cli/2]","requestParameters":{"bucketName":"drill","Host":"drill.s3.localhost","x-amz-acl":"private"},"responseElements":null}`,
		},
		{
			why: "a bucket's document", service: "s3", name: "PutBucketTagging", in: m{"Bucket": "drill", "Tagging": m{"TagSet": []any{m{"Key": "StratusRedTeam", "Value": "true"}}}}, http: get("/?tagging&X-Amz-Signature=shh", nil),
			want: `{"requestParameters":{"bucketName":"drill","Host":"drill.s3.localhost","tagging":"","Tagging":{"xmlns":"http://s3.amazonaws.com/doc/2006-03-01/","TagSet":{"Tag":{"Key":"StratusRedTeam","Value":true}}}},
				"resources":[{"accountId":"000000000000","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::drill"}]}`,
		},
		{
			why: "a bucket's policy", service: "s3", name: "PutBucketPolicy", in: m{"Bucket": "drill", "Policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}`}, http: get("/?policy", nil),
			want: `{"requestParameters":{"bucketName":"drill","Host":"drill.s3.localhost","policy":"","bucketPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}}}`,
		},
		{
			why: "S3's older names", service: "s3", name: "GetPublicAccessBlock", in: m{"Bucket": "drill"}, http: get("/?publicAccessBlock", nil),
			want: `{"eventName":"GetBucketPublicAccessBlock","readOnly":true}`,
		},
	} {
		c := callTo(t, models, test.service, test.name, test.in)
		c.HTTP = test.http
		holds(t, test.why, Tell(c, &test.answer), test.want)
	}
}

// holds checks that a record has the members that are wanted, and is one that a load takes.
func holds(t *testing.T, why string, record []byte, want string) {
	t.Helper()
	var got, wanted map[string]any
	if err := json.Unmarshal(record, &got); err != nil {
		t.Fatalf("%s: %v in %s", why, err, record)
	}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatalf("%s: %v", why, err)
	}
	for name, value := range wanted {
		if told, ok := got[name]; !ok || !reflect.DeepEqual(told, value) {
			t.Errorf("%s: %s is %v, want %v", why, name, told, value)
		}
	}
	if strings.Contains(string(record), "shh") {
		t.Errorf("%s: a secret is told: %s", why, record)
	}
	var scanned trail.Record
	if _, err := trail.NewScanner().Scan(record, &scanned); err != nil {
		t.Errorf("%s: %v", why, err)
	}
}

func TestPrincipals(t *testing.T) {
	for _, test := range []struct {
		why  string
		who  exchange.Principal
		key  string
		want string
	}{
		{"root", exchange.Principal{Type: "Root", ID: "000000000000", ARN: "arn:aws:iam::000000000000:root", Account: "000000000000"}, "test", `{"type":"Root","principalId":"000000000000","arn":"arn:aws:iam::000000000000:root","accountId":"000000000000","accessKeyId":"test"}`},
		{"a key that is not the lab's", exchange.Principal{Type: "Unknown"}, "AKIAX", `{"type":"IAMUser","accountId":"000000000000","accessKeyId":"AKIAX","userName":"(unknown key)"}`},
		{"a service", exchange.Principal{Type: "AWSService", Invoker: "ssm.amazonaws.com"}, "", `{"type":"AWSService","invokedBy":"ssm.amazonaws.com"}`},
		{
			"an instance's session",
			exchange.Principal{Type: "AssumedRole", ID: "AROAX:i-1", ARN: "arn:aws:sts::000000000000:assumed-role/web/i-1", Account: "000000000000", Session: &exchange.Session{Name: "i-1", Role: "arn:aws:iam::000000000000:role/web", RoleID: "AROAX", RoleName: "web", Since: noon, Source: "i-1"}},
			"ASIAX",
			`{"type":"AssumedRole","principalId":"AROAX:i-1","arn":"arn:aws:sts::000000000000:assumed-role/web/i-1","accountId":"000000000000","accessKeyId":"ASIAX","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAX","arn":"arn:aws:iam::000000000000:role/web","accountId":"000000000000","userName":"web"},"attributes":{"creationDate":"2026-11-22T23:37:48Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}}`,
		},
	} {
		c := callTo(t, nil, "ec2", "DescribeVpcs", nil)
		c.Who, c.Key = test.who, test.key
		holds(t, test.why, Tell(c, &exchange.Answer{}), `{"userIdentity":`+test.want+`}`)
	}
}

// TestUnknownCalls: a call that no model knows is recorded all the same.
func TestUnknownCalls(t *testing.T) {
	form := url.Values{"Action": {"DeleteEverything"}, "Version": {"1"}, "VpcId": {"vpc-1"}, "Tag.2.Key": {"b"}, "Tag.10.Key": {"c"}, "Tag.1.Key": {"a"}, "MasterPassword": {"shh"}, "Names.member.1": {"x"}}
	for _, test := range []struct{ service, body, want string }{
		{"ec2", form.Encode(), `{"requestParameters":{"vpcId":"vpc-1","tagSet":{"items":[{"key":"a"},{"key":"b"},{"key":"c"}]},"namesSet":{"items":[{"names":"x"}]}},"responseElements":{"requestId":"r-1","_return":true}}`},
		{"rds", form.Encode(), `{"requestParameters":{"vpcId":"vpc-1","tag":[{"key":"a"},{"key":"b"},{"key":"c"}],"names":["x"]},"responseElements":null}`},
		{"quantum", `{"Name":"a","Count":2,"Nested":{"Deep":[true,{"SecretString":"shh"}]}}`, `{"eventSource":"quantum.amazonaws.com","requestParameters":{"name":"a","count":2,"nested":{"deep":[true,{}]}}}`},
		{"quantum", `not JSON`, `{"requestParameters":null}`},
		{"quantum", strings.Repeat(`{"a":`, 5000), `{"requestParameters":null}`},
		{"ec2", "Action=X&" + strings.Repeat("a.", 5000) + "=1", `{"requestParameters":{}}`},
		{"ec2", "Action=X&A.999999999=1", `{"requestParameters":{"aSet":{"items":[{"a":1}]}}}`},
	} {
		c := callTo(t, nil, test.service, "DeleteEverything", nil)
		c.Body = []byte(test.body)
		holds(t, "an unknown call", Tell(c, &exchange.Answer{}), test.want)
	}
}

// TestNoSecretIsTold: of random inputs and answers to every operation, whatever a model calls sensitive, and keys and tokens
// whatever a model says, is in no record.
func TestNoSecretIsTold(t *testing.T) {
	models := wire.Open()
	// Parameters of commands and sensitive structures are in the hands of the veils, and hidden as a whole.
	r := maker{rand.New(rand.NewPCG(9, 1)), func(m *wire.Member, s *wire.Shape) string {
		name := strings.ToLower(m.Name)
		for _, part := range []string{
			"secretaccesskey", "sessiontoken", "password", "secretstring", "plaintext", "privatekey", "clientsecret", "granttoken", "presignedurl",
			"awsaccesskeyid", "passphrase", "policysignature", "samlassertion", "webidentitytoken", "accesstoken",
		} {
			if strings.Contains(name, part) && !strings.HasSuffix(name, "arn") {
				return "shh"
			}
		}
		if name == "signature" && s.Kind == wire.String {
			return "shh"
		}
		if m.Shape.Sensitive || s.Sensitive || name == "userdata" {
			return "shh"
		}
		return "plain"
	}}
	told := 0
	for _, name := range models.Services() {
		service, _ := models.Service(name)
		for _, op := range service.Operations() {
			o, _ := service.Operation(op)
			c := callTo(t, nil, service.Name, op, r.structure(o.Input, 0))
			c.Operation = o
			record := Tell(c, &exchange.Answer{Out: r.structure(o.Output, 0)})
			if told++; strings.Contains(string(record), "shh") {
				t.Errorf("%s %s tells a secret: %s", service.Name, op, record)
			}
			if !json.Valid(record) {
				t.Errorf("%s %s is no JSON: %s", service.Name, op, record)
			}
		}
	}
	t.Logf("%d operations", told)
}

// TestNoSecretOfUnknownCallsIsTold: of what no model knows, all that may be a secret by its name is left out; of what it
// knows, nothing is that only looks so.
func TestNoSecretOfUnknownCallsIsTold(t *testing.T) {
	for _, body := range []string{
		"Action=Foo&AWSAccessKeyId=shh&Signature=shh&SecurityToken=shh&WebIdentityToken=shh&SAMLAssertion=shh&MasterUserPassphrase=shh&A.1.Token=shh&Kept=here",
		`{"accessToken":"shh","clientSecret":"shh","credentials":{"id":"shh"},"a":[{"password":"shh","myAPIKey":"shh"}],"presignedURL":"shh","Authorization":"shh","kept":"here"}`,
	} {
		c := callTo(t, nil, "quantum", "Foo", nil)
		c.Body = []byte(body)
		if record := string(Tell(c, &exchange.Answer{})); strings.Contains(record, "shh") || !strings.Contains(record, `"kept":"here"`) {
			t.Errorf("told: %s", record)
		}
	}
	models := wire.Open()
	c := callTo(t, models, "s3", "ListObjectsV2", map[string]any{"Bucket": "b"})
	c.HTTP = httptest.NewRequestWithContext(t.Context(), "GET", "/b?list-type=2&continuation-token=c1&token=shh&AWSAccessKeyId=shh&Signature=shh&X-Amz-Signature=shh&x-amz-server-side-encryption-customer-key=shh&x-amz-acl=private", nil)
	c.HTTP.Header.Set("X-Amz-Copy-Source-Server-Side-Encryption-Customer-Key", "shh")
	record := Tell(c, &exchange.Answer{})
	if strings.Contains(string(record), "shh") {
		t.Errorf("told: %s", record)
	}
	holds(t, "a query", record, `{"requestParameters":{"Host":"example.com","bucketName":"b","list-type":"2","continuation-token":"c1","x-amz-acl":"private"}}`)
	c.HTTP.Host = "127.0.0.1:4566"
	holds(t, "the lab's own host", Tell(c, &exchange.Answer{}), `{"requestParameters":{"Host":"s3.eu-west-1.amazonaws.com","bucketName":"b","list-type":"2","continuation-token":"c1","x-amz-acl":"private"}}`)
	c = callTo(t, models, "iam", "UpdateAccountPasswordPolicy", map[string]any{"MinimumPasswordLength": int64(9), "AllowUsersToChangePassword": true})
	holds(t, "a policy of passwords", Tell(c, &exchange.Answer{}), `{"requestParameters":{"minimumPasswordLength":9,"allowUsersToChangePassword":true}}`)
	c = callTo(t, models, "ec2", "ModifyInstanceMetadataOptions", map[string]any{"InstanceId": "i-1", "HttpTokens": "required"})
	if record := string(Tell(c, &exchange.Answer{})); !strings.Contains(record, "required") {
		t.Errorf("a setting is left out: %s", record)
	}
}

func TestHeartbeatIsSighted(t *testing.T) {
	r, _ := lab(t, nil)
	const instance = "i-0123456789abcdef0"
	role := exchange.Principal{Type: "AssumedRole", ID: "AROAX:" + instance, ARN: "arn:aws:sts::000000000000:assumed-role/web/" + instance, Account: "000000000000", Session: &exchange.Session{Name: instance, Role: "arn:aws:iam::000000000000:role/web", RoleID: "AROAX", RoleName: "web", Since: noon}}
	if err := r.Heartbeat(Beat{Account: "000000000000", Region: "us-east-1", Instance: instance, Role: role, Key: "ASIAX", Egress: "203.0.113.9", Private: "10.0.1.10", At: noon, Drill: "run-1"}); err != nil {
		t.Fatal(err)
	}
	events, err := r.Recent(Filter{Attribute: "EventName", Value: "UpdateInstanceInformation"})
	if err != nil || len(events) != 1 {
		t.Fatalf("%v, %v", events, err)
	}
	var record trail.Record
	if _, err := trail.NewScanner().Scan([]byte(events[0].Record), &record); err != nil {
		t.Fatal(err)
	}
	seen, beat, ok := dialect.Sighted(&record)
	if string(seen) != instance || !beat || !ok {
		t.Errorf("sighted %q, %v, %v", seen, beat, ok)
	}
	holds(t, "a heartbeat", []byte(events[0].Record), `{"sourceIPAddress":"203.0.113.9","readOnly":false,"responseElements":null,"requestParameters":{"instanceId":"i-0123456789abcdef0","agentVersion":"3.1.1732.0",
		"agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2","iPAddress":"10.0.1.10","computerName":"ip-10-0-1-10.ec2.internal","agentName":"amazon-ssm-agent"}}`)
}
