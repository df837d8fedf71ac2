// Agents: the instances that Systems Manager knows, which are those that have a role. Whether it hears of one is told by the
// network as it stands.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/managed_instances.html

package overlay

import (
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// agents is what is kept of instances, by id.
type agents map[string]*agent

// agent is the part of Systems Manager in an instance.
type agent struct {
	heard    time.Time // last
	software software
	patch    *patchState // nil until it was looked at
}

// instance is an instance as the cloud behind the lab describes it.
type instance struct {
	*agent
	id     string
	told   map[string]any
	tags   map[string]string
	online bool
}

// release is what the lab's instances run.
const (
	agentVersion = "3.3.1611.0"
	platform     = "Amazon Linux"
	release      = "2023"
)

// beat is how often an agent is heard of.
const beat = 5 * time.Minute

// managed returns the instances that Systems Manager knows, in the order of the cloud behind the lab.
func (q *call) managed() ([]*instance, error) {
	reservations, err := q.all("ec2", "DescribeInstances", "Reservations", nil)
	if err != nil {
		return nil, err
	}
	var all []*instance
	for _, r := range reservations {
		for told := range wire.Each(r["Instances"]) {
			if state := wire.Text(told, "State", "Name"); told["IamInstanceProfile"] == nil || state == "terminated" || state == "shutting-down" {
				continue
			}
			all = append(all, q.known(told))
		}
	}
	return all, nil
}

// known returns an instance, and keeps when it was heard of.
func (q *call) known(told map[string]any) *instance {
	i := &instance{id: wire.Text(told, "InstanceId"), told: told, tags: tags(told["Tags"])}
	i.agent = q.here.agents[i.id]
	if i.agent == nil {
		launched, _ := told["LaunchTime"].(time.Time)
		if launched.IsZero() || launched.After(q.At) {
			launched = q.At
		}
		i.agent = &agent{heard: launched, software: newSoftware(launched)}
		q.here.agents[i.id] = i.agent
	}
	i.online = wire.Text(told, "State", "Name") == "running"
	if i.online && q.options.Reach != nil {
		if yes, known := q.options.Reach.SSM(q.ctx, q.Region, i.id); known {
			i.online = yes
		}
	}
	if i.online {
		i.heard = q.At.Truncate(beat)
		if i.heard.Before(i.software.since) {
			i.heard = i.software.since
		}
	}
	return i
}

// one returns an instance that Systems Manager knows, and AWS's error where it knows none of that id.
func (q *call) one(id string) (*instance, error) {
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	if at := slices.IndexFunc(all, func(i *instance) bool { return i.id == id }); at >= 0 {
		return all[at], nil
	}
	return nil, q.notManaged(id)
}

func (q *call) notManaged(ids ...string) error {
	return refuse("InvalidInstanceId", "Instances [[%s]] not in a valid state for account %s", strings.Join(ids, ", "), q.Account)
}

// ping is how Systems Manager shows whether it hears of an instance.
func (i *instance) ping() string {
	if i.online {
		return "Online"
	}
	return "ConnectionLost"
}

// meets reports whether an instance is one of those that a filter is about. known is false for a filter that there is not.
func (i *instance) meets(key string, values []string) (yes, known bool) {
	name, tagged := strings.CutPrefix(key, "tag:")
	switch {
	case key == "InstanceIds":
		return meets(values, i.id), true
	case key == "PingStatus":
		return meets(values, i.ping()), true
	case key == "PlatformTypes":
		return meets(values, i.platform()), true
	case key == "AgentVersion":
		return meets(values, agentVersion), true
	case key == "ResourceType":
		return meets(values, "EC2Instance"), true
	case tagged:
		v, has := i.tags[name]
		return has && meets(values, v), true
	case key == "tag-key":
		return slices.ContainsFunc(values, func(name string) bool { _, has := i.tags[name]; return has }), true
	case key == "ActivationIds" || key == "IamRole" || key == "AssociationStatus":
		return false, true
	}
	return false, false
}

func (i *instance) platform() string {
	if strings.EqualFold(wire.Text(i.told, "Platform"), "windows") {
		return "Windows"
	}
	return "Linux"
}

func (q *call) describeAgents() (map[string]any, error) {
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	wrong := ""
	chosen := slices.DeleteFunc(all, func(i *instance) bool {
		for _, filters := range []struct{ list, key, values string }{{"Filters", "Key", "Values"}, {"InstanceInformationFilterList", "key", "valueSet"}} {
			for f := range wire.Each(q.In[filters.list]) {
				yes, known := i.meets(wire.Text(f, filters.key), wire.Texts(f[filters.values]))
				if !known {
					wrong = wire.Text(f, filters.key)
				}
				if !yes {
					return true
				}
			}
		}
		return false
	})
	if wrong != "" {
		return nil, refuse("InvalidFilterKey", "The specified filter key %s isn't valid.", wrong)
	}
	return answer(q, "InstanceInformationList", chosen, "InvalidNextToken", (*instance).show)
}

func (i *instance) show() map[string]any {
	shown := map[string]any{
		"InstanceId": i.id, "PingStatus": i.ping(), "LastPingDateTime": whole(i.heard), "AgentVersion": agentVersion, "IsLatestVersion": true,
		"PlatformType": i.platform(), "ResourceType": "EC2Instance", "SourceId": i.id, "SourceType": "AWS::EC2::Instance",
	}
	if i.platform() == "Linux" {
		shown["PlatformName"], shown["PlatformVersion"] = platform, release
	}
	if address := wire.Text(i.told, "PrivateIpAddress"); address != "" {
		shown["IPAddress"] = address
	}
	if name := wire.Text(i.told, "PrivateDnsName"); name != "" {
		shown["ComputerName"] = name
	}
	return shown
}
