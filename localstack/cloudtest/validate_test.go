// The AWS CLI's own `cloudtrail validate-logs` as an oracle: over the lab's S3 and the digests that the lab wrote, whole and
// tampered with in every way that the table of docs/integrity.md has. What it finds verification finds, too.

package cloudtest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/analyze/trail"
	"traillab/localstack"
	"traillab/localstack/upstream"
)

// page is where the table is kept. TRAILLAB_UPDATE writes it anew.
const page = "../../docs/integrity.md"

// trailBucket is what the lab's recorder says that it delivers to.
const trailBucket = "traillab-lab"

// validated is what was asked and what both said.
type validated struct{ deed, cli, verify string }

func TestValidateLogs(t *testing.T) {
	for _, kind := range []upstream.Kind{upstream.Builtin, upstream.LocalStack} {
		t.Run(string(kind), func(t *testing.T) {
			nine := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
			l := open(t, kind, func(o *localstack.Options) { o.Clock = localstack.NewVirtual(nine) })
			if _, err := l.run(t, "aws", "--version"); err != nil {
				t.Fatal(err)
			}
			b := l.recorded(t)
			var rows []validated
			for i, d := range deeds {
				if kind != upstream.Builtin && i%6 != 0 && os.Getenv("TRAILLAB_SOAK") == "" {
					continue // the deeds are done to S3 and not to the cloud; a few show that it is the same
				}
				t.Run(d.name, func(t *testing.T) { rows = append(rows, b.hold(t, l, d)) })
			}
			if !t.Failed() && len(rows) == len(deeds) {
				keepTable(t, rows)
			}
		})
	}
}

// recorded makes events over six hours in the lab and takes the folder of its log as a bucket.
func (l *lab) recorded(t *testing.T) *delivered {
	t.Helper()
	c := l.actor("test", "test", "")
	for n := range 6 {
		for i := range 2 {
			if _, err := c.ec2.CreateVpc(t.Context(), &ec2.CreateVpcInput{CidrBlock: new(fmt.Sprintf("10.%d.%d.0/24", n, i))}); err != nil {
				t.Fatal(err)
			}
			if err := l.Flush(); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Advance(t.Context(), 30*time.Minute); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.Flush(); err != nil {
		t.Fatal(err)
	}
	b := &delivered{whole: map[string]object{}, key: signer(t, l)}
	err := filepath.WalkDir(l.Logs(), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".gz") {
			return err
		}
		key, err := filepath.Rel(l.Logs(), path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		o := object{content, nil}
		if beside, err := os.ReadFile(path + trail.MetadataSuffix); err == nil {
			if o.metadata, err = trail.ParseMetadata(beside); err != nil {
				return err
			}
		}
		b.whole[filepath.ToSlash(key)] = o
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	b.digests, b.logs = b.named("CloudTrail-Digest"), b.named("CloudTrail")
	if len(b.digests) < 5 || len(b.logs) < 10 {
		t.Fatalf("%d digests and %d logs: too few", len(b.digests), len(b.logs))
	}
	b.publish(t, l, c)
	return b
}

// publish makes the bucket, the trail and the answer of ListPublicKeys.
func (b *delivered) publish(t *testing.T, l *lab, c clients) {
	t.Helper()
	b.s3 = c.s3
	if _, err := c.s3.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: new(trailBucket)}); err != nil {
		t.Fatal(err)
	}
	b.how = []string{"--s3-bucket", trailBucket}
	if _, err := c.trail.CreateTrail(t.Context(), &cloudtrail.CreateTrailInput{Name: new("traillab"), S3BucketName: new(trailBucket)}); err == nil {
		b.how = nil // the CLI asks for it
	} else if l.kind == upstream.Builtin {
		t.Fatal(err)
	}
	answer, err := l.run(t, "aws", "cloudtrail", "list-public-keys", "--start-time", "2026-03-01T00:00:00Z", "--end-time", "2026-03-02T00:00:00Z", "--output", "json")
	if err != nil {
		t.Fatal(err)
	}
	b.answer = answer
}

// hold puts a deed's bucket into S3, asks both and compares.
func (b *delivered) hold(t *testing.T, l *lab, d deed) validated {
	b.now = maps.Clone(b.whole)
	d.do(t, b)
	b.put(t)
	cli, found := b.ask(t, l)
	fromS3 := b.verify(t, l, "s3://"+trailBucket)
	fromMirror := b.verify(t, l, b.mirror(t))
	if x, y := inShort(fromS3), inShort(fromMirror); x != y {
		t.Errorf("of S3: %s\nof a mirror: %s", x, y)
	}
	switch broken := fromS3.Verdict == integrity.Violated; {
	case found && !broken:
		t.Errorf("the AWS CLI finds %q, and verification nothing: %s", cli, fromS3.Verdict)
	case found != d.found || broken != d.broken:
		t.Errorf("found by the AWS CLI: %v, want %v; broken: %v, want %v\n%s", found, d.found, broken, d.broken, cli)
	}
	row := validated{d.name, cli, inShort(fromS3)}
	t.Logf("%s\n  AWS CLI  %s\n  verify   %s", row.deed, row.cli, row.verify)
	return row
}

var (
	invalidLine = regexp.MustCompile(`(?m)^(\(backfill\) )?(Digest|Log) file\ts3://\S+\tINVALID: (.*)$`)
	gapLine     = regexp.MustCompile(`(?m)^No log files were delivered by CloudTrail between (\S+) and (\S+)`)
	fingerprint = regexp.MustCompile(` in region .*`)
)

// ask runs the AWS CLI and says in short what it found.
func (b *delivered) ask(t *testing.T, l *lab) (says string, found bool) {
	t.Helper()
	args := []string{
		"cloudtrail", "validate-logs", "--trail-arn", "arn:aws:cloudtrail:us-east-1:" + account + ":trail/traillab",
		"--start-time", "2026-03-01T00:00:00Z", "--end-time", "2026-03-01T23:00:00Z", "--verbose",
	}
	out, err := l.run(t, "aws", append(args, b.how...)...)
	text := string(out)
	if err != nil {
		text += "\n" + err.Error()
	}
	if !strings.Contains(text, "digest files valid") {
		t.Fatalf("validate-logs did not run:\n%s", text)
	}
	var list []string
	for _, m := range invalidLine.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1]+strings.ToLower(m[2])+": "+fingerprint.ReplaceAllString(m[3], ""))
	}
	for range gapLine.FindAllString(text, -1) {
		list = append(list, "no log files delivered")
	}
	return counted(list), err != nil
}

