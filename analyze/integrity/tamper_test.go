// Tampering: what may be done to a bucket, and what verification says of it.

package integrity_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"traillab/analyze/integrity"
	"traillab/analyze/trail"
)

// tampering is one deed. want are the findings in order, "broken missing" and so on; says is part of some reason.
type tampering struct {
	name    string
	do      func(m *mirror)
	want    string
	says    string
	digests integrity.DigestCount
	logs    integrity.LogCount
	gaps    int
}

// Five digests with two logs each, the first at 08:00.
var tamperings = []tampering{
	{
		name: "nothing", do: func(*mirror) {},
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10},
	},
	{
		name: "a log compressed again", do: func(m *mirror) { m.write(m.logs[2][0], squeeze(inflate(m.read(m.logs[2][0])))) },
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10},
	},
	{
		name: "a log altered", do: func(m *mirror) { m.write(m.logs[2][0], squeeze([]byte(`{"Records":[]}`))) },
		want: "broken altered", says: "not what the digest lists",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "a log written as pretty JSON", do: func(m *mirror) {
			var b bytes.Buffer
			m.must(json.Indent(&b, inflate(m.read(m.logs[2][0])), "", " "))
			m.write(m.logs[2][0], squeeze(b.Bytes()))
		},
		want:    "broken altered",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "a log deleted", do: func(m *mirror) { m.remove(m.logs[2][0]) },
		want: "broken missing", says: "the digest lists it",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Missing: 1},
	},
	{
		name: "a log truncated", do: func(m *mirror) { m.write(m.logs[2][0], m.read(m.logs[2][0])[:30]) },
		want: "broken unreadable", says: "ends early",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Unreadable: 1},
	},
	{
		name: "a log emptied", do: func(m *mirror) { m.write(m.logs[2][0], nil) },
		want:    "broken altered",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "a gzip member appended to a log", do: func(m *mirror) {
			m.write(m.logs[2][0], append(m.read(m.logs[2][0]), squeeze([]byte(`{"Records":[]}`))...))
		},
		want: "broken altered", says: "behind its compressed text",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "zeros appended to a log", do: func(m *mirror) { m.write(m.logs[2][0], append(m.read(m.logs[2][0]), 0, 0)) },
		want: "broken altered", says: "behind its compressed text",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "two logs swapped", do: func(m *mirror) {
			a, b := m.read(m.logs[2][0]), m.read(m.logs[3][0])
			m.write(m.logs[2][0], b)
			m.write(m.logs[3][0], a)
		},
		want:    "broken altered, broken altered",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 8, Altered: 2},
	},
	{
		name: "a log put there", do: func(m *mirror) { m.write(m.logKey(begin.Add(90*time.Minute)), squeeze([]byte(`{"Records":[]}`))) },
		want: "broken unlisted", says: "none lists it",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10, Unlisted: 1},
	},
	{
		name: "a log put there under a name of its own", do: func(m *mirror) {
			m.write("AWSLogs/"+account+"/CloudTrail/eu-west-1/2026/03/01/more.json.gz", squeeze([]byte(`{"Records":[]}`)))
		},
		want: "broken unlisted", says: "none that CloudTrail gives",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10, Unlisted: 1},
	},
	{
		name: "a log renamed", do: func(m *mirror) {
			m.write(m.logKey(begin.Add(90*time.Minute)), m.read(m.logs[2][0]))
			m.remove(m.logs[2][0])
		},
		want:    "broken missing, broken unlisted",
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 9, Missing: 1, Unlisted: 1},
	},
	{
		name: "a digest deleted with its metadata", do: func(m *mirror) { m.removeDigest(2) },
		want: "broken missing", says: "its successor names it", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Missing: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a digest deleted with its logs", do: func(m *mirror) {
			m.removeDigest(2)
			m.remove(m.logs[2][0])
			m.remove(m.logs[2][1])
		},
		want: "broken missing", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Missing: 1}, logs: integrity.LogCount{Valid: 8},
	},
	{
		name: "two digests in a row deleted", do: func(m *mirror) { m.removeDigest(2); m.removeDigest(3) },
		want: "broken missing", gaps: 1,
		digests: integrity.DigestCount{Valid: 3, Missing: 1}, logs: integrity.LogCount{Valid: 6, Uncovered: 4},
	},
	{
		name: "the oldest digest deleted", do: func(m *mirror) { m.removeDigest(0) },
		want: "broken missing", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Missing: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "the newest digest deleted", do: func(m *mirror) { m.removeDigest(4) },
		digests: integrity.DigestCount{Valid: 4}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "the newest digest deleted and its metadata left", do: func(m *mirror) { m.remove(m.digests[4]) },
		want: "broken missing", says: "its metadata is there",
		digests: integrity.DigestCount{Valid: 4, Missing: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a digest altered", do: func(m *mirror) { m.edit(2, func(d *trail.Digest) { d.Files = d.Files[:1] }) },
		want: "broken invalid", says: "hash that is named there is another", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 1, Uncovered: 1},
	},
	{
		name: "the newest digest altered", do: func(m *mirror) { m.edit(4, func(d *trail.Digest) { d.Files = d.Files[:1] }) },
		want: "broken invalid", says: "its signature does not fit", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 1, Uncovered: 1},
	},
	{
		name: "a digest cut loose from the one before", do: func(m *mirror) {
			m.edit(4, func(d *trail.Digest) {
				d.PreviousBucket, d.PreviousObject, d.PreviousHash, d.PreviousSignature = nil, nil, nil, nil
			})
		},
		want: "broken invalid", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a digest written again, word for word", do: func(m *mirror) { m.edit(2, func(*trail.Digest) {}) },
		want: "broken invalid", says: "hash that is named there is another", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a digest compressed again", do: func(m *mirror) { m.write(m.digests[2], squeeze(inflate(m.read(m.digests[2])))) },
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10},
	},
	{
		name: "a gzip member appended to a digest", do: func(m *mirror) {
			m.write(m.digests[2], append(m.read(m.digests[2]), squeeze([]byte(`{}`))...))
		},
		want: "broken unreadable", says: "behind the end", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Unreadable: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a digest that is no JSON", do: func(m *mirror) { m.write(m.digests[2], squeeze([]byte("<html>"))) },
		want: "broken unreadable", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Unreadable: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a signature altered", do: func(m *mirror) { m.metadata(2, "signature", strings.Repeat("00", 256)) },
		want: "broken invalid", says: "another than its successor remembers", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a signature that is no number", do: func(m *mirror) { m.metadata(2, "signature", "zz") },
		want: "broken invalid", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a signature taken away", do: func(m *mirror) { m.metadata(2, "signature", "") },
		want: "broken invalid", says: "has no signature", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "another algorithm named", do: func(m *mirror) { m.metadata(2, "signature-algorithm", "none") },
		want: "broken invalid", says: "SHA256withRSA", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a digest moved", do: func(m *mirror) {
			to := m.digestKey(begin.Add(150*time.Minute), "")
			m.write(to, m.read(m.digests[2]))
			m.write(to+trail.MetadataSuffix, m.read(m.digests[2]+trail.MetadataSuffix))
			m.removeDigest(2)
		},
		want: "broken missing, broken moved", says: "it says that it was delivered as", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Moved: 1, Missing: 1}, logs: integrity.LogCount{Valid: 10},
	},
	{
		name: "a digest in the place of another", do: func(m *mirror) {
			m.write(m.digests[2], m.read(m.digests[1]))
			m.write(m.digests[2]+trail.MetadataSuffix, m.read(m.digests[1]+trail.MetadataSuffix))
		},
		want: "broken moved", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Moved: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a digest replaced by one that AWS signed for the same hour", do: func(m *mirror) {
			at := *m
			at.last, at.digests, at.logs = nil, nil, nil
			at.hour(begin.Add(2*time.Hour), 0)
		},
		want: "broken invalid", says: "hash that is named there is another", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Uncovered: 2},
	},
	{
		name: "a chain signed by somebody else", do: func(m *mirror) {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			m.must(err)
			other := *m
			other.key = key
			other.hour(begin.Add(5*time.Hour), 1)
		},
		want: "broken invalid", says: "its signature does not fit", gaps: 1,
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 10, Unverifiable: 1},
	},
	{
		name: "a log altered, and a forged digest that lists it so", do: func(m *mirror) {
			text := []byte(`{"Records":[]}`)
			m.write(m.logs[2][0], squeeze(text))
			forged := *m
			d := forged.draft(begin.Add(5*time.Hour), 0)
			d.Files = append(d.Files, trail.DigestFile{Bucket: m.bucket, Object: m.logs[2][0], Hash: hashOf(text), Algorithm: trail.HashingAlgorithm})
			forged.sign(d, map[string]string{"signature": strings.Repeat("00", 256)})
		},
		want: "broken invalid, broken altered", gaps: 1,
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 9, Altered: 1},
	},
	{
		name: "an altered digest that accuses the one before", do: func(m *mirror) {
			m.edit(4, func(d *trail.Digest) {
				wrong, hash := strings.Repeat("00", 256), hashOf(nil)
				d.PreviousSignature, d.PreviousHash = &wrong, &hash
			})
		},
		want: "broken invalid", gaps: 1,
		digests: integrity.DigestCount{Valid: 4, Invalid: 1}, logs: integrity.LogCount{Valid: 8, Unverifiable: 2},
	},
	{
		name: "a digest between two that know each other", do: func(m *mirror) {
			stray := *m
			stray.hour(begin.Add(150*time.Minute), 1)
		},
		want: "broken stray", says: "no digest names it",
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 10, Unverifiable: 1},
	},
	{
		name: "a log in two digests with different hashes", do: func(m *mirror) {
			d := m.draft(begin.Add(5*time.Hour), 0)
			d.Files = append(d.Files, trail.DigestFile{Bucket: m.bucket, Object: m.logs[0][0], Hash: hashOf(nil), Algorithm: trail.HashingAlgorithm})
			m.sign(d, nil)
		},
		want:    "broken conflicting",
		digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 10},
	},
	{
		name: "a log hashed by another algorithm", do: func(m *mirror) {
			d := m.draft(begin.Add(5*time.Hour), 1)
			d.Files[0].Algorithm = "MD5"
			m.sign(d, nil)
		},
		want:    "broken altered",
		digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 10, Altered: 1},
	},
	{
		name: "the log in a bucket that is not here", do: func(m *mirror) {
			d := m.draft(begin.Add(5*time.Hour), 0)
			d.Files = append(d.Files, trail.DigestFile{Bucket: "another", Object: "AWSLogs/x", Hash: hashOf(nil), Algorithm: trail.HashingAlgorithm})
			m.sign(d, nil)
		},
		want: "unchecked elsewhere", says: "not at hand",
		digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 10, Elsewhere: 1},
	},
	{
		name: "the trail stopped for three hours", do: func(m *mirror) {
			m.last = nil
			m.hour(begin.Add(8*time.Hour), 1)
		},
		gaps:    1,
		digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 11},
	},
	{
		name: "a hole in time between two that know each other", do: func(m *mirror) { m.hour(begin.Add(6*time.Hour), 1) },
		gaps: 1, digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 11},
	},
	{
		name: "a backfill digest", do: func(m *mirror) { m.backfill("2026-03-02T00:00:00Z") },
		digests: integrity.DigestCount{Valid: 6}, logs: integrity.LogCount{Valid: 11},
	},
	{
		name: "a backfill digest without its time", do: func(m *mirror) { m.backfill("") },
		want: "broken invalid", says: "backfill-generation-timestamp",
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 10, Unverifiable: 1},
	},
	{
		name: "a backfill digest altered", do: func(m *mirror) {
			m.backfill("2026-03-02T00:00:00Z")
			m.edit(5, func(d *trail.Digest) { d.Files = d.Files[:0] })
		},
		want:    "broken invalid, broken unlisted",
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 10, Unlisted: 1},
	},
	{
		name: "a backfill digest made when its key was not good", do: func(m *mirror) { m.backfill("2026-05-01T00:00:00Z") },
		want: "broken invalid", says: "was not good at 2026-05-01",
		digests: integrity.DigestCount{Valid: 5, Invalid: 1}, logs: integrity.LogCount{Valid: 10, Unverifiable: 1},
	},
	{
		name: "what other services deliver", do: func(m *mirror) {
			m.write("AWSLogs/"+account+"/vpcflowlogs/eu-west-1/2026/03/01/x.log.gz", squeeze([]byte("2")))
		},
		digests: integrity.DigestCount{Valid: 5}, logs: integrity.LogCount{Valid: 10},
	},
}

