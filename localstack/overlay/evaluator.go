// Evaluators: the managed rules of Config that the lab can evaluate.
// https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html

package overlay

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"traillab/localstack/wire"
)

// evaluator looks at the resources that a rule is about.
type evaluator func(q *call, parameters map[string]string) ([]verdict, error)

// evaluators by the identifiers of rules.
var evaluators = map[string]evaluator{
	"EC2_MANAGEDINSTANCE_APPLICATIONS_BLACKLISTED":      blacklisted,
	"EC2_MANAGEDINSTANCE_APPLICATIONS_REQUIRED":         required,
	"EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK": patched,
	"EC2_INSTANCE_MANAGED_BY_SSM":                       managedBySSM,
	"ENCRYPTED_VOLUMES":                                 encryptedVolumes,
	"EC2_EBS_ENCRYPTION_BY_DEFAULT":                     encryptedByDefault,
	"EC2_IMDSV2_CHECK":                                  tokensRequired,
	"INCOMING_SSH_DISABLED":                             closedSSH,
	"RESTRICTED_INCOMING_TRAFFIC":                       closedPorts,
	"VPC_FLOW_LOGS_ENABLED":                             flowLogs,
	"CLOUD_TRAIL_ENABLED":                               trails(func(map[string]any) bool { return true }),
	"MULTI_REGION_CLOUD_TRAIL_ENABLED":                  trails(func(t map[string]any) bool { return t["IsMultiRegionTrail"] == true }),
	"CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED":           trails(func(t map[string]any) bool { return t["LogFileValidationEnabled"] == true }),
}

// asError is errors.As for errors of services.
func asError(err error, to **wire.Error) bool { return errors.As(err, to) }

// parameters reads the input of a rule, values of any kind as texts.
func parameters(text string) map[string]string {
	var told map[string]any
	if json.Unmarshal([]byte(text), &told) != nil {
		return nil
	}
	all := map[string]string{}
	for name, v := range told {
		all[name] = fmt.Sprint(v)
	}
	return all
}

const managedKind = "AWS::SSM::ManagedInstanceInventory"

// installed looks for names in the inventory of every instance that has told one.
func (q *call) installed(wrong func(have []string) string) ([]verdict, error) {
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	var found []verdict
	for _, i := range all {
		told := q.here.inventory[i.id][applications]
		if told == nil {
			continue
		}
		var have []string
		for _, entry := range told.entries {
			have = append(have, wire.Text(entry, "Name"))
		}
		why := wrong(have)
		found = append(found, verdict{managedKind, i.id, why != "", why})
	}
	return found, nil
}

func blacklisted(q *call, p map[string]string) ([]verdict, error) {
	return q.installed(func(have []string) string {
		for _, name := range list(p["applicationNames"]) {
			if slices.Contains(have, name) {
				return name + " is installed"
			}
		}
		return ""
	})
}

func required(q *call, p map[string]string) ([]verdict, error) {
	return q.installed(func(have []string) string {
		for _, name := range list(p["applicationNames"]) {
			if !slices.Contains(have, name) {
				return name + " is not installed"
			}
		}
		return ""
	})
}

func patched(q *call, _ map[string]string) ([]verdict, error) {
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	var found []verdict
	for _, i := range all {
		if i.patch != nil {
			found = append(found, verdict{kind: "AWS::SSM::PatchCompliance", id: i.id, broken: i.patch.missing})
		}
	}
	return found, nil
}

// instances are those of the region that are there, as the cloud describes them.
func (q *call) instances() ([]map[string]any, error) {
	reservations, err := q.all("ec2", "DescribeInstances", "Reservations", nil)
	var all []map[string]any
	for _, r := range reservations {
		for told := range wire.Each(r["Instances"]) {
			if wire.Text(told, "State", "Name") != "terminated" {
				all = append(all, told)
			}
		}
	}
	return all, err
}

func managedBySSM(q *call, _ map[string]string) ([]verdict, error) {
	all, err := q.instances()
	var found []verdict
	for _, told := range all {
		found = append(found, verdict{kind: "AWS::EC2::Instance", id: wire.Text(told, "InstanceId"), broken: told["IamInstanceProfile"] == nil || !q.known(told).online})
	}
	return found, err
}

