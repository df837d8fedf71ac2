// The guard before real clouds: what each of them was measured to do otherwise than AWS is right through the guard.

package guard

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/recorder"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

// real is a guard before a cloud that runs.
type real struct {
	t      *testing.T
	proxy  *upstream.Proxy
	guard  *Guard
	models *wire.Catalog
	calls  int
}

// call makes a call by the model.
func (r *real) call(region, service, operation string, in map[string]any) (*exchange.Call, error) {
	model, ok := r.models.Service(service)
	if !ok {
		return nil, fmt.Errorf("no model of %s", service)
	}
	o, ok := model.Operation(operation)
	if !ok {
		return nil, fmt.Errorf("no model of %s.%s", service, operation)
	}
	request, err := o.WriteRequest(&url.URL{Scheme: "http", Host: "lab"}, in)
	if err != nil {
		return nil, err
	}
	r.calls++
	c := &exchange.Call{
		Operation: o, Service: service, Name: operation, Region: region, Account: account, In: in, At: time.Now().UTC(), HTTP: request,
		ID: fmt.Sprint("event ", r.calls),
	}
	if request.Body != nil {
		if c.Body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Do is the cloud without the guard.
func (r *real) Do(ctx context.Context, region, service, operation string, in map[string]any) (map[string]any, error) {
	c, err := r.call(region, service, operation, in)
	if err != nil {
		return nil, err
	}
	a, err := r.proxy.Serve(ctx, c)
	switch {
	case err != nil:
		return nil, err
	case a.Error != nil:
		return nil, a.Error
	}
	return a.Out, nil
}

// ask is the cloud behind the guard. The code is "" when the call went through.
func (r *real) ask(operation string, in map[string]any) (out map[string]any, code string) {
	r.t.Helper()
	c, err := r.call(region, ec2, operation, in)
	if err != nil {
		r.t.Fatal(err)
	}
	ctx := r.t.Context()
	a := &exchange.Answer{Error: r.guard.Before(ctx, c)}
	if a.Error == nil {
		if a, err = r.proxy.Serve(ctx, c); err != nil {
			r.t.Fatal(err)
		}
	}
	r.guard.After(ctx, c, a)
	if a.Error != nil {
		return nil, a.Error.Code
	}
	return a.Out, ""
}

// must asks what has to go through, and returns the text at a path of the answer, as Vpc.VpcId; a list's is its first one's.
func (r *real) must(path, operation string, in map[string]any) string {
	r.t.Helper()
	out, code := r.ask(operation, in)
	if code != "" {
		r.t.Fatalf("%s %v: %s", operation, in, code)
	}
	return at(out, path)
}

func at(v any, path string) string {
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return fmt.Sprint(v)
}

// refused asks what AWS refuses with a code.
func (r *real) refused(code, operation string, in map[string]any) {
	r.t.Helper()
	if _, got := r.ask(operation, in); got != code {
		r.t.Errorf("%s %v: %q, want %q", operation, in, got, code)
	}
}

type m = map[string]any

func TestRealMoto(t *testing.T)       { try(t, upstream.Moto, "TRAILLAB_MOTO") }
func TestRealLocalStack(t *testing.T) { try(t, upstream.LocalStack, "TRAILLAB_LOCALSTACK") }

// try lets a cloud do behind the guard what it was measured to do wrong without.
func try(t *testing.T, kind upstream.Kind, variable string) {
	venv, _, _ := strings.Cut(os.Getenv(variable), " ")
	if venv == "" {
		t.Skipf("NOT TESTED before a real %s: set %s to its virtual environment", kind, variable)
	}
	if info, err := os.Stat(venv); err == nil && !info.IsDir() {
		venv = filepath.Dir(filepath.Dir(venv))
	}
	o := upstream.Options{Folder: t.TempDir(), Account: account, Env: []string{"PATH=" + filepath.Join(venv, "bin"), "HOME=" + t.TempDir()}}
	if kind == upstream.Moto {
		o.Moto = venv
	} else {
		o.LocalStack = venv
	}
	plan, err := upstream.Choose(t.Context(), kind, o)
	if err != nil {
		t.Fatal(err)
	}
	running, err := upstream.Start(t.Context(), plan, func(upstream.Step) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = running.Stop(context.WithoutCancel(t.Context())) })
	r := &real{t: t, proxy: upstream.NewProxy(running, account), models: wire.Open()}
	t.Cleanup(r.proxy.Close)
	r.guard = New(r, Options{Account: account, Now: time.Now, Tell: recorder.Tell})
	r.network()
	r.volumes()
}

func (r *real) network() {
	vpc := r.must("Vpc.VpcId", "CreateVpc", m{"CidrBlock": "10.7.0.0/16"})
	subnet := r.must("Subnet.SubnetId", "CreateSubnet", m{"VpcId": vpc, "CidrBlock": "10.7.1.0/24"})
	r.must("", "ModifySubnetAttribute", m{"SubnetId": subnet, "MapPublicIpOnLaunch": m{"Value": true}})
	igw := r.must("InternetGateway.InternetGatewayId", "CreateInternetGateway", m{})
	second := r.must("InternetGateway.InternetGatewayId", "CreateInternetGateway", m{})
	here := m{"InternetGatewayId": igw, "VpcId": vpc}
	r.must("", "AttachInternetGateway", here)
	r.refused("InvalidParameterValue", "AttachInternetGateway", m{"InternetGatewayId": second, "VpcId": vpc})
	main := r.must("RouteTables.Associations.RouteTableAssociationId", "DescribeRouteTables", m{"Filters": []any{m{"Name": "vpc-id", "Values": []any{vpc}}}})
	r.refused("InvalidParameterValue", "DisassociateRouteTable", m{"AssociationId": main})
	table := r.must("RouteTable.RouteTableId", "CreateRouteTable", m{"VpcId": vpc})
	r.must("", "CreateRoute", m{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": igw})
	r.must("", "AssociateRouteTable", m{"RouteTableId": table, "SubnetId": subnet})
	r.refused("InvalidParameterValue", "ReplaceRoute", m{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": second})
	r.refused("RouteAlreadyExists", "CreateRoute", m{"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": igw})

	image := r.must("Images.ImageId", "DescribeImages", m{"Owners": []any{"amazon"}})
	launch := m{"ImageId": image, "SubnetId": subnet, "MinCount": int64(1), "MaxCount": int64(1), "InstanceType": "t3.micro"}
	instance := r.must("Instances.InstanceId", "RunInstances", launch)
	face := r.must("Reservations.Instances.NetworkInterfaces.NetworkInterfaceId", "DescribeInstances", m{"InstanceIds": []any{instance}})
	r.refused("DependencyViolation", "DetachInternetGateway", here)
	r.must("", "ModifyNetworkInterfaceAttribute", m{"NetworkInterfaceId": face, "AssociatePublicIpAddress": false})
	if ip := r.must("Reservations.Instances.PublicIpAddress", "DescribeInstances", m{"InstanceIds": []any{instance}}); ip != "<nil>" {
		r.t.Errorf("%s still has %s", instance, ip)
	}
	eip := r.must("AllocationId", "AllocateAddress", m{"Domain": "vpc"})
	r.must("", "AssociateAddress", m{"AllocationId": eip, "InstanceId": instance})
	r.refused("DependencyViolation", "DetachInternetGateway", here)
	r.refused("InvalidIPAddress.InUse", "ReleaseAddress", m{"AllocationId": eip})
	other := r.must("Instances.InstanceId", "RunInstances", launch)
	bond := r.must("AssociationId", "AssociateAddress", m{"AllocationId": eip, "InstanceId": other})
	if who := r.must("Addresses.InstanceId", "DescribeAddresses", m{"AllocationIds": []any{eip}}); who != other {
		r.t.Errorf("%s holds the address, want %s", who, other)
	}
	r.must("", "DisassociateAddress", m{"AssociationId": bond})
	r.must("", "StopInstances", m{"InstanceIds": []any{instance, other}})
	nat := r.must("NatGateway.NatGatewayId", "CreateNatGateway", m{"SubnetId": subnet, "AllocationId": eip})
	r.refused("AuthFailure", "ReleaseAddress", m{"AllocationId": eip})
	r.refused("DependencyViolation", "DetachInternetGateway", here)
	r.must("", "DeleteNatGateway", m{"NatGatewayId": nat})
	if bond := r.must("Addresses.AssociationId", "DescribeAddresses", m{"AllocationIds": []any{eip}}); bond != "<nil>" && bond != "" {
		r.t.Errorf("the address of a NAT gateway that is gone is held by %s", bond)
	}
	r.refused("DryRunOperation", "DetachInternetGateway", m{"InternetGatewayId": igw, "VpcId": vpc, "DryRun": true})

	r.guard = New(r, r.guard.options) // another lab over the same cloud knows what stands
	r.refused("DependencyViolation", "DeleteInternetGateway", m{"InternetGatewayId": igw})
	r.must("", "DetachInternetGateway", here)
	lost := m{"Filters": []any{m{"Name": "route.state", "Values": []any{"blackhole"}}}}
	if got := r.must("RouteTables.RouteTableId", "DescribeRouteTables", lost); got != table {
		r.t.Errorf("%s has a blackhole, want %s", got, table)
	}
	r.must("", "AttachInternetGateway", here)
	if got := r.must("RouteTables.RouteTableId", "DescribeRouteTables", lost); got != "<nil>" {
		r.t.Errorf("%s has a blackhole still", got)
	}
}

func (r *real) volumes() {
	key, err := r.Do(r.t.Context(), region, "kms", "CreateKey", m{})
	if err != nil {
		r.t.Fatal(err)
	}
	arn := at(key, "KeyMetadata.Arn")
	r.must("", "EnableEbsEncryptionByDefault", m{})
	if got := r.must("KmsKeyId", "ModifyEbsDefaultKmsKeyId", m{"KmsKeyId": arn}); got != arn {
		r.t.Errorf("the default key is %s, want %s", got, arn)
	}
	if got := r.must("KmsKeyId", "GetEbsDefaultKmsKeyId", m{}); got != arn {
		r.t.Errorf("the default key is %s, want %s", got, arn)
	}
	zone := region + "a"
	volume := r.must("VolumeId", "CreateVolume", m{"AvailabilityZone": zone, "Size": int64(1)})
	image := r.must("Images.ImageId", "DescribeImages", m{"Owners": []any{"amazon"}})
	instance := r.must("Instances.InstanceId", "RunInstances", m{"ImageId": image, "MinCount": int64(1), "MaxCount": int64(1), "InstanceType": "t3.micro"})
	for _, filter := range []m{
		{"VolumeIds": []any{volume}},
		{"Filters": []any{m{"Name": "attachment.instance-id", "Values": []any{instance}}}},
	} {
		out, _ := r.ask("DescribeVolumes", filter)
		if at(out, "Volumes.Encrypted") != "true" || at(out, "Volumes.KmsKeyId") != arn {
			r.t.Errorf("%v is not encrypted: %v", filter, out)
		}
	}
	r.must("", "AttachVolume", m{"VolumeId": volume, "InstanceId": instance, "Device": "/dev/sdf"})
	r.must("", "DetachVolume", m{"VolumeId": volume})
	r.refused("IncorrectState", "DetachVolume", m{"VolumeId": volume})
}
