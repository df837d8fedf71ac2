// Names: what the AWS CLI and boto3 call a service, an operation and a member of a request. Both make their names from the
// model's by one rule, with a few exceptions.

package playbook

import (
	"regexp"
	"strings"
)

// clients are the names of services that are not those that requests are signed with.
var clients = map[string]struct{ cli, boto string }{
	"access-analyzer":                 {"accessanalyzer", "accessanalyzer"},
	"config":                          {"configservice", "config"},
	"elasticloadbalancing":            {"elbv2", "elbv2"},
	"elasticloadbalancing/2012-06-01": {"elb", "elb"},
	"monitoring":                      {"cloudwatch", "cloudwatch"},
	"s3":                              {"s3api", "s3"},
}

func cliService(name string) string {
	if c, ok := clients[name]; ok {
		return c.cli
	}
	return name
}

func botoService(name string) string {
	if c, ok := clients[name]; ok {
		return c.boto
	}
	return name
}

var (
	acronyms = regexp.MustCompile(`[A-Z]{2,}s$`) // ARNs, IDs
	firstCap = regexp.MustCompile(`(.)([A-Z][a-z]+)`)
	endCap   = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// parted puts a mark between the words of a name and writes them small: InternetGatewayId is internet-gateway-id.
func parted(name, mark string) string {
	if strings.Contains(name, mark) {
		return name
	}
	name = strings.Replace(name, "OTel", "Otel", 1)
	if at := acronyms.FindStringIndex(name); at != nil {
		name = name[:at[0]] + mark + strings.ToLower(name[at[0]:])
	}
	name = firstCap.ReplaceAllString(name, "${1}"+mark+"${2}")
	return strings.ToLower(endCap.ReplaceAllString(name, "${1}"+mark+"${2}"))
}

// renamed are options of the AWS CLI that are not called by the rule, behind service and command; * is any.
var renamed = map[string]string{
	"ec2 create-image --no-no-reboot":       "--reboot",
	"ec2 * --no-egress":                     "--ingress",
	"ec2 * --no-disable-api-termination":    "--enable-api-termination",
	"sns subscribe --endpoint":              "--notification-endpoint",
	"lambda publish-version --code-sha-256": "--code-sha256",
}

// option is what the AWS CLI calls a member of a request at its top.
func option(service, command, name string) string {
	for _, of := range []string{command, "*"} {
		if other := renamed[service+" "+of+" "+name]; other != "" {
			return other
		}
	}
	return name
}

// encodesItself are the members of requests that the AWS CLI and boto3 encode in base64, where the API takes them encoded.
func encodesItself(do, member string) bool {
	return member == "UserData" && (do == "ec2.RunInstances" || do == "autoscaling.CreateLaunchConfiguration")
}

// shellsOwn are variables that mean something to a shell, or to what runs in it.
var shellsOwn = map[string]bool{
	"USER": true, "GROUPS": true, "UID": true, "EUID": true, "PATH": true, "HOME": true, "PWD": true, "SHELL": true, "IFS": true, "HOST": true,
	"HOSTNAME": true, "LANG": true, "RANDOM": true, "SECONDS": true, "LINENO": true, "TERM": true, "EDITOR": true, "MAIL": true, "LOGNAME": true,
	"OPTIND": true, "OPTARG": true, "REPLY": true, "EPOCHSECONDS": true, "PPID": true, "TMPDIR": true, "PAUSE": true, "NAME": true, "PS1": true, "DIRSTACK": true,
	"DISPLAY": true, "COLUMNS": true, "LINES": true, "OSTYPE": true, "ENV": true,
}

// upper is a variable's name in a shell: newGateway is NEW_GATEWAY, and user, which a shell has already, THE_USER.
func upper(name string) string {
	first, member := head(name)
	shell := strings.ToUpper(parted(first, "_"))
	if shellsOwn[shell] || strings.HasPrefix(shell, "BASH") || strings.HasPrefix(shell, "AWS") || strings.HasPrefix(shell, "PYTHON") || strings.HasPrefix(shell, "LD_") {
		shell = "THE_" + shell
	}
	if member != "" {
		shell += "_" + strings.ToUpper(parted(member, "_"))
	}
	return shell
}
