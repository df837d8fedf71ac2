// An archive in a store: whatever the weather, every record of many objects arrives exactly once, and the second time nothing is
// read.

package cloudtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"traillab/analyze/archive"
	"traillab/analyze/mirror"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/localstack/upstream"
)

const ofTrails = "trails-of-many-objects"

func TestArchiveInAnyWeather(t *testing.T) {
	for _, kind := range []upstream.Kind{upstream.Builtin, upstream.LocalStack} {
		t.Run(string(kind), func(t *testing.T) {
			n := many(t)
			l := open(t, kind, nil)
			bodies := logs(n)
			l.store(t, bodies)
			for name, value := range map[string]string{
				"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "", "AWS_REGION": region, "AWS_EC2_METADATA_DISABLED": "true",
				"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"), "NO_PROXY": "127.0.0.1",
			} {
				t.Setenv(name, value)
			}
			foul := newWeather(t, l.Endpoint(), 12)
			want, db := folder(t, bodies, ""), t.TempDir()
			if got := loadBucket(t, foul, "", db, ""); got != want {
				t.Errorf("in foul weather the case says %s, want %s", got, want)
			}
			if gets := foul.gets; loadBucket(t, foul, "", db, "") != want || foul.gets != gets {
				t.Errorf("the second time %d objects are fetched, or the case says something else", foul.gets-gets)
			}

			const part = "AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-west-1/"
			want, db = folder(t, bodies, part), t.TempDir()
			if got := loadBucket(t, foul, part, t.TempDir(), db); got != want {
				t.Errorf("through a mirror the case says %s, want %s", got, want)
			}
			if gets := foul.gets; loadBucket(t, foul, part, t.TempDir(), db) != want || foul.gets != gets {
				t.Errorf("from the mirror %d objects are fetched, or the case says something else", foul.gets-gets)
			}
			if got := load(t, db, t.TempDir(), 2, nil); got != want {
				t.Errorf("the mirror's folder says %s, want %s", got, want)
			}
			foul.tell(t)
			if len(foul.strange) > 0 {
				t.Errorf("sent to a store that is only to be read: %q", foul.strange)
			}
		})
	}
}

// many is how many objects there are: as many as TRAILLAB_OBJECTS says, 20,000 in CI and fewer where nothing real is tried.
func many(t *testing.T) int {
	t.Helper()
	switch text := os.Getenv("TRAILLAB_OBJECTS"); {
	case text != "":
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	case os.Getenv("TRAILLAB_LOCALSTACK")+os.Getenv("TRAILLAB_SOAK") == "":
		return 1_000
	}
	return 20_000
}

// logs are log files of one record each, by key: two accounts, three regions, days enough.
func logs(n int) map[string][]byte {
	bodies := make(map[string][]byte, n)
	began := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		account, region := []string{"111122223333", "444455556666"}[i%2], []string{"eu-west-1", "us-east-1", "ap-south-1"}[i/2%3]
		at := began.Add(time.Duration(i) * time.Minute / 2)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = fmt.Fprintf(z, `{"Records":[{"eventVersion":"1.11","eventID":"%08x-0000-4000-8000-%012x","eventTime":"%s","eventName":"DescribeVolumes","eventSource":"ec2.amazonaws.com",`+
			`"awsRegion":"%s","recipientAccountId":"%s","readOnly":true,"sourceIPAddress":"192.0.2.%d","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::%[5]s:user/u%[7]d"},"requestParameters":{"n":%[7]d}}]}`,
			i, i*i, at.Format(time.RFC3339), region, account, i%250, i)
		_ = z.Close()
		bodies[fmt.Sprintf("AWSLogs/o-exampleorgid/%s/CloudTrail/%s/%s/%[1]s_CloudTrail_%[2]s_%[4]s_%016[5]x.json.gz", account, region, at.Format("2006/01/02"), at.Format("20060102T1504Z"), i)] = b.Bytes()
	}
	return bodies
}

