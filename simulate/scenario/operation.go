// Operations: how a call is written, and how others write it.

package scenario

import (
	"fmt"
	"regexp"
	"strings"
)

var operationForm = regexp.MustCompile(`^[a-z][a-z0-9-]*\.[A-Z][A-Za-z0-9]+$`)

// clientNames are services that the CLI and boto3 call otherwise than the records and policies do.
var clientNames = map[string]string{
	"elb": "elasticloadbalancing", "elbv2": "elasticloadbalancing", "configservice": "config", "cloudwatch": "monitoring", "eventbridge": "events",
	"stepfunctions": "states", "resourcegroupstaggingapi": "tagging", "accessanalyzer": "access-analyzer",
}

// operation complains of what does not look like service.Operation, and writes what comes close to it right.
func (r *reader) operation(path, what, text string) {
	if service, rest, _ := strings.Cut(text, "."); operationForm.MatchString(text) && clientNames[service] != "" {
		r.wrong(path, "%s: %s is what the CLI calls it: write %s.%s", what, service, clientNames[service], rest)
		return
	}
	if text == "" || operationForm.MatchString(text) {
		return
	}
	if meant, ok := meantOperation(text); ok {
		r.wrong(path, "%s: %q is no call: did you mean %s?", what, text, meant)
		return
	}
	r.wrong(path, "%s: %q is no call: write service.Operation, as ec2.DetachInternetGateway", what, text)
}

var spoken = regexp.MustCompile(`^(?:aws )?([A-Za-z][A-Za-z0-9-]*?)(?:\.amazonaws\.com)?[.: /]+([A-Za-z][A-Za-z0-9_-]*)$`)

// meantOperation reads an operation as policies, the CLI, boto3 and records write it.
func meantOperation(text string) (string, bool) {
	m := spoken.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", false
	}
	words := strings.FieldsFunc(m[2], func(c rune) bool { return c == '_' || c == '-' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	meant := fmt.Sprintf("%s.%s", strings.ToLower(m[1]), strings.Join(words, ""))
	return meant, operationForm.MatchString(meant)
}
