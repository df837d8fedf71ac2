// Events of the history: what LookupEvents tells of a record beside the record itself.

package recorder

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// Resource is something that an event names.
type Resource struct{ Type, Name string }

// kinds of resources by the beginnings of their ids.
var kinds = []struct{ beginning, kind string }{
	{"vpce-", "AWS::EC2::VPCEndpoint"},
	{"vpc-", "AWS::EC2::VPC"},
	{"subnet-", "AWS::EC2::Subnet"},
	{"igw-", "AWS::EC2::InternetGateway"},
	{"eigw-", "AWS::EC2::EgressOnlyInternetGateway"},
	{"nat-", "AWS::EC2::NatGateway"},
	{"rtb-", "AWS::EC2::RouteTable"},
	{"rtbassoc-", "AWS::EC2::SubnetRouteTableAssociation"},
	{"eipalloc-", "AWS::EC2::EIP"},
	{"i-", "AWS::EC2::Instance"},
	{"eni-", "AWS::EC2::NetworkInterface"},
	{"sg-", "AWS::EC2::SecurityGroup"},
	{"acl-", "AWS::EC2::NetworkAcl"},
	{"vol-", "AWS::EC2::Volume"},
	{"snap-", "AWS::EC2::Snapshot"},
	{"ami-", "AWS::EC2::Ami"},
	{"tgw-attach-", "AWS::EC2::TransitGatewayAttachment"},
	{"tgw-", "AWS::EC2::TransitGateway"},
	{"pcx-", "AWS::EC2::VPCPeeringConnection"},
	{"AKIA", "AWS::IAM::AccessKey"},
}

// kindOf are kinds of resources by the member that names them.
var kindOf = map[string]string{
	"userName": "AWS::IAM::User", "roleName": "AWS::IAM::Role", "policyArn": "AWS::IAM::Policy", "roleArn": "AWS::IAM::Role",
	"instanceProfileName": "AWS::IAM::InstanceProfile", "bucketName": "AWS::S3::Bucket", "policyName": "AWS::IAM::Policy",
}

// eventOf reads a record. It is empty for one that is not for the history.
func eventOf(record []byte) Event {
	var told struct {
		EventID, EventName, EventSource, EventCategory string
		EventTime                                      time.Time
		ReadOnly                                       bool
		UserIdentity                                   struct{ Type, UserName, PrincipalID, AccessKeyID, InvokedBy string }
		RequestParameters, ResponseElements            json.RawMessage
		Resources                                      []struct{ Type, ARN string }
	}
	if json.Unmarshal(record, &told) != nil || told.EventCategory != "Management" {
		return Event{}
	}
	who := told.UserIdentity
	e := Event{ID: told.EventID, Name: told.EventName, Source: told.EventSource, Key: who.AccessKeyID, ReadOnly: told.ReadOnly, At: told.EventTime, Record: string(record)}
	_, session, _ := strings.Cut(who.PrincipalID, ":")
	e.User = cmp.Or(who.UserName, cmp.Or(session, who.InvokedBy))
	if who.Type == "Root" {
		e.User = "root"
	}
	for _, r := range told.Resources {
		e.Resources = append(e.Resources, Resource{r.Type, r.ARN})
	}
	if call, err := dialect.Parse(e.Name, e.Source, told.RequestParameters, told.ResponseElements); err == nil {
		e.Resources = resourcesIn(resourcesIn(e.Resources, "", call.Request), "", call.Response)
	}
	return e
}

// resourcesIn gathers the resources that a value names, each once.
func resourcesIn(found []Resource, name string, v dialect.Value) []Resource {
	switch v := v.(type) {
	case dialect.Text:
		r := Resource{kindOf[name], string(v)}
		for _, k := range kinds {
			if r.Type == "" && strings.HasPrefix(r.Name, k.beginning) {
				r.Type = k.kind
			}
		}
		if r.Type != "" && r.Name != "" && !slices.Contains(found, r) {
			found = append(found, r)
		}
	case dialect.List:
		for _, element := range v {
			found = resourcesIn(found, name, element)
		}
	case dialect.Object:
		for _, m := range v {
			found = resourcesIn(found, m.Name, m.Value)
		}
	}
	return found
}
