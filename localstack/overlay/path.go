// Ways that VPC Reachability Analyzer may be asked about: between instances, network interfaces and internet gateways.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInsightsPath.html

package overlay

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// path is a way that may be asked about.
type path struct {
	id       string
	in       map[string]any // as it was asked for
	from, to end            // to has no id where only addresses tell where the way ends
	made     time.Time
}

// end is where a way begins or ends.
type end struct{ id, arn string }

// travellers are what a way may begin or end at, by the prefix of ids, and the call that knows whether it is there.
var travellers = []struct{ prefix, kind, operation, member string }{
	{"i-", "instance/", "DescribeInstances", "InstanceIds"},
	{"eni-", "network-interface/", "DescribeNetworkInterfaces", "NetworkInterfaceIds"},
	{"igw-", "internet-gateway/", "DescribeInternetGateways", "InternetGatewayIds"},
}

// end reads the id or the ARN of one end of a way, which must be there.
func (q *call) end(member string) (end, error) {
	told := q.text(member)
	id := told[strings.LastIndexByte(told, '/')+1:]
	for _, t := range travellers {
		if strings.HasPrefix(id, t.prefix) {
			_, err := q.do("ec2", t.operation, map[string]any{t.member: []any{id}})
			return end{id, q.arn("ec2", t.kind+id)}, err
		}
	}
	return end{}, refuse("InvalidParameterValue", "Value (%s) for parameter %s is invalid. The lab knows ways between instances, network interfaces and internet gateways.", told, member)
}

func (q *call) createPath() (map[string]any, error) {
	for _, p := range q.here.paths {
		switch {
		case p.in["ClientToken"] != q.In["ClientToken"]:
		case reflect.DeepEqual(p.in, q.In):
			return map[string]any{"NetworkInsightsPath": p.show(q)}, nil
		default:
			return nil, refuse("IdempotentParameterMismatch", "The client token %s was used before with other parameters.", q.text("ClientToken"))
		}
	}
	if protocol := q.text("Protocol"); protocol != "tcp" && protocol != "udp" {
		return nil, refuse("InvalidParameterValue", "Value (%s) for parameter Protocol is invalid.", protocol)
	}
	if port, said := q.In["DestinationPort"].(int64); said && (port < 0 || port > 65535) {
		return nil, refuse("InvalidParameterValue", "Value (%d) for parameter DestinationPort is invalid.", port)
	}
	p := &path{id: q.newHex("nip-"), in: wire.Clone(q.In), made: q.At}
	var err error
	if p.from, err = q.end("Source"); err != nil {
		return nil, err
	}
	if q.text("Destination") != "" {
		if p.to, err = q.end("Destination"); err != nil {
			return nil, err
		}
	}
	q.here.paths = append(q.here.paths, p)
	return map[string]any{"NetworkInsightsPath": p.show(q)}, nil
}

func (p *path) show(q *call) map[string]any {
	shown := map[string]any{
		"NetworkInsightsPathId": p.id, "NetworkInsightsPathArn": q.arn("ec2", "network-insights-path/"+p.id), "CreatedDate": whole(p.made),
		"Source": p.from.id, "SourceArn": p.from.arn, "Tags": tagged(p.in),
	}
	if p.to.id != "" {
		shown["Destination"], shown["DestinationArn"] = p.to.id, p.to.arn
	}
	return copied(shown, p.in, "SourceIp", "DestinationIp", "Protocol", "DestinationPort", "FilterAtSource", "FilterAtDestination")
}

// tagged are the tags that a request gives to what it makes.
func tagged(in map[string]any) any {
	for specification := range wire.Each(in["TagSpecifications"]) {
		return specification["Tags"]
	}
	return []any{}
}

// path returns the path that a call names.
func (q *call) path(id string) (*path, error) {
	for _, p := range q.here.paths {
		if p.id == id {
			return p, nil
		}
	}
	return nil, unheard("Path", "path", id)
}

// unheard says that an id is none, or that nothing has it.
func unheard(kind, what, id string) *wire.Error {
	if digits := id[strings.IndexByte(id, '-')+1:]; strings.Trim(digits, "0123456789abcdef") != "" || !strings.HasPrefix(id, "ni"+what[:1]+"-") {
		return refuse("InvalidNetworkInsights"+kind+"Id.Malformed", "Invalid id: \"%s\"", id)
	}
	return refuse("InvalidNetworkInsights"+kind+"Id.NotFound", "The network insights %s ID '%s' does not exist", what, id)
}

func (q *call) describePaths() (map[string]any, error) {
	ids := q.texts("NetworkInsightsPathIds")
	for _, id := range ids {
		if _, err := q.path(id); err != nil {
			return nil, err
		}
	}
	found := slices.DeleteFunc(slices.Clone(q.here.paths), func(p *path) bool {
		return !meets(ids, p.id) || !q.passes(p.show(q), map[string]string{
			"source": "Source", "destination": "Destination", "protocol": "Protocol", "destination-port": "DestinationPort",
		})
	})
	return answer(q, "NetworkInsightsPaths", found, "InvalidNextToken", func(p *path) map[string]any { return p.show(q) })
}

// passes reports whether what is shown passes the filters of a call, which name its members in words of their own.
func (q *call) passes(shown map[string]any, members map[string]string) bool {
	for f := range wire.Each(q.In["Filters"]) {
		name, wanted := wire.Text(f, "Name"), wire.Texts(f["Values"])
		key, isTag := strings.CutPrefix(name, "tag:")
		has := tags(shown["Tags"])
		value := has[key]
		switch {
		case isTag:
		case members[name] == "":
			continue
		case shown[members[name]] == nil:
			return false
		default:
			value = fmt.Sprint(shown[members[name]])
		}
		if !slices.Contains(wanted, value) {
			return false
		}
	}
	return true
}

func (q *call) deletePath() (map[string]any, error) {
	p, err := q.path(q.text("NetworkInsightsPathId"))
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(q.here.analyses, func(a *analysis) bool { return a.path == p.id }) {
		return nil, refuse("AnalysisExistsForNetworkInsightsPath", "The network insights path '%s' has analyses and cannot be deleted.", p.id)
	}
	q.here.paths = slices.DeleteFunc(q.here.paths, func(o *path) bool { return o == p })
	return map[string]any{"NetworkInsightsPathId": p.id}, nil
}
