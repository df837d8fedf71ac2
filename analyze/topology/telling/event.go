// Events: a call as CloudTrail would have recorded it.

package telling

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// call turns the words of a line into an event.
func (t *teller) call(words []string, options map[string]string) (*trail.Event, error) {
	said := strings.Join(words, " ")
	for name, value := range t.options {
		if _, set := options[name]; !set {
			options[name] = value
		}
	}
	if first := words[0]; first[0] >= 'a' && first[0] <= 'z' {
		var err error
		if words, err = t.fill(words, options); err != nil {
			return nil, err
		}
	}
	words = slices.DeleteFunc(words, func(w string) bool {
		source, ok := strings.CutPrefix(w, "source=")
		if ok && options["source"] == "" {
			options["source"] = source
		}
		return ok
	})
	e := t.event(words[0], said, options)
	c := dialect.Call{Name: e.Name, Source: e.Source}
	if err := halves(&c, words[1:]); err != nil {
		return nil, err
	}
	switch {
	case e.ErrorCode != "" || e.ReadOnly == trail.Yes:
		c.Response = nil
	case c.Response == nil && !slices.Contains(words, "p=null") && options["source"] == "":
		c.Response = dialect.Of("return", "true")
	}
	if c.Response != nil && c.Response.Get("requestId") == nil && e.Source == "ec2.amazonaws.com" {
		c.Response = append(dialect.Of("requestId", identifier("request of "+e.ID)), c.Response...)
	}
	e.Request, e.Response = string(dialect.AppendRequest(nil, &c)), string(dialect.AppendResponse(nil, &c))
	e.IDs = slices.Compact(slices.Sorted(slices.Values(named(nil, dialect.List{c.Request, c.Response}))))
	return e, nil
}

// event is what a record says around a call.
func (t *teller) event(name, said string, options map[string]string) *trail.Event {
	e := &trail.Event{
		ID: options["id"], Time: t.clock, Name: name, Source: either(options["source"], "ec2") + ".amazonaws.com", Type: "AwsApiCall",
		Account: options["account"], Region: options["region"], Principal: options["by"], AccessKeyID: options["key"],
		SourceIP: options["ip"], UserAgent: either(options["agent"], "aws-cli/2.17.32 md/awscrt#0.20.11"),
		ErrorCode: options["code"], ErrorText: options["error"], ReadOnly: trail.No, Asked: true,
	}
	for _, read := range []string{"Describe", "Get", "List"} {
		if strings.HasPrefix(name, read) {
			e.ReadOnly = trail.Yes
		}
	}
	switch by := e.Principal; {
	case strings.Contains(by, "amazonaws.com"):
		e.SourceIP, e.UserAgent = by, by
	case strings.HasPrefix(by, "assumed-role/"):
		e.Principal = "arn:aws:sts::" + e.Account + ":" + by
	case !strings.HasPrefix(by, "arn:"):
		e.Principal = "arn:aws:iam::" + e.Account + ":user/" + by
	}
	if e.ID == "" {
		line := strings.Join([]string{e.Time.Format("2006-01-02T15:04:05"), e.Account, e.Region, e.Principal, e.ErrorCode, said}, " ")
		t.told[line]++
		e.ID = identifier(fmt.Sprint(line, " ", t.told[line]))
	}
	return e
}

// identifier makes an id in the form of AWS from a text, always the same.
func identifier(text string) string {
	h := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x-%x-4%x-a%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])[:36]
}

// beginnings are those of the ids that a record names things by. The ids of stories are shorter than those of AWS.
var beginnings = []string{
	"vpc-", "subnet-", "rtb-", "rtbassoc-", "igw-", "eigw-", "vgw-", "nat-", "eipalloc-", "eipassoc-", "i-", "eni-", "vpce-", "sg-", "sgr-",
	"acl-", "aclassoc-", "pcx-", "tgw-", "pl-", "vpcbpa-", "arn:", "iip-assoc-", "vol-", "vpn-",
}

// named gathers the ids in a value.
func named(ids []string, v dialect.Value) []string {
	switch v := v.(type) {
	case dialect.Text:
		if slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(string(v), b) }) {
			ids = append(ids, string(v))
		}
	case dialect.List:
		for _, element := range v {
			ids = named(ids, element)
		}
	case dialect.Object:
		for _, m := range v {
			ids = named(ids, m.Value)
		}
	}
	return ids
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
