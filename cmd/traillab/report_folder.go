// Folders of reports: each takes the place of the one before as a whole, and what no report has put there is never removed.

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"traillab/analyze/report"
	"traillab/cmd/traillab/listing"
)

// writeFolder writes a folder whole or not at all, in the place of the one that was there.
func (a *app) writeFolder(path string, fill func(dir string) error) (err error) {
	to, err := folderAt(path)
	if err != nil {
		return err
	}
	old, err := ours(to)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(to), ".traillab-")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := errors.Join(fill(dir), os.Chmod(dir, 0o755)); err != nil { //nolint:gosec // others are to read it
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.RemoveAll(dir))
	}
	if err := takePlace(dir, to, old != nil); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.RemoveAll(dir))
	}
	if old != nil {
		return a.clear(dir, old)
	}
	return nil
}

// folderAt is the folder that a path means, behind links; it need not be there.
func folderAt(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return abs, nil
	}
	return real, err
}

// ours are the names of the files in a folder of reports, nil where there is no folder. One that holds anything that is none of
// its reports is refused.
func ours(dir string) ([]string, error) {
	held, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("--output: %w; with --each it names a folder", err)
	}
	names := []string{"index.json", "index.html"}
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err == nil {
		var index struct {
			Schema string
			Things []struct{ Pages []report.Page }
		}
		if err := json.Unmarshal(text, &index); err != nil || index.Schema != report.IndexSchema {
			return nil, strange(dir, "index.json")
		}
		for _, t := range index.Things {
			for _, p := range t.Pages {
				names = append(names, p.File)
			}
		}
	}
	slices.Sort(names)
	for _, e := range held {
		if _, known := slices.BinarySearch(names, e.Name()); !known || !e.Type().IsRegular() {
			return nil, strange(dir, e.Name())
		}
	}
	return names, nil
}

func strange(dir, name string) error {
	return misuse(fmt.Errorf("--output: %s holds %s, which no report has put there; name another folder, or a new one", listing.Safe(dir), listing.Safe(name)))
}

// clear removes the folder that another has taken the place of: the files that were seen in it, and then what is empty.
func (a *app) clear(dir string, names []string) error {
	for _, name := range names {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the reports of before: %w", err)
		}
	}
	if err := os.Remove(dir); err != nil {
		a.remark("somebody has put something among the reports of before; it is in %s", listing.Safe(dir))
	}
	return nil
}

// takePlace gives a folder its name. Where there is one of that name, the two change places, at once if the system can.
func takePlace(dir, to string, there bool) error {
	if !there {
		return os.Rename(dir, to)
	}
	err := exchange(dir, to)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	aside := dir + ".before"
	if err := os.Rename(to, aside); err != nil {
		return err
	}
	if err := os.Rename(dir, to); err != nil {
		return errors.Join(err, os.Rename(aside, to))
	}
	return os.Rename(aside, dir)
}
