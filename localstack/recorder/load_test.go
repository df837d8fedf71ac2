// Loading: what the recorder wrote is an archive like any other, without a reject or a repair.

package recorder

import (
	"context"
	"iter"
	"math/rand/v2"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestWhatWasRecordedLoads(t *testing.T) {
	models := wire.Open()
	words := []string{"vpc-1", "a \"quote\" \\ and\nmore", "日本", "\xff", "443", "", "<&>"}
	r := maker{rand.New(rand.NewPCG(11, 12)), nil}
	r.text = func(*wire.Member, *wire.Shape) string { return words[r.IntN(len(words))] }
	recorder, o := lab(t, func(o *Options) { o.Most = 300; o.DataEvents = true })
	wanted := int64(0)
	for _, name := range models.Services() {
		service, _ := models.Service(name)
		for _, op := range service.Operations() {
			c := numbered(int(wanted))
			c.Operation, _ = service.Operation(op)
			c.Service, c.Name, c.In = service.Name, op, r.structure(c.Operation.Input, 0)
			a := &exchange.Answer{Out: r.structure(c.Operation.Output, 0)}
			if wanted%7 == 0 {
				a = &exchange.Answer{Error: &wire.Error{Code: "AccessDenied", Message: words[r.IntN(len(words))]}}
			}
			if err := recorder.Record(c, a); err != nil {
				t.Fatal(err)
			}
			wanted++
		}
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	verified(t, o.Folder)
	summary := load(t, o.Folder)
	if s := summary.Records; s.Stored != wanted || s.Read != wanted || s.Rejected+s.Repaired+s.Conflicting+s.Duplicate != 0 {
		t.Errorf("%d recorded; loaded %+v", wanted, s)
	}
	if f := summary.Files; f.Damaged+f.Rejected != 0 || f.Other == 0 {
		t.Errorf("files %+v", f)
	}
	for reject, err := range summary.Rejects(t.Context()) {
		t.Error(reject, err)
	}
	t.Logf("%d calls, files %+v", wanted, summary.Files)
}

func load(t *testing.T, folder string) *store.Summary {
	t.Helper()
	ctx := t.Context()
	a, err := archive.Open(ctx, []string{folder}, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Memory(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.Close()
		_ = a.Close()
	})
	summary, err := s.Load(ctx, files(ctx, a), store.LoadOptions{Now: (&clock{at: noon}).Now})
	if err != nil {
		t.Fatal(err)
	}
	return summary
}

// files hands the files of an archive to a store, which knows no archive.
func files(ctx context.Context, a *archive.Archive) iter.Seq2[store.LogFile, error] {
	return func(yield func(store.LogFile, error) bool) {
		for f, err := range a.Files(ctx) {
			if !yield(f, err) {
				return
			}
		}
	}
}
