// Findings: --fail-on lets a script learn from the exit code whether there is a chain that somebody should look at.

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"traillab/analyze"
	"traillab/analyze/report"
)

// failOn is the level from which on chains among the answers end a run with exit code 3. The answer is printed all the same.
type failOn struct{ given }

func (f *failOn) add(flags *pflag.FlagSet) {
	flags.Var(f, "fail-on", "end with exit code 3 when a chain at or above `LEVEL` is among the answers: low, medium or high")
}

// rank orders levels; what is none ranks below all.
func rank(s analyze.Severity) int {
	return slices.Index([]analyze.Severity{analyze.Low, analyze.Medium, analyze.High}, s)
}

func (f *failOn) check() error {
	if f.set && rank(analyze.Severity(f.text)) < 0 {
		return misuse(fmt.Errorf("--fail-on: %q is no level; use low, medium or high", f.text))
	}
	return nil
}

// judge returns an error with the exit code of findings when one of the chains is at or above the level.
func (f *failOn) judge(chains []*analyze.Chain) error {
	var heads []report.Head
	for _, c := range chains {
		heads = append(heads, report.Head{ID: c.ID, Level: c.Verdict.Level})
	}
	return f.judgeHeads(heads)
}

func (f *failOn) judgeHeads(heads []report.Head) error {
	if !f.set {
		return nil
	}
	var found []string
	for _, h := range heads {
		if rank(h.Level) >= rank(analyze.Severity(f.text)) && !slices.Contains(found, h.ID) {
			found = append(found, h.ID)
		}
	}
	const few = 3
	switch n := len(found); {
	case n == 0:
		return nil
	case n == 1:
		return &coded{exitFindings, fmt.Errorf("%s is at or above %s (--fail-on)", found[0], f.text)}
	case n > few:
		return &coded{exitFindings, fmt.Errorf("%d chains are at or above %s (--fail-on), %s among them", n, f.text, strings.Join(found[:few], ", "))}
	default:
		return &coded{exitFindings, fmt.Errorf("%s are at or above %s (--fail-on)", strings.Join(found, " and "), f.text)}
	}
}

// pointers are the chains of a list.
func pointers(list []analyze.Chain) []*analyze.Chain {
	var all []*analyze.Chain
	for i := range list {
		all = append(all, &list[i])
	}
	return all
}
