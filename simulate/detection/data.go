// What is noticed of data, of what protects it, and of what runs beside it.

package detection

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
)

// lost: an instance was terminated, and neither it nor one of its volumes had been copied.
func (s *scene) lost() time.Time {
	kept, disks := map[string]bool{}, map[string][]string{}
	return s.first(func(d *deed) bool {
		if !d.went() {
			return false
		}
		switch d.Name {
		case "AttachVolume":
			disks[d.ask("instanceId")] = append(disks[d.ask("instanceId")], d.ask("volumeId"))
		case "CreateSnapshot", "CreateSnapshots", "CreateImage":
			for _, id := range d.IDs {
				kept[id] = true
			}
			kept[d.ask("instanceSpecification.instanceId")] = true
		case "TerminateInstances":
			return slices.ContainsFunc(d.IDs, func(id string) bool {
				return strings.HasPrefix(id, "i-") && !kept[id] && !slices.ContainsFunc(disks[id], func(v string) bool { return kept[v] })
			})
		}
		return false
	})
}

func (s *scene) clearVolume() time.Time {
	return s.first(func(d *deed) bool {
		switch d.Name {
		case "CreateVolume", "CreateSnapshot":
			return d.went() && d.call.Response.First("encrypted") == "false"
		case "CreateSnapshots":
			return d.went() && slices.Contains(d.call.Response.All("snapshotSet.encrypted"), "false")
		case "RunInstances":
			return d.went() && slices.Contains(d.call.Request.All("blockDeviceMapping.ebs.encrypted"), "false")
		}
		return false
	})
}

// doors are the ports that the world has no business at: SSH, HTTP in clear text, remote desktops.
var doors = []int{22, 80, 3389}

func (s *scene) wide() time.Time {
	return s.first(func(d *deed) bool {
		if d.Name != "AuthorizeSecurityGroupIngress" || !d.went() {
			return false
		}
		return slices.ContainsFunc(dialect.Permissions(d.call.Request), opensDoor)
	})
}

// opensDoor reports whether a rule lets every address in at one of the doors.
func opensDoor(r dialect.Rule) bool {
	if r.Peer != "0.0.0.0/0" && r.Peer != "::/0" {
		return false
	}
	if r.Protocol == "-1" || r.Protocol == "all" {
		return true
	}
	from, err := strconv.Atoi(r.From)
	if err != nil || r.Protocol != "tcp" && r.Protocol != "6" {
		return false
	}
	to, err := strconv.Atoi(r.To)
	if err != nil {
		to = from
	}
	return from == -1 || slices.ContainsFunc(doors, func(port int) bool { return from <= port && port <= to })
}

func (s *scene) clearText() time.Time {
	return s.first(func(d *deed) bool {
		switch d.Name {
		case "CreateListener", "ModifyListener":
			return d.went() && strings.EqualFold(d.ask("protocol"), "HTTP") && !slices.Contains(d.call.Request.All("defaultActions.type"), "redirect")
		case "CreateLoadBalancerListeners":
			return d.went() && slices.ContainsFunc(d.call.Request.All("listeners.protocol"), func(p string) bool { return strings.EqualFold(p, "HTTP") })
		}
		return false
	})
}

// software: an inventory with an application that the first inventory of the same instance did not have. What a command installs
// is hidden in the log, so that this is all that shows it.
func (s *scene) software() time.Time {
	known := map[string][]string{}
	return s.first(func(d *deed) bool {
		if d.Name != "PutInventory" || !d.went() {
			return false
		}
		instance, names, told := applications(d.Request)
		before, had := known[instance]
		if !told {
			return false
		}
		if !had {
			known[instance] = names
			return false
		}
		return slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(before, n) })
	})
}

// applications reads the inventory of an instance. Its content is of texts by name, and names are written as agents do.
func applications(request string) (instance string, names []string, told bool) {
	var q struct {
		InstanceID string `json:"instanceId"`
		Items      []struct {
			TypeName string              `json:"typeName"`
			Content  []map[string]string `json:"content"`
		} `json:"items"`
	}
	if json.Unmarshal([]byte(request), &q) != nil {
		return "", nil, false
	}
	for _, item := range q.Items {
		if item.TypeName != "AWS:Application" || item.Content == nil {
			continue
		}
		told = true
		for _, entry := range item.Content {
			for key, value := range entry {
				if strings.EqualFold(key, "Name") {
					names = append(names, value)
				}
			}
		}
	}
	return q.InstanceID, names, told
}
