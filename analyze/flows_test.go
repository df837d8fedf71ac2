// What flow logs say to an outage: every finding, and each reason to say nothing.

package analyze

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/topology/telling"
	"traillab/analyze/trail"
)

// overheard is a record with flow logs beside it.
type overheard struct {
	record
	rows []trail.Traffic
}

func (o overheard) AnyFlows(context.Context) (bool, error) { return len(o.rows) > 0, nil }

func (o overheard) Flows(_ context.Context, w trail.FlowWatch) iter.Seq2[trail.Traffic, error] {
	return func(yield func(trail.Traffic, error) bool) {
		for _, t := range o.rows {
			named := slices.Contains(w.Interfaces, t.Interface) || slices.Contains(w.Instances, t.Instance)
			if named && !t.First.Before(w.From) && (w.Until.IsZero() || !t.Last.After(w.Until)) && !yield(t, nil) {
				return
			}
		}
	}
}

// cutStory loses its way out at ten and has it again at eleven.
const cutStory = `by=assumed-role/NetOps/alice ip=203.0.113.10
2024-05-01T09:00:00Z vpc vpc-1 10.0.0.0/16
gateway igw-1
attach igw-1 vpc-1
subnet subnet-1 vpc-1 10.0.1.0/24
table rtb-1 vpc-1
route rtb-1 0.0.0.0/0 igw-1
assoc rtbassoc-1 rtb-1 subnet-1
group sg-1 vpc-1
address eipalloc-1 198.51.100.51
allow-in sg-1 tcp 0.0.0.0/0 443 443
run i-1 subnet-1 eni-1 sg-1 private ip=10.0.1.5
map eipassoc-1 eipalloc-1 i-1
2024-05-14T10:00:00Z unroute rtb-1 0.0.0.0/0
2024-05-14T11:00:00Z route rtb-1 0.0.0.0/0 igw-1
`

// flows reads rows of one minute each: "09:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT", with more fields as name=value.
func flows(t *testing.T, text string) (rows []trail.Traffic) {
	t.Helper()
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		at, err := time.Parse("2006-01-02 15:04", "2024-05-14 "+words[0])
		if err != nil {
			t.Fatal(err)
		}
		row := trail.Traffic{Account: "111122223333", Interface: words[1], Status: "OK", Path: -1, Rows: 1, First: at, Last: at.Add(time.Minute)}
		for _, w := range words[2:] {
			name, value, named := strings.Cut(w, "=")
			switch from, to, talk := strings.Cut(w, ">"); {
			case named && name == "path":
				if _, err := fmt.Sscan(value, &row.Path); err != nil {
					t.Fatal(err)
				}
			case named && name == "way":
				row.Direction = value
			case named && name == "i":
				row.Instance = value
			case named && name == "account":
				row.Account = value
			case talk:
				row.Source, row.Target, row.Packets, row.Bytes = from, to, 10, 1000
			case w == "ACCEPT", w == "REJECT":
				row.Action = w
			default:
				row.Status = w
			}
		}
		rows = append(rows, row)
	}
	return rows
}

const (
	bothBefore = "09:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT\n09:31 eni-1 203.0.113.9>10.0.1.5 ACCEPT\n"
	bothDuring = "10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT\n10:31 eni-1 203.0.113.9>10.0.1.5 ACCEPT\n"
	bothAfter  = "11:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT\n11:31 eni-1 203.0.113.9>10.0.1.5 ACCEPT\n"
)

