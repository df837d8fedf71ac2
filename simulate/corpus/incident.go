// The incident in the box: a day in one account, from the network that Terraform builds to the gateway that an intruder
// cuts off and the responders put back. It is told in samples/gateway-detach/story.md.

package corpus

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// IncidentSeed makes the incident that lies in samples.
const IncidentSeed = 20240514

// Incident writes the incident's log below dir as AWSLogs/ and the right answers as expected/. The same seed gives the
// same bytes.
func Incident(dir string, seed uint64) error {
	in := newIncident(seed)
	in.build()
	in.workday()
	in.intrusion()
	in.response()
	in.background(newCatalog())
	p := newPress()
	for _, f := range in.files() {
		if err := p.write(filepath.Join(dir, f.path), f.text); err != nil {
			return fmt.Errorf("incident: %w", err)
		}
	}
	sortRows(in.rows)
	return in.expect(filepath.Join(dir, "expected"))
}

// written is a record of the incident.
type written struct {
	at     time.Time
	region string
	text   []byte
}

// incident is the account in which it happens, and what has happened in it so far.
type incident struct {
	world
	seed    uint64
	maker   maker
	records []written
	rows    []Detachment
	net     estate
	who     callers
}

func newIncident(seed uint64) *incident {
	const account = "111122223333"
	in := &incident{seed: seed}
	in.world = world{dice: &dice{}, account: account, region: "eu-west-1", cast: newCast(seed, account)}
	in.maker = maker{account: account, people: in.cast, world: seed}
	in.dice.seed(seed, 1)
	in.who = newCallers(in.cast, seed)
	in.net = newEstate(&in.world)
	return in
}

// clock returns a moment of the day.
func clock(hour, minute, second int) time.Time {
	return time.Date(2024, 5, 14, hour, minute, second, 0, time.UTC)
}

// tell records steps that begin at that moment, a few seconds apart unless a step says otherwise.
func (in *incident) tell(at time.Time, steps ...step) {
	for i := range steps {
		if i > 0 {
			at = at.Add(max(steps[i].after, time.Second))
		}
		in.record(at, &steps[i], nil)
	}
}

// prove records a step from which a cut is inferred, of a tie that was made then.
func (in *incident) prove(at, made time.Time, s step) {
	in.record(at, &s, []time.Time{made})
}

func (in *incident) record(at time.Time, s *step, tied []time.Time) {
	in.stand(at, globalIf(s.source == "iam", in.region))
	m := &in.maker
	text := m.step(nil, s)
	in.rows = append(in.rows, rows(&m.env, s, tied)...)
	in.records = append(in.records, written{at, m.region, text})
}

// stand gets the maker ready for the next record.
func (in *incident) stand(at time.Time, region string) {
	m := &in.maker
	m.dice.seed(in.seed, uint64(100+len(in.records)))
	m.burst.seed(in.seed, uint64(1<<32+len(in.records)))
	m.local = blend(in.seed, uint64(at.Hour()))
	m.region = region
	m.env.throw(&m.dice)
	m.env.at, m.env.account, m.env.region = at, m.account, region
}

func globalIf(global bool, region string) string {
	if global {
		return globalRegion
	}
	return region
}

// background adds what else goes on in the account.
func (in *incident) background(c *catalog) {
	var d dice
	d.seed(in.seed, 2)
	for i := range 110 {
		at := clock(7, 45, 0).Add(time.Duration(d.upTo(int(450*time.Minute/time.Second))) * time.Second)
		in.stand(at, globalIf(i%6 == 0, in.region))
		text := in.maker.background(nil, c, nil)
		in.records = append(in.records, written{at, in.maker.region, text})
	}
}

// logFile is one of the incident's files.
type logFile struct {
	path string
	text []byte
}

// files puts the records into the files in which CloudTrail would have delivered them. The record of the cut is
// delivered twice, as it happens with CloudTrail.
func (in *incident) files() []logFile {
	type window struct {
		region string
		end    time.Time
	}
	content := map[window][][]byte{}
	put := func(region string, end time.Time, text []byte) {
		content[window{region, end}] = append(content[window{region, end}], text)
	}
	for _, r := range in.records {
		end := r.at.Truncate(slot).Add(slot)
		put(r.region, end, r.text)
		if r.at.Equal(theCut) {
			put(r.region, end.Add(slot), r.text)
		}
	}
	windows := slices.SortedFunc(maps.Keys(content), func(a, b window) int { return cmp.Or(a.end.Compare(b.end), cmp.Compare(a.region, b.region)) })
	var files []logFile
	for i, w := range windows {
		var d dice
		d.seed(in.seed, uint64(1<<40+i))
		name := string(d.appendFrom(nil, alnum, 16))
		texts := content[w]
		for i := len(texts) - 1; i > 0; i-- {
			j := d.upTo(i + 1)
			texts[i], texts[j] = texts[j], texts[i]
		}
		text := append([]byte(`{"Records":[`), bytes.Join(texts, []byte(","))...)
		files = append(files, logFile{logPath("", in.account, w.region, w.end, name), append(text, `]}`...)})
	}
	return files
}

// expect writes the right answers.
func (in *incident) expect(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var list []byte
	for i := range in.rows {
		row, err := json.Marshal(&in.rows[i])
		if err != nil {
			return err
		}
		list = append(append(list, ",\n  "...), row...)
	}
	list = append(append([]byte("[\n  "), bytes.TrimPrefix(list, []byte(",\n  "))...), "\n]\n"...)
	if err := os.WriteFile(filepath.Join(dir, "detachments.json"), list, 0o644); err != nil {
		return err
	}
	byTime := func(a, b written) int { return a.at.Compare(b.at) }
	n := len(in.records)
	load := fmt.Sprintf("{\"records\":{\"read\":%d,\"stored\":%d,\"duplicate\":1},\"first\":%q,\"last\":%q}\n", n+1, n,
		slices.MinFunc(in.records, byTime).at.Format(time.RFC3339), slices.MaxFunc(in.records, byTime).at.Format(time.RFC3339))
	return os.WriteFile(filepath.Join(dir, "load.json"), []byte(load), 0o644)
}
