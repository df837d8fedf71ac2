// Subnets: what ends with them.

package guard

import (
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// leaveTies ends the associations of a subnet that is deleted with a route table and a network ACL of the user's own. Clouds
// keep them, and then neither can be got rid of.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnet.html
func leaveTies(q *asked) (func(*exchange.Answer), *wire.Error) {
	subnet := q.text("SubnetId")
	tables := q.look("DescribeRouteTables", "RouteTables", "association.subnet-id", subnet)
	acls := q.look("DescribeNetworkAcls", "NetworkAcls", "association.subnet-id", subnet)
	tell := func(operation string, in map[string]any) {
		_, _ = q.cloud.Do(q.ctx, q.Region, ec2, operation, in) // a cloud that has ended it by itself has nothing to end
	}
	return func(a *exchange.Answer) {
		if a.Error != nil {
			return
		}
		for _, table := range tables {
			for bond := range wire.Each(table["Associations"]) {
				if bond["SubnetId"] == subnet {
					tell("DisassociateRouteTable", map[string]any{"AssociationId": bond["RouteTableAssociationId"]})
				}
			}
		}
		for _, acl := range acls {
			if acl["IsDefault"] == true {
				continue
			}
			vpc, _ := acl["VpcId"].(string)
			for bond := range wire.Each(acl["Associations"]) {
				for _, born := range q.look("DescribeNetworkAcls", "NetworkAcls", "vpc-id", vpc, "default", "true") {
					if bond["SubnetId"] == subnet {
						tell("ReplaceNetworkAclAssociation", map[string]any{"AssociationId": bond["NetworkAclAssociationId"], "NetworkAclId": born["NetworkAclId"]})
					}
				}
			}
		}
	}, nil
}

// look asks the cloud for what passes filters, told as name and value in turn. A cloud that cannot tell has nothing.
func (q *asked) look(operation, member string, filters ...string) (found []map[string]any) {
	in := []any{}
	for i := 0; i < len(filters); i += 2 {
		in = append(in, map[string]any{"Name": filters[i], "Values": []any{filters[i+1]}})
	}
	out, err := q.cloud.Do(q.ctx, q.Region, ec2, operation, map[string]any{"Filters": in})
	if err != nil {
		return nil
	}
	for thing := range wire.Each(out[member]) {
		found = append(found, thing)
	}
	return found
}