func hearing(t *testing.T, story, rows string) *Impact {
	t.Helper()
	events, err := telling.Read(story)
	if err != nil {
		t.Fatal(err)
	}
	src := overheard{record(events), flows(t, rows)}
	c, err := Investigate(t.Context(), src, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Chains) == 0 {
		t.Fatal("no chain")
	}
	chain := &c.Chains[len(c.Chains)-1]
	i, err := c.Impact(t.Context(), src, chain)
	agrees(t, chain, i)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestFlows(t *testing.T) {
	for name, tt := range map[string]struct{ rows, want string }{
		"nothing":                        {"", ""},
		"another interface":              {"10:30 eni-2 10.0.1.9>203.0.113.9 ACCEPT\n10:31 eni-2 203.0.113.9>10.0.1.9 ACCEPT", ""},
		"another account's":              {"10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT account=999999999999", ""},
		"another instance's":             {strings.ReplaceAll(bothDuring, "ACCEPT", "ACCEPT i=i-2"), ""},
		"talk, and then no data":         {bothBefore + "10:30 eni-1 NODATA", "silence: 1 addresses of the internet had answered over IPv4 before; none did from 2024-05-14T10:30:00Z to 2024-05-14T10:31:00Z"},
		"talk, and then no answer":       {bothBefore + "10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT", "silence: 1 addresses of the internet had answered over IPv4 before; none did from 2024-05-14T10:30:00Z to 2024-05-14T10:31:00Z"},
		"talk, and then none covered":    {bothBefore, "none: no flow log covers that time"},
		"talk, and then some skipped":    {bothBefore + "10:30 eni-1 NODATA\n10:31 eni-1 SKIPDATA", "none: what passed in that time was not all written down: 1 rows say SKIPDATA"},
		"no talk before":                 {"09:30 eni-1 NODATA\n10:30 eni-1 NODATA", "none: nobody on the internet had answered it before"},
		"talk with neighbours":           {"09:30 eni-1 10.0.1.5>10.0.1.6 ACCEPT\n09:30 eni-1 10.0.1.6>10.0.1.5 ACCEPT\n10:30 eni-1 NODATA", "none: nobody on the internet had answered it before"},
		"talk all the time":              {bothBefore + bothDuring + bothAfter, "contradiction: packets went both ways between i-1 and 203.0.113.9 while it is said to have had no way out over IPv4"},
		"talk, with some skipped":        {bothDuring + "10:31 eni-1 SKIPDATA", "contradiction: packets went both ways between i-1 and 203.0.113.9 while it is said to have had no way out over IPv4"},
		"talk that began before":         {bothBefore + strings.ReplaceAll(bothDuring, "10:3", "10:0"), "none: no flow log covers that time"},
		"talk that ends after":           {strings.ReplaceAll(bothDuring, "10:31", "10:59") + "11:00 eni-1 203.0.113.9>10.0.1.5 ACCEPT", "contradiction: packets went both ways between i-1 and 203.0.113.9 while it is said to have had no way out over IPv4"},
		"an answer to another":           {bothBefore + "10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT\n10:31 eni-1 203.0.113.8>10.0.1.5 ACCEPT", "silence: 1 addresses of the internet had answered over IPv4 before; none did from 2024-05-14T10:30:00Z to 2024-05-14T10:32:00Z"},
		"an answer that was rejected":    {bothBefore + "10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT\n10:31 eni-1 203.0.113.9>10.0.1.5 REJECT", "silence: 1 addresses of the internet had answered over IPv4 before; none did from 2024-05-14T10:30:00Z to 2024-05-14T10:32:00Z"},
		"by a VPN":                       {"10:30 eni-1 10.0.1.5>203.0.113.9 ACCEPT path=3\n10:31 eni-1 203.0.113.9>10.0.1.5 ACCEPT", "none: nobody on the internet had answered it before"},
		"with public addresses of a VPC": {strings.ReplaceAll(bothDuring, "203.0.113.9", "10.0.2.9"), "none: nobody on the internet had answered it before"},
		"between carriers":               {strings.ReplaceAll(bothDuring, "203.0.113.9", "100.64.3.9"), "none: nobody on the internet had answered it before"},
		"the instance's own row":         {"10:30 eni-9 10.0.9.5>203.0.113.9 ACCEPT i=i-1 way=egress\n10:31 eni-9 203.0.113.9>10.0.9.5 ACCEPT i=i-1 way=ingress", "contradiction: packets went both ways between i-1 and 203.0.113.9 while it is said to have had no way out over IPv4"},
	} {
		t.Run(name, func(t *testing.T) {
			i := hearing(t, cutStory, tt.rows)
			got := ""
			for _, h := range i.Flows {
				got = strings.TrimSpace(got + " " + h.Finding + ": " + h.Note)
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			checkDenied(t, i, strings.HasPrefix(tt.want, Contradiction))
		})
	}
}

// checkDenied holds what an impact says against whether flow logs contradict it.
func checkDenied(t *testing.T, i *Impact, denied bool) {
	t.Helper()
	want := topology.Cut
	if denied {
		want = topology.Unproven
	}
	seen := false
	for _, r := range i.Resources {
		for _, e := range r.Capabilities {
			if e.What != "egress4" && e.What != "ingress4" {
				continue
			}
			seen = true
			if e.After != want || denied != strings.Contains(e.Reason, "packets went both ways") || denied != (e.Level == "unknown") {
				t.Errorf("%s: %s %s %s, want %s", e.What, e.After, e.Level, e.Reason, want)
			}
		}
	}
	if !seen || denied != (len(i.Conflicts) > 0 && i.Conflicts[0].EventID == "flow-log:"+i.Flows[0].Interface) {
		t.Errorf("conflicts %v", i.Conflicts)
	}
}

// TestFlowsByEndpoint: with a gateway endpoint, public addresses may be S3's, unless the row tells the way.
func TestFlowsByEndpoint(t *testing.T) {
	story := strings.Replace(cutStory, "run i-1", "gateway-endpoint vpce-1 vpc-1 s3 rtb-1\nrun i-1", 1)
	for rows, want := range map[string]string{
		bothDuring: Nothing,
		strings.Replace(bothDuring, "ACCEPT", "ACCEPT path=7", 1):                        Nothing,
		strings.Replace(bothDuring, "ACCEPT", "ACCEPT path=8", 1):                        Contradiction,
		bothBefore + "10:30 eni-1 NODATA":                                                Nothing,
		strings.Replace(bothBefore, "ACCEPT", "ACCEPT path=8", 1) + "10:30 eni-1 NODATA": Silence,
	} {
		i := hearing(t, story, rows)
		if len(i.Flows) != 1 || i.Flows[0].Finding != want {
			t.Errorf("%q: %+v, want %s", rows, i.Flows, want)
		}
	}
}

// TestFlowsInside: what lies in a VPC is not the internet, whatever its addresses look like.
func TestFlowsInside(t *testing.T) {
	i := hearing(t, strings.Replace(cutStory, "gateway igw-1", "vpc vpc-2 203.0.113.0/24\ngateway igw-1", 1), bothDuring)
	if len(i.Flows) != 1 || i.Flows[0].Finding != Nothing || i.Flows[0].During.Talkers[0].Internet {
		t.Errorf("%+v", i.Flows)
	}
}

// TestFlowsTell shows the traffic itself.
func TestFlowsTell(t *testing.T) {
	i := hearing(t, cutStory, bothBefore+"10:30 eni-1 198.51.100.99>10.0.1.5 REJECT\n10:31 eni-1 NODATA\n"+bothAfter+"11:40 eni-1 10.0.1.5>203.0.113.77 ACCEPT")
	h := i.Flows[0]
	if h.Before.Answered != 1 || h.Before.Accepted != (Volume{2, 20, 2000}) || h.During.Rejected != (Volume{1, 10, 1000}) || h.During.NoData != 1 || h.After.Peers != 2 {
		t.Errorf("%+v", h)
	}
	if len(h.During.Refused) != 1 || h.During.Refused[0].Address != "198.51.100.99" || !h.During.Refused[0].New {
		t.Errorf("refused %+v", h.During.Refused)
	}
	if got := h.After.Talkers; len(got) != 2 || got[0] != (Talker{"203.0.113.9", true, 1000, 1000, 0, false}) || got[1] != (Talker{"203.0.113.77", true, 1000, 0, 0, true}) {
		t.Errorf("talkers %+v", got)
	}
}
