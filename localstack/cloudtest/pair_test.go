// One cloud of two: what a service of moto's names is LocalStack's, and must be there for both. The same stories hold over
// moto alone, which is one cloud by itself.

package cloudtest

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	ec2types "github.com/aws/aws-sdk-go-v2/service/ec2/types"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	elbtypes "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"traillab/localstack/client"
	"traillab/localstack/wire"
)

// says makes a call of a service that the suite has no typed client of.
func (x *trial) says(service, operation string, in m) m {
	x.Helper()
	c, err := x.lab.Client(client.Key{ID: "test", Secret: "test"}, nil)
	if err != nil {
		x.Fatal(err)
	}
	out, err := c.Do(x.ctx, region, service, operation, in)
	var answer *wire.Error
	if errors.As(err, &answer) {
		err = &smithy.GenericAPIError{Code: answer.Code, Message: answer.Message}
	}
	if !x.told(service+"."+operation, err) {
		x.SkipNow()
	}
	return out
}

// accepted is a bucket that lets CloudTrail write.
func (x *trial) accepted(name string) *string {
	x.Helper()
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: &name})
	does(x, x.s3.PutBucketPolicy, &s3.PutBucketPolicyInput{Bucket: &name, Policy: new(`{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::` + name + `"},
		{"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::` + name + `/AWSLogs/*"}]}`)})
	return &name
}

// keptTrails: a trail needs its bucket, and its topic, as they are at that moment.
func keptTrails(x *trial) {
	held := x.accepted("held-by-a-trail")
	name := new("held")
	does(x, x.trail.CreateTrail, &cloudtrail.CreateTrailInput{Name: name, S3BucketName: held, IsMultiRegionTrail: new(true), EnableLogFileValidation: new(true)})
	does(x, x.trail.StartLogging, &cloudtrail.StartLoggingInput{Name: name})
	same(x, "cloudtrail.GetTrailStatus(bucket)", *does(x, x.trail.GetTrailStatus, &cloudtrail.GetTrailStatusInput{Name: name}).IsLogging, true)
	refused(x.on("no bucket"), "S3BucketDoesNotExistException", "", x.trail.CreateTrail, &cloudtrail.CreateTrailInput{Name: new("lost"), S3BucketName: new("nobody-has-this")})
	topic := x.says("sns", "CreateTopic", m{"Name": "delivered"})
	does(x, x.trail.UpdateTrail, &cloudtrail.UpdateTrailInput{Name: name, S3BucketName: x.accepted("held-as-well"), SnsTopicName: new("delivered")})
	kept := does(x, x.trail.GetTrail, &cloudtrail.GetTrailInput{Name: name}).Trail
	x.holds("cloudtrail.GetTrail(topic)", text(kept.S3BucketName) == "held-as-well" && text(kept.SnsTopicARN) == topic["TopicArn"], kept)
	does(x, x.s3.DeleteBucket, &s3.DeleteBucketInput{Bucket: held})
	refused(x.on("bucket deleted"), "S3BucketDoesNotExistException", "", x.trail.CreateTrail, &cloudtrail.CreateTrailInput{Name: new("late"), S3BucketName: held})
	does(x, x.s3.CreateBucket, &s3.CreateBucketInput{Bucket: held})
	does(x.on("bucket made again"), x.trail.CreateTrail, &cloudtrail.CreateTrailInput{Name: new("late"), S3BucketName: held})
}

// zoned are two subnets in two zones.
func (x *trial) zoned(vpc string) []string {
	x.Helper()
	var made []string
	for i, zone := range []string{"a", "b"} {
		in := &ec2.CreateSubnetInput{VpcId: &vpc, CidrBlock: new("10.0." + string(rune('5'+i)) + ".0/24"), AvailabilityZone: new(region + zone)}
		made = append(made, *does(x, x.ec2.CreateSubnet, in).Subnet.SubnetId)
	}
	return made
}

func (x *trial) group(vpc, name string) string {
	x.Helper()
	return *does(x, x.ec2.CreateSecurityGroup, &ec2.CreateSecurityGroupInput{VpcId: &vpc, GroupName: &name, Description: &name}).GroupId
}

