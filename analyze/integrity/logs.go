// The log files: a second pass over all names, in which every file that a digest lists is hashed, and the others are told.

package integrity

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"sync"

	"traillab/analyze/trail"
)

// task is one file to be read: a log file to be hashed, or a file without lines that is asked whether it holds records.
type task struct {
	file   File
	object string
	head   *head  // nil for a file outside
	rest   string // of the path, from AWSLogs on
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
				if err := v.do(ctx, t, &told); err != nil {
					stop(err)
				}
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

// do reads one file, unless it was read before. The error is the end of the verification.
func (v *verifier) do(ctx context.Context, t task, told *sync.Mutex) error {
	var text [sha256.Size]byte
	var holds, known bool
	if before, ok := t.file.(Heard); ok {
		text, holds, known = before.Heard()
	}
	var err error
	if len(t.lines) == 0 {
		if !known {
			holds, err = t.file.Holds(ctx)
		}
		if v.ended(ctx, err) {
			return err
		}
		told.Lock()
		defer told.Unlock()
		v.stranger(t, holds, err)
		return nil
	}
	if !known {
		h := sha256.New()
		_, err = t.file.Inflate(ctx, h)
		h.Sum(text[:0])
	}
	if v.ended(ctx, err) {
		return err
	}
	told.Lock()
	defer told.Unlock()
	v.weigh(t, text, err)
	return nil
}

// offer sends what is to be read to the workers and tells of the rest.
func (v *verifier) offer(ctx context.Context, tasks chan<- task, told *sync.Mutex) error {
	for f, err := range v.vault.Files(ctx) {
		if err != nil {
			return err
		}
		name, named := trail.ParseKey(f.Path())
		beside := strings.HasSuffix(f.Path(), trail.MetadataSuffix)
		text, rest, below := locate(f.Path())
		if named && name.Digest && !beside && below {
			continue // it had its turn
		}
		t := task{file: f, object: f.Path()}
		if below {
			t.head, t.rest = v.head(text), rest
			t.object = t.head.object(rest)
			t.lines = v.ledger.find(nameOf(t.object))
			if len(t.lines) == 0 && t.head.apart {
				t.object = f.Path()
			}
			if len(t.lines) == 0 && !beside && (named || logFolder(rest)) {
				told.Lock()
				v.unlisted(t, name, named)
				told.Unlock()
				continue
			}
		}
		select {
		case tasks <- t:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// weigh holds a log file against what the digests say of it.
func (v *verifier) weigh(t task, sum [sha256.Size]byte, err error) {
	lines := believed(t.lines)
	state, reason := LogAltered, "its content is not what the digest lists"
	by := lines[0]
	switch {
	case errors.Is(err, trail.ErrAppended):
		reason = "there are bytes behind its compressed text, which CloudTrail did not write: " + err.Error()
	case err != nil:
		state, reason = LogUnreadable, "it cannot be read: "+err.Error()
	default:
		if at := slices.IndexFunc(lines, func(e entry) bool { return e.hash == sum }); at >= 0 {
			state, reason, by = LogValid, "", lines[at]
		}
	}
	if state == LogValid && !by.trusted {
		state = LogUnverifiable
	}
	first := &t.lines[0]
	if first.seen < 255 {
		first.seen++
	}
	digest := v.digests[by.digest].object()
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
		v.o.Log(LogFile{Path: t.file.Path(), Object: t.object, State: state, Hash: sum, Digest: digest})
	}
}

// unlisted tells of a file that no digest lists, and that is a log file by its name or its folder.
func (v *verifier) unlisted(t task, name trail.KeyName, named bool) {
	folder, _ := trail.ParseFolder(t.rest[:strings.LastIndexByte(t.rest, '/')+1])
	if !named {
		name = trail.KeyName{Account: folder.Account, Region: folder.Region, Organization: folder.Organization}
	}
	if !v.wants(name) || named && !v.within(name.Time) || !named && !v.touches(folder) {
		return
	}
	where := t.head.area(name)
	covered, sure := v.spans.covers(where, name.Time)
	if !named {
		covered = v.spans.touches(where, folder.From, folder.Until)
		sure = covered
	}
	if !covered || name.Kind != "" { // of insights and the like digests need not tell
		v.tell(t, name, LogUncovered)
		return
	}
	severity, reason := Broken, "digests cover the time of its name and none lists it: it was put there, or is of another trail without validation"
	switch {
	case !named:
		reason = "its name is none that CloudTrail gives, and no digest lists it: it was put there"
	case !sure:
		severity, reason = Unchecked, "no digest lists it; by its name it may belong into one beyond those that are here"
	}
	v.report.find(Finding{Kind: string(LogUnlisted), Severity: severity, Object: t.object, Reason: reason})
	v.tell(t, name, LogUnlisted)
}

// tell counts a log file that no digest lists.
func (v *verifier) tell(t task, name trail.KeyName, state LogState) {
	v.report.Logs.count(state, 1)
	if state == LogUncovered {
		v.report.uncovered(name, t.object)
	}
	if v.o.Log != nil {
		v.o.Log(LogFile{Path: t.file.Path(), Object: t.object, State: state})
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
