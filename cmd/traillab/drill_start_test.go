// What a drill tells the machine's other processes.

package main

import (
	"strings"
	"testing"

	"traillab/simulate/drill"
)

func TestLabSeed(t *testing.T) {
	given := func(mode drill.Mode) string {
		f := drillFlags{mode: string(mode), seed: 70707}
		f.lab.seed = f.labSeed()
		return strings.Join(f.lab.args(), " ")
	}
	if got := given(drill.Learn); !strings.Contains(got, "--lab-seed 70708") {
		t.Errorf("a drill is not made of its seed: %s", got)
	}
	if got := given(drill.Exam); strings.Contains(got, "7070") || got != given(drill.Exam) {
		t.Errorf("the list of processes tells the seed of an exam: %s", got)
	}
}
