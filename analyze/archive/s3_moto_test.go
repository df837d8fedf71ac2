// Buckets against a real S3 API: moto's server, as it is and behind a gateway that breaks things.

package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"traillab/analyze/trail"
)

// moto is a running server with the bucket "trails" in it.
type moto struct {
	endpoint string
	bodies   map[string][]byte // what lies in the bucket, by key
	keys     []string          // sorted
	summed   string            // one of those that are stored with a checksum
}

// startMoto starts the server that the environment variable TRAILLAB_MOTO names and fills the bucket.
func startMoto(t *testing.T) *moto {
	t.Helper()
	command := strings.Fields(os.Getenv("TRAILLAB_MOTO"))
	if len(command) == 0 {
		t.Skip("NOT TESTED against a real S3 API: set TRAILLAB_MOTO to moto's server command (pip install -r .ci/requirements-moto.txt; TRAILLAB_MOTO=moto_server)")
	}
	own(t)
	probe, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := probe.Addr().String()
	if err = probe.Close(); err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(address)
	var output bytes.Buffer
	server := exec.CommandContext(context.WithoutCancel(t.Context()), command[0], append(command[1:], "-H", "127.0.0.1", "-p", port)...) //nolint:gosec // the tester names it
	server.Stdout, server.Stderr = &output, &output
	if err = server.Start(); err != nil {
		t.Fatalf("start %q: %v", command, err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if t.Failed() {
			t.Logf("the end of what moto said: %s", output.String()[max(0, output.Len()-2000):])
		}
	})
	m := &moto{endpoint: "http://" + address, bodies: trailBodies()}
	m.keys = slices.Sorted(maps.Keys(m.bodies))
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		c, err := (&net.Dialer{Timeout: time.Second}).DialContext(t.Context(), "tcp", address)
		if err == nil {
			_ = c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q does not listen on %s after a minute: %s", command, address, &output)
		}
	}
	m.fill(t)
	return m
}

// trailBodies are made-up log files of one record each: a trail of two accounts, two regions and three days, an
// organisation's trail beside it, digests, and names that are hard to spell. Sizes run from nothing to some hundred
// kilobytes.
func trailBodies() map[string][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	bodies := map[string][]byte{}
	add := func(key string) {
		agent := make([]byte, random.IntN(2000))
		if random.IntN(10) == 0 {
			agent = make([]byte, 100*len(agent))
		}
		for i := range agent {
			agent[i] = 'A' + byte(random.IntN(26))
		}
		var body bytes.Buffer
		z := gzip.NewWriter(&body)
		_, err := fmt.Fprintf(z, `{"Records":[{"eventID":"%08x","eventName":"DetachVolume","eventSource":"ec2.amazonaws.com","userAgent":"%s"}]}`, len(bodies), agent)
		if err = errors.Join(err, z.Close()); err != nil {
			panic(err)
		}
		bodies[key] = body.Bytes()
	}
	for _, account := range []string{"111111111111", "222222222222"} {
		for _, region := range []string{"eu-west-1", "us-east-1"} {
			for _, day := range []string{"2024/02/28", "2024/02/29", "2024/03/01"} {
				stamp := strings.ReplaceAll(day, "/", "")
				for n := range 20 {
					add(fmt.Sprintf("AWSLogs/%s/CloudTrail/%s/%s/%[1]s_CloudTrail_%[2]s_%[4]sT%02[5]d00Z_%016[5]d.json.gz", account, region, day, stamp, n))
				}
				add(fmt.Sprintf("AWSLogs/%s/CloudTrail-Digest/%s/%s/%[1]s_CloudTrail-Digest_%[2]s_t_us-east-1_%[4]sT010000Z.json.gz", account, region, day, stamp))
				for n := range 4 {
					add(fmt.Sprintf("org/AWSLogs/o-exampleorgid/%s/CloudTrail/%s/%s/%[1]s_CloudTrail_%[2]s_%[4]sT%02[5]d00Z_%016[5]d.json.gz", account, region, day, stamp, n))
				}
			}
		}
	}
	for _, odd := range []string{
		"AWSLogs/a b+c%20d/ä&é=?#.json", "AWSLogs/111111111111/CloudTrail/eu-west-1/2024/x.json", "AWSLogs-old/日本/1.json",
		"export//double.json", "export/./dot.json", "export/tab\there.json", "readme", "~",
	} {
		add(odd)
	}
	bodies["export/nothing.json"] = nil
	return bodies
}

