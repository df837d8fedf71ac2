// Against code that others wrote: the clients of aws-sdk-go-v2 ask a server that reads with ReadRequest and answers with
// WriteAnswer. What they send must arrive as sent, and what is answered must be decoded as written.

package wire_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/backup"
	backuptypes "github.com/aws/aws-sdk-go-v2/service/backup/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	kmstypes "github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"traillab/localstack/wire"
)

// cloud answers any call with what the test wants, and remembers the last one.
type cloud struct {
	asked string
	in    map[string]any
	out   map[string]any
	fail  *wire.Error
}

// serve starts the cloud and returns how clients reach it.
func serve(t *testing.T, c *cloud) aws.Config {
	t.Helper()
	catalog := wire.Open()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		scope := strings.Split(r.Header.Get("Authorization")+"////", "/")[3]
		if scope == "" {
			scope = strings.Split(r.URL.Query().Get("X-Amz-Credential")+"////", "/")[3]
		}
		service, ok := catalog.Service(scope)
		o, name, err := catalog.Identify(scope, r, body)
		if !ok || err != nil || o == nil {
			t.Errorf("%s %s of %q is %q: %v", r.Method, r.URL, scope, name, err)
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		if c.in, err = o.ReadRequest(r, body); err != nil {
			t.Error(err)
		}
		if strange := o.Unknown(r, body); len(strange) > 0 {
			t.Errorf("%s: %q is not known", name, strange)
		}
		c.asked = name
		reply := o.WriteAnswer(c.out, "a-request")
		if c.fail != nil {
			reply = service.WriteError(o, c.fail, "a-request")
		}
		for key, values := range reply.Header {
			w.Header()[key] = values
		}
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body)
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIATEST", "secret", ""),
	}
}

// same compares what arrived with what was sent.
func (c *cloud) same(t *testing.T, operation string, in map[string]any) {
	t.Helper()
	if c.asked != operation || !reflect.DeepEqual(c.in, in) {
		t.Errorf("asked %s %#v\n want %s %#v", c.asked, c.in, operation, in)
	}
}

// refused holds an error against its code; the SDK makes a type of it where it has one.
func refused(t *testing.T, err error, code, message string) {
	t.Helper()
	var e smithy.APIError
	if !errors.As(err, &e) || e.ErrorCode() != code || e.ErrorMessage() != message {
		t.Errorf("refused with %v, not with %s", err, code)
	}
}

var when = time.Date(2026, 11, 22, 11, 37, 48, 0, time.UTC)

