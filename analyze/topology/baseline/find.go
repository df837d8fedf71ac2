// Finding captures: the files of a folder, and whose network they tell of, where and when.

package baseline

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// maxBytes bounds one inflated file.
const maxBytes = 256 << 20

// Note is something that people should know about a baseline that was found.
type Note string

// Find reads the captures below dir, or the one file that dir is. Files that tell nothing of a network are left out and
// noted. Whose network, which region and what time a capture is of say, in this order: capture.json in its folder or one
// above, the answers themselves, the folders' names (ACCOUNT/REGION), and for the time the files' own.
//
// Errors: no captures, a file that cannot be read, an account or a region that nothing tells.
func Find(dir string) ([]trail.Capture, []Note, error) {
	folders := map[string]*folder{}
	var notes []Note
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || d.Name() == labelName {
			return err
		}
		f, why, err := open(name)
		if err != nil {
			return err
		}
		if f == nil {
			notes = append(notes, Note(name+": "+why))
			return nil
		}
		at := filepath.Dir(name)
		if folders[at] == nil {
			folders[at] = &folder{path: at}
		}
		folders[at].files = append(folders[at].files, f)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("baseline: %w", err)
	}
	var found []trail.Capture
	for _, at := range slices.Sorted(maps.Keys(folders)) {
		captures, more, err := folders[at].captures(dir)
		if err != nil {
			return nil, nil, fmt.Errorf("baseline: %w", err)
		}
		found, notes = append(found, captures...), append(notes, more...)
	}
	if len(found) == 0 {
		return nil, notes, fmt.Errorf("no baseline in %s: expected answers of aws … describe-… as JSON files, or files of AWS Config", dir)
	}
	return found, notes, nil
}

// found is a file with an answer in it.
type found struct {
	path, sum string
	modified  time.Time
	text      []byte
	object    dialect.Object
	hints     hints
}

// open reads a file. A file that holds no answer is nil, and why says what it is.
func open(name string) (f *found, why string, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, "", err
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(raw)
	text, err := inflated(raw)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, err)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if trimmed := bytes.TrimSpace(text); len(trimmed) == 0 || trimmed[0] != '{' {
		return nil, "not a JSON object", nil
	}
	o, err := parse(text)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, err)
	}
	tells := objects(o, "configurationItems") != nil
	for _, m := range o {
		_, ok := answers[m.Name]
		tells = tells || ok
	}
	if !tells {
		return nil, "tells nothing of a network", nil
	}
	return &found{path: name, sum: hex.EncodeToString(sum[:]), modified: info.ModTime(), text: text, object: o, hints: hintsOf(o)}, "", nil
}

func inflated(raw []byte) ([]byte, error) {
	var in io.Reader = bytes.NewReader(raw)
	if bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		in = z
	}
	text, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
	if err == nil && len(text) > maxBytes {
		err = fmt.Errorf("more than %d bytes", maxBytes)
	}
	return text, err
}

// errUntold says what to do when nothing tells a place.
func errUntold(path, what string, among []string) error {
	seen := "nothing in it or in the names of its folders tells it"
	if len(among) > 0 {
		seen = "it names " + strings.Join(among, " and ")
	}
	return errors.New(path + ": whose " + what + " is this? " + seen + `; put {"account":"…","region":"…","time":"…"} into ` + labelName + " beside it")
}
