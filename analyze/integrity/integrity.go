// Package integrity holds an archive against CloudTrail's own signatures: every hour a trail delivers a digest, which lists
// the log files of that hour with their hashes, names the digest before it with its hash and its signature, and is signed.
// Verify walks these chains offline, from the newest digest to the oldest, and then hashes every log file once.
//
// What it shows is that files are as CloudTrail delivered them, and which are missing. It does not show that CloudTrail
// was told of everything, nor that it was switched on. Where something cannot be checked it says so: what could not be
// checked is never called valid.
//
// It knows no S3 and no file system: a Vault yields files, and how each is called is all that says where it belongs. Memory
// is bounded by names: about one kilobyte a digest and 56 bytes a log file that a digest lists; of the files' own bytes only
// as many digests are held as are read at once.
package integrity

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// Vault is where the files lie. Files is called twice and must yield the same files.
type Vault interface {
	Files(ctx context.Context) iter.Seq2[File, error]
}

// File is one of them. It may be asked several times, by one goroutine at a time.
type File interface {
	// Path is where people find it; below "AWSLogs" its folders are those of the object's key.
	Path() string
	// Inflate writes what the file holds, without its compression, and returns what the place tells of the object besides:
	// nil where it keeps no metadata. Bytes behind the compressed text are trail.ErrAppended, other damage is
	// trail.ErrDamaged; every other error says that the bytes cannot be had, which nobody is to blame for.
	Inflate(ctx context.Context, w io.Writer) (metadata map[string]string, err error)
	// Holds reports whether a load would take records from the file, whatever it is called. The error says that its bytes
	// cannot be had.
	Holds(ctx context.Context) (bool, error)
}

// Heard is a File that may have been read before, by whoever loaded it.
type Heard interface {
	// Heard answers as Inflate and Holds would, both without an error, in place of reading: the SHA-256 of the text, and
	// whether a load takes records from it. known is false for a file that has to be read.
	Heard() (text [32]byte, holds, known bool)
}

// Options say what is verified, and with what.
type Options struct {
	Keys *Keys
	// From and Until narrow the time of delivery, Until exclusive; zero for no bound. Digests are taken whole.
	From, Until               time.Time
	Accounts, Regions, Trails []string // empty for all
	Jobs                      int      // files read at once; one a processor when it is 0
	// Stops reports whether an error of a file ends all reading, as when credentials have expired; nil for none.
	Stops func(error) bool
	// Log is told of each log file that was found, in no order, by one goroutine at a time. nil is told nothing.
	Log func(LogFile)
	// Progress is told how many files were read, by one goroutine at a time. nil is told nothing.
	Progress func(files int64)
}

// LogFile is what became of one log file that is there.
type LogFile struct {
	Path   string
	Object string // BUCKET/KEY as far as it is known
	State  LogState
	Hash   [32]byte // of the inflated bytes; zero for a file that no digest lists
	Digest string   // BUCKET/KEY of the digest that says so; empty for a file that no digest lists
}

// Verify checks all that the vault holds. The error is the context's, or a listing that broke off; whatever is wrong with a
// file is a finding.
func Verify(ctx context.Context, vault Vault, o Options) (*Report, error) {
	if o.Keys == nil {
		o.Keys = &Keys{}
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.NumCPU()
	}
	v := &verifier{o: o, vault: vault, report: newReport()}
	if err := v.inventory(ctx); err != nil {
		return nil, err
	}
	if err := v.settle(ctx); err != nil {
		return nil, err
	}
	for _, c := range v.chains() {
		if err := v.walk(ctx, c); err != nil {
			return nil, err
		}
	}
	v.bereaved()
	v.ledger.seal()
	v.spans.seal()
	if err := v.logs(ctx); err != nil {
		return nil, err
	}
	if err := v.absent(ctx); err != nil {
		return nil, err
	}
	v.report.finish(v)
	return v.report, nil
}

// verifier is one verification.
type verifier struct {
	o      Options
	vault  Vault
	report *Report

	digests []sighted // in the order they were found
	orphans []string  // paths of digests of which only the metadata is there
	heads   []*head
	ledger  ledger
	spans   spans
	done    int64 // files that were read
}

// wants reports whether an account, region and trail are asked for; one that is not known is.
func (v *verifier) wants(k trail.KeyName) bool {
	any := func(list []string, one string) bool { return len(list) == 0 || one == "" || slices.Contains(list, one) }
	return any(v.o.Accounts, k.Account) && any(v.o.Regions, k.Region) && (!k.Digest || any(v.o.Trails, k.Trail))
}

// within reports whether a time of delivery is asked for.
func (v *verifier) within(t time.Time) bool {
	return (v.o.From.IsZero() || !t.Before(v.o.From)) && (v.o.Until.IsZero() || t.Before(v.o.Until))
}

// ended reports whether an error is the end of the verification and no finding.
func (v *verifier) ended(ctx context.Context, err error) bool {
	return err != nil && (ctx.Err() != nil || errors.Is(err, context.Canceled) || v.o.Stops != nil && v.o.Stops(err))
}

// blame says what an error of reading means: files that hold something else are broken, files that cannot be had are not.
func blame(err error) Severity {
	if errors.Is(err, trail.ErrDamaged) || errors.Is(err, trail.ErrAppended) || errors.Is(err, errLarge) {
		return Broken
	}
	return Unchecked
}

// compareTimes orders times as cmp.Compare orders numbers.
func compareTimes(a, b time.Time) int { return cmp.Compare(a.UnixNano(), b.UnixNano()) }
