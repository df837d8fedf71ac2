// Security groups: what interfaces let in and out.

package builtin

import (
	"slices"

	"traillab/localstack/wire"
)

// group is a security group.
type group struct {
	base
	vpc, title, about string
	rules             []*rule
}

var (
	groupThere    = fault{code: "InvalidGroup.Duplicate", sentence: "The security group '%s' already exists for VPC '%s'"}
	groupReserved = fault{code: "InvalidParameterValue", sentence: "Cannot use reserved security group name: %s"}
	groupInUse    = fault{code: "DependencyViolation", sentence: "resource %s has a dependent object"}
	groupDefault  = fault{code: "CannotDelete", sentence: `the specified group: "%s" name: "default" cannot be deleted by a user`}
	noGroup       = fault{code: "InvalidGroup.NotFound", sentence: "The security group '%s' does not exist"}
	noGroupIn     = fault{code: "InvalidGroup.NotFound", sentence: "The security group '%s' does not exist in VPC '%s'"}
	groupsElse    = fault{code: "InvalidParameter", sentence: "Security group %s and subnet %s belong to different networks."}
)

func groupCalls() operations {
	return operations{
		"CreateSecurityGroup": createGroup, "DeleteSecurityGroup": deleteGroup,
		"DescribeSecurityGroups": describe(listing{
			of: "security-group", member: "SecurityGroups", ids: "GroupIds", named: map[string]string{"GroupNames": "group-name"},
			absent: map[string]fault{"GroupNames": noGroup},
			also: map[string]string{
				"description": "group-description", "ip-permission.cidr": "ip-permissions.ip-ranges.cidr-ip",
				"ip-permission.from-port": "ip-permissions.from-port", "ip-permission.to-port": "ip-permissions.to-port",
				"ip-permission.protocol": "ip-permissions.ip-protocol", "ip-permission.group-id": "ip-permissions.groups.group-id",
				"ip-permission.ipv6-cidr":        "ip-permissions.ipv6-ranges.cidr-ipv6",
				"egress.ip-permission.cidr":      "ip-permissions-egress.ip-ranges.cidr-ip",
				"egress.ip-permission.from-port": "ip-permissions-egress.from-port", "egress.ip-permission.to-port": "ip-permissions-egress.to-port",
				"egress.ip-permission.protocol": "ip-permissions-egress.ip-protocol",
				"egress.ip-permission.group-id": "ip-permissions-egress.groups.group-id",
			},
		}),
		"DescribeSecurityGroupReferences": groupReferences,
	}
}

func (*group) kind() string { return "security-group" }

func (g *group) show(q *call) result {
	return result{
		"GroupId": g.id, "SecurityGroupArn": q.arn("ec2", "security-group/"+g.id), "GroupName": g.title, "Description": g.about, "VpcId": g.vpc, "OwnerId": q.options.Account,
		"Tags":          q.tagged(g.id),
		"IpPermissions": permissions(q, g.rules, false), "IpPermissionsEgress": permissions(q, g.rules, true),
	}
}

// newGroup makes a group, which lets everything out. The default one lets in what comes from itself.
func (q *call) newGroup(v *vpc, title, about string) *group {
	g := &group{vpc: v.id, title: title, about: about}
	q.add(g)
	if title == "default" {
		q.addRule(g, &rule{of: g.id, protocol: "-1", from: -1, to: -1, peer: peer{"group", g.id}})
	}
	q.addRule(g, &rule{of: g.id, out: true, protocol: "-1", from: -1, to: -1, peer: peer{"cidr", "0.0.0.0/0"}})
	if len(v.v6) > 0 {
		q.addRule(g, &rule{of: g.id, out: true, protocol: "-1", from: -1, to: -1, peer: peer{"cidr6", "::/0"}})
	}
	return g
}

func createGroup(q *call) (result, *wire.Error) {
	v := q.defaultVPC()
	if id := q.text("VpcId"); id != "" {
		var refused *wire.Error
		if v, refused = find[*vpc](q, id); refused != nil {
			return nil, refused
		}
	}
	if v == nil {
		return nil, noDefault.of()
	}
	title := q.text("GroupName")
	if title == "default" {
		return nil, groupReserved.of(title)
	}
	for _, g := range all[*group](q) {
		if g.vpc == v.id && g.title == title {
			return nil, groupThere.of(title, v.id)
		}
	}
	g := q.newGroup(v, title, q.text("Description"))
	return result{"GroupId": g.id, "SecurityGroupArn": q.arn("ec2", "security-group/"+g.id), "Tags": q.tagged(g.id)}, nil
}

// named is the group that the call names by its id, or by its name in the default VPC.
func (q *call) group() (*group, *wire.Error) {
	if id := q.text("GroupId"); id != "" {
		return find[*group](q, id)
	}
	title := q.text("GroupName")
	if title == "" {
		return nil, missingParameter.of("groupName or groupId")
	}
	v := q.defaultVPC()
	if v == nil {
		return nil, noDefault.of()
	}
	return q.titled(title, v.id)
}

func (q *call) titled(title, vpc string) (*group, *wire.Error) {
	for _, g := range all[*group](q) {
		if g.title == title && g.vpc == vpc {
			return g, nil
		}
	}
	return nil, noGroupIn.of(title, vpc)
}

func deleteGroup(q *call) (result, *wire.Error) {
	g, refused := q.group()
	switch {
	case refused != nil:
		return nil, refused
	case g.title == "default":
		return nil, groupDefault.of(g.id)
	case q.used(g):
		return nil, groupInUse.of(g.id)
	}
	q.dropGroup(g)
	return nil, nil
}

// used reports whether an interface has a group, or a rule of another one names it.
func (q *call) used(g *group) bool {
	for _, f := range all[*face](q) {
		if slices.Contains(f.groups, g.id) {
			return true
		}
	}
	for _, r := range all[*rule](q) {
		if r.peer == (peer{"group", g.id}) && r.of != g.id {
			return true
		}
	}
	return false
}

func (q *call) dropGroup(g *group) {
	for _, r := range g.rules {
		q.remove(r)
	}
	q.remove(g)
}

// groupsIn checks the groups that the call wants for an interface; none is the VPC's default one.
func (q *call) groupsIn(s *subnet, ids []string) ([]string, *wire.Error) {
	for _, id := range ids {
		g, refused := find[*group](q, id)
		if refused != nil {
			return nil, refused
		}
		if g.vpc != s.vpc {
			return nil, groupsElse.of(g.id, s.id)
		}
	}
	if len(ids) > 0 {
		return ids, nil
	}
	g, refused := q.titled("default", s.vpc)
	if refused != nil {
		return nil, refused
	}
	return []string{g.id}, nil
}

// showGroups shows groups where something has them.
func (q *call) showGroups(ids []string) []any {
	return told(ids, func(id string) map[string]any {
		out := result{"GroupId": id}
		if g := have[*group](q, id); g != nil {
			out["GroupName"] = g.title
		}
		return out
	})
}

func groupReferences(q *call) (result, *wire.Error) {
	for _, id := range q.texts("GroupId") {
		if _, refused := find[*group](q, id); refused != nil {
			return nil, refused
		}
	}
	return result{"SecurityGroupReferenceSet": []any{}}, nil // of peered VPCs in other accounts, of which there are none
}
