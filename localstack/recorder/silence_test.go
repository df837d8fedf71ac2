// Silence: a stopped trail delivers nothing, and the event history knows all the same, in the next run too.

package recorder

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestSilence(t *testing.T) {
	const arn = "arn:aws:cloudtrail:eu-west-1:000000000000:trail/main"
	for _, test := range []struct{ name, calls, told string }{
		{"nobody has made a trail", "a StopLogging:main b DeleteTrail:main c", "a StopLogging:main b DeleteTrail:main c"},
		{"one that never ran", "CreateTrail:main StopLogging:main a", "CreateTrail:main StopLogging:main a"},
		{"stopped", "StartLogging:main a StopLogging:main b beat c", "StartLogging:main a StopLogging:main"},
		{"by its ARN", "StartLogging:main StopLogging:" + arn + " a", "StartLogging:main StopLogging:" + arn},
		{"started again", "StartLogging:main StopLogging:main a StartLogging:main b beat", "StartLogging:main StopLogging:main StartLogging:main b beat"},
		{"deleted", "StartLogging:main DeleteTrail:main a", "StartLogging:main DeleteTrail:main"},
		{"another one runs", "StartLogging:main StartLogging:other StopLogging:main a", "StartLogging:main StartLogging:other StopLogging:main a"},
		{"refused", "StartLogging:main !StopLogging:main a", "StartLogging:main !StopLogging:main a"},
		{"another region", "far/StartLogging:one far/StopLogging:one a", "far/StartLogging:one far/StopLogging:one"},
		{"of one region, in another", "far/CreateTrail:one far/StartLogging:one far/StopLogging:one a far/b", "far/CreateTrail:one far/StartLogging:one far/StopLogging:one a"},
		{"one of one region runs still", "all/CreateTrail:every CreateTrail:here StartLogging:every StartLogging:here StopLogging:every a far/b", "all/CreateTrail:every CreateTrail:here StartLogging:every StartLogging:here StopLogging:every a"},
		{"narrowed", "all/CreateTrail:main StartLogging:main far/a none/UpdateTrail:main b far/c", "all/CreateTrail:main StartLogging:main far/a none/UpdateTrail:main b"},
		{"two of one name", "CreateTrail:one far/CreateTrail:one StartLogging:one far/StartLogging:one StopLogging:one a far/b", "CreateTrail:one far/CreateTrail:one StartLogging:one far/StartLogging:one StopLogging:one far/b"},
		{"made anew", "all/CreateTrail:one StartLogging:one DeleteTrail:one CreateTrail:one StartLogging:one a far/b", "all/CreateTrail:one StartLogging:one DeleteTrail:one StartLogging:one a"},
		{"what has no region", "CreateTrail:main StartLogging:main iam/a StopLogging:main iam/b", "CreateTrail:main StartLogging:main iam/a StopLogging:main"},
		{"stopped before this run", "StartLogging:main StopLogging:main a again b StartLogging:" + arn + " c", "StartLogging:main StopLogging:main StartLogging:" + arn + " c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, o := lab(t, nil)
			ids := strings.Fields(test.calls)
			for i, id := range ids {
				switch id {
				case "again":
					if err := r.Close(); err != nil {
						t.Fatal(err)
					}
					r = open(t, o)
				case "beat":
					if err := r.Heartbeat(Beat{Account: "000000000000", Region: "eu-west-1", Instance: "i-1", At: noon}); err != nil {
						t.Fatal(err)
					}
				default:
					where, call, far := strings.Cut(id, "/")
					if !far || strings.Contains(where, ":") {
						where, call = "", id
					}
					name, trail, _ := strings.Cut(strings.TrimPrefix(call, "!"), ":")
					c := callTo(t, wire.Open(), "cloudtrail", "DescribeTrails", nil)
					c.Name, c.In, c.ID, c.At = name, map[string]any{"Name": trail}, id, noon.Add(time.Duration(i)*time.Second)
					switch where {
					case "far":
						c.Region = "sa-east-1"
					case "all", "none":
						c.In["IsMultiRegionTrail"] = where == "all"
					case "iam":
						c.Service = "iam"
					}
					a := &exchange.Answer{}
					if strings.HasPrefix(id, "!") {
						a.Error = &wire.Error{Code: "AccessDenied"}
					}
					if err := r.Record(c, a); err != nil {
						t.Fatal(err)
					}
				}
			}
			known, err := r.Recent(Filter{})
			if err != nil {
				t.Fatal(err)
			}
			if want := len(slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == "again" })); len(known) != want {
				t.Errorf("the event history has %d events, want %d", len(known), want)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			got, want := delivered(t, o.Folder), map[string]int{}
			for _, id := range strings.Fields(test.told) {
				want[id]++
			}
			for id := range got {
				if _, ours := want[id]; !ours && !slices.Contains(ids, id) { // a sign of life has an id of its own
					delete(got, id)
					got["beat"]++
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("the log tells %v, want %v", got, want)
			}
		})
	}
}
