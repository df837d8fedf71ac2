// The inventory: a first pass over the names of all files, which finds the digests and their metadata.

package integrity

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"traillab/analyze/trail"
)

// sighted is a digest file that was found by its name.
type sighted struct {
	name    trail.KeyName
	head    *head
	rest    string // of the path, from AWSLogs on
	file    File
	sidecar File // its metadata in a mirror; nil for none
}

// object is BUCKET/KEY of where the digest was found.
func (s *sighted) object() string { return s.head.object(s.rest) }

// inventory looks at every name once.
func (v *verifier) inventory(ctx context.Context) error {
	sidecars := map[string]File{} // by the path of their digest
	lost := map[string]bool{}     // digests that lie in no AWSLogs folder
	for f, err := range v.vault.Files(ctx) {
		if err != nil {
			return err
		}
		path := f.Path()
		digest, beside := strings.CutSuffix(path, trail.MetadataSuffix)
		name, ok := trail.ParseKey(path)
		if !ok || !name.Digest {
			if text, _, below := locate(path); below {
				h := v.head(text)
				h.logs = h.logs || ok
			}
			continue
		}
		text, rest, ok := locate(path)
		switch {
		case !v.wants(name):
			if ok && !beside && !slices.Contains(v.o.Trails, name.Trail) {
				v.spans.leave(v.head(text), name)
			}
		case beside:
			sidecars[digest] = f
		case !ok:
			lost[path] = true
			v.report.find(Finding{Kind: "outside", Severity: Unchecked, Object: path, Reason: "a digest that lies in no AWSLogs folder: where it was delivered to cannot be told, so nothing can be held against it"})
		default:
			h := v.head(text)
			h.sample(len(v.digests))
			v.digests = append(v.digests, sighted{name: name, head: h, rest: rest, file: f})
		}
	}
	for i := range v.digests {
		path := v.digests[i].file.Path()
		v.digests[i].sidecar = sidecars[path]
		delete(sidecars, path)
	}
	for path := range sidecars {
		if !lost[path] {
			v.orphans = append(v.orphans, path)
		}
	}
	slices.Sort(v.orphans)
	return nil
}

// chain is the digests of one trail in one account and region, the newest first. Backfill digests are a chain of their own.
type chain struct {
	organization, account, region, trail, home string
	backfill                                   bool
}

// links are the digests of a chain.
type links struct {
	chain
	digests []int          // the newest first
	at      map[string]int // BUCKET/KEY to its place in digests
}

func chainOf(k trail.KeyName) chain {
	return chain{k.Organization, k.Account, k.Region, k.Trail, k.HomeRegion, k.Backfill}
}

func (c chain) compare(d chain) int {
	back := func(c chain) int {
		if c.backfill {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(c.organization, d.organization), cmp.Compare(c.account, d.account), cmp.Compare(c.region, d.region),
		cmp.Compare(c.trail, d.trail), cmp.Compare(c.home, d.home), cmp.Compare(back(c), back(d)))
}

// chains sorts the digests into their chains.
func (v *verifier) chains() []*links {
	of := map[chain]*links{}
	for i := range v.digests {
		c := chainOf(v.digests[i].name)
		if of[c] == nil {
			of[c] = &links{chain: c}
		}
		of[c].digests = append(of[c].digests, i)
	}
	list := make([]*links, 0, len(of))
	for _, l := range of {
		slices.SortFunc(l.digests, func(a, b int) int {
			x, y := &v.digests[a], &v.digests[b]
			return cmp.Or(-compareTimes(x.name.Time, y.name.Time), cmp.Compare(x.object(), y.object()), cmp.Compare(x.file.Path(), y.file.Path()))
		})
		l.at = make(map[string]int, len(l.digests))
		for at, i := range l.digests {
			if _, twice := l.at[v.digests[i].object()]; !twice {
				l.at[v.digests[i].object()] = at
			}
		}
		list = append(list, l)
	}
	slices.SortFunc(list, func(a, b *links) int { return a.compare(b.chain) })
	return list
}

// asked cuts a chain to the time that is asked for. One digest beyond stays: its span may reach into that time, and it holds
// the signature of the next.
func (v *verifier) asked(l *links) []int {
	first, last := 0, len(l.digests)
	for first < last && v.beyond(v.digests[l.digests[first]].name.Time) {
		first++
	}
	for first < last && !v.o.From.IsZero() && !v.digests[l.digests[last-1]].name.Time.After(v.o.From) {
		last--
	}
	if first > 0 && first < last {
		first--
	}
	return l.digests[first:last]
}
