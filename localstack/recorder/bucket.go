// Buckets: S3 tells a request by its query, the bucket, its host, a few headers and the XML of its body, all as they are on the
// wire, types guessed.

package recorder

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// bucketNamespace stands in the document of a request.
const bucketNamespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// toldHeaders are the beginnings of the headers that a record has.
var toldHeaders = []string{"X-Amz-Acl", "X-Amz-Grant-", "X-Amz-Object-Ownership", "X-Amz-Bucket-Object-Lock-Enabled", "X-Amz-Storage-Class", "X-Amz-Copy-Source", "X-Amz-Server-Side-Encryption"}

// bucketRequest tells a request to S3.
func bucketRequest(c *exchange.Call) dialect.Object {
	o := dialect.Object{}
	o = given(o, "bucketName", wire.Text(c.In, "Bucket"))
	o = given(o, "key", wire.Text(c.In, "Key"))
	if c.HTTP != nil {
		o = given(o, "Host", host(c))
		o = append(o, queried(c.HTTP.URL, c.Operation.Input)...)
		o = append(o, headers(c)...)
	}
	if c.Operation.Input == nil || c.Operation.Input.Payload == "" {
		return o
	}
	for i := range c.Operation.Input.Members {
		m := &c.Operation.Input.Members[i]
		if m.Name != c.Operation.Input.Payload {
			continue
		}
		switch v := c.In[m.Name].(type) {
		case map[string]any:
			document := append(dialect.Of("xmlns", bucketNamespace), elements(m.Shape, v)...)
			o = append(o, dialect.Member{Name: cmp.Or(m.Wire, m.Name), Value: document})
		case string:
			if policy := fromJSON([]byte(v), secret); policy != nil && c.Name == "PutBucketPolicy" {
				o = append(o, dialect.Member{Name: "bucketPolicy", Value: policy})
			}
		}
	}
	return o
}

// host is the one that was asked, as it would be AWS's: the lab's own has another port in every run, and a log that is made again
// is to be the same.
func host(c *exchange.Call) string {
	name, _, err := net.SplitHostPort(c.HTTP.Host)
	if address, wrong := netip.ParseAddr(name); err == nil && (name == "localhost" || wrong == nil && address.IsLoopback()) {
		return "s3." + region(c) + ".amazonaws.com"
	}
	return c.HTTP.Host
}

// queried are the parameters of a query, sorted, but for those of a presigned URL and of SDKs. What the model does not know
// may be anything.
func queried(u *url.URL, in *wire.Shape) dialect.Object {
	o := dialect.Object{}
	query := u.Query()
	names := make([]string, 0, len(query))
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if wire.Signs(name) || name == "x-id" || secret(name) || suspect(name) && !asks(in, name) {
			continue
		}
		o = append(o, dialect.Member{Name: name, Value: dialect.Quoted(query.Get(name))})
	}
	return o
}

// asks reports whether a parameter of a query is a member of the input.
func asks(in *wire.Shape, name string) bool {
	for i := 0; in != nil && i < len(in.Members); i++ {
		if m := &in.Members[i]; m.In == "querystring" && m.Label() == name {
			return true
		}
	}
	return false
}

func headers(c *exchange.Call) dialect.Object {
	o := dialect.Object{}
	names := make([]string, 0, len(c.HTTP.Header))
	for name := range c.HTTP.Header {
		if slices.ContainsFunc(toldHeaders, func(told string) bool { return strings.HasPrefix(name, told) }) && !strings.Contains(name, "Key") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		o = given(o, strings.ToLower(name), c.HTTP.Header.Get(name))
	}
	return o
}

// elements tells a structure as its XML was turned into JSON: one element is no list.
func elements(s *wire.Shape, in map[string]any) dialect.Object {
	o := dialect.Object{}
	for i := range s.Members {
		m := &s.Members[i]
		v, ok := in[m.Name]
		if !ok || m.Shape.Sensitive || secret(m.Name) {
			continue
		}
		name := cmp.Or(m.Wire, m.Name)
		l, isList := v.([]any)
		if !isList {
			o = append(o, dialect.Member{Name: name, Value: content(m.Shape, v)})
			continue
		}
		told := repeated(m.Shape, l)
		if !m.Shape.Flattened {
			told = dialect.Object{{Name: cmp.Or(m.Shape.Element.Wire, "member"), Value: told}}
		}
		o = append(o, dialect.Member{Name: name, Value: told})
	}
	return o
}

func repeated(s *wire.Shape, l []any) dialect.Value {
	told := make(dialect.List, len(l))
	for i, v := range l {
		told[i] = content(s.Element.Shape, v)
	}
	if len(told) == 1 {
		return told[0]
	}
	return told
}

func content(s *wire.Shape, v any) dialect.Value {
	switch v := v.(type) {
	case map[string]any:
		return elements(s, v)
	case string:
		return dialect.Text(v)
	case bool:
		return boolean(v)
	case int64:
		return dialect.Bare(strconv.FormatInt(v, 10))
	case time.Time:
		return dialect.Quoted(v.UTC().Format(time.RFC3339))
	}
	return dialect.Quoted(fmt.Sprint(v))
}
