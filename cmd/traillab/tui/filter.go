// Filters: what narrows the pages, as the user writes it and as the command line takes it.

package tui

import (
	"fmt"
	"strings"
	"time"

	"traillab/analyze/plain"
	"traillab/analyze/trail"
)

// parseFilter reads what the user wrote: words that all have to occur somewhere in an event. What the flags of the command
// narrowed stays.
func parseFilter(old trail.Filter, text string) (trail.Filter, error) {
	old.Words = strings.Fields(text)
	return old, nil
}

// spellFilter writes for the prompt what the user may change of a filter: parseFilter of it is the same filter.
func spellFilter(f trail.Filter) string { return strings.Join(f.Words, " ") }

// tellFilter writes all of a filter, for the second line of the screen.
func tellFilter(f trail.Filter) string {
	narrowed, _ := flags(f)
	return strings.TrimSpace(strings.Join(narrowed, " ") + " " + spellFilter(f))
}

// flags spells a filter as flags of the command line. What they cannot say is told in rest.
func flags(f trail.Filter) (flags []string, rest []string) {
	moment := func(name string, m trail.Moment) {
		switch {
		case m.Back != 0:
			flags = append(flags, name, spanned(m.Back))
		case m.Set():
			flags = append(flags, name, m.At.UTC().Format("2006-01-02T15:04:05.999999999Z"))
		}
	}
	moment("--from", f.From)
	moment("--until", f.Until)
	for _, list := range []struct {
		name   string
		values []string
	}{
		{"--account", f.Accounts},
		{"--region", f.Regions},
		{"--principal", f.Principals},
		{"--access-key", f.AccessKeys},
		{"--resource", f.Resources},
		{"--vpc", f.VPCs},
		{"--name", f.Names},
	} {
		for _, v := range list.values {
			flags = append(flags, list.name, quoted(v))
		}
	}
	for _, a := range f.Addresses {
		flags = append(flags, "--ip", a.String())
	}
	if f.Errors {
		flags = append(flags, "--errors")
	}
	if f.Writes {
		flags = append(flags, "--writes")
	}
	if len(f.Words) > 0 {
		rest = append(rest, "the words "+strings.Join(f.Words, " "))
	}
	return flags, rest
}

// spanned is a span back from the newest event in the largest unit that says it exactly.
func spanned(d time.Duration) string {
	for _, u := range []struct {
		name string
		of   time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}} {
		if d%u.of == 0 {
			return fmt.Sprintf("%d%s", d/u.of, u.name)
		}
	}
	return fmt.Sprintf("%ds", d/time.Second)
}

// quoted is a word as a shell takes it. What a terminal must not be sent is escaped as bash understands it.
func quoted(s string) string {
	const harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,"
	switch {
	case s != "" && strings.Trim(s, harmless) == "":
		return s
	case !plain.Printable(s):
		return "$'" + escaped(s) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// escaped writes every byte that is not printable ASCII, and what ends a quotation, as \xNN.
func escaped(s string) string {
	const hex = "0123456789abcdef"
	var out strings.Builder
	for i := range len(s) {
		if c := s[i]; c >= ' ' && c < 0x7f && c != '\'' && c != '\\' {
			out.WriteByte(c)
		} else {
			out.WriteString(`\x`)
			out.WriteByte(hex[c>>4])
			out.WriteByte(hex[c&15])
		}
	}
	return out.String()
}
