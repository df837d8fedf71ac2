// Buckets against a real S3 API: moto's server, as it is and behind a gateway that breaks things.

package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"traillab/analyze/trail"
)

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
			Accounts: []string{"111111111111"}, Regions: []string{"us-east-1"}, From: at(t, "2024-03-01T10:00:00Z"), Until: at(t, "2024-03-01T11:00:00Z"),
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
			return OpenS3(ctx, uri, S3Options{Endpoint: g.url, Filter: trail.Filter{Regions: []string{"us-east-1"}, From: at(t, "2024-03-02")}})
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
