// A verification in words: the verdict in one sentence, what is wrong, what could not be checked, and what it does not show.

package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"traillab/analyze/integrity"
	"traillab/cmd/traillab/listing"
)

// shownFindings is how many findings of a severity the text names one by one.
const shownFindings = 50

// limits is what nobody may read into a verification.
const limits = `This shows that files are as CloudTrail delivered them, and which of those are not here. It does not show that every call was
recorded: a trail can be off, or leave out events, regions and data. Nor does it prove when a file was copied, or by whom.`

// tellVerification tells people how a verification went.
func (a *app) tellVerification(r *integrity.Report) error {
	out := bufio.NewWriter(a.env.stdout)
	fmt.Fprintf(out, "%s\n", a.sentence(r))
	d, l := r.Digests, r.Logs
	fmt.Fprintf(out, "\ndigests  %d valid, %d invalid, %d unverifiable, %d moved, %d missing, %d unreadable\n", d.Valid, d.Invalid, d.Unverifiable, d.Moved, d.Missing, d.Unreadable)
	fmt.Fprintf(out, "logs     %d valid, %d altered, %d missing, %d unreadable, %d unlisted\n", l.Valid, l.Altered, l.Missing, l.Unreadable, l.Unlisted)
	a.tellFindings(out, r, integrity.Broken, "wrong")
	a.tellUnchecked(out, r)
	a.tellFindings(out, r, integrity.Note, "note")
	for _, c := range r.Chains {
		if c.From == nil {
			continue
		}
		kind := ""
		if c.Backfill {
			kind = ", backfill"
		}
		fmt.Fprintf(out, "chain    %s %s %s%s: %s, %s to %s\n", c.Account, c.Region, listing.Safe(c.Trail), kind, amount(c.Digests, "digest", "digests"), a.clock(*c.From), a.clock(*c.Until))
	}
	fmt.Fprintf(out, "\n%s\n", limits)
	return out.Flush()
}

// sentence is the verdict.
func (a *app) sentence(r *integrity.Report) string {
	from, until := extent(r)
	span := ""
	if !from.IsZero() {
		span = fmt.Sprintf(" from %s to %s", a.clock(from), a.clock(until))
	}
	switch r.Verdict {
	case integrity.Whole:
		return fmt.Sprintf("whole: %s and %s%s are as CloudTrail signed them, and none is missing",
			amount(r.Logs.Valid, "log file", "log files"), amount(r.Digests.Valid, "digest", "digests"), span)
	case integrity.Partly:
		return fmt.Sprintf("whole as far as it could be checked: %s and %s%s are as CloudTrail signed them; not everything could be checked",
			amount(r.Logs.Valid, "log file", "log files"), amount(r.Digests.Valid, "digest", "digests"), span)
	case integrity.Violated:
		return "broken: " + wrongs(r)
	case integrity.Unverified:
		return "not verified: no digest could be verified"
	default:
		return "not verified: there are no digests"
	}
}

// extent is the time that verified digests reach over, gaps included.
func extent(r *integrity.Report) (from, until time.Time) {
	for _, c := range r.Chains {
		if c.From == nil {
			continue
		}
		if from.IsZero() || c.From.Before(from) {
			from = *c.From
		}
		if c.Until.After(until) {
			until = *c.Until
		}
	}
	return from, until
}