// sealed: a balancer that ends TLS before instances that run or do not.
func sealed(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	x.attach(x.gateway(), vpc)
	subnets, front := x.zoned(vpc), x.group(vpc, "front")
	lb := does(x, x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("sealed"), Subnets: subnets, SecurityGroups: []string{front}}).LoadBalancers[0]
	x.holds("elbv2.CreateLoadBalancer(its network)", placed(lb, vpc, front, subnets), lb)
	pool := does(x, x.elb.CreateTargetGroup, &elb.CreateTargetGroupInput{Name: new("sealed"), Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), VpcId: &vpc}).TargetGroups[0]
	same(x, "elbv2.CreateTargetGroup(its network)", text(pool.VpcId), vpc)
	pass := []elbtypes.Action{{Type: elbtypes.ActionTypeEnumForward, TargetGroupArn: pool.TargetGroupArn}}
	does(x, x.elb.CreateListener, &elb.CreateListenerInput{LoadBalancerArn: lb.LoadBalancerArn, Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), DefaultActions: pass}) // who serves no listener is unused
	first, second := *x.launch(subnets[0], false).InstanceId, *x.launch(subnets[1], false).InstanceId
	does(x, x.elb.RegisterTargets, &elb.RegisterTargetsInput{TargetGroupArn: pool.TargetGroupArn, Targets: []elbtypes.TargetDescription{{Id: &first}, {Id: &second}}})
	same(x, "elbv2.DescribeTargetHealth", x.health(pool, first), "healthy")
	refused(x.on("unknown"), "InvalidTarget", "", x.elb.RegisterTargets, &elb.RegisterTargetsInput{TargetGroupArn: pool.TargetGroupArn, Targets: []elbtypes.TargetDescription{{Id: new("i-0123456789abcdef0")}}})
	does(x, x.ec2.StopInstances, &ec2.StopInstancesInput{InstanceIds: []string{second}})
	same(x, "elbv2.DescribeTargetHealth(stopped)", x.health(pool, second), "unused")
	refused(x.on("stopped"), "InvalidTarget", second, x.elb.RegisterTargets, &elb.RegisterTargetsInput{TargetGroupArn: pool.TargetGroupArn, Targets: []elbtypes.TargetDescription{{Id: &second}}})
	does(x, x.ec2.StartInstances, &ec2.StartInstancesInput{InstanceIds: []string{second}})
	same(x, "elbv2.DescribeTargetHealth(started)", x.health(pool, second), "healthy")
	seal, _ := x.says("acm", "RequestCertificate", m{"DomainName": "lab.example.org", "ValidationMethod": "DNS"})["CertificateArn"].(string)
	for range 50 {
		if c, _ := x.says("acm", "DescribeCertificate", m{"CertificateArn": seal})["Certificate"].(m); c["Status"] == "ISSUED" {
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	policy := "ELBSecurityPolicy-TLS13-1-2-2021-06"
	https := &elb.CreateListenerInput{
		LoadBalancerArn: lb.LoadBalancerArn, Protocol: elbtypes.ProtocolEnumHttps, Port: new(int32(443)), SslPolicy: &policy, Certificates: []elbtypes.Certificate{{CertificateArn: &seal}},
		DefaultActions: pass,
	}
	listener := does(x, x.elb.CreateListener, https).Listeners[0].ListenerArn
	said := does(x, x.elb.DescribeListeners, &elb.DescribeListenersInput{LoadBalancerArn: lb.LoadBalancerArn}).Listeners
	said = slices.DeleteFunc(said, func(l elbtypes.Listener) bool { return *l.Port == 80 })
	x.holds("elbv2.DescribeListeners(certificate)", len(said) == 1 && text(said[0].SslPolicy) == policy && len(said[0].Certificates) == 1 && text(said[0].Certificates[0].CertificateArn) == seal, said)
	x.moves(lb, vpc, front)
	does(x, x.elb.DeleteListener, &elb.DeleteListenerInput{ListenerArn: listener})
	does(x, x.elb.DeleteLoadBalancer, &elb.DeleteLoadBalancerInput{LoadBalancerArn: lb.LoadBalancerArn})
	does(x, x.elb.DeleteTargetGroup, &elb.DeleteTargetGroupInput{TargetGroupArn: pool.TargetGroupArn})
	x.terminate(first, second)
	does(x, x.ec2.DeleteSecurityGroup, &ec2.DeleteSecurityGroupInput{GroupId: &front})
	does(x, x.ec2.DeleteSubnet, &ec2.DeleteSubnetInput{SubnetId: &subnets[0]})
	refused(x.on("subnet deleted"), "SubnetNotFound", "", x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("late"), Subnets: subnets})
	again := x.subnet(vpc, "10.0.1.0/24")
	lb = does(x.on("range used again"), x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("later"), Subnets: []string{again, subnets[1]}}).LoadBalancers[0]
	x.holds("elbv2.CreateLoadBalancer(range used again)", placed(lb, vpc, "", []string{again, subnets[1]}), lb)
}

