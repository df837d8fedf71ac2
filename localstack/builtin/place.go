// Places: regions, their zones, and what an account may do in them.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

// regionNames are the regions that are on without being asked for.
var regionNames = []string{
	"us-east-1", "us-east-2", "us-west-1", "us-west-2", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1",
	"ap-southeast-2", "ca-central-1", "eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "sa-east-1",
}

// area is a region as a row.
type area struct{ base }

// zone is a zone of the region.
type zone struct {
	base
	number string // use1-az1
}

// awsList is a prefix list of Amazon's, through which gateway endpoints lead.
type awsList struct {
	base
	service string // s3
	cidrs   []string
}

func placeCalls() operations {
	return operations{
		"DescribeRegions": describe(listing{
			of: "region", member: "Regions", named: map[string]string{"RegionNames": "region-name"},
			absent: map[string]fault{"RegionNames": {code: "InvalidParameterValue", sentence: "Invalid region provided: [%s]"}},
			also:   map[string]string{"endpoint": "region-endpoint"},
		}),
		"DescribeAvailabilityZones": describe(listing{
			of: "availability-zone", member: "AvailabilityZones", named: map[string]string{"ZoneNames": "zone-name", "ZoneIds": "zone-id"},
			absent: map[string]fault{
				"ZoneNames": {code: "InvalidParameterValue", sentence: "Invalid availability zone: [%s]"},
				"ZoneIds":   {code: "InvalidParameterValue", sentence: "Invalid availability zone-id: [%s]"},
			},
			also: map[string]string{"state": "zone-state"},
		}),
		"DescribePrefixLists": describe(listing{of: "prefix-list", member: "PrefixLists", ids: "PrefixListIds"}),
		"DescribeManagedPrefixLists": describe(listing{of: "prefix-list", member: "PrefixLists", ids: "PrefixListIds", rows: func(q *call) []resource {
			var rows []resource
			for _, l := range all[*awsList](q) {
				rows = append(rows, &managedList{l})
			}
			return rows
		}}),
		"GetManagedPrefixListEntries": getListEntries,
		"DescribeAccountAttributes":   describeAccountAttributes,
	}
}

func (*area) kind() string { return "region" }

func (a *area) show(*call) result {
	return result{"RegionName": a.id, "Endpoint": "ec2." + a.id + ".amazonaws.com", "OptInStatus": "opt-in-not-required"}
}

func (*zone) kind() string { return "availability-zone" }

func (z *zone) show(q *call) result {
	return result{
		"ZoneName": z.id, "ZoneId": z.number, "ZoneType": "availability-zone", "State": "available", "RegionName": q.here, "GroupName": q.here,
		"NetworkBorderGroup": q.here, "OptInStatus": "opt-in-not-required", "Messages": []any{},
	}
}

// stockPlaces puts regions, zones and Amazon's prefix lists on their shelves.
func (q *call) stockPlaces() {
	for _, name := range regionNames {
		q.place(&area{}, name)
	}
	for i := range 3 {
		z := &zone{number: q.short() + "-az" + string(rune('1'+i))}
		q.place(z, q.here+string(rune('a'+i)))
	}
	q.place(&awsList{service: "s3", cidrs: []string{"52.216.0.0/15", "3.5.0.0/19"}}, "pl-63a5400a")
	q.place(&awsList{service: "dynamodb", cidrs: []string{"52.94.0.0/22", "3.218.180.0/22"}}, "pl-02cd2c6b")
}

// short is the region in the ids of its zones: use1 of us-east-1.
func (q *call) short() string {
	var short string
	for i, word := range strings.Split(q.here, "-") {
		if i > 0 {
			word = word[:min(1, len(word))]
		}
		short += word
	}
	return short
}

func (q *call) zones() []*zone { return all[*zone](q) }

func (*awsList) kind() string { return "prefix-list" }

func (l *awsList) title(q *call) string { return "com.amazonaws." + q.here + "." + l.service }

func (l *awsList) show(q *call) result {
	return result{"PrefixListId": l.id, "PrefixListName": l.title(q), "Cidrs": listed(l.cidrs)}
}

// managedList is the same as the newer calls tell it.
type managedList struct{ *awsList }

func (l *managedList) show(q *call) result {
	return result{
		"PrefixListId": l.id, "PrefixListName": l.title(q), "AddressFamily": "IPv4", "State": "create-complete", "OwnerId": "AWS",
		"PrefixListArn": "arn:aws:ec2:" + q.here + ":aws:prefix-list/" + l.id, "Version": 1, "Tags": []any{},
	}
}

func getListEntries(q *call) (result, *wire.Error) {
	l, refused := find[*awsList](q, q.text("PrefixListId"))
	if refused != nil {
		return nil, refused
	}
	return result{"Entries": told(l.cidrs, func(cidr string) map[string]any { return result{"Cidr": cidr} })}, nil
}

func describeAccountAttributes(q *call) (result, *wire.Error) {
	standard := "none"
	if v := q.defaultVPC(); v != nil {
		standard = v.id
	}
	var found []any
	for _, a := range []struct{ name, value string }{
		{"supported-platforms", "VPC"},
		{"default-vpc", standard},
		{"max-instances", "100"},
		{"vpc-max-security-groups-per-interface", "5"},
		{"max-elastic-ips", "5"},
		{"vpc-max-elastic-ips", "5"},
	} {
		if names := q.texts("AttributeNames"); len(names) == 0 || slices.Contains(names, a.name) {
			found = append(found, result{"AttributeName": a.name, "AttributeValues": []any{result{"AttributeValue": a.value}}})
		}
	}
	return result{"AccountAttributes": found}, nil
}