// amount says how many there are of something.
func amount(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// wrongs counts what is wrong, by kind.
func wrongs(r *integrity.Report) string {
	var list []string
	say := func(n int64, one, many string) {
		if n > 0 {
			list = append(list, amount(n, one, many))
		}
	}
	d, l := r.Digests, r.Logs
	say(l.Altered, "log file altered", "log files altered")
	say(l.Missing, "log file missing", "log files missing")
	say(l.Unreadable, "log file unreadable", "log files unreadable")
	say(l.Unlisted, "log file in no digest", "log files in no digest")
	say(d.Invalid, "digest invalid", "digests invalid")
	say(d.Missing, "digest missing", "digests missing")
	say(d.Moved, "digest moved", "digests moved")
	say(d.Unreadable, "digest unreadable", "digests unreadable")
	if len(list) == 0 {
		return "digests contradict each other"
	}
	return strings.Join(list, ", ")
}

func (a *app) tellFindings(out io.Writer, r *integrity.Report, s integrity.Severity, word string) {
	n := 0
	for _, f := range r.Findings {
		if f.Severity != s {
			continue
		}
		if n++; n > shownFindings {
			continue
		}
		if n == 1 {
			fmt.Fprintln(out)
		}
		fmt.Fprintf(out, "%-8s %s: %s\n         %s\n", word, f.Kind, listing.Safe(f.Object), listing.Safe(f.Reason))
		if f.Digest != "" {
			fmt.Fprintf(out, "         by %s\n", listing.Safe(f.Digest))
		}
	}
	if n > shownFindings {
		fmt.Fprintf(out, "%-8s … and %d more: --format json names every one\n", word, n-shownFindings)
	}
}

// tellUnchecked tells what the verdict does not rest on.
func (a *app) tellUnchecked(out io.Writer, r *integrity.Report) {
	a.tellFindings(out, r, integrity.Unchecked, "open")
	if len(r.Gaps)+len(r.Uncovered)+len(r.Assumed)+len(r.Lacking) > 0 || r.Logs.Unverifiable > 0 || r.Outside > 0 || r.Digests.BySuccessor > 0 {
		fmt.Fprintln(out)
	}
	for _, g := range r.Gaps {
		from := "the beginning"
		if g.From != nil {
			from = a.clock(*g.From)
		}
		fmt.Fprintf(out, "gap      %s %s %s: %s to %s: %s\n", g.Account, g.Region, listing.Safe(g.Trail), from, a.clock(g.Until), listing.Safe(g.Why))
	}
	if n := r.Logs.Unverifiable; n > 0 {
		fmt.Fprintf(out, "open     %s what a digest lists that could not be verified\n", amount(n, "log file is", "log files are"))
	}
	for _, u := range r.Uncovered {
		fmt.Fprintf(out, "open     %s of a place, a trail or a time of which no digest was verified%s; the first is %s\n",
			amount(u.Files, "log file is", "log files are"), inPlace(u), listing.Safe(u.First))
	}
	if r.Outside > 0 {
		fmt.Fprintf(out, "open     %s in no AWSLogs folder, so no digest can vouch for what a load takes from there; the first is %s\n",
			amount(r.Outside, "file with records lies", "files with records lie"), listing.Safe(r.OutsideFirst))
	}
	for _, k := range r.Lacking {
		fmt.Fprintf(out, "key      %s of %s is not among the given and signed %s, the first %s\n", listing.Safe(k.Fingerprint), k.Region, amount(int64(k.Digests), "digest", "digests"), listing.Safe(k.First))
	}
	for _, x := range r.Assumed {
		fmt.Fprintf(out, "assumed  %s is a copy of s3://%s/%s: its digests say so, nothing else does\n", listing.Safe(dot(x.Path)), listing.Safe(x.Bucket), listing.Safe(x.Prefix))
	}
	if r.Digests.BySuccessor > 0 {
		fmt.Fprintf(out, "note     %s no metadata; the signatures that their successors remember fit\n", amount(r.Digests.BySuccessor, "digest has", "digests have"))
	}
}

// inPlace names the account and the region, as far as they are known.
func inPlace(u integrity.Uncovered) string {
	if u.Account == "" {
		return ""
	}
	return " (" + strings.TrimSpace(u.Account+" "+u.Region) + ")"
}

// dot names the folder one is in.
func dot(path string) string {
	if path == "" {
		return "."
	}
	return path
}

// commands are what to run for the keys that are lacking.
func commands(r *integrity.Report) string {
	var lines []string
	for _, k := range r.Lacking {
		lines = append(lines, k.Command())
	}
	return strings.Join(lines, "\n")
}
