// What a drill tells the machine's other processes.

package main

import (
	"strings"
	"testing"

	"traillab/simulate/drill"
)

func TestLabSeed(t *testing.T) {
	given := func(mode drill.Mode, salt string) string {
		f := drillFlags{mode: string(mode), seed: 70707, salt: []byte(salt)}
		f.lab.seed = f.labSeed()
		return strings.Join(f.lab.args(), " ")
	}
	if got := given(drill.Learn, "one"); !strings.Contains(got, "--lab-seed 70708") {
		t.Errorf("a drill is not made of its seed: %s", got)
	}
	got := given(drill.Exam, "one")
	if strings.Contains(got, "7070") {
		t.Errorf("the list of processes tells the seed of an exam: %s", got)
	}
	if got != given(drill.Exam, "one") {
		t.Error("an exam that is taken up again has other ids")
	}
	for _, salt := range []string{"", "two"} {
		if got == given(drill.Exam, salt) {
			t.Errorf("the lab's seed follows from the exam's without what is sealed: %s", got)
		}
	}
}
