// The log files: a second pass over all names, in which every file that a digest lists is hashed, and the others are told.

package integrity

import (
	"context"
	"crypto/sha256"
	"errors"
	"path"
	"strings"
	"sync"

	"traillab/analyze/trail"
)

// task is one log file to be hashed.
type task struct {
	file   File
	object string
	lines  []entry
}

// logs goes through all files.
func (v *verifier) logs(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	tasks := make(chan task)
	var told sync.Mutex
	var workers sync.WaitGroup
	for range v.o.Jobs {
		workers.Go(func() {
			for t := range tasks {
				h := sha256.New()
				_, err := t.file.Inflate(ctx, h)
				if v.ended(ctx, err) {
					stop(err)
					continue
				}
				told.Lock()
				v.weigh(t, [32]byte(h.Sum(nil)), err)
				told.Unlock()
			}
		})
	}
	err := v.offer(ctx, tasks, &told)
	close(tasks)
	workers.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	return err
}

// offer sends what is to be hashed to the workers and tells of the rest.
func (v *verifier) offer(ctx context.Context, tasks chan<- task, told *sync.Mutex) error {
	for f, err := range v.vault.Files(ctx) {
		if err != nil {
			return err
		}
		name, ok := trail.ParseKey(f.Path())
		if ok && name.Digest || strings.HasSuffix(f.Path(), trail.MetadataSuffix) {
			continue
		}
		text, rest, below := locate(f.Path())
		if !below {
			if path.Base(f.Path()) != "public-keys.json" {
				told.Lock()
				v.report.outside(f.Path(), "")
				told.Unlock()
			}
			continue
		}
		object := v.head(text).object(rest)
		if lines := v.ledger.find(nameOf(object)); len(lines) > 0 {
			select {
			case tasks <- task{f, object, lines}:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			continue
		}
		told.Lock()
		v.unlisted(f, object, rest, name, ok)
		told.Unlock()
	}
	return nil
}

// weigh holds a log file against what the digests say of it.
func (v *verifier) weigh(t task, sum [sha256.Size]byte, err error) {
	lines := believed(t.lines)
	state, reason := LogAltered, "its content is not what the digest lists"
	switch {
	case errors.Is(err, trail.ErrAppended):
		reason = "there are bytes behind its compressed text, which CloudTrail did not write: " + err.Error()
	case err != nil:
		state, reason = LogUnreadable, "it cannot be read: "+err.Error()
	default:
		for i := range lines {
			if lines[i].hash == sum {
				state, reason = LogValid, ""
			}
		}
	}
	if state == LogValid && !lines[0].trusted {
		state = LogUnverifiable
	}
	first := &t.lines[0]
	if first.seen < 255 {
		first.seen++
	}
	digest := v.digests[lines[0].digest].object()
	switch {
	case state == LogAltered || state == LogUnreadable:
		severity := Broken
		if err != nil {
			severity = blame(err)
		}
		v.report.find(Finding{Kind: string(state), Severity: severity, Object: t.object, Reason: reason, Digest: digest})
	case first.seen == 2:
		v.report.find(Finding{Kind: "duplicate", Severity: Note, Object: t.object, Reason: "it was found more than once: " + t.file.Path()})
	}
	if first.seen == 1 && disagree(lines) {
		v.report.find(Finding{Kind: "conflicting", Severity: Broken, Object: t.object, Reason: "two digests list it with different hashes", Digest: digest})
	}
	if worse(state, first.state) {
		first.state = rank(state)
	}
	v.progress()
	if v.o.Log != nil {
		v.o.Log(LogFile{Path: t.file.Path(), Object: t.object, State: state, Hash: sum})
	}
}

// unlisted tells of a file that no digest lists.
func (v *verifier) unlisted(f File, object, rest string, name trail.KeyName, named bool) {
	folder, ok := trail.ParseFolder(rest[:strings.LastIndexByte(rest, '/')+1])
	if !named {
		if !ok || folder.Region == "" || !strings.HasPrefix(folder.Product, "CloudTrail") {
			v.report.Other++ // what other services deliver
			return
		}
		name = trail.KeyName{Account: folder.Account, Region: folder.Region, Organization: folder.Organization}
	}
	if !v.wants(name) || named && !v.within(name.Time) || !named && !v.touches(folder) {
		return
	}
	state := LogUncovered
	covered, sure := v.spans.covers(name.Account, name.Region, name.Time)
	if !named {
		covered = v.spans.touches(name.Account, name.Region, folder.From, folder.Until)
		sure = covered
	}
	switch {
	case name.Kind != "" && covered: // of insights and the like digests need not tell
	case covered:
		state = LogUnlisted
		severity, reason := Broken, "digests cover the time of its name and none lists it: it was put there, or is of another trail without validation"
		switch {
		case !named:
			reason = "its name is none that CloudTrail gives, and no digest lists it: it was put there"
		case !sure:
			severity, reason = Unchecked, "no digest lists it; by its name it may belong into one beyond those that are here"
		}
		v.report.find(Finding{Kind: string(state), Severity: severity, Object: object, Reason: reason})
	}
	v.report.Logs.count(state, 1)
	if state == LogUncovered {
		v.report.uncovered(name, object)
	}
	if v.o.Log != nil {
		v.o.Log(LogFile{Path: f.Path(), Object: object, State: state})
	}
}

// touches reports whether a folder reaches into the time that is asked for.
func (v *verifier) touches(folder trail.Folder) bool {
	return folder.From.IsZero() || (v.o.Until.IsZero() || folder.From.Before(v.o.Until)) && (v.o.From.IsZero() || folder.Until.After(v.o.From))
}

// progress counts a file that was read.
func (v *verifier) progress() {
	v.done++
	if v.o.Progress != nil {
		v.o.Progress(v.done)
	}
}