func TestTampering(t *testing.T) {
	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			m := hours(t, 5)
			c.do(m)
			r := m.verify(integrity.Options{})
			if got := told(r); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
			if r.Digests != c.digests || r.Logs != c.logs || len(r.Gaps) != c.gaps {
				t.Errorf("digests %+v\nwant    %+v\nlogs    %+v\nwant    %+v\n%d gaps: %+v", r.Digests, c.digests, r.Logs, c.logs, len(r.Gaps), r.Gaps)
			}
			if broken := strings.Contains(c.want, "broken"); broken != (r.Verdict == integrity.Violated) {
				t.Errorf("verdict %s", r.Verdict)
			}
			reasons := ""
			for _, f := range r.Findings {
				reasons += f.Reason + "\n"
			}
			if !strings.Contains(reasons, c.says) {
				t.Errorf("%q is not said in\n%s", c.says, reasons)
			}
			if t.Failed() {
				t.Logf("%+v", r.Findings)
			}
		})
	}
}

// removeDigest deletes a digest with its metadata.
func (m *mirror) removeDigest(i int) {
	m.remove(m.digests[i])
	m.remove(m.digests[i] + trail.MetadataSuffix)
}

// edit writes a digest anew, without signing it.
func (m *mirror) edit(i int, change func(*trail.Digest)) {
	d, err := trail.ParseDigest(inflate(m.read(m.digests[i])))
	m.must(err)
	change(d)
	text, err := json.Marshal(d)
	m.must(err)
	m.write(m.digests[i], squeeze(text))
}

