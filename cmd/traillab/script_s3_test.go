// Words of stories about buckets:
//
//	bucket logs               $S3 is the address of a store whose bucket "trails" holds what lies in the folder logs
//	bucket logs 3             the same, with credentials that end after three objects
//	                          where a file logs.denied lies no object may be read; where logs is gone, so is the bucket
//	fetched 4                 so many objects were fetched since the last look, and nothing was sent but GET

package main

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// counter serves a folder as S3 does, as far as a load asks.
type counter struct {
	dir  string
	most int // objects until the credentials end; -1 for no end

	mu    sync.Mutex
	gets  int
	other []string // what is not GET
}

type counterKey struct{}

func openBucket(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: bucket FOLDER [OBJECTS]")
	}
	s := &counter{dir: ts.MkAbs(args[0]), most: -1}
	if len(args) == 2 {
		var err error
		s.most, err = strconv.Atoi(args[1])
		ts.Check(err)
	}
	server := httptest.NewServer(s)
	ts.Defer(server.Close)
	at, ok := ts.Value(counterKey{}).(*[]*counter)
	if !ok {
		ts.Fatalf("the story has no place for a bucket")
	}
	*at = append(*at, s)
	for name, value := range map[string]string{
		"S3": server.URL, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
		"AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1",
	} {
		ts.Setenv(name, value)
	}
}

func fetched(ts *testscript.TestScript, neg bool, args []string) {
	want := number(ts, neg, args, 1)
	at, ok := ts.Value(counterKey{}).(*[]*counter)
	if !ok || len(*at) == 0 {
		ts.Fatalf("usage: fetched OBJECTS, after bucket")
	}
	s := (*at)[len(*at)-1]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gets != want || len(s.other) > 0 {
		ts.Fatalf("%d objects were fetched, want %d; other requests: %q", s.gets, want, s.other)
	}
	s.gets = 0
}

// listed is an answer to a listing.
type listed struct {
	XMLName     xml.Name `xml:"ListBucketResult"`
	Name        string
	IsTruncated bool
	Contents    []good
}

type good struct {
	Key, ETag string
	Size      int64
}

func (s *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method != http.MethodGet {
		s.other = append(s.other, r.Method+" "+r.URL.Path)
	}
	if _, err := os.Stat(s.dir); err != nil {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "<Error><Code>NoSuchBucket</Code></Error>")
		return
	}
	if r.URL.Query().Get("list-type") == "2" {
		s.list(w, r.URL.Query().Get("prefix"))
		return
	}
	s.gets++
	key := strings.TrimPrefix(r.URL.Path, "/trails/")
	text, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(key)))
	_, open := os.Stat(s.dir + ".denied")
	switch {
	case open == nil:
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "<Error><Code>AccessDenied</Code></Error>")
	case s.most >= 0 && s.gets > s.most:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, "<Error><Code>ExpiredToken</Code></Error>")
	case strings.Contains(key, "cold"):
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprint(w, "<Error><Code>InvalidObjectState</Code></Error>")
	case err != nil:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, "<Error><Code>NoSuchKey</Code></Error>")
	default:
		w.Header().Set("ETag", tag(text))
		w.Header().Set("x-amz-meta-signature", "00ff")
		w.Header().Set("x-amz-version-id", "v1")
		_, _ = w.Write(text)
	}
}

func tag(text []byte) string { return fmt.Sprintf(`"%x"`, len(text)) }

// list answers everything below a prefix, folders or not: a client that asks for folders takes objects, too.
func (s *counter) list(w http.ResponseWriter, prefix string) {
	answer := listed{Name: "trails"}
	_ = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(s.dir, path)
		text, _ := os.ReadFile(path)
		if key := filepath.ToSlash(rel); strings.HasPrefix(key, prefix) {
			answer.Contents = append(answer.Contents, good{key, tag(text), int64(len(text))})
		}
		return err
	})
	slices.SortFunc(answer.Contents, func(a, b good) int { return strings.Compare(a.Key, b.Key) })
	text, _ := xml.Marshal(answer)
	_, _ = w.Write(text)
}
