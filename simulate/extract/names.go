// Names: the ids of the log, and the variables that stand for them.

package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// identifier is the form of EC2's ids, wherever in a text they stand.
var identifier = regexp.MustCompile(`\b[a-z]+(?:-[a-z]+)*-(?:[0-9a-f]{17}|[0-9a-f]{8})\b`)

// identifiers are the ids in a value, in the order of its names.
func identifiers(v any) []string {
	var found []string
	walk(v, "", func(_, text string) { found = append(found, identifier.FindAllString(text, -1)...) })
	return found
}

// walk calls see for every text of a value, with the path to it as JMESPath has it. Names come in their order.
func walk(v any, path string, see func(path, text string)) {
	switch v := v.(type) {
	case string:
		see(path, v)
	case []any:
		for i, element := range v {
			walk(element, path+"["+strconv.Itoa(i)+"]", see)
		}
	case map[string]any:
		for _, name := range sorted(v) {
			step := name
			if path != "" {
				step = "." + name
			}
			walk(v[name], path+step, see)
		}
	}
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// makers are the calls that alone make things of a kind, by the beginning of their ids; of other kinds whatever creates,
// allocates, associates or attaches does.
var makers = map[string][]string{
	"vpc": {"CreateVpc", "CreateDefaultVpc"}, "subnet": {"CreateSubnet", "CreateDefaultSubnet"}, "rtb": {"CreateRouteTable"},
	"sg": {"CreateSecurityGroup"}, "acl": {"CreateNetworkAcl"}, "igw": {"CreateInternetGateway"}, "i": {"RunInstances"},
	"eipalloc": {"AllocateAddress"}, "ami": {"CreateImage", "RegisterImage", "CopyImage"}, "vgw": {"CreateVpnGateway"},
	"eni": {"CreateNetworkInterface", "RunInstances", "CreateNatGateway", "CreateVpcEndpoint"}, "nat": {"CreateNatGateway"},
	"snap": {"CreateSnapshot", "CreateSnapshots", "CopySnapshot"}, "vol": {"CreateVolume", "RunInstances"},
}

var making = regexp.MustCompile(`^(?:Create|Run|Allocate|Associate|Attach|Authorize|Replace|Register|Copy|Import|Request)`)

// makes are what an answer says that the call has made: by id, or ARN, or address, the path to it.
func makes(c *Call) map[string]string {
	made := map[string]string{}
	if !making.MatchString(c.Operation) {
		return made
	}
	given := map[string]bool{}
	walk(c.In, "", func(_, text string) { given[text] = true })
	walk(c.Out, "", func(path, text string) {
		_, known := made[text]
		if known || given[text] || !isMade(c.Operation, path, text) {
			return
		}
		made[text] = path
	})
	return made
}

// isMade reports whether a text of an answer names something that the call made.
func isMade(operation, path, text string) bool {
	if identifier.FindString(text) == text && text != "" {
		by, only := makers[kindOf(text)]
		return !only || slices.Contains(by, operation)
	}
	if strings.HasPrefix(text, "arn:") {
		return !strings.Contains(path, "Owner") && !strings.Contains(path, "Profile")
	}
	return operation == "AllocateAddress" && strings.HasSuffix(path, "PublicIp") || operation == "CreateAccessKey" && path == "AccessKey.AccessKeyId"
}

// kindOf is what an id begins with: vpc, eni-attach.
func kindOf(id string) string {
	if i := strings.LastIndexByte(id, '-'); i > 0 {
		return id[:i]
	}
	return ""
}

// names gives variables to ids.
type names struct {
	of    map[string]string // by id
	taken map[string]bool
}

func newNames() *names {
	return &names{map[string]string{}, map[string]bool{"account": true, "region": true, "at": true, "ops": true}}
}

// short are the names of variables for what people call otherwise than its id begins.
var short = map[string]string{
	"i": "instance", "eipalloc": "address", "rtbassoc": "association", "eipassoc": "mapping", "aclassoc": "acl_association",
	"eni-attach": "attachment", "vpce": "endpoint", "sg": "group", "rtb": "table", "vol": "volume", "snap": "snapshot", "ami": "image",
}

// variable is the name of an id's variable, made when it is first asked for.
func (n *names) variable(id string) string {
	if name, ok := n.of[id]; ok {
		return name
	}
	kind := kindOf(id)
	switch {
	case strings.HasPrefix(id, "arn:"):
		kind = "arn"
	case keys.MatchString(id):
		kind = "access_key"
	case kind == "":
		kind = "ip"
	}
	if s := short[kind]; s != "" {
		kind = s
	}
	name := n.free(strings.ReplaceAll(kind, "-", "_"))
	n.of[id] = name
	return name
}

// free is a name that nothing has yet: vpc, vpc2.
func (n *names) free(name string) string {
	candidate := name
	for i := 2; n.taken[candidate]; i++ {
		candidate = name + strconv.Itoa(i)
	}
	n.taken[candidate] = true
	return candidate
}