// metadata sets one of a digest's metadata, or takes it away.
func (m *mirror) metadata(i int, name, value string) {
	told, err := trail.ParseMetadata(m.read(m.digests[i] + trail.MetadataSuffix))
	m.must(err)
	told[name] = value
	if value == "" {
		delete(told, name)
	}
	text, err := json.Marshal(told)
	m.must(err)
	m.write(m.digests[i]+trail.MetadataSuffix, text)
}

// backfill adds a backfill digest of one log, made at a time.
func (m *mirror) backfill(made string) {
	last := m.last
	m.last = nil
	d := m.draft(begin.Add(2*time.Hour), 1)
	d.Object = m.digestKey(begin.Add(2*time.Hour), "_backfill")
	told := map[string]string{}
	if made != "" {
		told["backfill-generation-timestamp"] = made
	}
	m.sign(d, told)
	m.last = last
}

func inflate(b []byte) []byte {
	text, err := gunzip(b)
	if err != nil {
		panic(err)
	}
	return text
}

// TestTamperingIsToldTheSame: the report does not depend on how many read at once.
func TestTamperingIsToldTheSame(t *testing.T) {
	m := hours(t, 5)
	m.remove(m.logs[1][0])
	m.remove(m.logs[1][1])
	m.removeDigest(3)
	m.write(m.logs[0][0], nil)
	m.must(os.WriteFile(m.dir+"/stray.json", nil, 0o600))
	var first []byte
	for _, jobs := range []int{1, 2, 7, 1, 7} {
		text, err := json.Marshal(m.verify(integrity.Options{Jobs: jobs}))
		m.must(err)
		if first == nil {
			first = text
		}
		if !bytes.Equal(first, text) {
			t.Fatalf("%s\nand\n%s", first, text)
		}
	}
}
