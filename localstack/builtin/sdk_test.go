// Over the wire: the typed clients of aws-sdk-go-v2 tell S2 to a cloud behind HTTP, and believe it.

package builtin_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"traillab/localstack/builtin"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// serve puts a cloud behind HTTP, as the gateway does, and returns how clients reach it.
func serve(t *testing.T) aws.Config {
	t.Helper()
	cloud := builtin.New(builtin.Options{Account: account, Now: time.Now, Seed: 1})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scope := strings.Split(r.Header.Get("Authorization")+"////", "/")
		x := &exchange.Call{
			Service: scope[3], Region: scope[2], Account: account, HTTP: r,
			Who: exchange.Principal{Type: "Root", ID: account, ARN: "arn:aws:iam::" + account + ":root", Account: account},
		}
		service, _ := models.Service(x.Service)
		upload := x.Service == "s3" && r.Method == http.MethodPut && strings.Count(r.URL.Path, "/") > 1
		if !upload {
			x.Body, _ = io.ReadAll(r.Body)
		}
		x.Operation, x.Name, _ = models.Identify(x.Service, r, x.Body)
		var reply *wire.Reply
		if x.Operation != nil {
			var err error
			if x.In, err = x.Operation.ReadRequest(r, x.Body); err != nil {
				t.Error(x.Name, err)
			}
		}
		a, err := cloud.Serve(r.Context(), x)
		switch {
		case err != nil:
			t.Error(err)
			return
		case a.Error != nil:
			reply = service.WriteError(x.Operation, a.Error, "r")
		default:
			reply = x.Operation.WriteAnswer(a.Out, "r")
		}
		for name, values := range reply.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(reply.Status)
		_, _ = w.Write(reply.Body)
	}))
	t.Cleanup(server.Close)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(server.URL), RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIATEST", "secret", ""),
	}
}

// must ends the test when a call was refused.
func must[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(out T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// code is what a call was refused with.
func code(t *testing.T, err error, want string) {
	t.Helper()
	var e smithy.APIError
	if !errors.As(err, &e) || e.ErrorCode() != want {
		t.Fatalf("refused with %v, not with %s", err, want)
	}
}

func TestSDKTellsTheStory(t *testing.T) {
	config := serve(t)
	c, ctx := ec2.NewFromConfig(config), t.Context()
	image := must[*ssm.GetParameterOutput](t)(ssm.NewFromConfig(config).GetParameter(ctx, &ssm.GetParameterInput{
		Name: aws.String("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"),
	})).Parameter.Value
	vpc := must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{
		CidrBlock: aws.String("10.0.0.0/16"), TagSpecifications: []ec2types.TagSpecification{{ResourceType: "vpc", Tags: []ec2types.Tag{{Key: aws.String("Name"), Value: aws.String("shop")}}}},
	})).Vpc
	if len(vpc.Tags) != 1 || *vpc.Tags[0].Value != "shop" {
		t.Errorf("tags: %v", vpc.Tags)
	}
	igw := must[*ec2.CreateInternetGatewayOutput](t)(c.CreateInternetGateway(ctx, &ec2.CreateInternetGatewayInput{})).InternetGateway.InternetGatewayId
	must[*ec2.AttachInternetGatewayOutput](t)(c.AttachInternetGateway(ctx, &ec2.AttachInternetGatewayInput{InternetGatewayId: igw, VpcId: vpc.VpcId}))
	subnet := must[*ec2.CreateSubnetOutput](t)(c.CreateSubnet(ctx, &ec2.CreateSubnetInput{VpcId: vpc.VpcId, CidrBlock: aws.String("10.0.1.0/24")})).Subnet.SubnetId
	tables := must[*ec2.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{
		Filters: []ec2types.Filter{{Name: aws.String("vpc-id"), Values: []string{*vpc.VpcId}}},
	})).RouteTables
	must[*ec2.CreateRouteOutput](t)(c.CreateRoute(ctx, &ec2.CreateRouteInput{RouteTableId: tables[0].RouteTableId, DestinationCidrBlock: aws.String("0.0.0.0/0"), GatewayId: igw}))
	run := must[*ec2.RunInstancesOutput](t)(c.RunInstances(ctx, &ec2.RunInstancesInput{
		ImageId: image, MinCount: aws.Int32(1), MaxCount: aws.Int32(1), InstanceType: "t3.micro",
		MetadataOptions:   &ec2types.InstanceMetadataOptionsRequest{HttpTokens: "required"},
		NetworkInterfaces: []ec2types.InstanceNetworkInterfaceSpecification{{DeviceIndex: aws.Int32(0), SubnetId: subnet, AssociatePublicIpAddress: aws.Bool(false)}},
	})).Instances[0]
	if err := ec2.NewInstanceRunningWaiter(c).Wait(ctx, &ec2.DescribeInstancesInput{InstanceIds: []string{*run.InstanceId}}, time.Second); err != nil {
		t.Fatal(err)
	}
	eip := must[*ec2.AllocateAddressOutput](t)(c.AllocateAddress(ctx, &ec2.AllocateAddressInput{Domain: "vpc"}))
	bond := must[*ec2.AssociateAddressOutput](t)(c.AssociateAddress(ctx, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: run.InstanceId}))
	shown := must[*ec2.DescribeInstancesOutput](t)(c.DescribeInstances(ctx, &ec2.DescribeInstancesInput{})).Reservations[0].Instances[0]
	if *shown.PublicIpAddress != *eip.PublicIp || shown.State.Name != "running" || shown.MetadataOptions.HttpTokens != "required" {
		t.Errorf("the instance: %v, %v", *shown.PublicIpAddress, shown.State)
	}

	detach := &ec2.DetachInternetGatewayInput{InternetGatewayId: igw, VpcId: vpc.VpcId}
	_, err := c.DetachInternetGateway(ctx, detach)
	code(t, err, "DependencyViolation")
	_, err = c.DetachInternetGateway(ctx, &ec2.DetachInternetGatewayInput{InternetGatewayId: igw, VpcId: vpc.VpcId, DryRun: aws.Bool(true)})
	code(t, err, "DryRunOperation")
	must[*ec2.DisassociateAddressOutput](t)(c.DisassociateAddress(ctx, &ec2.DisassociateAddressInput{AssociationId: bond.AssociationId}))
	must[*ec2.DetachInternetGatewayOutput](t)(c.DetachInternetGateway(ctx, detach))
	tables = must[*ec2.DescribeRouteTablesOutput](t)(c.DescribeRouteTables(ctx, &ec2.DescribeRouteTablesInput{RouteTableIds: []string{*tables[0].RouteTableId}})).RouteTables
	if state := tables[0].Routes[1].State; state != "blackhole" {
		t.Errorf("the default route is %s", state)
	}
	_, err = c.AssociateAddress(ctx, &ec2.AssociateAddressInput{AllocationId: eip.AllocationId, InstanceId: run.InstanceId})
	code(t, err, "Gateway.NotAttached")
}

