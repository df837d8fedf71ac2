// Inputs whose members are grouped otherwise in a record than on the wire: launches, and who images and snapshots are shared
// with.

package dialect

import "slices"

// launched are the members of RunInstances that are recorded in the one element of instancesSet, seated those that the wire
// has in Placement and the record beside it.
var (
	launched = []string{"imageId", "minCount", "maxCount", "keyName"}
	seated   = []string{"availabilityZone", "tenancy"}
)

// shares are the calls that share something, with the permission's name and what is recorded as its type.
var shares = map[string]struct{ permission, kind string }{
	"ModifyImageAttribute":    {"launchPermission", "launchPermission"},
	"ModifySnapshotAttribute": {"createVolumePermission", "CREATE_VOLUME_PERMISSION"},
}

// regroup takes a request whose members are named to the groups of its record.
func regroup(call string, o Object) Object {
	if call == "RunInstances" {
		return grouped(o)
	}
	if share, ok := shares[call]; ok {
		return shared(o, share.permission, share.kind)
	}
	return o
}

// ungroup is the way back.
func ungroup(call string, o Object) Object {
	if call == "RunInstances" {
		return ungrouped(o)
	}
	share, ok := shares[call]
	if !ok {
		return o
	}
	out := Object{}
	for _, m := range o {
		switch {
		case m.Name == "attributeType" && o.Get(share.permission) != nil:
			continue
		case m.Name == "attributeType" && o.First(m.Name) == share.kind:
			m.Value = Text(share.permission)
		}
		out = append(out, m)
	}
	return out
}

func grouped(o Object) Object {
	first, out := Object{}, Object{}
	for _, m := range o {
		placement, _ := m.Value.(Object)
		switch {
		case slices.Contains(launched, m.Name):
			first = append(first, m)
		case m.Name == "placement":
			rest := Object{}
			for _, p := range placement {
				if slices.Contains(seated, p.Name) {
					out = append(out, p)
				} else {
					rest = append(rest, p)
				}
			}
			if len(rest) > 0 {
				out = append(out, Member{m.Name, rest})
			}
		default:
			out = append(out, m)
		}
	}
	return append(Object{{"instancesSet", List{first}}}, out...)
}

func ungrouped(o Object) Object {
	out, placement := Object{}, Object{}
	for _, m := range o {
		l, _ := m.Value.(List)
		switch {
		case m.Name == "instancesSet" && len(l) > 0:
			first, _ := l[0].(Object)
			out = append(out, first...)
		case slices.Contains(seated, m.Name):
			placement = append(placement, m)
		case m.Name == "placement":
			rest, _ := m.Value.(Object)
			placement = append(placement, rest...)
		default:
			out = append(out, m)
		}
	}
	if len(placement) > 0 {
		out = append(out, Member{"placement", placement})
	}
	return out
}

// shared tells a permission in the newer form, whichever form the wire has: the older one names an operation, add or
// remove, and beside it the users and groups. Who sends both, which AWS refuses, is recorded by the newer one.
func shared(o Object, permission, kind string) Object {
	out, who := Object{}, List{}
	how := o.First("operationType")
	for _, m := range o {
		l, _ := m.Value.(List)
		switch {
		case how != "" && (m.Name == "userIdSet" || m.Name == "userGroupSet"):
			who = append(who, l...)
		case m.Name != "attributeType" && (how == "" || m.Name != "operationType"):
			out = append(out, m)
		}
	}
	if len(who) > 0 && out.Get(permission) == nil {
		out = append(out, Member{permission, Object{{how, who}}})
	}
	switch about := o.Get("attributeType"); {
	case out.Get(permission) != nil || o.First("attributeType") == permission:
		out = append(out, Member{"attributeType", Quoted(kind)})
	case about != nil:
		out = append(Object{{"attributeType", about}}, out...)
	}
	return out
}