// moves gives a balancer another group and other subnets: of the default VPC's kind, which nobody has made.
func (x *trial) moves(lb elbtypes.LoadBalancer, vpc, front string) {
	x.Helper()
	back := x.group(vpc, "back")
	does(x, x.elb.SetSecurityGroups, &elb.SetSecurityGroupsInput{LoadBalancerArn: lb.LoadBalancerArn, SecurityGroups: []string{front, back}})
	shown := does(x, x.elb.DescribeLoadBalancers, &elb.DescribeLoadBalancersInput{LoadBalancerArns: []string{*lb.LoadBalancerArn}}).LoadBalancers[0]
	x.holds("elbv2.SetSecurityGroups", slices.Equal(shown.SecurityGroups, []string{front, back}), shown)
	refused(x.on("unknown group"), "InvalidSecurityGroup", "sg-0123456789abcdef0", x.elb.SetSecurityGroups, &elb.SetSecurityGroupsInput{LoadBalancerArn: lb.LoadBalancerArn, SecurityGroups: []string{"sg-0123456789abcdef0"}})
	born := does(x, x.ec2.DescribeSubnets, &ec2.DescribeSubnetsInput{Filters: by("default-for-az", "true")}).Subnets
	if len(born) < 2 {
		x.Fatalf("default subnets %+v", born)
	}
	ids := []string{*born[0].SubnetId, *born[1].SubnetId}
	usual := does(x, x.elb.CreateLoadBalancer, &elb.CreateLoadBalancerInput{Name: new("usual"), Subnets: ids}).LoadBalancers[0]
	x.holds("elbv2.CreateLoadBalancer(default network)", placed(usual, *born[0].VpcId, "", ids), usual)
	does(x, x.elb.DeleteLoadBalancer, &elb.DeleteLoadBalancerInput{LoadBalancerArn: usual.LoadBalancerArn})
}

// placed compares where a balancer says it is with where it was put. A group of "" is any.
func placed(lb elbtypes.LoadBalancer, vpc, group string, subnets []string) bool {
	var shown []string
	for _, zone := range lb.AvailabilityZones {
		shown = append(shown, text(zone.SubnetId))
	}
	slices.Sort(shown)
	return text(lb.VpcId) == vpc && (group == "" || slices.Equal(lb.SecurityGroups, []string{group})) && slices.Equal(shown, slices.Sorted(slices.Values(subnets)))
}

func (x *trial) health(pool elbtypes.TargetGroup, id string) string {
	x.Helper()
	for _, h := range does(x, x.elb.DescribeTargetHealth, &elb.DescribeTargetHealthInput{TargetGroupArn: pool.TargetGroupArn}).TargetHealthDescriptions {
		if text(h.Target.Id) == id {
			return string(h.TargetHealth.State)
		}
	}
	return ""
}

// scaled: the instances of an auto scaling group are instances like any others.
func scaled(x *trial) {
	vpc := x.vpc("10.0.0.0/16")
	subnets, inner := x.zoned(vpc), x.group(vpc, "inner")
	pool := does(x, x.elb.CreateTargetGroup, &elb.CreateTargetGroupInput{Name: new("scaled"), Protocol: elbtypes.ProtocolEnumHttp, Port: new(int32(80)), VpcId: &vpc}).TargetGroups[0]
	image := x.image()
	data := &ec2types.RequestLaunchTemplateData{ImageId: &image, InstanceType: ec2types.InstanceTypeT3Micro, SecurityGroupIds: []string{inner}}
	template := does(x, x.ec2.CreateLaunchTemplate, &ec2.CreateLaunchTemplateInput{LaunchTemplateName: new("scaled"), LaunchTemplateData: data}).LaunchTemplate.LaunchTemplateId
	x.says("autoscaling", "CreateAutoScalingGroup", m{
		"AutoScalingGroupName": "scaled", "MinSize": int64(0), "MaxSize": int64(3), "DesiredCapacity": int64(2), "VPCZoneIdentifier": strings.Join(subnets, ","),
		"LaunchTemplate": m{"LaunchTemplateId": *template, "Version": "$Latest"}, "TargetGroupARNs": []any{*pool.TargetGroupArn},
	})
	begun := x.members("scaled")
	same(x, "autoscaling.CreateAutoScalingGroup(instances)", len(begun), 2)
	for _, id := range begun {
		i := x.instance(id)
		x.holds("ec2.DescribeInstances(of a group)", text(i.VpcId) == vpc && text(i.ImageId) == image && len(i.SecurityGroups) == 1 && text(i.SecurityGroups[0].GroupId) == inner, i)
		same(x, "elbv2.DescribeTargetHealth(of a group)", x.health(pool, id), "healthy")
	}
	all := does(x, x.ec2.DescribeImages, &ec2.DescribeImagesInput{Owners: []string{"amazon"}}).Images
	data.ImageId = all[1].ImageId
	does(x, x.ec2.CreateLaunchTemplateVersion, &ec2.CreateLaunchTemplateVersionInput{LaunchTemplateId: template, LaunchTemplateData: data})
	x.says("autoscaling", "StartInstanceRefresh", m{"AutoScalingGroupName": "scaled"})
	renewed := x.members("scaled")
	same(x, "autoscaling.StartInstanceRefresh(instances)", len(renewed), 2)
	for _, id := range renewed {
		x.holds("autoscaling.StartInstanceRefresh(new ones)", !slices.Contains(begun, id) && text(x.instance(id).ImageId) == text(data.ImageId), x.instance(id))
	}
	same(x, "ec2.DescribeInstances(replaced)", x.instance(begun[0]).State.Name, ec2types.InstanceStateNameTerminated)
	x.says("autoscaling", "AttachInstances", m{"AutoScalingGroupName": "scaled", "InstanceIds": []any{x.joins(subnets[0])}})
	same(x, "autoscaling.AttachInstances", len(x.members("scaled")), 3)
	renewed = x.members("scaled")
	x.says("autoscaling", "DeleteAutoScalingGroup", m{"AutoScalingGroupName": "scaled", "ForceDelete": true})
	for _, id := range renewed {
		same(x, "ec2.DescribeInstances(group deleted)", x.instance(id).State.Name, ec2types.InstanceStateNameTerminated)
	}
	x.renamed(template, subnets[0])
}

