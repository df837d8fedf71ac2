// Values of flags: what was given, and what an empty one should have been.

package main

import (
	"fmt"
	"unicode/utf8"

	"traillab/analyze/trail"
)

// given is the text of a flag that may be left out. Empty text is given too: mostly it is an unset variable of a shell,
// and must not read as if there were no flag.
type given struct {
	text string
	set  bool
}

func (g *given) String() string     { return g.text }
func (g *given) Type() string       { return "string" }
func (g *given) Set(s string) error { g.text, g.set = s, true; return nil }

// need refuses an empty value of the flag and says what it takes.
func (g *given) need(flag, form string) error {
	if g.set && g.text == "" {
		return empty(flag, form)
	}
	return nil
}

// moment reads a time, none when the flag was left out.
func (g *given) moment(flag string) (m trail.Moment, err error) {
	if !g.set {
		return m, nil
	}
	if m, err = trail.ParseMoment(g.text); err != nil {
		return m, misuse(fmt.Errorf("%s: %w", flag, err))
	}
	return m, nil
}

// several are the values of a flag that may be repeated.
type several struct {
	flag, form string // form is what a value looks like
	values     []string
}

// check keeps an empty value from reading as "nothing found".
func (s several) check() error {
	for _, v := range s.values {
		if !utf8.ValidString(v) {
			return misuse(fmt.Errorf("%s: %q is not UTF-8, and no record holds such text", s.flag, v))
		}
		if v == "" {
			return empty(s.flag, s.form)
		}
	}
	return nil
}

// sourceForm is what a source looks like. Its name need not be UTF-8.
const sourceForm = "a path or s3://bucket/prefix"

func empty(flag, form string) error {
	return misuse(fmt.Errorf("%s: an empty value matches nothing; leave it out or give %s", flag, form))
}
