// Sources of log files as the command line names them, and how an archive becomes the files that a case loads.

package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// sourceFlags say how sources are read.
type sourceFlags struct {
	jobs                    int
	maxInflated             int64
	maxRecord               int
	endpoint, profile, role string
	session, external       given
	requesterPays           bool
	sums                    bool   // hash the inflated bytes, too: for a case that is kept, and
	given                   string // the flags themselves, for the case to tell
	sound                   func(archive.Sound)
}

func (s *sourceFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&s.jobs, "jobs", 0, "files read at once (default: one a processor, 16 for S3)")
	flags.Int64Var(&s.maxInflated, "max-inflated", 4<<30, "`BYTES` that one compressed file may inflate to")
	flags.IntVar(&s.maxRecord, "max-record", 16<<20, "`BYTES` that one record may have")
	flags.StringVar(&s.endpoint, "endpoint-url", "", "`URL` of an S3 API other than AWS's")
	flags.StringVar(&s.profile, "profile", "", "`NAME` of the AWS profile to read S3 with")
	flags.StringVar(&s.role, "role-arn", "", "`ARN` of a role to assume for reading S3")
	flags.Var(&s.external, "external-id", "`ID` that the role's trust policy asks for")
	flags.Var(&s.session, "role-session-name", "`NAME` of the session under that role (default traillab): it stands in the bucket owner's CloudTrail")
	flags.BoolVar(&s.requesterPays, "requester-pays", false, "pay for reading a bucket whose requester pays")
}

func (s *sourceFlags) check() error {
	if s.jobs < 0 || s.maxInflated <= 0 || s.maxRecord <= 0 {
		return misuse(fmt.Errorf("--jobs, --max-inflated and --max-record must be positive numbers"))
	}
	return nil
}

// open finds the sources. filter prunes the listing of S3.
func (a *app) open(ctx context.Context, names []string, s sourceFlags, filter trail.Filter) (*archive.Archive, error) {
	bucket := s.buckets(filter)
	return a.openWith(ctx, names, s, func(ctx context.Context, uri string) (archive.Lister, error) { return bucket(ctx, uri) })
}

// openWith finds the sources, and those in S3 as it is told.
func (a *app) openWith(ctx context.Context, names []string, s sourceFlags, bucket func(context.Context, string) (archive.Lister, error)) (*archive.Archive, error) {
	stdin := a.env.stdin
	if slices.Contains(names, "-") {
		stdin = heedful(ctx, stdin)
	}
	return archive.Open(ctx, names, archive.Options{
		MaxInflated: s.maxInflated, MaxRecord: s.maxRecord, Sums: s.sums, Sound: s.sound, Stdin: stdin, Parquet: store.Parquet, OpenS3: bucket,
	})
}

// heedful is r until ctx ends. A read that waits for a terminal or a pipe cannot be broken off; it is left waiting, and
// the process ends over it.
func heedful(ctx context.Context, r io.Reader) io.Reader {
	out, in := io.Pipe()
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { in.CloseWithError(context.Cause(ctx)) })
	return out
}

// jobsFor is how many files are read at once: waiting for S3 costs time and no processor.
func (s *sourceFlags) jobsFor(names []string) int {
	if s.jobs > 0 {
		return s.jobs
	}
	if inS3(names) {
		return 16
	}
	return runtime.NumCPU()
}

// logFiles shows an archive's files as a case takes them. The case itself may lie among them and is no part of them.
func logFiles(ctx context.Context, a *archive.Archive, db string) iter.Seq2[store.LogFile, error] {
	own := caseFiles(db)
	return func(yield func(store.LogFile, error) bool) {
		for f, err := range a.Files(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if own(f.Path()) {
				continue
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// caseFiles tells the files of a case: the database, its log of writes, what it lays aside beside it, what reports remember, and what people wrote.
func caseFiles(db string) func(path string) bool {
	own, err := filepath.Abs(db)
	return func(path string) bool {
		if err != nil || !strings.HasPrefix(filepath.Base(path), filepath.Base(own)) && !strings.Contains(path, ".tmp") {
			return false // the usual case, without asking for the working directory
		}
		abs, err := filepath.Abs(path)
		return err == nil && (slices.Contains([]string{own, own + ".wal", own + notesSuffix, own + historySuffix}, abs) || strings.HasPrefix(abs, own+".tmp") || strings.HasPrefix(abs, own+rememberedSuffix))
	}
}
