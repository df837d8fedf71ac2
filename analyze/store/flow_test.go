// Flow logs in the case: once, whole, and beside the records.

package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// flowFile is a file of flow logs: rows in the default form, "bad" for one that cannot be kept.
type flowFile struct {
	path    string
	rows    []string
	outcome trail.Outcome
	reading func() error // before each row
	most    int          // rows that a damaged file yields; all where 0
}

func (f *flowFile) Path() string  { return f.path }
func (f *flowFile) Size() int64   { return int64(len(strings.Join(f.rows, "\n"))) }
func (f *flowFile) Stamp() string { return "" }

func (f *flowFile) Read(_ context.Context, v trail.Visitor) error {
	text := strings.Join(f.rows, "\n")
	if !v.File(trail.File{Path: f.path, Size: f.Size(), SHA256: sha256.Sum256([]byte(text))}) {
		return nil
	}
	w, takes := v.(trail.Witness)
	form, flow := trail.UsualFlows(), trail.Flow{}
	for i, row := range f.rows {
		if !takes || f.most > 0 && i == f.most {
			break
		}
		if f.reading != nil {
			if err := f.reading(); err != nil {
				return err
			}
		}
		var fields [][]byte
		for _, word := range strings.Fields(row) {
			fields = append(fields, []byte(word))
		}
		flow.Line = int64(i + 1)
		at := trail.Place{Index: int64(i)}
		if wrong := form.Fill(&flow, fields); wrong != "" {
			v.Reject(trail.Reject{File: f.path, Record: &at.Index, Reason: wrong, Flow: true})
		} else if err := w.Flow(&flow, at); err != nil {
			return err
		}
	}
	o := f.outcome
	if o.Status == trail.Loaded {
		o = trail.Outcome{Status: trail.Other, Reason: "VPC flow logs"}
	} else {
		v.Reject(trail.Reject{File: f.path, Reason: o.Reason})
	}
	v.Done(o)
	return nil
}

// passing is a row: n packets from one address to another, in the minute.
func passing(from, to string, n, minute int) string {
	at := time.Date(2024, 5, 1, 10, minute, 0, 0, time.UTC).Unix()
	return fmt.Sprintf("2 123456789012 eni-1 %s %s 443 %d 6 %d %d %d %d ACCEPT OK", from, to, 40000+n, n, 100*n, at, at+60)
}

