// Incidents in the box: a day in one account each, from the network that is built to what an intruder cuts off and others
// put back. They are told in the stories beside their logs.

package corpus

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// IncidentSeed makes the incidents that lie in samples.
const IncidentSeed = 20240514

// days are the incidents by the names of their folders.
var days = map[string]func(*incident){"gateway-detach": shopDay, "stealth-routes": portalDay}

// Incident writes an incident's log below dir as AWSLogs/ and the right answers as expected/. The same seed gives the
// same bytes.
func Incident(name, dir string, seed uint64) error {
	day, known := days[name]
	if !known {
		return fmt.Errorf("incident: there is none of the name %q", name)
	}
	in := newIncident(seed)
	day(in)
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

// shopDay is told in samples/gateway-detach/story.md.
func shopDay(in *incident) {
	in.begin = clock(7, 45, 0)
	in.live("111122223333", "eu-west-1")
	in.who = newCallers(in.cast, in.seed)
	in.net = newEstate(&in.world)
	in.build()
	in.workday()
	in.intrusion()
	in.response()
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
	chains  []*Chain
	shop    *Chain    // what the intruder does
	begin   time.Time // of the day's background
	twice   time.Time // the moment whose record is delivered twice
	net     estate
	who     callers
}

func newIncident(seed uint64) *incident {
	in := &incident{seed: seed, twice: theCut}
	in.dice = &dice{}
	in.dice.seed(seed, 1)
	return in
}

// live settles where the day is spent.
func (in *incident) live(account, region string) {
	in.account, in.region, in.cast = account, region, newCast(in.seed, account)
	in.maker = maker{account: account, people: in.cast, world: in.seed}
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
	if s.chain != nil {
		s.chain.follow(&m.env, s)
	}
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
		at := in.begin.Add(time.Duration(d.upTo(int(450*time.Minute/time.Second))) * time.Second)
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
		if r.at.Equal(in.twice) {
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
	if err := writeList(filepath.Join(dir, "detachments.json"), in.rows); err != nil {
		return err
	}
	if err := in.expectChains(dir); err != nil {
		return err
	}
	byTime := func(a, b written) int { return a.at.Compare(b.at) }
	n := len(in.records)
	load := fmt.Sprintf("{\"records\":{\"read\":%d,\"stored\":%d,\"duplicate\":1},\"first\":%q,\"last\":%q}\n", n+1, n,
		slices.MinFunc(in.records, byTime).at.Format(time.RFC3339), slices.MaxFunc(in.records, byTime).at.Format(time.RFC3339))
	return os.WriteFile(filepath.Join(dir, "load.json"), []byte(load), 0o644)
}