// joins is an instance that nobody's group has started.
func (x *trial) joins(subnet string) string { return *x.launch(subnet, false).InstanceId }

// renamed: the name of a launch template that is gone may be another one's.
func (x *trial) renamed(template *string, subnet string) {
	x.Helper()
	group := m{"AutoScalingGroupName": "renamed", "MinSize": int64(0), "MaxSize": int64(1), "VPCZoneIdentifier": subnet, "LaunchTemplate": m{"LaunchTemplateName": "scaled"}}
	does(x, x.ec2.DeleteLaunchTemplate, &ec2.DeleteLaunchTemplateInput{LaunchTemplateId: template})
	data := &ec2types.RequestLaunchTemplateData{ImageId: new(x.image()), InstanceType: ec2types.InstanceTypeT3Small}
	does(x, x.ec2.CreateLaunchTemplate, &ec2.CreateLaunchTemplateInput{LaunchTemplateName: new("scaled"), LaunchTemplateData: data})
	x.says("autoscaling", "CreateAutoScalingGroup", group)
	x.says("autoscaling", "SetDesiredCapacity", m{"AutoScalingGroupName": "renamed", "DesiredCapacity": int64(1)})
	for _, id := range x.members("renamed") {
		same(x, "ec2.DescribeInstances(of another template)", x.instance(id).InstanceType, ec2types.InstanceTypeT3Small)
	}
	x.says("autoscaling", "DeleteAutoScalingGroup", m{"AutoScalingGroupName": "renamed", "ForceDelete": true})
}

// stored: a database is in subnets, too.
func stored(x *trial) {
	subnets := x.zoned(x.vpc("10.0.0.0/16"))
	x.says("rds", "CreateDBSubnetGroup", m{"DBSubnetGroupName": "stored", "DBSubnetGroupDescription": "stored", "SubnetIds": []any{subnets[0], subnets[1]}})
	made := x.says("rds", "CreateDBInstance", m{
		"DBInstanceIdentifier": "stored", "Engine": "postgres", "DBInstanceClass": "db.t3.micro", "AllocatedStorage": int64(20), "DBSubnetGroupName": "stored",
		"MasterUsername": "lab", "MasterUserPassword": "not-a-secret",
	})
	for group := range wire.Each(wire.Value(made, "DBInstance", "VpcSecurityGroups")) {
		x.holds("rds.CreateDBInstance(its group)", x.there(wire.Text(group, "VpcSecurityGroupId")), made)
	}
}

// members are the instances of an auto scaling group.
func (x *trial) members(name string) []string {
	x.Helper()
	var ids []string
	for g := range wire.Each(x.says("autoscaling", "DescribeAutoScalingGroups", m{"AutoScalingGroupNames": []any{name}})["AutoScalingGroups"]) {
		for i := range wire.Each(g["Instances"]) {
			ids = append(ids, wire.Text(i, "InstanceId"))
		}
	}
	return ids
}
