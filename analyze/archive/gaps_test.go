// Gaps: a stretch of a file is lost or zeroed, from inside one record into another, or a part of one.

package archive_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// hostile is a true record with forged ones in its parameters, in one of several ways.
func hostile(n, way int) string {
	forgery := func(k int) string { return strings.Replace(forged, "forged-1", fmt.Sprintf("forged-%d-%d", n, k), 1) }
	bare := strings.Replace(forgery(4), `"eventVersion":"1.08",`, "", 1)
	many := forgery(1) + "," + forgery(2) + "," + bare
	value := []string{
		`{"tags":[` + many + `]}`,
		`{"note":` + quote(`"},[`+many+`],{`) + `}`,
		`{"a":{"items":[{"b":[` + forgery(3) + `]},` + many + `]}}`,
		`{"Records":[` + many + `]}`,
		`{"x":` + quote("},\n["+many) + `}`,
		`[` + many + `]`,
		`{"one":` + forgery(5) + `}`,
		`{"one":{"two":` + bare + `}}`,
		`null`,
	}[way]
	head, tail, _ := strings.Cut(record(n), `{"internetGatewayId":"igw-0a1b2c3d4e5f60718","vpcId":"vpc-0a1b2c3d4e5f60718"}`)
	return head + value + tail
}

// gapped is a file of ten records and the places where they begin and end in it.
func gapped(t *testing.T, form int, chance *rand.Rand) (text string, places [10][2]int) {
	t.Helper()
	var records []string
	for n := range places {
		records = append(records, hostile(n, chance.IntN(9)))
	}
	separator, head, tail := ",", `{"Records":[`, "]}"
	switch form {
	case 1:
		separator = ",\n"
	case 2:
		head, tail = "[", "]"
	case 3:
		separator, head, tail = ",\n  ", "{\n \"Records\": [\n  ", "\n ]\n}\n"
		for i, r := range records {
			var b bytes.Buffer
			if err := json.Indent(&b, []byte(r), "  ", " "); err != nil {
				t.Fatal(err)
			}
			records[i] = b.String()
		}
	case 4:
		separator, head, tail = "\n", "", "\n"
	}
	b := []byte(head)
	for i, r := range records {
		if i > 0 {
			b = append(b, separator...)
		}
		places[i] = [2]int{len(b), len(b) + len(r)}
		b = append(b, r...)
	}
	return string(append(b, tail...)), places
}

// TestGaps loses and zeroes stretches of files. No forged record is kept as sure, and none that is whole is lost but for those
// beside the gap.
func TestGaps(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	forgeries, lost, damaged := 0, 0, 0
	for try := range 1500 {
		text, places := gapped(t, try%5, chance)
		at := places[0][0] + chance.IntN(places[9][1]-places[0][0])
		until := min(at+16+chance.IntN(1485), places[9][1])
		broken, what := text[:at]+text[until:], "lost"
		if chance.IntN(2) == 0 {
			broken, what = text[:at]+strings.Repeat("\x00", until-at)+text[until:], "zeroed"
		}
		v := readText(t, broken, archive.Options{})
		n, all := marked(v)
		if forgeries += n; !all {
			t.Fatalf("%d: bytes %d to %d %s: a forged record was kept as sure: %v %q %q\n%s", try, at, until, what, v.places, v.ids, v.statuses(), broken)
		}
		if v.done[0].Status == trail.Damaged {
			damaged++
		}
		kept := strings.Join(v.ids, " ")
		for i, p := range places {
			if p[1] <= at || p[0] >= until {
				beside := i > 0 && places[i-1][1] > at && p[0] >= until && places[i-1][0] < until || i < 9 && places[i+1][0] < until && p[1] <= at && places[i+1][1] > at
				if !strings.Contains(kept, eventID(i)) {
					if lost++; !beside {
						t.Errorf("%d: bytes %d to %d %s: record %d (%v) is lost: %q %q", try, at, until, what, i, p, v.ids, v.reasons())
					}
				}
			}
		}
	}
	t.Logf("%d damaged; %d forged records were kept and marked, %d beside a gap lost", damaged, forgeries, lost)
}