func tokensRequired(q *call, _ map[string]string) ([]verdict, error) {
	all, err := q.instances()
	var found []verdict
	for _, told := range all {
		found = append(found, verdict{kind: "AWS::EC2::Instance", id: wire.Text(told, "InstanceId"), broken: wire.Text(told, "MetadataOptions", "HttpTokens") != "required"})
	}
	return found, err
}

func encryptedVolumes(q *call, _ map[string]string) ([]verdict, error) {
	all, err := q.all("ec2", "DescribeVolumes", "Volumes", nil)
	var found []verdict
	for _, volume := range all {
		if attached, _ := volume["Attachments"].([]any); len(attached) > 0 {
			found = append(found, verdict{kind: "AWS::EC2::Volume", id: wire.Text(volume, "VolumeId"), broken: volume["Encrypted"] != true})
		}
	}
	return found, err
}

func encryptedByDefault(q *call, _ map[string]string) ([]verdict, error) {
	out, err := q.do("ec2", "GetEbsEncryptionByDefault", nil)
	return []verdict{{kind: "AWS::::Account", id: q.Account, broken: out["EbsEncryptionByDefault"] != true}}, err
}

func closedSSH(q *call, _ map[string]string) ([]verdict, error) { return q.closed([]string{"22"}) }

// closedPorts checks the ports that the rule names, or those that it names when nobody does.
func closedPorts(q *call, p map[string]string) ([]verdict, error) {
	var ports []string
	for name, port := range p {
		if strings.HasPrefix(name, "blockedPort") {
			ports = append(ports, port)
		}
	}
	if len(ports) == 0 {
		ports = []string{"20", "21", "3389", "3306", "4333"}
	}
	return q.closed(ports)
}

// closed looks for groups that let the whole world in to some ports.
func (q *call) closed(ports []string) ([]verdict, error) {
	all, err := q.all("ec2", "DescribeSecurityGroups", "SecurityGroups", nil)
	var found []verdict
	for _, group := range all {
		v := verdict{kind: "AWS::EC2::SecurityGroup", id: wire.Text(group, "GroupId")}
		for rule := range wire.Each(group["IpPermissions"]) {
			for _, port := range ports {
				v.broken = v.broken || opens(rule, port)
			}
		}
		found = append(found, v)
	}
	return found, err
}

// opens reports whether a rule of a group lets everybody in to a port.
func opens(rule map[string]any, port string) bool {
	everybody := false
	for r := range wire.Each(rule["IpRanges"]) {
		everybody = everybody || wire.Text(r, "CidrIp") == "0.0.0.0/0"
	}
	for r := range wire.Each(rule["Ipv6Ranges"]) {
		everybody = everybody || wire.Text(r, "CidrIpv6") == "::/0"
	}
	n, err := strconv.ParseInt(port, 10, 64)
	from, _ := rule["FromPort"].(int64)
	to, _ := rule["ToPort"].(int64)
	return everybody && err == nil && (wire.Text(rule, "IpProtocol") == "-1" || wire.Text(rule, "IpProtocol") == "tcp" && from <= n && n <= to)
}

func flowLogs(q *call, _ map[string]string) ([]verdict, error) {
	vpcs, err := q.all("ec2", "DescribeVpcs", "Vpcs", nil)
	if err != nil {
		return nil, err
	}
	logs, err := q.all("ec2", "DescribeFlowLogs", "FlowLogs", nil)
	var found []verdict
	for _, vpc := range vpcs {
		id := wire.Text(vpc, "VpcId")
		logged := slices.ContainsFunc(logs, func(l map[string]any) bool { return wire.Text(l, "ResourceId") == id })
		found = append(found, verdict{kind: "AWS::EC2::VPC", id: id, broken: !logged})
	}
	return found, err
}

// trails looks for one trail that logs and has some property.
func trails(wanted func(map[string]any) bool) evaluator {
	return func(q *call, _ map[string]string) ([]verdict, error) {
		out, err := q.do("cloudtrail", "DescribeTrails", nil)
		if err != nil {
			return nil, err
		}
		v := verdict{kind: "AWS::::Account", id: q.Account, broken: true}
		for trail := range wire.Each(out["trailList"]) {
			status, found, err := q.ask("cloudtrail", "GetTrailStatus", map[string]any{"Name": cmp.Or(wire.Text(trail, "TrailARN"), wire.Text(trail, "Name"))})
			if err != nil {
				return nil, err
			}
			if found && status["IsLogging"] == true && wanted(trail) {
				v.broken = false
			}
		}
		return []verdict{v}, nil
	}
}
