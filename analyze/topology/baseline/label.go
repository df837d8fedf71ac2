// Labels: whose network a folder's captures tell of, where and when.

package baseline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
)

// labelName is the file that says what the answers do not.
const labelName = "capture.json"

// label is what that file says.
type label struct {
	Account string    `json:"account"`
	Region  string    `json:"region"`
	Time    time.Time `json:"time"`
}

// folder is the captures of one folder.
type folder struct {
	path  string
	files []*found
}

// captures settles account, region and time of a folder's files.
func (f *folder) captures(root string) ([]trail.Capture, []Note, error) {
	said, err := labelOf(f.path, root)
	if err != nil {
		return nil, nil, err
	}
	var all hints
	for _, file := range f.files {
		all.accounts, all.regions = append(all.accounts, file.hints.accounts...), append(all.regions, file.hints.regions...)
	}
	newest := map[[2]string]time.Time{}
	captures := make([]trail.Capture, 0, len(f.files))
	for _, file := range f.files {
		c := trail.Capture{Path: file.path, SHA256: file.sum, Text: file.text}
		if items := objects(file.object, "configurationItems"); items != nil {
			c.Basis = "AWS Config's own times"
			for _, item := range items[:min(1, len(items))] {
				c.Account, c.Region = item.First("awsAccountId"), item.First("awsRegion")
				c.At, _ = time.Parse(time.RFC3339, item.First("configurationItemCaptureTime"))
			}
			captures = append(captures, c)
			continue
		}
		if c.Account, err = settle(file.path, "account", said.Account, file.hints.accounts, all.accounts, accountForm); err != nil {
			return nil, nil, err
		}
		if c.Region, err = settle(file.path, "region", said.Region, file.hints.regions, all.regions, regionForm); err != nil {
			return nil, nil, err
		}
		at := [2]string{c.Account, c.Region}
		if file.modified.After(newest[at]) {
			newest[at] = file.modified
		}
		c.At, c.Basis = said.Time, labelName
		captures = append(captures, c)
	}
	if !said.Time.IsZero() {
		return captures, nil, nil
	}
	for i := range captures {
		if c := &captures[i]; c.Basis == labelName {
			c.At, c.Basis = newest[[2]string{c.Account, c.Region}].UTC(), "the time at which the files were written"
		}
	}
	var notes []Note
	for _, at := range slices.SortedFunc(maps.Keys(newest), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		notes = append(notes, Note(fmt.Sprintf("%s: taken for %s in %s at %s, when its files were written; if they were copied since, say the time in %s",
			f.path, at[0], at[1], newest[at].UTC().Format(time.RFC3339), labelName)))
	}
	return captures, notes, nil
}

// settle chooses among what the label, the file, its folder and the folders' names say.
func settle(path, what, said string, own, around []string, form *regexp.Regexp) (string, error) {
	if said != "" {
		return said, nil
	}
	for _, hints := range [][]string{own, around} {
		if distinct := slices.Compact(slices.Sorted(slices.Values(hints))); len(distinct) == 1 {
			return distinct[0], nil
		}
	}
	for at := filepath.Dir(path); ; at = filepath.Dir(at) {
		if form.MatchString(filepath.Base(at)) {
			return filepath.Base(at), nil
		}
		if at == filepath.Dir(at) || at == "." {
			return "", errUntold(path, what, slices.Compact(slices.Sorted(slices.Values(around))))
		}
	}
}

// labelOf reads the labels of a folder and of those above it up to root; what is nearer counts.
func labelOf(at, root string) (l label, err error) {
	for {
		text, err := os.ReadFile(filepath.Join(at, labelName))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return l, err
		}
		if err == nil {
			var here label
			if err := json.Unmarshal(text, &here); err != nil {
				return l, fmt.Errorf("%s: %w", filepath.Join(at, labelName), err)
			}
			if l.Account == "" {
				l.Account = here.Account
			}
			if l.Region == "" {
				l.Region = here.Region
			}
			if l.Time.IsZero() {
				l.Time = here.Time.UTC()
			}
		}
		if at == root || at == filepath.Dir(at) || at == "." || !strings.HasPrefix(at, root) {
			return l, nil
		}
		at = filepath.Dir(at)
	}
}

var (
	accountForm = regexp.MustCompile(`^[0-9]{12}$`)
	regionForm  = regexp.MustCompile(`^[a-z]{2,3}(-[a-z]+)+-[0-9]+$`)
	zoneForm    = regexp.MustCompile(`^([a-z]{2,3}(?:-[a-z]+)+-[0-9]+)[a-z]$`)
)

// hints are the accounts and regions that an answer names as its own, with repetitions.
type hints struct{ accounts, regions []string }

// hintsOf gathers what an answer tells of its account and region.
func hintsOf(o dialect.Object) (h hints) {
	for _, m := range o {
		if _, ok := answers[m.Name]; ok && m.Name != "vpcPeeringConnections" && m.Name != "managedPrefixLists" && m.Name != "prefixLists" {
			h.walk(m.Value)
		}
	}
	return h
}

func (h *hints) walk(v dialect.Value) {
	switch v := v.(type) {
	case dialect.List:
		for _, e := range v {
			h.walk(e)
		}
	case dialect.Object:
		for _, m := range v {
			if text, ok := m.Value.(dialect.Text); ok {
				h.take(m.Name, string(text))
			} else {
				h.walk(m.Value)
			}
		}
	}
}

func (h *hints) take(name, text string) {
	switch name {
	case "ownerId", "awsAccountId":
		if accountForm.MatchString(text) {
			h.accounts = append(h.accounts, text)
		}
	case "loadBalancerArn", "functionArn", "dBInstanceArn":
		if arn := strings.SplitN(text, ":", 6); len(arn) == 6 && accountForm.MatchString(arn[4]) {
			h.accounts, h.regions = append(h.accounts, arn[4]), append(h.regions, arn[3])
		}
	case "awsRegion", "networkBorderGroup":
		if regionForm.MatchString(text) {
			h.regions = append(h.regions, text)
		}
	case "availabilityZone":
		if zone := zoneForm.FindStringSubmatch(text); zone != nil {
			h.regions = append(h.regions, zone[1])
		}
	}
}