func TestSDKKeysAndObjects(t *testing.T) {
	config := serve(t)
	ctx := t.Context()
	people := iam.NewFromConfig(config)
	must[*iam.CreateUserOutput](t)(people.CreateUser(ctx, &iam.CreateUserInput{UserName: aws.String("ci-deploy")}))
	key := must[*iam.CreateAccessKeyOutput](t)(people.CreateAccessKey(ctx, &iam.CreateAccessKeyInput{UserName: aws.String("ci-deploy")})).AccessKey
	must[*iam.UpdateAccessKeyOutput](t)(people.UpdateAccessKey(ctx, &iam.UpdateAccessKeyInput{UserName: key.UserName, AccessKeyId: key.AccessKeyId, Status: iamtypes.StatusTypeInactive}))
	_, err := people.GetUser(ctx, &iam.GetUserInput{UserName: aws.String("nobody")})
	var none *iamtypes.NoSuchEntityException
	if !errors.As(err, &none) {
		t.Errorf("a user whom there is not: %v", err)
	}
	who := must[*sts.GetCallerIdentityOutput](t)(sts.NewFromConfig(config).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))
	if *who.Arn != "arn:aws:iam::"+account+":root" {
		t.Errorf("the caller is %s", *who.Arn)
	}

	c := s3.NewFromConfig(config, func(o *s3.Options) { o.UsePathStyle = true })
	must[*s3.CreateBucketOutput](t)(c.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("evidence")}))
	body := bytes.Repeat([]byte("evidence "), 100_000)
	must[*s3.PutObjectOutput](t)(c.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String("evidence"), Key: aws.String("disk/1"), Body: bytes.NewReader(body), Metadata: map[string]string{"case": "7"},
	}))
	got := must[*s3.GetObjectOutput](t)(c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("evidence"), Key: aws.String("disk/1")}))
	read, err := io.ReadAll(got.Body)
	if err != nil || !bytes.Equal(read, body) || got.Metadata["case"] != "7" {
		t.Errorf("the object came back as %d bytes, %v, %v", len(read), got.Metadata, err)
	}
	part := must[*s3.GetObjectOutput](t)(c.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("evidence"), Key: aws.String("disk/1"), Range: aws.String("bytes=9-12")}))
	read, err = io.ReadAll(part.Body)
	raw, _ := middleware.GetRawResponse(part.ResultMetadata).(*smithyhttp.Response)
	if err != nil || string(read) != "evid" || *part.ContentRange != "bytes 9-12/900000" || raw.StatusCode != http.StatusPartialContent {
		t.Errorf("a part came back as %q, %s, %d, %v", read, *part.ContentRange, raw.StatusCode, err)
	}
	_, err = c.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String("evidence"), Key: aws.String("none")})
	var missing *s3types.NotFound
	if !errors.As(err, &missing) {
		t.Errorf("an object that there is not: %v", err)
	}
	pages := s3.NewListObjectsV2Paginator(c, &s3.ListObjectsV2Input{Bucket: aws.String("evidence")})
	page := must[*s3.ListObjectsV2Output](t)(pages.NextPage(ctx))
	if len(page.Contents) != 1 || *page.Contents[0].Key != "disk/1" {
		t.Errorf("the list: %v", page.Contents)
	}
}

