// Workers write log files, each one as the plan has it.

package corpus

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/gzip"
)

// worker writes one file after the other with buffers of its own.
type worker struct {
	plan    *plan
	catalog *catalog
	dir     string
	maker   maker
	tally   tally
	text    []byte
	order   []int
	press   *press
}

func newWorker(p *plan, c *catalog, dir string) *worker {
	return &worker{plan: p, catalog: c, dir: dir, tally: *newTally(), press: newPress()}
}

// file writes one log file. Its records are not in order of time: CloudTrail's are not.
func (w *worker) file(file int) error {
	p := w.plan
	own, copies := p.own(file), p.copies[file]
	d := &w.maker.dice
	d.seed(blend(p.options.Seed, 10), uint64(file))
	name := string(d.appendFrom(nil, alnum, 16))
	w.shuffle(own+len(copies), d)
	w.text = append(w.text[:0], `{"Records":[`...)
	for i, index := range w.order {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		if index >= own {
			c := copies[index-own]
			w.record(c.file, int(c.index%uint64(p.own(c.file))), false)
			w.tally.events++
			w.tally.duplicates++
			continue
		}
		w.record(file, index, true)
	}
	w.text = append(w.text, `]}`...)
	where := &p.places[p.where[file]]
	return w.press.write(filepath.Join(w.dir, logPath(p.trail, where.account, where.region, p.end(file), name)), w.text)
}

// burst is how many records in a row are calls of one kind by one caller.
const burst = 8

// shuffle throws the order of n records: bursts stay together, and here and there a record is out of place.
func (w *worker) shuffle(n int, d *dice) {
	w.order = w.order[:0]
	for i := range n {
		w.order = append(w.order, i)
	}
	for i := n/burst - 1; i > 0; i-- {
		j := d.upTo(i + 1)
		for k := range burst {
			a, b := i*burst+k, j*burst+k
			w.order[a], w.order[b] = w.order[b], w.order[a]
		}
	}
	for range n / 8 {
		a, b := d.upTo(n), d.upTo(n)
		w.order[a], w.order[b] = w.order[b], w.order[a]
	}
}

// record appends one record, the same whoever asks for it, and counts it if it is delivered for the first time. The
// steps of stories and of the ordinary life of the network come first, then the background; the last ones are the
// principal's.
func (w *worker) record(file, index int, first bool) {
	p, m := w.plan, &w.maker
	where := &p.places[p.where[file]]
	m.account, m.region, m.world, m.people = where.account, where.region, where.world, where.cast
	m.local = p.local(file)
	m.dice.seed(m.local, uint64(index))
	e := &m.env
	e.account, e.region = where.account, where.region
	e.throw(&m.dice)
	m.burst.seed(m.local, uint64(1<<32+index/burst))
	e.at = p.end(file).Add(-time.Duration(1+m.burst.upTo(int(slot/time.Second)-5)+m.dice.upTo(6)) * time.Second)
	var who *actor
	if index >= p.own(file)-int(p.mine[file]) {
		who = p.principal
	}
	steps := p.steps[file]
	switch {
	case index < len(steps):
		e.at = steps[index].at
		s := steps[index].told(&world{dice: &m.dice, account: m.account, region: m.region, cast: m.people})
		w.text = m.step(w.text, s)
		if first {
			w.tally.rows = append(w.tally.rows, rows(e, s, steps[index].tied)...)
			if steps[index].deed == nil {
				w.tally.planted += len(s.finds)
			}
		}
	default:
		w.text = m.background(w.text, w.catalog, who)
	}
	if !first {
		return
	}
	w.tally.count(e)
	if index < len(steps) {
		w.tally.network++
	}
	if who != nil {
		w.tally.principal++
	}
}

// told is the step, made now if it is a deed.
func (p *placed) told(w *world) *step {
	if p.deed == nil {
		return p.step
	}
	w.tool = p.deed.with
	s := p.deed.tell(w, p.at)
	return &s
}

// logPath is where AWS puts a log file of an organisation's trail; without an organisation that part is left out.
func logPath(organisation, account, region string, end time.Time, name string) string {
	return filepath.Join("AWSLogs", organisation, account, "CloudTrail", region, end.Format("2006/01/02"),
		fmt.Sprintf("%s_CloudTrail_%s_%s_%s.json.gz", account, region, end.Format("20060102T1504Z"), name))
}

// press deflates and writes. Its gzip headers carry neither name nor time.
type press struct {
	out  bytes.Buffer
	gzip *gzip.Writer
	made map[string]bool
}

// level is gzip's: AWS's own files are about this dense.
const level = 5

func newPress() *press {
	p := &press{made: map[string]bool{}}
	p.gzip, _ = gzip.NewWriterLevel(&p.out, level) // fails for unknown levels alone
	return p
}

func (p *press) write(path string, text []byte) error {
	if dir := filepath.Dir(path); !p.made[dir] {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		p.made[dir] = true
	}
	p.out.Reset()
	p.gzip.Reset(&p.out)
	if _, err := p.gzip.Write(text); err != nil {
		return fmt.Errorf("deflate %s: %w", path, err)
	}
	if err := p.gzip.Close(); err != nil {
		return fmt.Errorf("deflate %s: %w", path, err)
	}
	return os.WriteFile(path, p.out.Bytes(), 0o644)
}
