// Package recorder is the lab's CloudTrail. A call that passed becomes a record in AWS's words, is kept in a journal before
// its client hears of the answer, and is delivered in log files under AWSLogs, which a chain of signed digests vouches
// for. Every record carries the run that it belongs to in additionalEventData.drill, so that no drill can pass as evidence.
package recorder

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"traillab/localstack/exchange"
)

// Clock tells the lab's time, which a drill may let run faster than the world's.
type Clock interface{ Now() time.Time }

// Options of a recorder. What is empty has the value that is given in brackets.
type Options struct {
	Folder     string        // of the log: it will hold AWSLogs
	State      string        // of the lab: journal, digest chain and private key; on the file system of Folder, and not below it
	Bucket     string        // that digests name [the last element of Folder]
	Trail      string        // the trail's name in digests [traillab]
	Home       string        // its home region [us-east-1]
	Clock      Clock         // the lab's [the machine's]
	Random     io.Reader     // of ids and of the key [crypto/rand]
	After      time.Duration // from a record to its delivery [3 s]; negative: only when asked or when there are Most
	Most       int           // records of a delivery [500]
	DataEvents bool          // record what a trail leaves out unless it is asked: GetObject, Publish, PutItem …
	Report     func(error)   // is told what was set aside, for it cannot be delivered [nobody]
}

// Recorder records calls. It may be used from many goroutines; records are in the order in which Record took them.
type Recorder struct {
	options Options

	mu      sync.Mutex // of the journal and what is in it
	journal *journal
	waiting int         // records in the journal
	timer   *time.Timer // until the next delivery, nil when none is due
	trouble error       // of the last delivery
	closed  bool

	delivery sync.Mutex // held while log files and digests are written, and taken before mu
	sealer   *sealer

	memory  memory
	silence *silence
}

// Open opens the recorder of a lab, and delivers what a run before it accepted and did not live to deliver.
func Open(o Options) (*Recorder, error) {
	if o.Folder == "" || o.State == "" {
		return nil, errors.New("a recorder needs a folder for its log and one for its state")
	}
	folder, err := filepath.Abs(o.Folder)
	if err != nil {
		return nil, fmt.Errorf("recorder: %w", err)
	}
	o.Folder = folder
	o.Bucket = cmp.Or(o.Bucket, filepath.Base(folder))
	o.Trail, o.Home = cmp.Or(o.Trail, "traillab"), cmp.Or(o.Home, "us-east-1")
	if o.Clock == nil {
		o.Clock = machine{}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Report == nil {
		o.Report = func(error) {}
	}
	if o.After == 0 {
		o.After = 3 * time.Second
	}
	if o.Most <= 0 {
		o.Most = 500
	}
	for _, dir := range []string{o.Folder, o.State} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("recorder: %w", err)
		}
	}
	if err := o.tidy(); err != nil {
		return nil, err
	}
	r := &Recorder{options: o}
	if r.silence, err = openSilence(o.State); err != nil {
		return nil, err
	}
	if err := r.recall(); err != nil {
		return nil, err
	}
	if r.sealer, err = openSealer(o); err != nil {
		return nil, err
	}
	if err := r.deliverAll(); err != nil {
		return nil, err
	}
	if r.journal, err = newJournal(o.State); err != nil {
		return nil, err
	}
	return r, nil
}

type machine struct{}

func (machine) Now() time.Time { return time.Now() }

// Record records a call with its answer. When it returns nil the record survives the end of the process; otherwise it was not
// accepted, and the call should fail. Calls of the data plane are passed over, unless they were asked for.
func (r *Recorder) Record(c *exchange.Call, a *exchange.Answer) error {
	if dataEvent(c) && !r.options.DataEvents {
		return nil
	}
	if !services.MatchString(c.Service) {
		return fmt.Errorf("record: %.40q is no service", c.Service)
	}
	left, err := r.silence.take(c, a)
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return r.accept(place{c.Account, region(c)}, Tell(c, a), left)
}

// accept takes a record into the journal, or leaves it out of the log and keeps it for the event history. After a delivery that
// failed it tries that again first: a lab that cannot keep its log lets no call through.
func (r *Recorder) accept(at place, record []byte, leftOut bool) error {
	if err := at.check(); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if err := r.retry(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return errors.New("record: the recorder is closed")
	}
	if leftOut {
		return r.leaveOut(at, record)
	}
	if err := r.journal.append(at, record); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	r.memory.add(record)
	r.waiting++
	switch {
	case r.waiting >= r.options.Most: // the cut is here, whenever it is delivered: who plays a story again gets the same files
		r.trouble = r.turn()
		time.AfterFunc(0, func() { _ = r.send(nil) })
	case r.timer == nil && r.options.After > 0:
		r.after(r.options.After)
	}
	return nil
}

// after delivers in a while. The error of the delivery is kept, and stops the next Record. mu is held.
func (r *Recorder) after(d time.Duration) {
	if r.timer != nil {
		r.timer.Stop()
	}
	r.timer = time.AfterFunc(d, func() { _ = r.Flush() })
}

// retry delivers again what could not be delivered.
func (r *Recorder) retry() error {
	r.mu.Lock()
	trouble := r.trouble
	r.mu.Unlock()
	if trouble == nil {
		return nil
	}
	return r.Flush()
}

// Flush delivers all records that were accepted, and the digests that are due.
func (r *Recorder) Flush() error { return r.send(r.rotate) }

// send delivers the journals that are no longer written to; first, if there is anything, comes before. The error is kept, and
// stops the next Record.
func (r *Recorder) send(first func() error) (err error) {
	r.delivery.Lock()
	defer r.delivery.Unlock()
	if first != nil {
		err = first()
	}
	if err == nil {
		err = r.deliverAll()
	}
	if err == nil {
		err = r.sealer.due(r.options.Clock.Now())
	}
	r.mu.Lock()
	r.trouble = err
	r.mu.Unlock()
	return err
}

// rotate begins a new journal, unless the present one is empty; what is in the old one is delivered next.
func (r *Recorder) rotate() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.turn()
}

// turn is rotate for who holds mu.
func (r *Recorder) turn() error {
	if r.timer != nil {
		r.timer.Stop()
		r.timer = nil
	}
	if r.waiting == 0 || r.closed {
		return nil
	}
	next, err := newJournal(r.options.State)
	if err != nil {
		return err
	}
	old := r.journal
	r.journal, r.waiting = next, 0
	return old.close()
}

// Close delivers what is left, signs it, and ends the recorder. When it fails it may be called again.
func (r *Recorder) Close() error {
	r.delivery.Lock()
	defer r.delivery.Unlock()
	if err := r.end(); err != nil {
		return err
	}
	if err := r.deliverAll(); err != nil {
		return err
	}
	return r.sealer.seal(r.options.Clock.Now())
}

// end takes no more records.
func (r *Recorder) end() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	if r.timer != nil {
		r.timer.Stop()
	}
	return r.journal.close()
}

// PublicKeys are the keys that digests are signed with, for ListPublicKeys.
func (r *Recorder) PublicKeys() ([]PublicKey, error) {
	r.delivery.Lock()
	defer r.delivery.Unlock()
	return r.sealer.publicKeys()
}