func mixed(files ...LogFile) iter.Seq2[LogFile, error] {
	return func(yield func(LogFile, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func loadMixed(t *testing.T, s *Store, o LoadOptions, files ...LogFile) *Summary {
	t.Helper()
	o.Now = now
	sum, err := s.Load(t.Context(), mixed(files...), o)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestFlowTotals loads flow logs beside records, again and damaged, and adds up.
func TestFlowTotals(t *testing.T) {
	s := newCase(t)
	good := []string{passing("10.0.0.1", "198.51.100.2", 1, 0), passing("198.51.100.2", "10.0.0.1", 2, 0)}
	torn := &flowFile{path: "torn", rows: good[:1], outcome: trail.Outcome{Status: trail.Damaged, Reason: "gzip stream ends early"}}
	files := []LogFile{
		file("a.json", `{"eventID":"a"}`), &flowFile{path: "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/b.log", rows: good},
		&flowFile{path: "c", rows: good}, &flowFile{path: "d", rows: append(slices.Clone(good), "bad", "2 1 eni-2 - - - - - - - 60 120 - SKIPDATA")}, torn,
	}
	sum := loadMixed(t, s, LoadOptions{}, files...)
	if got := fmt.Sprint(sum.Files, sum.Records.Read, sum.Records.Stored, sum.Records.Rejected, sum.Flows); got != "{5 1 1 1 0 2} 1 1 0 {7 6 0 1}" {
		t.Errorf("the first load: %s", got)
	}
	if got := rejects(t, sum); !slices.Equal(got, []string{"d record 2: 1 fields where the form has 14", "torn: gzip stream ends early"}) {
		t.Errorf("rejects %q", got)
	}
	sum = loadMixed(t, s, LoadOptions{}, files...)
	if got := fmt.Sprint(sum.Files, sum.Records.Read, sum.Flows); got != "{5 0 3 1 0 1} 0 {5 0 4 1}" {
		t.Errorf("the second load: %s", got)
	}
	if m, err := s.Missing(t.Context()); err != nil || m.Records != 0 || m.Flows != 1 || m.Damaged != 1 {
		t.Errorf("missing: %+v %v", m, err)
	}
	got := rows(t, s, "SELECT file, line, account, region, interface_id, srcaddr, dstport, packets, epoch(start_time), log_status, rest FROM flow_rows WHERE file LIKE 'AWS%' OR log_status <> 'OK' ORDER BY key")
	want := []string{
		"AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/b.log | 1 | 123456789012 | eu-west-1 | eni-1 | 10.0.0.1 | 40001 | 1 | 1.7145576e+09 | OK | {\"version\":\"2\"}",
		"AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/b.log | 2 | 123456789012 | eu-west-1 | eni-1 | 198.51.100.2 | 40002 | 2 | 1.7145576e+09 | OK | {\"version\":\"2\"}",
		"d | 4 | 1 | <nil> | eni-2 | <nil> | <nil> | <nil> | 60 | SKIPDATA | {\"version\":\"2\"}",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if sum := loadMixed(t, s, LoadOptions{Admit: func(_, _ []byte) bool { return true }}, &flowFile{path: "e", rows: good[1:]}); sum.Flows.Read != 0 {
		t.Errorf("a load for one question reads flow logs: %+v", sum.Flows)
	}
}

// TestFlowPlaces: of the same bytes in several folders the one that tells counts, whatever is read first, when, and by how many.
func TestFlowPlaces(t *testing.T) {
	const told = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/b.log"
	silent := "2 - eni-2 - - - - - - - 60 120 - SKIPDATA"
	list := []string{passing("10.0.0.1", "198.51.100.2", 1, 0), silent}
	want := []string{"1 | 123456789012 | eu-west-1", "2 | 123456789012 | eu-west-1"}
	torn := trail.Outcome{Status: trail.Damaged, Reason: "gzip stream ends early"}
	small := limits{bytes: 1 << 30, files: 1, touches: 1 << 20}
	for _, outcome := range []trail.Outcome{{}, torn} {
		for _, o := range []LoadOptions{{Jobs: 1}, {Jobs: 2}, {Jobs: 1, limits: small}} {
			for _, loads := range [][][]string{{{told, "c"}}, {{"c", told}}, {{"c"}, {told}}, {{told}, {"c"}}, {{"c"}, {"d", told}, {"c"}}} {
				s := newCase(t)
				for _, paths := range loads {
					files := []LogFile{&flowFile{path: "other", rows: []string{passing("10.0.0.3", "10.0.0.4", 9, len(paths)), silent}}}
					for _, path := range paths {
						files = append(files, &flowFile{path: path, rows: list, outcome: outcome})
					}
					loadMixed(t, s, o, files...)
				}
				if got := rows(t, s, "SELECT line, account, region FROM flow_rows WHERE file <> 'other' ORDER BY line"); !slices.Equal(got, want) {
					t.Errorf("%s, %d jobs, %q: %q", outcome.Reason, o.Jobs, loads, got)
				}
				if got := rows(t, s, "SELECT key FROM flow_rows WHERE file = 'other' AND region IS NOT NULL"); len(got) != 0 {
					t.Errorf("%d jobs, %q: rows of others are told a region: %q", o.Jobs, loads, got)
				}
			}
		}
	}
}

// TestFlowPlacesOfTheRest: what a second reading of the same bytes finds beyond the first is from where the first was.
func TestFlowPlacesOfTheRest(t *testing.T) {
	const told = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/05/01/b.log"
	list := []string{passing("10.0.0.1", "198.51.100.2", 1, 0), passing("10.0.0.1", "198.51.100.2", 2, 0)}
	torn := trail.Outcome{Status: trail.Damaged, Reason: "gzip stream ends early"}
	for _, paths := range [][]string{{told, "c"}, {"c", told}} {
		s := newCase(t)
		loadMixed(t, s, LoadOptions{}, &flowFile{path: paths[0], rows: list, outcome: torn, most: 1})
		loadMixed(t, s, LoadOptions{}, &flowFile{path: paths[1], rows: list})
		if got := rows(t, s, "SELECT line, region FROM flow_rows ORDER BY line"); !slices.Equal(got, []string{"1 | eu-west-1", "2 | eu-west-1"}) {
			t.Errorf("%q: %q", paths, got)
		}
	}
}

// TestFlowBatches: neither the number of readers nor that of batches changes what is kept.
func TestFlowBatches(t *testing.T) {
	var files []LogFile
	for n := range 8 {
		var list []string
		for i := range 3000 {
			list = append(list, passing("10.0.0.1", "198.51.100.2", i+1, n))
		}
		files = append(files, &flowFile{path: fmt.Sprint(n), rows: list}, file(fmt.Sprint(n, ".json"), fmt.Sprintf(`{"eventID":"%d"}`, n)))
	}
	for _, o := range []LoadOptions{{Jobs: 1}, {Jobs: 4}, {Jobs: 3, limits: limits{bytes: 1 << 30, files: 2, touches: 1 << 20}}} {
		s := newCase(t)
		loadMixed(t, s, o, files...)
		got := rows(t, s, "SELECT file, count(*), CAST(sum(packets) AS BIGINT), max(line) FROM flow_rows GROUP BY file ORDER BY file")
		if len(got) != 8 || got[7] != "7 | 3000 | 4501500 | 3000" || len(rows(t, s, "SELECT event_id FROM events")) != 8 {
			t.Errorf("%+v: %q", o.limits, got)
		}
	}
}

// TestFlowsOfNobody: rows whose batch came to nothing are not seen, and go with the next load.
func TestFlowsOfNobody(t *testing.T) {
	s := newCase(t)
	list := slices.Repeat([]string{passing("10.0.0.1", "198.51.100.2", 1, 0)}, 10_000)
	n, full := 0, errors.New("the disk is full")
	_, err := s.Load(t.Context(), mixed(&flowFile{path: "a", rows: list, reading: func() error {
		if n++; n == 9000 {
			return full
		}
		return nil
	}}), LoadOptions{Now: now})
	if !errors.Is(err, full) || len(rows(t, s, "SELECT key FROM flows")) != 0 {
		t.Errorf("%v, and %d rows", err, len(rows(t, s, "SELECT key FROM flows")))
	}
	if err := s.exec(t.Context(), "INSERT INTO flows (key, line) VALUES (7 * 4294967296, 1)"); err != nil { // as a kill right before the end leaves them
		t.Fatal(err)
	}
	if got := rows(t, s, "SELECT key FROM flow_rows"); len(got) != 0 {
		t.Errorf("seen: %q", got)
	}
	if sum := loadMixed(t, s, LoadOptions{}, &flowFile{path: "a", rows: list}); sum.Flows.Stored != 10_000 || len(rows(t, s, "SELECT key FROM flows")) != 10_000 {
		t.Errorf("%+v", sum.Flows)
	}
}

// TestTraffic asks by interface, instance and time, and counts once what two flow logs tell.
func TestTraffic(t *testing.T) {
	s := newCase(t)
	out, back := passing("10.0.0.1", "198.51.100.2", 1, 0), passing("198.51.100.2", "10.0.0.1", 2, 1)
	loadMixed(t, s, LoadOptions{}, &flowFile{path: "a", rows: []string{out, back, passing("10.0.0.1", "198.51.100.2", 4, 5)}},
		&flowFile{path: "b", rows: []string{back, out, "2 unknown eni-2 - - - - - - - 1714557600 1714557660 - NODATA"}})
	at := func(minute int) time.Time { return time.Date(2024, 5, 1, 10, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		why  string
		w    trail.FlowWatch
		want string
	}{
		{"everything", trail.FlowWatch{}, "eni-1 10.0.0.1>198.51.100.2 2 5, eni-1 198.51.100.2>10.0.0.1 1 2, eni-2 NODATA"},
		{"one interface", trail.FlowWatch{Interfaces: []string{"eni-2", "eni-3"}}, "eni-2 NODATA"},
		{"an instance that no row names", trail.FlowWatch{Instances: []string{"i-1"}}, ""},
		{"a time", trail.FlowWatch{Interfaces: []string{"eni-1"}, From: at(0), Until: at(2)}, "eni-1 10.0.0.1>198.51.100.2 1 1, eni-1 198.51.100.2>10.0.0.1 1 2"},
		{"no row that lies across its end", trail.FlowWatch{Interfaces: []string{"eni-1"}, From: at(1), Until: at(1).Add(59 * time.Second)}, ""},
		{"another account", trail.FlowWatch{Accounts: []string{"2"}}, ""},
		{"another VPC", trail.FlowWatch{VPCs: []string{"vpc-2"}}, ""},
	} {
		var got []string
		for tr, err := range s.Flows(t.Context(), c.w) {
			if err != nil {
				t.Fatal(err)
			}
			if tr.Status == "NODATA" {
				got = append(got, tr.Interface+" NODATA")
				continue
			}
			got = append(got, fmt.Sprint(tr.Interface, " ", tr.Source, ">", tr.Target, " ", tr.Rows, " ", tr.Packets))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %s, want %s", c.why, strings.Join(got, ", "), c.want)
		}
	}
}
