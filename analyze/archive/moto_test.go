// Moto is somebody else's S3, run for a test and filled with a trail's log files.

package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
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
