// Agents: those of Systems Manager that are heard of in a lab, and what they say of themselves.

package localstack

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/localstack/exchange"
	"traillab/localstack/recorder"
)

// home is the region that is looked at even when no call was made in any.
const home = "us-east-1"

// agents are the agents that are heard of: those of running instances that have a role and reach Systems Manager.
func (l *Lab) agents(ctx context.Context) ([]recorder.Beat, error) {
	h, err := l.stack.guard.Look(ctx, home)
	if err != nil {
		return nil, err
	}
	s := h.State(h.Now())
	var heard []recorder.Beat
	for _, instance := range h.Things(topology.Instance) {
		profile := s.Get(instance, topology.Profile)
		if !s.Stands(instance).Is(topology.Yes) || !s.Get(instance, topology.Condition).Is(topology.Running) || !profile.Known() || profile.Is(topology.None) {
			continue
		}
		ssm, asked := s.Capable(instance, "ssm")
		if !asked || ssm.Answer != topology.Reaches {
			continue
		}
		role, key, known := l.session(ctx, instance, profile.Text)
		if !known {
			continue
		}
		b := recorder.Beat{
			Account: l.options.Account, Region: instance.Region, Instance: instance.ID, Role: role, Key: key, Drill: l.options.Drill,
			Private: private(s, instance), Endpoint: endpoint(ssm),
		}
		b.Egress = l.egress(ctx, instance, ssm, b.Private)
		heard = append(heard, b)
	}
	return heard, nil
}

// egress is the address that Systems Manager sees: an endpoint sees the instance's own, others a public one, which calls do not
// tell of where it was given at launch.
func (l *Lab) egress(ctx context.Context, instance *topology.Thing, ssm topology.Verdict, own string) string {
	if ssm.Address != "" || endpoint(ssm) != "" {
		return cmp.Or(ssm.Address, own)
	}
	out, err := l.stack.ask.Do(ctx, instance.Region, "ec2", "DescribeInstances", map[string]any{"InstanceIds": []any{instance.ID}})
	if err != nil {
		return own
	}
	public, _ := at(out, "Reservations", "Instances", "PublicIpAddress").(string)
	return cmp.Or(public, own)
}

// endpoint is the one that leads to Systems Manager, "" where the way leads out.
func endpoint(ssm topology.Verdict) string {
	for _, hop := range ssm.Path {
		if id, _, _ := strings.Cut(hop, " "); strings.HasPrefix(id, "vpce-") {
			return id
		}
	}
	return ""
}

// at walks into an answer; of a list the first element is meant.
func at(v any, path ...string) any {
	for _, name := range path {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		m, _ := v.(map[string]any)
		v = m[name]
	}
	if list, ok := v.([]any); ok && len(list) > 0 {
		return list[0]
	}
	return v
}

// private is the primary private address of an instance, "" when it is not known.
func private(s *topology.State, instance *topology.Thing) string {
	first := ""
	for _, face := range s.Back(instance, topology.AttachedTo) {
		addresses, _ := s.Held(face, topology.PrivateIP)
		if len(addresses) > 0 && (first == "" || s.Get(face, topology.Primary).Is(topology.Yes)) {
			first = addresses[0]
		}
	}
	return first
}

// session is the instance's session of the role in its profile, an ARN or a name.
func (l *Lab) session(ctx context.Context, instance *topology.Thing, profile string) (exchange.Principal, string, bool) {
	out, err := l.stack.ask.Do(ctx, instance.Region, "iam", "GetInstanceProfile", map[string]any{"InstanceProfileName": profile[strings.LastIndexByte(profile, '/')+1:]})
	if err != nil {
		return exchange.Principal{}, "", false
	}
	role, found := at(out, "InstanceProfile", "Roles").(map[string]any)
	if !found {
		return exchange.Principal{}, "", false
	}
	name, id, arn := fmt.Sprint(role["RoleName"]), fmt.Sprint(role["RoleId"]), fmt.Sprint(role["Arn"])
	if l.beats.since == nil {
		l.beats.since = map[string]time.Time{}
	}
	since, met := l.beats.since[instance.ID]
	if !met {
		since = l.beats.next.UTC().Truncate(time.Second)
		l.beats.since[instance.ID] = since
	}
	sum := sha256.Sum256([]byte(instance.ID + since.String()))
	return exchange.Principal{
		Type: "AssumedRole", ID: id + ":" + instance.ID, Account: l.options.Account,
		ARN:     "arn:aws:sts::" + l.options.Account + ":assumed-role/" + name + "/" + instance.ID,
		Session: &exchange.Session{Name: instance.ID, Role: arn, RoleID: id, RoleName: name, Since: since, Source: instance.ID},
	}, "ASIA" + base32.StdEncoding.EncodeToString(sum[:])[:16], true
}
