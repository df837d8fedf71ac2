// Names: what of LocalStack's a call names, found by the form of ids, and by the members that hold names.

package bridge

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// kind is what a thing is, as people say.
type kind string

// The kinds that have twins.
const (
	network     kind = "VPC"
	subnet      kind = "subnet"
	group       kind = "security group"
	instance    kind = "instance"
	template    kind = "launch template"
	called      kind = "launch template called" // by its name
	certificate kind = "certificate"
	uploaded    kind = "server certificate"
	bucket      kind = "bucket"
	topic       kind = "topic"
)

// thing is what a call names.
type thing struct {
	kind kind
	id   string
}

// forms are how ids look.
var forms = []struct {
	kind kind
	form *regexp.Regexp
}{
	{network, regexp.MustCompile(`\bvpc-[0-9a-f]{8,17}\b`)},
	{subnet, regexp.MustCompile(`\bsubnet-[0-9a-f]{8,17}\b`)},
	{group, regexp.MustCompile(`\bsg-[0-9a-f]{8,17}\b`)},
	{instance, regexp.MustCompile(`\bi-[0-9a-f]{8,17}\b`)},
	{template, regexp.MustCompile(`\blt-[0-9a-f]{8,17}\b`)},
	{certificate, regexp.MustCompile(`\barn:[\w-]+:acm:[\w-]+:\d{12}:certificate/[0-9a-f-]{36}\b`)},
	{uploaded, regexp.MustCompile(`\barn:[\w-]+:iam::\d{12}:server-certificate/[\w+=,.@/-]+`)},
	{topic, regexp.MustCompile(`\barn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+`)},
}

// members are those that hold a name and not an id.
var members = []struct {
	service, member string
	kind            kind
}{
	{"cloudtrail", "S3BucketName", bucket},
	{"s3", "Bucket", bucket},
	{"cloudtrail", "SnsTopicName", topic},
	{scaling, "LaunchTemplateName", called},
	{ec2, "LaunchTemplateName", called},
}

// named are the things that a call names, each once.
func named(c *exchange.Call) []thing {
	var found []thing
	see := func(member, text string) {
		for _, f := range forms {
			for _, id := range f.form.FindAllString(text, -1) {
				found = append(found, thing{f.kind, id})
			}
		}
		for _, m := range members {
			if m.service == c.Service && m.member == member && text != "" {
				found = append(found, thing{m.kind, full(c, m.kind, text)})
			}
		}
	}
	var walk func(member string, v any)
	walk = func(member string, v any) {
		switch v := v.(type) {
		case string:
			see(member, v)
		case map[string]any:
			for name := range v {
				walk(name, v[name])
			}
		case []any:
			for i := range v {
				walk(member, v[i])
			}
		}
	}
	walk("", c.In)
	slices.SortFunc(found, func(a, b thing) int {
		return strings.Compare(string(a.kind)+a.id, string(b.kind)+b.id)
	})
	return slices.Compact(found)
}

// full is the id of a thing that a call names: trails name topics by a name or an ARN.
func full(c *exchange.Call, k kind, name string) string {
	if k == topic && !strings.HasPrefix(name, "arn:") {
		return "arn:aws:sns:" + c.Region + ":" + c.Account + ":" + name
	}
	return name
}

// refusal reports whether a cloud answered, and said no.
func refusal(err error) bool {
	var said *wire.Error
	return errors.As(err, &said) && said.Status < http.StatusInternalServerError
}
