// Tests of finding and reading: what a visitor is told of each kind of source.

package archive_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// told is a visitor that remembers what it is told and holds the teller to the order of a trail.Visitor.
type told struct {
	t       testing.TB
	known   func(trail.File) bool
	each    func(*trail.Record, trail.Place)
	open    bool // between File and Done
	next    int64
	files   []trail.File
	ids     []string
	places  []trail.Place
	rejects []trail.Reject
	done    []trail.Outcome
}

func (v *told) File(f trail.File) bool {
	if v.open {
		v.t.Errorf("File(%s) before the Done of another", f.Path)
	}
	if v.known != nil && v.known(f) {
		return false
	}
	v.files = append(v.files, f)
	v.open, v.next = true, 0
	return true
}

func (v *told) Record(rec *trail.Record, at trail.Place) error {
	v.index(at.Index)
	if !v.open {
		v.t.Error("Record without File")
	}
	v.ids = append(v.ids, string(rec.EventID))
	v.places = append(v.places, at)
	if v.each != nil {
		v.each(rec, at)
	}
	return nil
}

func (v *told) Reject(r trail.Reject) {
	if r.Reason == "" {
		v.t.Error("a reject without a reason")
	}
	if r.Record != nil {
		v.index(*r.Record)
	}
	v.rejects = append(v.rejects, r)
}

func (v *told) Done(o trail.Outcome) {
	whole := o.Status == trail.Damaged || o.Status == trail.Rejected
	last := len(v.rejects) - 1
	if whole && (last < 0 || v.rejects[last].Record != nil || v.rejects[last].Reason != o.Reason) {
		v.t.Errorf("%s, but no reject of the file says %q", o.Status, o.Reason)
	}
	v.done = append(v.done, o)
	v.open = false
}

// index holds the teller to counting kept and rejected records alike, one after the other.
func (v *told) index(got int64) {
	if got != v.next {
		v.t.Errorf("index %d, want %d", got, v.next)
	}
	v.next = got + 1
}

// statuses are the outcomes, as people read them.
func (v *told) statuses() (list []string) {
	for _, o := range v.done {
		list = append(list, strings.TrimSpace(o.Status.String()+" "+o.Reason))
	}
	return list
}

// reasons are the rejects, as people read them: record and reason.
func (v *told) reasons() (list []string) {
	for _, r := range v.rejects {
		if r.Record == nil {
			list = append(list, "file: "+r.Reason)
		} else {
			list = append(list, fmt.Sprintf("%d: %s", *r.Record, r.Reason))
		}
	}
	return list
}

// numbers are the numbers of the records that were made by record.
func (v *told) numbers() string {
	var list []string
	for _, id := range v.ids {
		n := strings.TrimLeft(id[strings.LastIndexByte(id, '-')+1:], "0")
		list = append(list, n)
	}
	return strings.Join(list, " ")
}

// record is a record with the number n, from 1.
func record(n int) string {
	return fmt.Sprintf(`{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/alice"},`+
		`"eventTime":"2024-05-01T10:00:%02dZ","eventSource":"ec2.amazonaws.com","eventName":"DetachInternetGateway",`+
		`"awsRegion":"us-east-1","requestParameters":{"internetGatewayId":"igw-0a1b2c3d4e5f60718","vpcId":"vpc-0a1b2c3d4e5f60718"},`+
		`"responseElements":{"_return":true},"errorMessage":"a } and a ] and \\\" and é","eventID":"%s","recipientAccountId":"123456789012"}`,
		n%60, eventID(n))
}

func eventID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// quote writes text as a JSON string.
func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// gzipped compresses text as one gzip member.
func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// file writes a file into a folder of the test and returns its name.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readText reads content as one file.
func readText(t testing.TB, content string, o archive.Options) *told {
	t.Helper()
	v := &told{}
	read(t, v, o, file(t, "log", []byte(content)))
	if len(v.files) == 1 && v.files[0].SHA256 != sha256.Sum256([]byte(content)) {
		t.Error("SHA-256 is not of the bytes as they lie there")
	}
	return v
}

