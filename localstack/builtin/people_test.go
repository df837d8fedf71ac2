// People and keys: IAM, STS and S3, as the scenarios use them.

package builtin_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"traillab/localstack/exchange"
)

func TestKeys(t *testing.T) {
	l := open(t, 0)
	user := l.do("iam.CreateUser", in{"UserName": "ci-deploy", "Path": "/robots/"})
	same(t, "the user's name", at(user, "User", "Arn"), "arn:aws:iam::"+account+":user/robots/ci-deploy")
	key := l.do("iam.CreateAccessKey", in{"UserName": "ci-deploy"})
	id, _ := at(key, "AccessKey", "AccessKeyId").(string)
	secret, _ := at(key, "AccessKey", "SecretAccessKey").(string)
	if len(id) != 20 || !strings.HasPrefix(id, "AKIA") || len(secret) != 40 {
		t.Errorf("a key is %q with %q", id, secret)
	}
	l.do("iam.UpdateAccessKey", in{"UserName": "ci-deploy", "AccessKeyId": id, "Status": "Inactive"})
	shown := l.do("iam.ListAccessKeys", in{"UserName": "ci-deploy"})
	same(t, "its status", at(shown, "AccessKeyMetadata", 0, "Status"), "Inactive")
	l.who = exchange.Principal{Type: "IAMUser", User: "ci-deploy", ARN: "arn:aws:iam::" + account + ":user/robots/ci-deploy", Account: account}
	same(t, "who the user is", l.do("sts.GetCallerIdentity", nil)["UserId"], at(user, "User", "UserId"))
	same(t, "the user who names nobody", at(l.do("iam.GetUser", nil), "User", "UserName"), "ci-deploy")
	same(t, "that user's keys", at(l.do("iam.ListAccessKeys", nil), "AccessKeyMetadata", 0, "AccessKeyId"), id)
}

func TestRolesAndPolicies(t *testing.T) {
	l := open(t, 0)
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}`
	const deny = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ec2:Detach*","Resource":"*"}]}`
	role := l.id("iam.CreateRole", in{"RoleName": "NetOps", "AssumeRolePolicyDocument": trust}, "Role", "Arn")
	l.do("iam.PutRolePolicy", in{"RoleName": "NetOps", "PolicyName": "no-detach", "PolicyDocument": deny})
	same(t, "the policy", l.do("iam.GetRolePolicy", in{"RoleName": "NetOps", "PolicyName": "no-detach"})["PolicyDocument"],
		"%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny%22%2C%22Action%22%3A%22ec2%3ADetach%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D")
	policy := l.id("iam.CreatePolicy", in{"PolicyName": "guard", "PolicyDocument": deny}, "Policy", "Arn")
	l.do("iam.AttachRolePolicy", in{"RoleName": "NetOps", "PolicyArn": policy})
	l.refuse("iam.DeletePolicy", in{"PolicyArn": policy}, "DeleteConflict", "Cannot delete a policy attached to entities.")
	same(t, "what is attached", at(l.do("iam.ListAttachedRolePolicies", in{"RoleName": "NetOps"}), "AttachedPolicies", 0, "PolicyName"), "guard")
	session := l.do("sts.AssumeRole", in{"RoleArn": role, "RoleSessionName": "alice"})
	same(t, "the session", at(session, "AssumedRoleUser", "Arn"), "arn:aws:sts::"+account+":assumed-role/NetOps/alice")
	l.refuse("sts.AssumeRole", in{"RoleArn": role, "RoleSessionName": "a", "DurationSeconds": int64(7200)}, "ValidationError", "")
	l.do("iam.CreateInstanceProfile", in{"InstanceProfileName": "web"})
	l.do("iam.AddRoleToInstanceProfile", in{"InstanceProfileName": "web", "RoleName": "NetOps"})
	n := l.network()
	i := l.launch(n, false)
	use := l.do("ec2.AssociateIamInstanceProfile", in{"InstanceId": i, "IamInstanceProfile": in{"Name": "web"}})
	same(t, "the instance's profile", at(l.instance(i), "IamInstanceProfile", "Arn"), "arn:aws:iam::"+account+":instance-profile/web")
	l.do("ec2.DisassociateIamInstanceProfile", in{"AssociationId": at(use, "IamInstanceProfileAssociation", "AssociationId")})
	same(t, "the instance's profile", at(l.instance(i), "IamInstanceProfile"), nil)
}

