// Names lead back to their keys, to one only, and nowhere else.

package mirror

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	long := strings.Repeat("n", 300)
	for key, want := range map[string]string{
		"AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/01/31/x_y.json.gz": "b/AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/01/31/x_y.json.gz",
		"../../etc/passwd":      "b/%2E%2E/%2E%2E/etc/passwd",
		"/etc/passwd":           "b/%/etc/passwd",
		"a//b/":                 "b/a/%/b/%",
		"a/./b":                 "b/a/%2E/b",
		".hidden":               "b/.hidden",
		"...":                   "b/..%2E",
		"a\x00b":                "b/a%00b",
		`..\..\x`:               "b/..%5C..%5Cx",
		"c:/x":                  "b/c%3A/x",
		"100%":                  "b/100%25",
		"a%2Fb":                 "b/a%252Fb",
		"x.json.metadata.json":  "b/x.json.metadata%2Ejson",
		"x.METADATA.JSON/y":     "b/x.METADATA%2EJSON/y",
		".metadata.json":        "b/.metadata%2Ejson",
		"metadata.json":         "b/metadata.json",
		"é/日本 x":                "b/é/日本 x",
		"x ":                    "b/x%20",
		"\xff":                  "b/%FF",
		long:                    "b/" + long[:longest] + "%-/" + long[longest:],
		long + "/" + long + "%": "b/" + long[:longest] + "%-/" + long[longest:] + "/" + long[:longest] + "%-/" + long[longest:] + "%25",
	} {
		got := Name("b", key)
		if got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
		if bucket, back, err := Key(got); bucket != "b" || back != key || err != nil {
			t.Errorf("%q leads to %q in %q, %v, not back to %q", got, back, bucket, err, key)
		}
	}
	for bucket, want := range map[string]string{"..": "%2E%2E/k", ".": "%2E/k", "": "%/k", "my.bucket-1": "my.bucket-1/k"} {
		if got := Name(bucket, "k"); got != want {
			t.Errorf("the bucket %q: %q, want %q", bucket, got, want)
		}
	}
	for _, name := range []string{"b", "", "b/%4", "b/%zz", "b/x%4"} {
		if bucket, key, err := Key(name); err == nil {
			t.Errorf("%q is taken for %q in %q", name, key, bucket)
		}
	}
	for name, want := range map[string]string{"b/a%": "a", "b/a%/c": "a/c", "b/a.json.gz%@00ff-2": "a.json.gz"} {
		if _, key, err := Key(name); key != want || err != nil {
			t.Errorf("%q leads to %q, %v, want %q", name, key, err, want)
		}
	}
}

// Whatever the key: the name is local, its parts are short, no part is one of the mirror's own, and it leads back.
func FuzzName(f *testing.F) {
	f.Add("a/../b")
	f.Add("%-/%@x/%")
	f.Add(strings.Repeat("é%", 200))
	random := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		var key strings.Builder
		for range random.IntN(40) {
			key.WriteString([]string{"/", "..", ".", "%", "%-", "%@", "-", "\\", "\x00", "é", "\xff", ".metadata", ".json", "a", strings.Repeat("b", 150)}[random.IntN(15)])
		}
		f.Add(key.String())
	}
	f.Fuzz(func(t *testing.T, key string) {
		name := Name("bucket", key)
		if !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\\\x00:") {
			t.Fatalf("%q becomes %q, which is not local", key, name)
		}
		for part := range strings.SplitSeq(name, "/") {
			if part == "" || len(part) > longest+len(onward) || strings.HasSuffix(part, aside) || strings.Contains(part, another) {
				t.Fatalf("%q becomes %q, with the part %q", key, name, part)
			}
		}
		if _, back, err := Key(name); back != key || err != nil {
			t.Fatalf("%q becomes %q, which leads to %q, %v", key, name, back, err)
		}
	})
}