func TestSDKSpeaksEC2(t *testing.T) {
	c := &cloud{}
	client := ec2.NewFromConfig(serve(t, c))
	c.out = map[string]any{"Instances": []any{map[string]any{
		"InstanceId": "i-1", "LaunchTime": when, "EbsOptimized": true, "State": map[string]any{"Code": int64(16), "Name": "running"},
		"Tags": []any{map[string]any{"Key": "a<b", "Value": ""}},
	}}}
	got, err := client.RunInstances(t.Context(), &ec2.RunInstancesInput{
		MinCount: aws.Int32(1), MaxCount: aws.Int32(2), ImageId: aws.String("ami-1"), InstanceType: "t3.micro", ClientToken: aws.String("t"),
		NetworkInterfaces: []ec2types.InstanceNetworkInterfaceSpecification{{
			DeviceIndex: aws.Int32(0), Groups: []string{"sg-1", "sg-2"}, AssociatePublicIpAddress: aws.Bool(false),
			PrivateIpAddresses: []ec2types.PrivateIpAddressSpecification{{Primary: aws.Bool(true), PrivateIpAddress: aws.String("10.0.0.1")}},
		}},
		TagSpecifications: []ec2types.TagSpecification{{ResourceType: "instance", Tags: []ec2types.Tag{{Key: aws.String("k"), Value: aws.String("v w")}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.same(t, "RunInstances", map[string]any{
		"MinCount": int64(1), "MaxCount": int64(2), "ImageId": "ami-1", "InstanceType": "t3.micro", "ClientToken": "t",
		"NetworkInterfaces": []any{map[string]any{
			"DeviceIndex": int64(0), "Groups": []any{"sg-1", "sg-2"}, "AssociatePublicIpAddress": false,
			"PrivateIpAddresses": []any{map[string]any{"Primary": true, "PrivateIpAddress": "10.0.0.1"}},
		}},
		"TagSpecifications": []any{map[string]any{"ResourceType": "instance", "Tags": []any{map[string]any{"Key": "k", "Value": "v w"}}}},
	})
	i := got.Instances[0]
	if *i.InstanceId != "i-1" || !i.LaunchTime.Equal(when) || !*i.EbsOptimized || i.State.Name != "running" || *i.Tags[0].Key != "a<b" || *i.Tags[0].Value != "" {
		t.Errorf("decoded %+v", i)
	}
	c.out = nil // which EC2 says <return>true</return> of
	if _, err := client.DetachInternetGateway(t.Context(), &ec2.DetachInternetGatewayInput{InternetGatewayId: aws.String("igw-1"), VpcId: aws.String("vpc-1")}); err != nil {
		t.Fatal(err)
	}
	c.same(t, "DetachInternetGateway", map[string]any{"InternetGatewayId": "igw-1", "VpcId": "vpc-1"})
	const sentence = "Network vpc-1 has some mapped public address(es). Please unmap those before detaching the gateway."
	c.fail = &wire.Error{Code: "DependencyViolation", Message: sentence}
	_, err = client.DetachInternetGateway(t.Context(), &ec2.DetachInternetGatewayInput{InternetGatewayId: aws.String("igw-1"), VpcId: aws.String("vpc-1")})
	refused(t, err, "DependencyViolation", sentence)
}

func TestSDKSpeaksQuery(t *testing.T) {
	c := &cloud{}
	config := serve(t, c)
	c.out = map[string]any{"User": map[string]any{
		"UserName": "ann", "UserId": "AIDA1", "Arn": "arn:aws:iam::000000000000:user/ann", "Path": "/", "CreateDate": when,
		"Tags": []any{map[string]any{"Key": "k", "Value": "é & ü"}},
	}}
	user, err := iam.NewFromConfig(config).CreateUser(t.Context(), &iam.CreateUserInput{
		UserName: aws.String("ann"), Tags: []iamtypes.Tag{{Key: aws.String("k"), Value: aws.String("é & ü")}},
	})
	if err != nil || *user.User.Tags[0].Value != "é & ü" || !user.User.CreateDate.Equal(when) {
		t.Errorf("decoded %+v: %v", user, err)
	}
	c.same(t, "CreateUser", map[string]any{"UserName": "ann", "Tags": []any{map[string]any{"Key": "k", "Value": "é & ü"}}})

	c.fail = &wire.Error{Code: "NoSuchEntity", Message: "The user with name ann cannot be found."}
	_, err = iam.NewFromConfig(config).DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("ann")})
	if missing := new(iamtypes.NoSuchEntityException); !errors.As(err, &missing) {
		t.Errorf("refused with %v", err)
	}
	c.fail, c.out = nil, map[string]any{"Account": "000000000000"}
	presigned, err := sts.NewPresignClient(sts.NewFromConfig(config)).PresignGetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, presigned.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || !bytes.Contains(text, []byte("<Account>000000000000</Account>")) {
		t.Errorf("presigned: %s %v", text, err)
	}
	c.same(t, "GetCallerIdentity", map[string]any{})
}

func TestSDKSpeaksJSON(t *testing.T) {
	c := &cloud{}
	config := serve(t, c)
	c.out = map[string]any{"CiphertextBlob": []byte{0, 1, 255}, "KeyId": "k"}
	secret, err := kms.NewFromConfig(config).Encrypt(t.Context(), &kms.EncryptInput{
		KeyId: aws.String("k"), Plaintext: []byte("plain"), EncryptionContext: map[string]string{"B": "1", "a": "2"},
	})
	if err != nil || !bytes.Equal(secret.CiphertextBlob, []byte{0, 1, 255}) {
		t.Errorf("decoded %+v: %v", secret, err)
	}
	c.same(t, "Encrypt", map[string]any{"KeyId": "k", "Plaintext": []byte("plain"), "EncryptionContext": map[string]any{"B": "1", "a": "2"}})

	c.out = map[string]any{"Parameter": map[string]any{"Name": "p", "LastModifiedDate": when.Add(250 * time.Millisecond), "Version": int64(3)}}
	parameter, err := ssm.NewFromConfig(config).GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("p"), WithDecryption: aws.Bool(true)})
	if err != nil || !parameter.Parameter.LastModifiedDate.Equal(when.Add(250*time.Millisecond)) || parameter.Parameter.Version != 3 {
		t.Errorf("decoded %+v: %v", parameter, err)
	}
	c.same(t, "GetParameter", map[string]any{"Name": "p", "WithDecryption": true})

	c.fail = &wire.Error{Code: "NotFoundException", Message: "Key 'k' does not exist"}
	_, err = kms.NewFromConfig(config).DisableKey(t.Context(), &kms.DisableKeyInput{KeyId: aws.String("k")})
	if missing := new(kmstypes.NotFoundException); !errors.As(err, &missing) || missing.ErrorMessage() != "Key 'k' does not exist" {
		t.Errorf("refused with %v", err)
	}
}

func TestSDKSpeaksRESTJSON(t *testing.T) {
	c := &cloud{}
	client := backup.NewFromConfig(serve(t, c))
	c.out = map[string]any{"BackupVaultName": "a b", "CreationDate": when}
	vault, err := client.CreateBackupVault(t.Context(), &backup.CreateBackupVaultInput{
		BackupVaultName: aws.String("a/b c"), BackupVaultTags: map[string]string{"k": "v"}, CreatorRequestId: aws.String("token"),
	})
	if err != nil || *vault.BackupVaultName != "a b" || !vault.CreationDate.Equal(when) {
		t.Errorf("decoded %+v: %v", vault, err)
	}
	c.same(t, "CreateBackupVault", map[string]any{"BackupVaultName": "a/b c", "BackupVaultTags": map[string]any{"k": "v"}, "CreatorRequestId": "token"})
	c.out = map[string]any{"BackupJobs": []any{map[string]any{"BackupJobId": "j", "BackupSizeInBytes": int64(1 << 40)}}}
	jobs, err := client.ListBackupJobs(t.Context(), &backup.ListBackupJobsInput{ByCreatedAfter: aws.Time(when), MaxResults: aws.Int32(5)})
	if err != nil || *jobs.BackupJobs[0].BackupSizeInBytes != 1<<40 {
		t.Errorf("decoded %+v: %v", jobs, err)
	}
	c.same(t, "ListBackupJobs", map[string]any{"ByCreatedAfter": when, "MaxResults": int64(5)})
	c.fail = &wire.Error{Code: "ResourceNotFoundException", Message: "no such vault"}
	_, err = client.DeleteBackupVault(t.Context(), &backup.DeleteBackupVaultInput{BackupVaultName: aws.String("a")})
	if missing := new(backuptypes.ResourceNotFoundException); !errors.As(err, &missing) {
		t.Errorf("refused with %v", err)
	}
}

func TestSDKSpeaksS3(t *testing.T) {
	c := &cloud{}
	client := s3.NewFromConfig(serve(t, c), func(o *s3.Options) {
		o.UsePathStyle = true
		o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	})
	c.out = map[string]any{"Contents": []any{map[string]any{"Key": "a&b", "Size": int64(3), "LastModified": when}}, "KeyCount": int64(1)}
	objects, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("b"), Prefix: aws.String("a /")})
	if err != nil || *objects.Contents[0].Key != "a&b" || !objects.Contents[0].LastModified.Equal(when) {
		t.Errorf("decoded %+v: %v", objects, err)
	}
	c.same(t, "ListObjectsV2", map[string]any{"Bucket": "b", "Prefix": "a /"})
	c.out = nil
	if _, err := client.PutBucketAcl(t.Context(), &s3.PutBucketAclInput{Bucket: aws.String("b"), AccessControlPolicy: &s3types.AccessControlPolicy{
		Grants: []s3types.Grant{{Permission: "READ", Grantee: &s3types.Grantee{Type: "CanonicalUser", ID: aws.String("x")}}},
	}}); err != nil {
		t.Error(err)
	}
	if grants := c.in["AccessControlPolicy"]; !reflect.DeepEqual(grants, map[string]any{"Grants": []any{
		map[string]any{"Permission": "READ", "Grantee": map[string]any{"Type": "CanonicalUser", "ID": "x"}},
	}}) {
		t.Errorf("arrived as %#v", grants)
	}
	if _, err := client.PutObject(t.Context(), &s3.PutObjectInput{
		Bucket: aws.String("b"), Key: aws.String("a/b c+d"), Body: strings.NewReader("text"), Metadata: map[string]string{"Colour": "red"},
	}); err != nil {
		t.Error(err)
	}
	if c.asked != "PutObject" || c.in["Key"] != "a/b c+d" || string(c.in["Body"].([]byte)) != "text" || !reflect.DeepEqual(c.in["Metadata"], map[string]any{"colour": "red"}) {
		t.Errorf("arrived as %s %#v", c.asked, c.in)
	}
	c.out = map[string]any{"LocationConstraint": "eu-west-1"}
	place, err := client.GetBucketLocation(t.Context(), &s3.GetBucketLocationInput{Bucket: aws.String("b")})
	if err != nil || place.LocationConstraint != "eu-west-1" {
		t.Errorf("decoded %+v: %v", place, err)
	}
	c.out = map[string]any{"Body": []byte("text"), "ETag": `"e"`, "LastModified": when, "Metadata": map[string]any{"colour": "red"}}
	object, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(object.Body); err != nil || string(text) != "text" || !object.LastModified.Equal(when) || object.Metadata["colour"] != "red" {
		t.Errorf("decoded %+v: %v", object, err)
	}
	c.fail = &wire.Error{Code: "NoSuchBucket", Message: "The specified bucket does not exist"}
	_, err = client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("b")})
	if missing := new(s3types.NoSuchBucket); !errors.As(err, &missing) {
		t.Errorf("refused with %v", err)
	}
	c.fail = &wire.Error{Code: "NoSuchKey", Message: "unseen", Status: http.StatusNotFound}
	_, err = client.HeadObject(t.Context(), &s3.HeadObjectInput{Bucket: aws.String("b"), Key: aws.String("k")})
	if missing := new(s3types.NotFound); !errors.As(err, &missing) {
		t.Errorf("refused with %v", err)
	}
}
