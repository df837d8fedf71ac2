// Heartbeats: the signs of life of Systems Manager's agent. It calls an operation that is in no model, so the lab makes its
// records itself, for the instances whose calls would get out.

package recorder

import (
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
)

// Beat is one sign of life.
type Beat struct {
	Account, Region string
	Instance        string             // i-…
	Role            exchange.Principal // the instance's session of its role
	Key             string             // of the session
	Egress          string             // the public address that the call comes from: the instance's, or that of its NAT gateway
	Private         string             // the instance's own address
	Endpoint        string             // the VPC endpoint that the call comes through, "" for none
	At              time.Time
	Drill           string
}

// Agent is the user agent of the agent's calls.
const Agent = "aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/"

// agentVersion is one that was seen in real records.
const agentVersion = "3.1.1732.0"

// Heartbeat records a sign of life.
func (r *Recorder) Heartbeat(b Beat) error {
	id, err := exchange.NewID(r.options.Random)
	if err != nil {
		return err
	}
	requestID, err := exchange.NewID(r.options.Random)
	if err != nil {
		return err
	}
	if b.Role.Session != nil {
		session := *b.Role.Session
		session.Source = b.Instance
		b.Role.Session = &session
	}
	c := &exchange.Call{
		Service: "ssm", Name: "UpdateInstanceInformation", Account: b.Account, Region: b.Region, Who: b.Role, Key: b.Key,
		Agent: Agent, From: b.Egress, Endpoint: b.Endpoint, At: b.At, ID: id, RequestID: requestID, Drill: b.Drill,
	}
	told := dialect.Object{}
	for _, m := range [][2]string{
		{"InstanceId", b.Instance},
		{"AgentVersion", agentVersion},
		{"AgentStatus", "Active"},
		{"PlatformType", "Linux"},
		{"PlatformName", "Amazon Linux"},
		{"PlatformVersion", "2"},
		{"IPAddress", b.Private},
		{"ComputerName", computer(b.Private, b.Region)},
		{"AgentName", "amazon-ssm-agent"},
	} {
		told = given(told, m[0], m[1])
	}
	c.Body = dialect.AppendRequest(nil, &dialect.Call{Request: told})
	return r.accept(place{c.Account, region(c)}, Tell(c, &exchange.Answer{}), r.silence.now(place{c.Account, region(c)}, false))
}

// computer is the name that a machine has by its private address.
func computer(address, region string) string {
	if address == "" {
		return ""
	}
	name := []byte("ip-" + address)
	for i := range name {
		if name[i] == '.' {
			name[i] = '-'
		}
	}
	if region == "us-east-1" {
		return string(name) + ".ec2.internal"
	}
	return string(name) + "." + region + ".compute.internal"
}
