// Writing is the inverse of reading, for random calls of every dialect and for real records.

package dialect

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// random makes a value in the form that Parse returns: no empty texts and no empty objects, which a dialect cannot tell
// from empty lists.
func random(r *rand.Rand, depth int) Value {
	switch n := r.IntN(10); {
	case depth > 3 || n < 5:
		return randomText(r)
	case n < 8:
		l := make(List, r.IntN(4))
		object := r.IntN(2) == 0
		for i := range l {
			if object {
				l[i] = randomObject(r, depth+1)
			} else {
				l[i] = randomText(r)
			}
		}
		return l
	}
	return randomObject(r, depth+1)
}

func randomText(r *rand.Rand) Text {
	samples := []string{"true", "false", "0", "7", "443", "-1", "007", "123456789012", "012345678901", "99999999999999999999", "1.5", "vpc-0a", "a \"quoted\" \\ text", "日本", "line\nbreak", "10.0.0.0/16", "null", "{}", "\u2028", "-"}
	return Text(samples[r.IntN(len(samples))])
}

func randomObject(r *rand.Rand, depth int) Object {
	names := []string{"vpcId", "ownerId", "value", "key", "tags", "privateIpAddressesSet", "instancesSet", "return", "requestId", "launchTime", "filter", "x", "ipv6Native", "state"}
	o := Object{}
	for i, at := range r.Perm(len(names))[:2+r.IntN(4)] {
		name := names[at]
		v := random(r, depth)
		if name == "launchTime" {
			v = Text(fmt.Sprintf("2024-02-%02dT03:04:05.%03dZ", 1+i, r.IntN(1000)))
		}
		o = append(o, Member{name, v})
	}
	return o
}

func TestParseReadsWhatWriteWrote(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	calls := []string{"RunInstances", "CreateNatGateway", "DeleteTransitGatewayVpcAttachment", "CreateDefaultVpc", "DetachRolePolicy"}
	for i := range 5000 {
		c := Call{Name: calls[i%len(calls)], Source: "ec2.amazonaws.com", Request: randomObject(r, 0), Response: randomObject(r, 0)}
		if c.Name == "DetachRolePolicy" {
			c.Source = "iam.amazonaws.com"
		}
		switch r.IntN(10) {
		case 0:
			c.Request = nil
		case 1:
			c.Request, c.Response = Object{}, nil
		}
		request, response := AppendRequest(nil, &c), AppendResponse(nil, &c)
		if !json.Valid(request) || !json.Valid(response) {
			t.Fatalf("not JSON: %s %s", request, response)
		}
		got, err := Parse(c.Name, c.Source, request, response)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, c) {
			t.Fatalf("%s\nwrote %s\n      %s\nread  %v\nwant  %v", c.Name, request, response, got, c)
		}
	}
}

// unlike are records whose shape is not that of AWS, or not that of their call.
var unlike = map[string]string{
	"AuthorizeSecurityGroupIngress/3": "written by hand, not by AWS",
	"DeleteSecurityGroup/1":           "written by hand, not by AWS",
	"ConsoleLogin/0":                  "no API call: its answer begins with a capital",
	"ConsoleLogin/1":                  "no API call: its answer begins with a capital",
}

func TestWriteWritesRealRecordsAgain(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(catalogue, "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("the folder of real records is not beside this repository; nothing is proven against them here")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		for i, record := range examples(t, name) {
			at := fmt.Sprintf("%s/%d", name, i)
			if _, known := unlike[at]; known {
				continue
			}
			c, err := ParseRecord(&record)
			if err != nil {
				t.Errorf("%s: %v", at, err)
			}
			same(t, at+" request", AppendRequest(nil, &c), record.Request)
			same(t, at+" response", AppendResponse(nil, &c), record.Response)
		}
	}
}

// same compares JSON texts by what they say; the order of members does not count.
func same(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if want == nil {
		want = []byte("null")
	}
	var g, w any
	if err := json.Unmarshal(got, &g); err != nil {
		t.Errorf("%s: %v in %s", what, err, got)
	}
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("%s\n got %s\nwant %s", what, got, want)
	}
}
