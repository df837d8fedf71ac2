// Tests of files that were lengthened: CloudTrail writes one gzip member and nothing behind it, so a file under its name that
// has more is told, and every record is kept all the same.

package archive_test

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

func TestLengthened(t *testing.T) {
	const delivered = "111122223333_CloudTrail_eu-central-1_20240521T0510Z_a1b2c3d4e5f6a7b8.json.gz"
	one, two := gzipped(t, list(record(1))), gzipped(t, list(record(2)))
	for _, c := range []struct {
		what, name, bytes string
		records           string
		reason            string // of the damage, or empty
	}{
		{"as it was delivered", delivered, one, "1", ""},
		{"a second member", delivered, one + two, "1 2", "it has a second gzip member, from byte *"},
		{"a second member without text", delivered, one + gzipped(t, ""), "1", "it has a second gzip member, from byte *"},
		{"zeros", delivered, one + strings.Repeat("\x00", 600), "1", "there are zeros behind its gzip member*"},
		{"zeros and a second member", delivered, one + "\x00" + two, "1 2", "it has a second gzip member*"},
		{"a second member of an empty list", delivered, gzipped(t, list()) + gzipped(t, list()), "", "it has a second gzip member*"},
		{"another name", "all.json.gz", one + two, "1 2", ""},
		{"garbage", delivered, one + "garbage behind it", "1", "gzip stream is followed by something else*"},
	} {
		t.Run(c.what, func(t *testing.T) {
			for _, sums := range []bool{true, false} {
				v := &told{}
				read(t, v, archive.Options{Sums: sums}, file(t, c.name, []byte(c.bytes)))
				if got := v.numbers(); got != c.records {
					t.Errorf("records %q, want %q", got, c.records)
				}
				want := trail.Loaded
				if c.reason != "" {
					want = trail.Damaged
				}
				if len(v.done) != 1 || v.done[0].Status != want || !matches(v.done[0].Reason, c.reason) {
					t.Errorf("sums %t: %+v, want %s: %s", sums, v.done, want, c.reason)
				}
				if whole := v.done[0].InflatedSHA256 != [32]byte{}; whole != (sums && c.what != "garbage") {
					t.Errorf("sums %t: there is a sum: %t", sums, whole)
				}
			}
		})
	}
}

// TestSound: of a sound file the archive tells what Inflate and Holds would say, and of no other.
func TestSound(t *testing.T) {
	text := list(record(1))
	for _, c := range []struct {
		name, bytes string
		sound       bool
	}{
		{"a.json.gz", gzipped(t, text), true},
		{"a.json", text, true},
		{"letter.txt", gzipped(t, "a letter"), false}, // not read to its end
		{"members.json.gz", gzipped(t, text) + gzipped(t, text), false},
		{"zeros.json.gz", gzipped(t, text) + "\x00", false},
		{"twice.json.gz", gzipped(t, gzipped(t, text)), false},
		{"a.json.zst", zstded(t, text), false},
		{"digest.json.gz", gzipped(t, `{"digestStartTime":"x","digestEndTime":"y","digestS3Bucket":"b","logFiles":[]}`), true},
		{"cut.json.gz", gzipped(t, text)[:len(gzipped(t, text))-9], false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var heard []archive.Sound
			o := archive.Options{Sums: true, Sound: func(s archive.Sound) { heard = append(heard, s) }}
			path := file(t, c.name, []byte(c.bytes))
			read(t, &told{}, o, path)
			if len(heard) == 1 != c.sound {
				t.Fatalf("heard %+v, want %t", heard, c.sound)
			}
			if !c.sound {
				return
			}
			a, err := archive.Open(t.Context(), []string{path}, archive.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			for f, err := range a.Files(t.Context()) {
				var inflated bytes.Buffer
				if _, failed := f.Inflate(t.Context(), &inflated); err != nil || failed != nil {
					t.Fatal(err, failed)
				}
				holds, err := f.Holds(t.Context())
				if got := (archive.Sound{Path: f.Path(), Text: sha256.Sum256(inflated.Bytes()), Holds: holds}); err != nil || got != heard[0] {
					t.Errorf("heard %+v, and reading it again %+v, %v", heard[0], got, err)
				}
			}
		})
	}
}
