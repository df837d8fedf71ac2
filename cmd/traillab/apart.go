// Apart: what is written never lies among what it was made of. A report that takes the place of a log file destroys evidence, and
// a new file below a source is one that nobody delivered.

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
)

// apart refuses to write path, which flag names, where one of the sources lies or below it. Whatever the names look like, it
// is the files and folders that are compared.
func apart(flag, path string, sources []string) error {
	if path == "" {
		return nil
	}
	over, err := above(path)
	if err != nil {
		return fmt.Errorf("%s %s: %w", flag, path, err)
	}
	for _, name := range sources {
		if name == "-" || inS3([]string{name}) {
			continue
		}
		source, err := os.Stat(name)
		if err != nil {
			continue // what is not there cannot be written over; whoever reads it says so
		}
		if slices.ContainsFunc(over, func(place fs.FileInfo) bool { return os.SameFile(place, source) }) {
			return misuse(fmt.Errorf("%s: %s lies in the source %s, and nothing is ever written to a source; name another place", flag, listing.Safe(path), listing.Safe(name)))
		}
	}
	return nil
}

// above are what lies at a path now and the folders over it, as far as they are there: on the way of its name, and on that of
// what a link in its place leads to.
func above(path string) ([]fs.FileInfo, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	ways := []string{abs}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			ways = append(ways, real) // the folder that is there; those that are not are made below it
			break
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		ways = append(ways, real)
	}
	var found []fs.FileInfo
	for _, way := range ways {
		for ; ; way = filepath.Dir(way) {
			if at, err := os.Stat(way); err == nil {
				found = append(found, at)
			}
			if way == filepath.Dir(way) {
				break
			}
		}
	}
	return found, nil
}

// apartFromCase refuses to write path over the case, and among what the case was loaded from.
func (a *app) apartFromCase(ctx context.Context, s *store.Store, flag, path string) error {
	if path == "" {
		return nil
	}
	if own := caseFiles(a.common.db); own(path) {
		return misuse(fmt.Errorf("%s: %s is the case itself; name another place", flag, listing.Safe(path)))
	}
	loads, err := s.Loads(ctx)
	if err != nil {
		return err
	}
	for _, l := range loads {
		if err := apart(flag, path, l.Sources); err != nil {
			return err
		}
	}
	return apartFromEvidence(ctx, s, flag, path)
}

// apartFromEvidence refuses to write over a file that a load has read, wherever it lies now and from wherever its name is looked at: the
// sources of a case may be named by paths that lead elsewhere today, or nowhere. Containers are told by their names, for the case has the
// sums of what is in them.
func apartFromEvidence(ctx context.Context, s *store.Store, flag, path string) error {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil // there is nothing that could be lost
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s %s: %w", flag, path, err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return fmt.Errorf("%s %s: %w", flag, path, err)
	}
	held, err := s.Held(ctx, hex.EncodeToString(sum.Sum(nil)), filepath.Base(path))
	if err != nil || held == "" {
		return err
	}
	return misuse(fmt.Errorf("%s: %s is evidence, which the case has read as %s, and nothing is ever written over that; name another place", flag, listing.Safe(path), listing.Safe(held)))
}

// apartFromSources refuses what a load is to write among what it reads. The case itself may lie in a folder that is loaded, for
// people work where the logs are; it is no part of what is read, and they are told.
func (a *app) apartFromSources(names []string, c *custodyFlags, kept *mirrors) error {
	if err := apart("--db", a.common.db, names); err != nil {
		a.remark("the case lies among the logs: %s is no part of what is read; --db FILE elsewhere leaves the source as it was", listing.Safe(a.common.db))
	}
	wrong := []error{
		apart("--manifest", c.manifest.file.text, names), apart("--mirror", kept.dir.text, names),
	}
	if c.manifest.file.set {
		wrong = append(wrong, apart("--sign", c.manifest.file.text+signatureSuffix, names))
		if own := caseFiles(a.common.db); own(c.manifest.file.text) {
			wrong = append(wrong, misuse(errors.New("--manifest: that is the case itself; name another place")))
		}
	}
	for _, err := range wrong {
		if err != nil {
			return err
		}
	}
	return nil
}
