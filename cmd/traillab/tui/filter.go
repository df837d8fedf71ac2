// Filters: what narrows the pages, as the user writes it and as the command line takes it.

package tui

import (
	"strings"

	"traillab/analyze/plain"
	"traillab/analyze/trail"
)

// parseFilter reads what the user wrote, which is all of the filter but what cannot be said.
func parseFilter(old trail.Filter, text string) (trail.Filter, error) {
	f, err := trail.ParsePhrase(text)
	f.After = old.After
	return f, err
}

// spellFilter writes a filter for the prompt: parseFilter of it is the same filter.
func spellFilter(f trail.Filter) string { return f.Phrase() }

// tellFilter writes all of a filter, for the second line of the screen.
func tellFilter(f trail.Filter) string { return f.Phrase() }

// fieldWords completes the name of a field.
func fieldWords(before string) (stem string, words []string) {
	stem = strings.TrimPrefix(before[strings.LastIndexByte(before, ' ')+1:], "-")
	for _, f := range trail.Fields() {
		words = append(words, f.Name+":")
	}
	if value, ok := strings.CutPrefix(stem, trail.FieldIs+":"); ok {
		return value, []string{trail.KindError, trail.KindWrite}
	}
	return stem, words
}

// flags spells a filter as flags of the command line. What they cannot say is told in rest.
func flags(f trail.Filter) (flags []string, rest []string) {
	moment := func(name string, m trail.Moment) {
		if m.Set() {
			flags = append(flags, name, m.String())
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
	for _, t := range f.Terms {
		rest = append(rest, t.String())
	}
	for _, w := range f.Words {
		rest = append(rest, "the word "+trail.Term{Value: w}.String())
	}
	return flags, rest
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
