// Watermarks: how far the last report of a question has told a case. One is kept beside the case, in a file of its own that is replaced
// when the next report has been written; a run that fails leaves it as it was.

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// rememberedSuffix is what the names of watermarks have more than that of their case.
const rememberedSuffix = ".since-"

// watermarkSchema is the version of the form of a watermark.
const watermarkSchema = "since/v1"

// watermark is what one report leaves to the next.
type watermark struct {
	Schema string          `json:"schema"`
	Asked  []report.Filter `json:"asked"`
	Load   int             `json:"load"` // the newest load that was told, by number
	Began  *time.Time      `json:"load_began"`
	File   int64           `json:"file"` // the newest file
	Told   report.Memory   `json:"told"`

	path   string
	next   *watermark // what takes its place, but for what is told
	recent *report.Recall
}

// watermarkPath is where the watermark of a question lies: there is one for each set of filters, forms and things.
func (a *app) watermarkPath(cmd *cobra.Command, f *reportFlags) string {
	if f.batch.watermark.set {
		return f.batch.watermark.text
	}
	asked := givenFilters(cmd.Flags())
	words := []string{a.common.format, f.batch.each.text}
	for _, x := range asked {
		words = append(words, x.Flag+"="+x.Value)
	}
	slices.Sort(words[2:])
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", words))
	return a.common.db + rememberedSuffix + hex.EncodeToString(sum[:6]) + ".json"
}

// lockWatermark keeps a second run of the same question away until this one is done.
func (a *app) lockWatermark(cmd *cobra.Command, f *reportFlags) (done func(), err error) {
	path := a.watermarkPath(cmd, f) + ".lock"
	done, err = lockFile(path)
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("another run of this report is under way (it holds %s); run again when it has ended", listing.Safe(path))
	}
	if err != nil {
		return nil, besideCase(err)
	}
	return done, nil
}

// errLocked says that another process holds a lock.
var errLocked = errors.New("locked")

// readWatermark reads what the last report left, and what has come since.
func (a *app) readWatermark(ctx context.Context, s *store.Store, cmd *cobra.Command, f *reportFlags) (*watermark, error) {
	w := &watermark{path: a.watermarkPath(cmd, f), recent: &report.Recall{}}
	text, err := os.ReadFile(w.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.recent.First = true
	case err != nil:
		return nil, err
	default:
		strictly := json.NewDecoder(bytes.NewReader(text))
		strictly.DisallowUnknownFields()
		if err = strictly.Decode(w); err == nil && w.Schema != watermarkSchema {
			err = fmt.Errorf("it is of form %q, and this program reads %s", w.Schema, watermarkSchema)
		}
		if err != nil {
			return nil, fmt.Errorf("%s is no watermark that can be read: %w; take it away to begin anew", listing.Safe(w.path), err)
		}
	}
	loads, err := s.Loads(ctx)
	if err != nil {
		return nil, err
	}
	if !w.isOf(loads) {
		w.recent.Rebuilt = !w.recent.First
		w.Load, w.Began, w.File = 0, nil, 0
		a.remarkRebuilt(w)
	}
	if w.recent.Arrivals, err = s.Arrivals(ctx, w.Load, w.File); err != nil {
		return nil, err
	}
	w.recent.Load, w.recent.Began, w.recent.Chains, w.recent.Gaps = w.Load, w.Began, w.Told.Chains, w.Told.Gaps
	w.next = &watermark{Schema: watermarkSchema, Asked: givenFilters(cmd.Flags()), Load: w.recent.Arrivals.Load, File: w.recent.Arrivals.File}
	if n := w.next.Load; n > 0 && n <= len(loads) {
		w.next.Began = &loads[n-1].Began
	}
	return w, nil
}

// isOf reports whether a case has had the load that the watermark stands at. Loads are known by when they began.
func (w *watermark) isOf(loads []trail.Intake) bool {
	return w.Load > 0 && w.Load <= len(loads) && w.Began != nil && loads[w.Load-1].Began.Equal(*w.Began)
}

func (a *app) remarkRebuilt(w *watermark) {
	if w.recent.Rebuilt {
		a.remark("the case is another one than the last report was about: all of its files count as new")
	}
}

// recall tells a report to go on from a watermark; nil is none.
func (w *watermark) recall(o *report.Options) {
	if w != nil {
		o.Since, o.Filter.After = w.recent, w.File
	}
}

// keepWatermark puts the next watermark into the place of this one.
func (a *app) keepWatermark(w *watermark, c *report.Case) error {
	if s := c.Log.Since; s != nil && !s.Fresh() {
		a.remark("nothing is new since the last report")
	}
	w.next.Told = c.Memory
	text, err := json.Marshal(w.next)
	if err != nil {
		return err
	}
	return a.write(w.path, func(out io.Writer) error {
		_, err := fmt.Fprintf(out, "%s\n", listing.SafeJSON(text))
		return err
	})
}
