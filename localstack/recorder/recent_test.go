// The event history: of this run and of those before, each event once, the newest first.

package recorder

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestRecent(t *testing.T) {
	models := wire.Open()
	r, o := lab(t, func(o *Options) { o.DataEvents = true })
	record := func(service, name string, at time.Duration, in map[string]any) {
		t.Helper()
		c := callTo(t, models, service, name, in)
		c.ID, c.At = name, noon.Add(at)
		if err := r.Record(c, &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
	}
	record("ec2", "AttachInternetGateway", 0, map[string]any{"InternetGatewayId": "igw-1", "VpcId": "vpc-1"})
	record("iam", "DetachRolePolicy", time.Minute, map[string]any{"RoleName": "web", "PolicyArn": "arn:aws:iam::aws:policy/X"})
	record("s3", "GetObject", time.Minute, map[string]any{"Bucket": "b", "Key": "k"})
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r = open(t, o)
	record("ec2", "DetachInternetGateway", 2*time.Minute, map[string]any{"InternetGatewayId": "igw-1", "VpcId": "vpc-1"})
	record("ec2", "DescribeVpcs", 2*time.Minute, nil)
	if err := r.Flush(); err != nil { // so that it is in the log files, too
		t.Fatal(err)
	}
	for _, test := range []struct {
		filter Filter
		want   []string
	}{
		{Filter{}, []string{"DescribeVpcs", "DetachInternetGateway", "DetachRolePolicy", "AttachInternetGateway"}},
		{Filter{Attribute: "ResourceName", Value: "igw-1"}, []string{"DetachInternetGateway", "AttachInternetGateway"}},
		{Filter{Attribute: "ResourceType", Value: "AWS::IAM::Role"}, []string{"DetachRolePolicy"}},
		{Filter{Attribute: "ReadOnly", Value: "true"}, []string{"DescribeVpcs"}},
		{Filter{Attribute: "Username", Value: "ops"}, []string{"DescribeVpcs", "DetachInternetGateway", "DetachRolePolicy", "AttachInternetGateway"}},
		{Filter{Attribute: "EventSource", Value: "iam.amazonaws.com"}, []string{"DetachRolePolicy"}},
		{Filter{Attribute: "EventId", Value: "DescribeVpcs"}, []string{"DescribeVpcs"}},
		{Filter{Attribute: "AccessKeyId", Value: "AKIAOTHER"}, nil},
		{Filter{Attribute: "Colour", Value: "red"}, nil},
		{Filter{From: noon.Add(time.Minute), To: noon.Add(time.Minute)}, []string{"DetachRolePolicy"}},
	} {
		events, err := r.Recent(test.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			got = append(got, e.Name)
		}
		if len(got) != len(test.want) {
			t.Errorf("%+v: %q, want %q", test.filter, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%+v: %q, want %q", test.filter, got, test.want)
				break
			}
		}
	}
}

// TestHistoryHasAnEnd holds that the history keeps the newest events and no more bytes than it may, of this run and of those
// before.
func TestHistoryHasAnEnd(t *testing.T) {
	var m memory
	m.loaded = true
	long := strings.Repeat("x", 1<<20)
	for n := range 100 {
		m.add(fmt.Appendf(nil, `{"eventID":"e-%d","eventCategory":"Management","userAgent":%q}`, n, long))
		if m.size > rememberedBytes {
			t.Fatalf("%d bytes after %d", m.size, n)
		}
		if n%50 != 49 {
			continue
		}
		events, err := m.all("")
		if err != nil || len(events) == 0 || len(events) > 64 || events[len(events)-1].ID != fmt.Sprintf("e-%d", n) {
			t.Fatalf("%d events after %d: %v", len(events), n, err)
		}
	}
	for n := range remembered + 100 {
		m.add(fmt.Appendf(nil, `{"eventID":"s-%d","eventCategory":"Management"}`, n))
	}
	if events, err := m.all(""); err != nil || len(events) > remembered || len(events) < remembered/2 || events[len(events)-1].ID != fmt.Sprintf("s-%d", remembered+99) {
		t.Errorf("%d events: %v", len(events), err)
	}
	r, o := lab(t, nil)
	for n := range 8 {
		c := numbered(n)
		c.At = noon.Add(time.Duration(n) * time.Minute)
		if err := r.Record(c, &exchange.Answer{}); err != nil {
			t.Fatal(err)
		}
		if err := r.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	for _, limit := range []struct{ most, bytes, want int }{{5, 1 << 20, 5}, {100, 1, 1}, {100, 1 << 20, 8}, {0, 1 << 20, 0}} {
		records, err := kept(o.Folder, limit.most, limit.bytes)
		if err != nil || len(records) != limit.want {
			t.Errorf("%v: %d records: %v", limit, len(records), err)
		}
		if n := len(records); n > 0 && eventOf(records[n-1]).ID != numbered(7).ID {
			t.Errorf("%v: the newest is %s", limit, eventOf(records[n-1]).ID)
		}
	}
}