// store puts objects into a bucket of the lab, through its gateway as everybody does.
func (l *lab) store(t *testing.T, bodies map[string][]byte) {
	t.Helper()
	began := time.Now()
	client := l.actor("test", "test", "").s3
	if _, err := client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: new(ofTrails)}); err != nil {
		t.Fatal(err)
	}
	keys := make(chan string)
	var hands sync.WaitGroup
	for range 8 {
		hands.Go(func() {
			for key := range keys {
				_, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: new(ofTrails), Key: &key, Body: bytes.NewReader(bodies[key]), Metadata: map[string]string{"signature": "00"}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for _, key := range slices.Sorted(maps.Keys(bodies)) {
		keys <- key
	}
	close(keys)
	hands.Wait()
	t.Logf("%d objects put in %s", len(bodies), time.Since(began).Round(time.Millisecond))
}

// folder is what a case says of the same files in a folder, those below a prefix.
func folder(t *testing.T, bodies map[string][]byte, prefix string) string {
	t.Helper()
	dir := t.TempDir()
	for key, body := range bodies {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(key))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, body, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return load(t, dir, t.TempDir(), 2, nil)
}

// loadBucket is what a case says after the bucket was loaded into it, what lies below a prefix, through a mirror if one is named.
// The filter lets everything through, and has the bucket listed day by day.
func loadBucket(t *testing.T, w *weather, prefix, db, dir string) string {
	t.Helper()
	var kept *mirror.Mirror
	defer func() {
		if kept != nil {
			t.Logf("the mirror: %+v", kept.Tally())
			if err := kept.Close(); err != nil {
				t.Error(err)
			}
		}
	}()
	days := trail.Filter{From: trail.Moment{At: time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)}, Until: trail.Moment{At: time.Date(2026, 3, 25, 0, 0, 0, 0, time.UTC)}}
	return load(t, "s3://"+ofTrails+"/"+prefix, db, 16, func(ctx context.Context, uri string) (archive.Lister, error) {
		b, err := archive.OpenS3(ctx, uri, archive.S3Options{Endpoint: w.url, Concurrency: 16, Filter: days})
		if err != nil || dir == "" {
			return b, err
		}
		kept, err = mirror.New(dir, ofTrails, b, 16)
		return kept, err
	})
}

// load reads a source into the case in the folder db and tells what the case says.
func load(t *testing.T, source, db string, jobs int, bucket func(context.Context, string) (archive.Lister, error)) string {
	t.Helper()
	arc, err := archive.Open(t.Context(), []string{source}, archive.Options{OpenS3: bucket})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Create(t.Context(), filepath.Join(db, "case.duckdb"), store.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	sum, err := s.Load(t.Context(), files(t.Context(), arc), store.LoadOptions{Jobs: jobs, Sources: []string{source}, Now: time.Now, Ends: archive.Stops})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	t.Logf("%s: %d files in %s, %.0f a second: %+v", source, sum.Files.Seen, took.Round(time.Millisecond), float64(sum.Files.Seen)/took.Seconds(), sum.Files)
	for r, err := range sum.Rejects(t.Context()) {
		t.Errorf("%s: %s %v", r.File, r.Reason, err)
	}
	said := says(t, s)
	if err := errors.Join(s.Close(), arc.Close()); err != nil {
		t.Fatal(err)
	}
	return said
}

func files(ctx context.Context, a *archive.Archive) iter.Seq2[store.LogFile, error] {
	return func(yield func(store.LogFile, error) bool) {
		for f, err := range a.Files(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// says is a digest of all that a case says but for where the files lie: of every record, how often it was read, and its bytes.
func says(t *testing.T, s *store.Store) string {
	t.Helper()
	table, err := s.SQL(t.Context(), `SELECT event_id, event_time, account, region, principal, record, file_sha256, record_offset, record_length FROM events ORDER BY ALL`)
	if err != nil {
		t.Fatal(err)
	}
	h, n := sha256.New(), 0
	for row, err := range table.Rows {
		if err != nil {
			t.Fatal(err)
		}
		n++
		fmt.Fprintln(h, row...)
	}
	return fmt.Sprintf("%d events, %x", n, h.Sum(nil)[:8])
}