// TestSDKBlocks: the calls of Block Public Access, which are younger than the models, as a client of today makes them.
func TestSDKBlocks(t *testing.T) {
	c, ctx := ec2.NewFromConfig(serve(t)), t.Context()
	vpc := must[*ec2.CreateVpcOutput](t)(c.CreateVpc(ctx, &ec2.CreateVpcInput{CidrBlock: aws.String("10.0.0.0/16")})).Vpc.VpcId
	set := must[*ec2.ModifyVpcBlockPublicAccessOptionsOutput](t)(c.ModifyVpcBlockPublicAccessOptions(ctx, &ec2.ModifyVpcBlockPublicAccessOptionsInput{
		InternetGatewayBlockMode: ec2types.InternetGatewayBlockModeBlockBidirectional,
	})).VpcBlockPublicAccessOptions
	if set.InternetGatewayBlockMode != "block-bidirectional" || set.State != ec2types.VpcBlockPublicAccessStateUpdateInProgress || set.ManagedBy != ec2types.ManagedByAccount {
		t.Errorf("set: %+v", set)
	}
	e := must[*ec2.CreateVpcBlockPublicAccessExclusionOutput](t)(c.CreateVpcBlockPublicAccessExclusion(ctx, &ec2.CreateVpcBlockPublicAccessExclusionInput{
		VpcId: vpc, InternetGatewayExclusionMode: ec2types.InternetGatewayExclusionModeAllowEgress,
	})).VpcBlockPublicAccessExclusion
	_, err := c.CreateVpcBlockPublicAccessExclusion(ctx, &ec2.CreateVpcBlockPublicAccessExclusionInput{VpcId: vpc, InternetGatewayExclusionMode: "allow-egress"})
	code(t, err, "VpcBlockPublicAccessExclusionAlreadyExists")
	must[*ec2.ModifyVpcBlockPublicAccessExclusionOutput](t)(c.ModifyVpcBlockPublicAccessExclusion(ctx, &ec2.ModifyVpcBlockPublicAccessExclusionInput{
		ExclusionId: e.ExclusionId, InternetGatewayExclusionMode: ec2types.InternetGatewayExclusionModeAllowBidirectional,
	}))
	all := must[*ec2.DescribeVpcBlockPublicAccessExclusionsOutput](t)(c.DescribeVpcBlockPublicAccessExclusions(ctx, &ec2.DescribeVpcBlockPublicAccessExclusionsInput{})).VpcBlockPublicAccessExclusions
	if len(all) != 1 || *all[0].ExclusionId != *e.ExclusionId || all[0].InternetGatewayExclusionMode != "allow-bidirectional" || !strings.HasSuffix(*all[0].ResourceArn, ":vpc/"+*vpc) || all[0].CreationTimestamp.IsZero() {
		t.Errorf("the exclusions: %+v", all)
	}
	must[*ec2.DeleteVpcBlockPublicAccessExclusionOutput](t)(c.DeleteVpcBlockPublicAccessExclusion(ctx, &ec2.DeleteVpcBlockPublicAccessExclusionInput{ExclusionId: e.ExclusionId}))
	now := must[*ec2.DescribeVpcBlockPublicAccessOptionsOutput](t)(c.DescribeVpcBlockPublicAccessOptions(ctx, &ec2.DescribeVpcBlockPublicAccessOptionsInput{})).VpcBlockPublicAccessOptions
	if now.InternetGatewayBlockMode != "block-bidirectional" || *now.AwsAccountId != account || now.LastUpdateTimestamp.IsZero() {
		t.Errorf("shown: %+v", now)
	}
	if group := must[*ec2.CreateSecurityGroupOutput](t)(c.CreateSecurityGroup(ctx, &ec2.CreateSecurityGroupInput{GroupName: aws.String("web"), Description: aws.String("d"), VpcId: vpc})); !strings.HasSuffix(*group.SecurityGroupArn, "security-group/"+*group.GroupId) {
		t.Errorf("the group's name is %s", *group.SecurityGroupArn)
	}
}
