// Foreseeing: what a load would read, told from the names and sizes of files. Nothing is read and nothing written.

package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// foreseen is what there is to read.
type foreseen struct {
	Files    int64    `json:"files"`
	Bytes    int64    `json:"bytes"` // as the files lie there
	Known    amounts  `json:"known"` // objects that the case has, and that are not among the others
	Groups   []*kin   `json:"groups"`
	Unlisted []string `json:"unlisted"` // why a store does not list some places

	of map[[3]string]*kin
}

// amounts are files and their bytes.
type amounts struct {
	Files int64 `json:"files"`
	Bytes int64 `json:"bytes"`
}

// kin are the files of one kind, of one account and region, as their names tell.
type kin struct {
	Account *string `json:"account"` // null when the names do not tell
	Region  *string `json:"region"`
	Kind    string  `json:"kind"` // log, digest, or another of CloudTrail's; other when the names are not CloudTrail's
	Files   int64   `json:"files"`
	Bytes   int64   `json:"bytes"`
	First   *string `json:"first"` // days of delivery; null when the names do not tell
	Last    *string `json:"last"`
}

// foresee says what a load would read.
func (a *app) foresee(ctx context.Context, names []string, flags sourceFlags, filter trail.Filter, more bool) (err error) {
	switch {
	case more:
		return misuse(errors.New("--dry-run reads nothing: leave --strict and --baseline out"))
	case slices.Contains(names, "-"):
		return misuse(errors.New("--dry-run: what comes on standard input shows only when it is read; name a folder, a file or s3://BUCKET/PREFIX"))
	}
	if err := loadable(names, filter); err != nil {
		return err
	}
	arc, err := a.open(ctx, names, flags, filter)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	sum := foreseen{Groups: []*kin{}, Unlisted: []string{}, of: map[[3]string]*kin{}}
	own, known := caseFiles(a.common.db), a.knownObjects(ctx, names)
	for s, err := range arc.Survey(ctx) {
		switch {
		case ctx.Err() != nil || archive.Stops(err):
			return cmp.Or(err, ctx.Err())
		case err != nil:
			sum.Unlisted = append(sum.Unlisted, err.Error())
		case own(s.Path):
		case known(s.Path, s.Bytes, s.Stamp):
			sum.Known.Files, sum.Known.Bytes = sum.Known.Files+s.Files, sum.Known.Bytes+s.Bytes
		default:
			sum.add(s)
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, key := range slices.SortedFunc(maps.Keys(sum.of), func(a, b [3]string) int { return slices.Compare(a[:], b[:]) }) {
		sum.Groups = append(sum.Groups, sum.of[key])
	}
	if a.common.parsedFormat == listing.JSON || a.common.parsedFormat == listing.JSONL {
		text, err := json.Marshal(&sum)
		if err == nil {
			_, err = fmt.Fprintf(a.env.stdout, "%s\n", listing.SafeJSON(text))
		}
		return err
	}
	return a.writeForeseen(&sum)
}

// knownObjects tells which objects the case has. Where there is no case yet, or it cannot be asked, it has none.
func (a *app) knownObjects(ctx context.Context, names []string) (known func(path string, size int64, stamp string) bool) {
	known = func(string, int64, string) bool { return false }
	if _, err := os.Stat(a.common.db); err != nil || !inS3(names) {
		return known
	}
	err := a.withCase(ctx, func(s *store.Store) error {
		knows, err := s.Knows(ctx)
		if err == nil {
			known = knows
		}
		return err
	})
	if err != nil {
		a.remark("what the case has already is counted as well: %s", listing.Safe(err.Error()))
	}
	return known
}

func (f *foreseen) add(s archive.Sight) {
	k, named := trail.ParseKey(s.Path)
	kind := "other"
	switch {
	case named && k.Digest:
		kind = "digest"
	case named:
		kind = cmp.Or(k.Kind, "log")
	}
	key := [3]string{k.Account, k.Region, kind}
	at := f.of[key]
	if at == nil {
		at = &kin{Kind: kind}
		if named {
			at.Account, at.Region = &k.Account, &k.Region
		}
		f.of[key] = at
	}
	f.Files, f.Bytes = f.Files+s.Files, f.Bytes+s.Bytes
	at.Files, at.Bytes = at.Files+s.Files, at.Bytes+s.Bytes
	if !named {
		return
	}
	day := k.Time.Format(time.DateOnly)
	if at.First == nil || day < *at.First {
		at.First = &day
	}
	if at.Last == nil || day > *at.Last {
		at.Last = &day
	}
}

func (a *app) writeForeseen(f *foreseen) error {
	out := bufio.NewWriter(a.env.stdout)
	fmt.Fprintf(out, "to read  %d files, %d bytes; nothing was read and nothing written\n", f.Files, f.Bytes)
	if f.Known.Files > 0 {
		fmt.Fprintf(out, "known    %d objects, %d bytes, which the case has; they are not fetched again\n", f.Known.Files, f.Known.Bytes)
	}
	for _, k := range f.Groups {
		if k.Account == nil {
			fmt.Fprintf(out, "%-8s %d files, %d bytes, whose names are not CloudTrail's\n", k.Kind, k.Files, k.Bytes)
			continue
		}
		fmt.Fprintf(out, "%-8s %s %s: %d files, %d bytes, delivered %s to %s\n", listing.Safe(k.Kind), *k.Account, *k.Region, k.Files, k.Bytes, *k.First, *k.Last)
	}
	for _, place := range f.Unlisted {
		fmt.Fprintf(out, "unlisted %s\n", listing.Safe(place))
	}
	return out.Flush()
}
