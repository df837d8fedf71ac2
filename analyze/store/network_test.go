// The network's events come whole, in a total order, and with nothing that has no part in a network.

package store

import (
	"slices"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

func networkOf(t *testing.T, s *Store, f trail.Filter) (lines []string) {
	t.Helper()
	for e, err := range s.Network(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Join([]string{e.ID, e.Name, e.Region, e.Request, e.Response}, " "))
	}
	return lines
}

// TestRecoveredWitnesses: what was read behind damage is told as such.
func TestRecoveredWitnesses(t *testing.T) {
	s := newCase(t)
	load(t, s, file("a.json", `{"eventID":"sure","eventName":"CreateVpc","eventSource":"ec2.amazonaws.com"}`,
		`{"eventID":"forged","eventName":"DeleteVpc","eventSource":"ec2.amazonaws.com","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/web/i-01234567"}}`))
	must(t, s.exec(t.Context(), "INSERT INTO recovered SELECT key FROM records WHERE event_text = 'forged'"))
	for e, err := range s.Network(t.Context(), trail.Filter{}) {
		if err != nil || e.Recovered != (e.ID == "forged") {
			t.Errorf("%s is recovered: %v, %v", e.ID, e.Recovered, err)
		}
	}
	for e, err := range s.Behaviour(t.Context(), trail.Watch{}) {
		if err != nil || !e.Recovered {
			t.Errorf("the sighting of %s is sure, %v", e.EventID, err)
		}
	}
}

func TestNetwork(t *testing.T) {
	call := func(id, second, name, region, request string) string {
		return `{"eventID":"` + id + `","eventTime":"2024-05-01T10:00:` + second + `Z","eventName":"` + name + `","eventSource":"ec2.amazonaws.com",` +
			`"awsRegion":"` + region + `","recipientAccountId":"1","requestParameters":` + request + `,"responseElements":{"_return":true}}`
	}
	records := []string{
		call("d", "03", "DescribeVpcs", "r1", `{}`),
		call("c", "02", "CreateRouteTable", "r1", `{"vpcId":"vpc-1"}`),
		call("b", "01", "DetachInternetGateway", "r1", `{"vpcId":"vpc-2"}`),
		call("b", "01", "DetachInternetGateway", "r1", `{"vpcId":"vpc-1"}`),
		call("b", "01", "DetachInternetGateway", "r1", `{"vpcId":"vpc-1"}`),
		call("a", "01", "CreateVpc", "r2", `{}`),
	}
	want := []string{
		`a CreateVpc r2 {} {"_return":true}`,
		`b DetachInternetGateway r1 {"vpcId":"vpc-1"} {"_return":true}`,
		`b DetachInternetGateway r1 {"vpcId":"vpc-2"} {"_return":true}`,
		`c CreateRouteTable r1 {"vpcId":"vpc-1"} {"_return":true}`,
	}
	for range 2 {
		s := newCase(t)
		load(t, s, file("a.json", records...))
		if got := networkOf(t, s, trail.Filter{}); !slices.Equal(got, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := networkOf(t, s, trail.Filter{Regions: []string{"r2"}}); !slices.Equal(got, want[:1]) {
			t.Errorf("of one region: %q", got)
		}
		slices.Reverse(records)
	}
}
