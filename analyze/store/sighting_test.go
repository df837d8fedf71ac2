// Sightings come from whole records, once each, by instance and time.

package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

func sightings(t *testing.T, s *Store, w trail.Watch) (lines []string) {
	t.Helper()
	for e, err := range s.Behaviour(t.Context(), w) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprint(e.EventID, " ", e.Time.Format("04:05"), " ", e.Name, " ", e.Instance, " ", e.SourceIP, " ", e.Endpoint, " ", e.Delivery, " ", e.Beat)))
	}
	return lines
}

func TestBehaviour(t *testing.T) {
	const one, two = "i-00000000000000001", "i-00000000000000002"
	by := func(id, at, name, source, instance, more string) string {
		return `{"eventID":"` + id + `","eventTime":"2024-05-01T10:` + at + `Z","eventName":"` + name + `","eventSource":"` + source + `.amazonaws.com","awsRegion":"r","recipientAccountId":"1",` +
			`"userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:` + instance + `","arn":"arn:aws:sts::1:assumed-role/web/` + instance + `","sessionContext":{"ec2RoleDelivery":"2.0"}}` + more + `}`
	}
	s := newCase(t)
	load(t, s, file("a.json",
		by("late", "09:00", "GetCallerIdentity", "sts", one, `,"sourceIPAddress":"198.51.100.7"`),
		by("beat", "05:00", "UpdateInstanceInformation", "ssm", one, `,"sourceIPAddress":"10.0.0.7","vpcEndpointId":"vpce-1","requestParameters":{"instanceId":"`+one+`"}`),
		by("other", "06:00", "GetCallerIdentity", "sts", two, ""),
		by("beat", "05:00", "UpdateInstanceInformation", "ssm", one, `,"sourceIPAddress":"10.0.0.7","vpcEndpointId":"vpce-1","requestParameters":{"instanceId":"`+one+`"}`),
		`{"eventID":"person","eventTime":"2024-05-01T10:05:00Z","eventName":"GetCallerIdentity","eventSource":"sts.amazonaws.com"}`,
	))
	all := []string{
		"beat 05:00 UpdateInstanceInformation " + one + " 10.0.0.7 vpce-1 2.0 true",
		"other 06:00 GetCallerIdentity " + two + "   2.0 false",
		"late 09:00 GetCallerIdentity " + one + " 198.51.100.7  2.0 false",
	}
	at := func(minute int) time.Time { return time.Date(2024, 5, 1, 10, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		why  string
		w    trail.Watch
		want []string
	}{
		{"everything", trail.Watch{}, all},
		{"one instance", trail.Watch{Instances: []string{two}}, all[1:2]},
		{"a time, its end excluded", trail.Watch{From: at(5), Until: at(9)}, all[:2]},
		{"account and region", trail.Watch{Accounts: []string{"1"}, Regions: []string{"r", "q"}}, all},
		{"another account", trail.Watch{Accounts: []string{"2"}}, nil},
	} {
		if got := sightings(t, s, c.w); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.why, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

// TestSightingsOfAFleet: a log of little else than sightings fills many blocks, and none is lost.
func TestSightingsOfAFleet(t *testing.T) {
	var records []string
	for n := range 2*vectorRows + 7 {
		records = append(records, fmt.Sprintf(`{"eventID":"e%d","eventTime":"2024-05-01T10:00:00Z","eventName":"GetObject","eventSource":"s3.amazonaws.com","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/web/i-%017x"}}`, n, n%50))
	}
	s := newCase(t)
	loadWith(t, s, LoadOptions{limits: limits{bytes: 1 << 40, files: 1, touches: 1}}, file("a.json", records[:vectorRows+1]...), file("b.json", records[vectorRows+1:]...))
	if got := len(sightings(t, s, trail.Watch{})); got != len(records) {
		t.Errorf("%d of %d sightings", got, len(records))
	}
	if got := sightings(t, s, trail.Watch{Instances: []string{fmt.Sprintf("i-%017x", 3)}}); len(got) != (len(records)+46)/50 {
		t.Errorf("one instance has %d", len(got))
	}
}
