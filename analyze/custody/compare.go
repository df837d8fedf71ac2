// The comparison: the files of a manifest against the files that lie there now.

package custody

import (
	"cmp"
	"slices"
	"strings"
)

// Found is a file as it lies there now.
type Found struct {
	Path                   string
	Size                   int64
	SHA256, InflatedSHA256 string // empty when that much of it could not be read
	Reason                 string // why not
}

// Kind is what was found of a file.
type Kind string

// The kinds of findings. Moved and Added take nothing from the evidence; the others break it.
const (
	Altered      Kind = "altered"
	Recompressed Kind = "recompressed" // other bytes, which inflate to the same
	Missing      Kind = "missing"
	Unreadable   Kind = "unreadable"
	Moved        Kind = "moved" // the same bytes, under another path only
	Added        Kind = "added" // no file of the manifest
)

// Kinds are all kinds, in the order of a report.
func Kinds() []Kind { return []Kind{Altered, Recompressed, Missing, Unreadable, Moved, Added} }

// Breaks reports whether a finding of this kind says that the evidence is not what it was.
func (k Kind) Breaks() bool { return k != Moved && k != Added }

// Finding is a file that is not as the manifest has it.
type Finding struct {
	Kind     Kind   `json:"kind"`
	Load     int32  `json:"load,omitempty"`
	Path     string `json:"path"`
	Expected string `json:"expected,omitempty"` // SHA-256
	Found    string `json:"found,omitempty"`    // SHA-256, or where it lies now
	Reason   string `json:"reason,omitempty"`
}

// Comparison is what became of the files of a manifest. Listed = Same + Unhashed + the findings of all kinds but Added.
type Comparison struct {
	Listed   int64     `json:"listed"`
	Same     int64     `json:"same"`
	Unhashed int64     `json:"unhashed"` // could not be read when they were loaded: there is nothing to compare
	Findings []Finding `json:"-"`
}

// Roots are the names of sources that paths begin with: when the files were loaded, and now.
type Roots struct{ Then, Now []string }

// Compare holds a manifest against the files that were found. Where they were loaded from other places than they were found
// in, a path below the one counts as the same path below the other.
func Compare(m *Manifest, found []Found, roots Roots) *Comparison {
	c := &Comparison{}
	there, bytes := map[string][]*Found{}, map[string]*Found{}
	for i := range found {
		f := &found[i]
		name := below(f.Path, roots.Now)
		there[name] = append(there[name], f)
		if f.SHA256 != "" && (bytes[f.SHA256] == nil || f.Path < bytes[f.SHA256].Path) {
			bytes[f.SHA256] = f
		}
	}
	known := map[*Found]bool{}
	for i := range m.Files {
		f := &m.Files[i]
		c.Listed++
		var now *Found
		for _, name := range names(f.Path, roots.Then) {
			for _, candidate := range there[name] {
				known[candidate] = true
				if now == nil || f.SHA256 != nil && candidate.SHA256 == *f.SHA256 {
					now = candidate
				}
			}
		}
		if f.SHA256 != nil && bytes[*f.SHA256] != nil {
			known[bytes[*f.SHA256]] = true
		}
		c.hold(f, now, bytes)
	}
	for i := range found {
		if f := &found[i]; !known[f] {
			c.Findings = append(c.Findings, Finding{Kind: Added, Path: f.Path, Found: f.SHA256})
		}
	}
	slices.SortFunc(c.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Load, b.Load), cmp.Compare(a.Kind, b.Kind))
	})
	return c
}

// hold compares one file with what lies in its place now, if anything does.
func (c *Comparison) hold(f *File, now *Found, bytes map[string]*Found) {
	tell := func(k Kind, found, reason string) {
		c.Findings = append(c.Findings, Finding{Kind: k, Load: f.Load, Path: f.Path, Expected: *f.SHA256, Found: found, Reason: reason})
	}
	switch {
	case f.SHA256 == nil:
		c.Unhashed++
	case now != nil && now.SHA256 == *f.SHA256:
		c.Same++
	case now != nil && now.SHA256 == "":
		tell(Unreadable, "", now.Reason)
	case now != nil && f.InflatedSHA256 != nil && now.InflatedSHA256 == *f.InflatedSHA256:
		tell(Recompressed, now.SHA256, "its inflated bytes are the same")
	case now != nil:
		tell(Altered, now.SHA256, "")
	case bytes[*f.SHA256] != nil:
		tell(Moved, bytes[*f.SHA256].Path, "")
	default:
		tell(Missing, "", "")
	}
}

// below is a path without the source that it begins with; of a file that was named itself its last name.
func below(path string, roots []string) string {
	best := -1
	for _, root := range roots {
		root = strings.TrimRight(root, `/\`)
		rest, ok := strings.CutPrefix(path, root)
		if ok && len(root) > best && (rest == "" || strings.ContainsAny(rest[:1], `/\!`)) {
			best = len(root)
		}
	}
	switch {
	case best < 0:
		return path
	case best == len(path):
		return path[strings.LastIndexAny(path, `/\`)+1:]
	}
	return strings.TrimLeft(path[best:], `/\`)
}

// names are the names that a file of a manifest may have now: below its source, and for an object in the folder of a mirror.
func names(path string, roots []string) []string {
	list := []string{below(path, roots)}
	if object, ok := strings.CutPrefix(path, "s3://"); ok {
		list = append(list, object)
	}
	return list
}