func (m *moto) fill(t *testing.T) {
	t.Helper()
	writer := s3.New(s3.Options{
		BaseEndpoint: &m.endpoint, UsePathStyle: true, Region: "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
	bucket := aws.String("trails")
	if _, err := writer.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: bucket}); err != nil {
		t.Fatal(err)
	}
	for i, key := range m.keys {
		in := &s3.PutObjectInput{Bucket: bucket, Key: &key, Body: bytes.NewReader(m.bodies[key])}
		if strings.HasSuffix(key, ".gz") {
			in.ContentEncoding, in.ContentType = aws.String("gzip"), aws.String("application/json") // as CloudTrail labels them
		}
		if i%2 == 1 { // older objects have no checksum
			in.ChecksumAlgorithm = types.ChecksumAlgorithmCrc32
			m.summed = key
		}
		if _, err := writer.PutObject(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	folder := &s3.PutObjectInput{Bucket: bucket, Key: aws.String("AWSLogs/111111111111/"), Body: bytes.NewReader(nil)}
	if _, err := writer.PutObject(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
}

func TestMoto(t *testing.T) {
	m := startMoto(t)
	open := func(t *testing.T, g *gateway, o S3Options) *Bucket {
		t.Helper()
		o.Endpoint = g.url
		b, err := OpenS3(t.Context(), "s3://trails", o)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}

	t.Run("everything arrives in order", func(t *testing.T) {
		g := newGateway(t, m.endpoint, nil)
		m.check(t, open(t, g, S3Options{}), func(string) bool { return true })
		if len(g.methods) != 1 || g.methods[http.MethodGet] == 0 {
			t.Errorf("the store was asked by %v, want GET only", g.methods)
		}
	})

	t.Run("everything arrives in order from a store that fails", func(t *testing.T) {
		g := newGateway(t, m.endpoint, faults())
		m.check(t, open(t, g, S3Options{Concurrency: 3}), func(string) bool { return true })
		for name, n := range g.done {
			t.Logf("%d answers: %s", n, name)
		}
		if len(g.done) != 2*len(faults()) {
			t.Errorf("only these faults were met: %v", g.done)
		}
	})

	t.Run("a filter leaves folders out", func(t *testing.T) {
		g := newGateway(t, m.endpoint, nil)
		b := open(t, g, S3Options{Filter: trail.Filter{
			Accounts: []string{"111111111111"}, Regions: []string{"us-east-1"}, From: at(t, "2024-02-29T10:00:00Z"), Until: at(t, "2024-02-29T11:00:00Z"),
		}})
		m.check(t, b, func(key string) bool {
			k, ok := trail.ParseKey(key)
			return !ok && !strings.Contains(key, "/eu-west-1/") ||
				ok && k.Account == "111111111111" && k.Region == "us-east-1" && k.Time.Format(time.DateOnly) >= "2024-02-29"
		})
		for _, prefix := range g.prefixes {
			if strings.Contains(prefix, "222222222222") || strings.Contains(prefix, "eu-west-1") || strings.HasSuffix(prefix, "/28/") {
				t.Errorf("the filter rules %q out, yet it was listed", prefix)
			}
		}
		t.Logf("%d listings for %d objects", len(g.prefixes), len(m.keys))
	})

	t.Run("a role is taken on", func(t *testing.T) {
		g := newGateway(t, m.endpoint, nil)
		b := open(t, g, S3Options{RoleARN: "arn:aws:iam::123456789012:role/reader", ExternalID: "x"})
		m.check(t, b, func(string) bool { return true })
		if g.methods[http.MethodPost] != 1 {
			t.Errorf("asked by %v, want one POST, AssumeRole", g.methods)
		}
	})

	t.Run("a flipped bit is told", func(t *testing.T) {
		g := newGateway(t, m.endpoint, map[string]fault{"a flipped bit": func(w http.ResponseWriter, status int, body []byte) {
			body[len(body)/2] ^= 4
			w.WriteHeader(status)
			_, _ = w.Write(body)
		}})
		b := open(t, g, S3Options{})
		if _, err := readObject(b, t, m.summed); err == nil || !strings.Contains(err.Error(), "checksum") {
			t.Errorf("error %v, want one about the checksum", err)
		}
	})

	t.Run("an archive reads its records", func(t *testing.T) {
		g := newGateway(t, m.endpoint, faults())
		const name = "s3://trails/AWSLogs/222222222222/CloudTrail/"
		a, err := Open(t.Context(), []string{name}, Options{OpenS3: func(ctx context.Context, uri string) (Lister, error) {
			return OpenS3(ctx, uri, S3Options{Endpoint: g.url, Filter: trail.Filter{Regions: []string{"us-east-1"}, From: at(t, "2024-03-01")}})
		}})
		if err != nil {
			t.Fatal(err)
		}
		v := &counting{}
		for f, err := range a.Files(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if err = f.Read(t.Context(), v); err != nil {
				t.Fatal(err)
			}
		}
		if v.records != 20 || len(v.rejects) > 0 {
			t.Errorf("%d records, want 20; rejects %v", v.records, v.rejects)
		}
	})

	t.Run("no such bucket", func(t *testing.T) {
		_, err := OpenS3(t.Context(), "s3://nowhere/AWSLogs/", S3Options{Endpoint: m.endpoint})
		if err == nil || err.Error() != "s3://nowhere/AWSLogs/: there is no bucket of this name; check the name and, for a store that is not AWS' own, --endpoint-url" {
			t.Errorf("error %v", err)
		}
	})
}

// counting counts what an archive tells.
type counting struct {
	records int
	rejects []trail.Reject
}

func (c *counting) File(trail.File) bool                    { return true }
func (c *counting) Record(*trail.Record, trail.Place) error { c.records++; return nil }
func (c *counting) Reject(r trail.Reject)                   { c.rejects = append(c.rejects, r) }
func (c *counting) Done(trail.Outcome)                      {}

// check reads the bucket with several readers at once and holds it against what was put into it.
func (m *moto) check(t *testing.T, b *Bucket, wanted func(key string) bool) {
	t.Helper()
	want := slices.DeleteFunc(slices.Clone(m.keys), func(key string) bool { return !wanted(key) })
	objects := make(chan Object)
	var listed []string
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			for o := range objects {
				if err := m.same(t.Context(), b, o); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for o, err := range b.Objects(t.Context()) {
		if err != nil {
			t.Error(err)
			continue
		}
		listed = append(listed, o.Key)
		objects <- o
	}
	close(objects)
	readers.Wait()
	if !slices.Equal(listed, want) {
		t.Errorf("listed %d keys, want %d; first difference: %s", len(listed), len(want), difference(listed, want))
	}
}

// same reads one object and compares it.
func (m *moto) same(ctx context.Context, b *Bucket, o Object) error {
	r, err := b.Open(ctx, o.Key)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return err
	}
	want := m.bodies[o.Key]
	if !bytes.Equal(got, want) || o.Size != int64(len(want)) || o.Stamp == "" {
		return fmt.Errorf("%s: %d bytes read, %d listed, %d put; stamp %q", o.Path, len(got), o.Size, len(want), o.Stamp)
	}
	return nil
}

func difference(got, want []string) string {
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			return fmt.Sprintf("%q against %q", got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
		}
	}
	return "none"
}