func (b *delivered) verify(t *testing.T, l *lab, source string) *integrity.Report {
	t.Helper()
	for name, value := range map[string]string{"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": region, "AWS_CONFIG_FILE": os.DevNull} {
		t.Setenv(name, value)
	}
	arc, err := archive.Open(t.Context(), []string{source}, archive.Options{
		OpenS3: func(ctx context.Context, uri string) (archive.Lister, error) {
			return archive.OpenS3(ctx, uri, archive.S3Options{Endpoint: l.Endpoint()})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer arc.Close()
	keys := &integrity.Keys{}
	if err := keys.Add(b.answer); err != nil {
		t.Fatal(err)
	}
	r, err := integrity.Verify(t.Context(), vault{arc}, integrity.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// vault shows an archive's files to verification.
type vault struct{ *archive.Archive }

func (v vault) Files(ctx context.Context) iter.Seq2[integrity.File, error] {
	return func(yield func(integrity.File, error) bool) {
		for f, err := range v.Archive.Files(ctx) {
			if !yield(f, err) {
				return
			}
		}
	}
}

// inShort is what a report says is wrong or open.
func inShort(r *integrity.Report) string {
	var list []string
	for _, f := range r.Findings {
		what := "log"
		if strings.Contains(f.Object, "/CloudTrail-Digest/") {
			what = "digest"
		}
		if f.Severity != integrity.Note {
			list = append(list, what+": "+f.Kind)
		}
	}
	for _, g := range r.Gaps {
		if g.From == nil {
			list = append(list, "gap at the beginning")
			continue
		}
		list = append(list, fmt.Sprintf("gap of %s", g.Until.Sub(*g.From)))
	}
	for _, u := range r.Uncovered {
		list = append(list, fmt.Sprintf("%d logs of a time without a digest", u.Files))
	}
	return counted(list)
}

// counted joins what was said, each once with its number.
func counted(list []string) string {
	if len(list) == 0 {
		return "valid"
	}
	n := map[string]int{}
	for _, s := range list {
		n[s]++
	}
	var out []string
	for _, s := range slices.Sorted(maps.Keys(n)) {
		if n[s] > 1 {
			s = fmt.Sprintf("%s (%d times)", s, n[s])
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// keepTable holds the table of the page against what was said.
func keepTable(t *testing.T, rows []validated) {
	t.Helper()
	const begin, end = "<!-- validated -->\n", "<!-- /validated -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := bytes.Cut(text, []byte(begin))
	_, tail, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", page)
	}
	var table strings.Builder
	table.WriteString("| what was done to the bucket | `aws cloudtrail validate-logs` | `traillab verify` |\n|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&table, "| %s | %s | %s |\n", r.deed, r.cli, r.verify)
	}
	want := slices.Concat(head, []byte(begin), []byte(table.String()), []byte(end), tail)
	if bytes.Equal(want, text) {
		return
	}
	if os.Getenv("TRAILLAB_UPDATE") == "" {
		t.Fatalf("%s says something else than was found; set TRAILLAB_UPDATE to write it:\n%s", page, table.String())
	}
	if err := os.WriteFile(page, want, 0o600); err != nil {
		t.Fatal(err)
	}
}
