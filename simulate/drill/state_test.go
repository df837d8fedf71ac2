// A drill between two commands: what is sealed cannot be read, comes back as it was, and a file that was touched is told.

package drill

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"traillab/simulate"
)

func TestSealed(t *testing.T) {
	d := &Drill{State: State{Version: version, Name: "s02", Seed: 70707, Salt: []byte("grain of salt"), Mode: Exam}, memory: simulate.Memory{Vars: map[string]any{"mallory": map[string]any{"key": "AKIASECRET"}}}}
	if err := d.seal(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "drill.json")
	if err := d.Save(path); err != nil {
		t.Fatal(err)
	}
	st, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("AKIASECRET")) || bytes.Contains(text, []byte("70707")) {
		t.Error("the file tells the answer, or the seed that makes it")
	}
	if string(st.Salt) != "grain of salt" || bytes.Contains(text, []byte(base64.StdEncoding.EncodeToString(st.Salt))) {
		t.Errorf("the salt %q is lost, or lies open", st.Salt)
	}
	if st.Seed != 70707 || st.Shown() != nil {
		t.Errorf("the seed of an exam is %d, and shown is %v", st.Seed, st.Shown())
	}
	if ended := (&State{Seed: 70707, Mode: Exam, Done: &Ended{}}); *ended.Shown() != 70707 {
		t.Error("the seed of an exam that is over is not told")
	}
	again := &Drill{State: *st}
	if err := again.open(); err != nil {
		t.Fatal(err)
	}
	if key := again.memory.Vars["mallory"].(map[string]any)["key"]; key != "AKIASECRET" {
		t.Errorf("what was sealed comes back as %v", key)
	}
	again.Sealed[len(again.Sealed)-1] ^= 1
	if err := again.open(); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a file that was touched: %v", err)
	}
	if again.Sealed = nil; again.open() == nil {
		t.Error("nothing is sealed, and nobody minds")
	}
}

func TestClass(t *testing.T) {
	path := filepath.Join(t.TempDir(), "drills.jsonl")
	if all, err := Class(path); err != nil || len(all) != 0 {
		t.Fatalf("an empty class: %v, %v", all, err)
	}
	seconds := int64(90)
	for i, name := range []string{"ann", "=cmd|bob"} {
		st := &State{Name: "s02", Trainee: name, Mode: Exam, Seed: uint64(i), Done: &Ended{At: time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC), Points: 10 * i, Of: 100, Repair: &seconds}}
		if err := Note(path, st); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Class(path)
	if err != nil || len(all) != 2 || all[1].Trainee != "=cmd|bob" || all[1].Points != 10 || *all[1].Repair != 90 || all[1].Detect != nil {
		t.Errorf("a class of two: %+v, %v", all, err)
	}
}