func TestObjects(t *testing.T) {
	l := open(t, 0)
	l.do("s3.CreateBucket", in{"Bucket": "evidence"})
	for _, key := range []string{"a/1", "a/2", "b", "c/d/1"} {
		l.do("s3.PutObject", in{"Bucket": "evidence", "Key": key, "Body": []byte("body of " + key)})
	}
	top := l.do("s3.ListObjectsV2", in{"Bucket": "evidence", "Delimiter": "/"})
	same(t, "prefixes", top["CommonPrefixes"], list{in{"Prefix": "a/"}, in{"Prefix": "c/"}})
	var keys []any
	input := in{"Bucket": "evidence", "MaxKeys": int64(3)}
	for {
		out := l.do("s3.ListObjectsV2", input)
		for _, o := range out["Contents"].([]any) {
			keys = append(keys, at(o, "Key"))
		}
		if out["IsTruncated"] == false {
			break
		}
		input["ContinuationToken"] = out["NextContinuationToken"]
	}
	same(t, "all keys", keys, "[a/1 a/2 b c/d/1]")
	same(t, "a range", string(l.do("s3.GetObject", in{"Bucket": "evidence", "Key": "b", "Range": "bytes=5-6"})["Body"].([]byte)), "of")
	for asked, want := range map[string]string{
		"bytes=5-6": "bytes 5-6/9", "bytes=-2": "bytes 7-8/9", "bytes=3-": "bytes 3-8/9", "bytes=8-9223372036854775807": "bytes 8-8/9", "bytes=-99": "bytes 0-8/9",
		"lines=1-2": "<nil>", "bytes=1-2,4-5": "<nil>", "bytes=6-5": "<nil>", "bytes=": "<nil>", "bytes=-": "<nil>",
	} {
		same(t, asked, l.do("s3.GetObject", in{"Bucket": "evidence", "Key": "b", "Range": asked})["ContentRange"], want)
	}
	same(t, "a type of the client's own", l.do("s3.GetObject", in{"Bucket": "evidence", "Key": "b", "ResponseContentType": "text/html"})["ContentType"], "text/html")
	again := l.upload(httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/evidence/b", strings.NewReader("again")))
	again.In["Key"] = "b"
	again.HTTP.Header.Set("If-None-Match", "*")
	if a, err := l.Serve(t.Context(), again); err != nil || a.Error == nil || a.Error.Code != "PreconditionFailed" {
		t.Errorf("over what is there: %+v, %v", a, err)
	}
	l.do("s3.PutBucketVersioning", in{"Bucket": "evidence", "VersioningConfiguration": in{"Status": "Enabled"}})
	same(t, "versioning", l.do("s3.GetBucketVersioning", in{"Bucket": "evidence"})["Status"], "Enabled")
	l.do("s3.DeleteObjects", in{"Bucket": "evidence", "Delete": in{"Objects": list{in{"Key": "a/1"}, in{"Key": "a/2"}, in{"Key": "b"}, in{"Key": "c/d/1"}}}})
	l.do("s3.DeleteBucket", in{"Bucket": "evidence"})
}

// TestBodies: chunks are taken apart, and a body that ends too soon stores nothing.
func TestBodies(t *testing.T) {
	l := open(t, 0)
	l.do("s3.CreateBucket", in{"Bucket": "evidence"})
	for _, b := range []struct{ body, want, code string }{
		{"5;chunk-signature=x\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:y\r\n\r\n", "hello!", ""},
		{"5\r\nhel", "", "IncompleteBody"},
		{"zz\r\n", "", "IncompleteBody"},
		{"-5\r\nhello", "", "IncompleteBody"},
		{strings.Repeat("1", 9999), "", "IncompleteBody"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/evidence/k", strings.NewReader(b.body))
		r.Header.Set("X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
		a, err := l.Serve(context.Background(), l.upload(r))
		if err != nil {
			t.Fatal(err)
		}
		if b.code != "" {
			if a.Error == nil || a.Error.Code != b.code {
				t.Errorf("%.20q is answered %v", b.body, a.Error)
			}
			l.refuse("s3.GetObject", in{"Bucket": "evidence", "Key": "k"}, "NoSuchKey", "")
			continue
		}
		same(t, "what was stored", string(l.do("s3.GetObject", in{"Bucket": "evidence", "Key": "k"})["Body"].([]byte)), b.want)
		l.do("s3.DeleteObject", in{"Bucket": "evidence", "Key": "k"})
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, "/evidence/k", nil)
	r.Body = brokenBody{}
	if _, err := l.Serve(context.Background(), l.upload(r)); err == nil || !errors.Is(err, errGone) {
		t.Errorf("a client that went away: %v", err)
	}
}

func (l *lab) upload(r *http.Request) *exchange.Call {
	s, _ := models.Service("s3")
	o, _ := s.Operation("PutObject")
	return &exchange.Call{Operation: o, Service: "s3", Name: "PutObject", Region: "us-east-1", In: in{"Bucket": "evidence", "Key": "k"}, HTTP: r}
}

func TestParts(t *testing.T) {
	l := open(t, 0)
	l.do("s3.CreateBucket", in{"Bucket": "evidence"})
	id := l.id("s3.CreateMultipartUpload", in{"Bucket": "evidence", "Key": "disk"}, "UploadId")
	parts := list{}
	long := strings.Repeat("one ", 5<<18)
	for n, body := range []string{long, "two", "three"} {
		out := l.do("s3.UploadPart", in{"Bucket": "evidence", "Key": "disk", "UploadId": id, "PartNumber": int64(n + 1), "Body": []byte(body)})
		parts = append(parts, in{"PartNumber": int64(n + 1), "ETag": out["ETag"]})
	}
	whole := in{"Bucket": "evidence", "Key": "disk", "UploadId": id}
	whole["MultipartUpload"] = in{"Parts": list{parts[1], parts[0]}}
	l.refuse("s3.CompleteMultipartUpload", whole, "InvalidPartOrder", "")
	whole["MultipartUpload"] = in{"Parts": parts}
	l.refuse("s3.CompleteMultipartUpload", whole, "EntityTooSmall", "")
	whole["MultipartUpload"] = in{"Parts": parts[:2]}
	l.do("s3.CompleteMultipartUpload", whole)
	same(t, "the object", string(l.do("s3.GetObject", in{"Bucket": "evidence", "Key": "disk"})["Body"].([]byte)), long+"two")
	l.refuse("s3.CompleteMultipartUpload", whole, "NoSuchUpload", "")
}