// read reads all of the named sources.
func read(t testing.TB, v *told, o archive.Options, names ...string) {
	t.Helper()
	v.t = t
	a, err := archive.Open(t.Context(), names, o)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	readAll(t, v, a)
}

func readAll(t testing.TB, v trail.Visitor, a *archive.Archive) {
	t.Helper()
	for f, err := range a.Files(t.Context()) {
		if err == nil {
			err = f.Read(t.Context(), v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// realData is the folder of real records beside the repository.
func realData(t testing.TB) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real records are not beside this repository (../shared/data); nothing is compared with their truth")
	}
	return dir
}

// TestRealData reads each folder of real records and compares the number of records with the truth about them.
func TestRealData(t *testing.T) {
	data := realData(t)
	truths, err := filepath.Glob(filepath.Join(data, "truth", "A*.json"))
	if err != nil || len(truths) == 0 {
		t.Fatal("no truth", err)
	}
	for _, path := range truths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var truth struct{ Files, Records int }
			if err := json.Unmarshal(b, &truth); err != nil {
				t.Fatal(err)
			}
			if name == "A05-grycap-console-2017" {
				truth.Records-- // one of them is a notification from S3
			}
			v := &told{}
			read(t, v, archive.Options{}, filepath.Join(data, name))
			if len(v.ids) != truth.Records {
				t.Errorf("%d records, want %d", len(v.ids), truth.Records)
			}
			if len(v.done) != truth.Files {
				t.Errorf("%d files, want %d", len(v.done), truth.Files)
			}
			for _, r := range v.rejects {
				if r.Record != nil {
					t.Errorf("%s: record %d rejected: %s", r.File, *r.Record, r.Reason)
				}
			}
		})
	}
}

// TestRealCopies reads the folder in which many files are byte copies, for a taker that knows what it has seen.
func TestRealCopies(t *testing.T) {
	seen := map[[32]byte]bool{}
	v := &told{known: func(f trail.File) bool {
		defer func() { seen[f.SHA256] = true }()
		return seen[f.SHA256]
	}}
	read(t, v, archive.Options{}, filepath.Join(realData(t), "A03-traildiscover"))
	if len(v.ids) != 313 {
		t.Errorf("%d records, want 313", len(v.ids))
	}
}

// TestRealPlaces proves for the real records that the bytes at each place are the record.
func TestRealPlaces(t *testing.T) {
	data := realData(t)
	for _, name := range []string{"A01-invictus-early", "A06-opensearch-small", "A08-c7n-eventbridge", "A09-plaso-lookup-events", "A13-cribl-sample"} {
		paths := map[string][]byte{}
		v := &told{}
		v.each = func(rec *trail.Record, at trail.Place) {
			path := v.files[len(v.files)-1].Path
			if paths[path] == nil {
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				paths[path] = b
			}
			holdsRecord(t, path, paths[path][at.Offset:at.Offset+at.Length], rec)
		}
		read(t, v, archive.Options{}, filepath.Join(data, name))
	}
}

// holdsRecord compares the bytes at a record's place with the record: they are its JSON, or a string or row with it.
func holdsRecord(t testing.TB, name string, place []byte, rec *trail.Record) {
	t.Helper()
	var text string
	switch {
	case place[0] == '{':
		if !rec.Repaired && !bytes.Equal(place, rec.JSON) {
			t.Errorf("%s: the place holds %.80s…, the record is %.80s…", name, place, rec.JSON)
		}
	case place[0] == '"' && json.Unmarshal(place, &text) == nil:
		if !strings.Contains(text, string(rec.EventID)) {
			t.Errorf("%s: the place holds a string without the event %s", name, rec.EventID)
		}
	case !bytes.Contains(place, rec.EventID):
		t.Errorf("%s: the place holds %.80s…, without the event %s", name, place, rec.EventID)
	}
}
