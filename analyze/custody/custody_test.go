// Tests of the manifest's form, of its keys, and of the comparison.

package custody

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"iter"
	"reflect"
	"strings"
	"testing"
)

func listed(files ...File) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func TestWrittenIsRead(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	for _, path := range []string{"logs/a.json", "a\u202eb\x1b[2J", "\U0001F600 \u00e9\u2028\x7f", "<&>\"\\", "\xff"} {
		f := File{Load: 1, Path: path, SHA256: &sum, Status: "loaded", Digest: Attestation{Status: NotChecked}}
		var out bytes.Buffer
		if err := Write(&out, &Head{Schema: Schema, Loads: []Load{}}, listed(f, f)); err != nil {
			t.Fatal(err)
		}
		if i := bytes.IndexFunc(out.Bytes(), func(c rune) bool { return c != '\n' && c < ' ' || c > '~' }); i >= 0 {
			t.Errorf("%q: %q is no plain ASCII", path, out.Bytes()[i:])
		}
		m, err := Parse(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		f.Path = strings.ToValidUTF8(path, "\ufffd")
		if len(m.Files) != 2 || !reflect.DeepEqual(m.Files[1], f) {
			t.Errorf("%q comes back as %+v", path, m.Files)
		}
	}
	for _, text := range []string{"", "{}", `[]`, `{"schema":"traillab/manifest/2"}`} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%q is taken for a manifest", text)
		}
	}
}

func TestKeys(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	secret, open := block(t, "PRIVATE KEY", private), block(t, "PUBLIC KEY", public)
	read, err := ParsePrivate(secret)
	must(t, err)
	told, err := ParsePublic(open)
	must(t, err)
	text := []byte("{}")
	signature := Sign(read, text)
	if !Signed(told, text, signature) || Signed(told, []byte("{} "), signature) || Signed(told, text, signature[1:]) || Signed(told, text, nil) {
		t.Error("the signature holds for something else than its text, or not for that")
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":            {"", "no PEM file"},
		"another kind":       {string(block(t, "PRIVATE KEY", other)), "another kind"},
		"the public one":     {string(open), `a "PUBLIC KEY"`},
		"with a password":    {strings.ReplaceAll(string(secret), "PRIVATE", "ENCRYPTED PRIVATE"), "with a password"},
		"broken":             {string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}})), "cannot be read"},
		"OpenSSH's own form": {"-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n-----END OPENSSH PRIVATE KEY-----\n", "OPENSSH"},
	} {
		if _, err := ParsePrivate([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ParsePublic(secret); err == nil {
		t.Error("a private key is taken for a public one")
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// block is a key as OpenSSL writes it.
func block(t *testing.T, kind string, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if kind == "PUBLIC KEY" {
		der, err = x509.MarshalPKIXPublicKey(key)
	}
	must(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func TestCompare(t *testing.T) {
	sum := func(c string) *string { s := strings.Repeat(c, 64); return &s }
	file := func(path, c string) File {
		f := File{Load: 1, Path: path}
		if c != "" {
			f.SHA256, f.InflatedSHA256 = sum(c), sum(strings.ToUpper(c))
		}
		return f
	}
	now := func(path, c, inflated string) Found {
		f := Found{Path: path, Reason: "permission denied"}
		if c != "" {
			f.SHA256, f.InflatedSHA256 = *sum(c), *sum(inflated)
		}
		return f
	}
	both := Roots{Then: []string{"logs", "s3://b/p", "one.json", "a.zip"}, Now: []string{"/mnt/x/", "z.zip"}}
	for name, c := range map[string]struct {
		roots Roots
		files []File
		found []Found
		want  string // kind path …
		same  int64
	}{
		"nothing":            {},
		"all the same":       {files: []File{file("logs/a", "a")}, found: []Found{now("logs/a", "a", "A")}, same: 1},
		"altered":            {files: []File{file("logs/a", "a")}, found: []Found{now("logs/a", "b", "B")}, want: "altered logs/a"},
		"compressed anew":    {files: []File{file("logs/a", "a")}, found: []Found{now("logs/a", "b", "A")}, want: "recompressed logs/a"},
		"missing":            {files: []File{file("logs/a", "a")}, want: "missing logs/a"},
		"unreadable":         {files: []File{file("logs/a", "a")}, found: []Found{now("logs/a", "", "")}, want: "unreadable logs/a"},
		"moved":              {files: []File{file("logs/a", "a")}, found: []Found{now("logs/b", "a", "A")}, want: "moved logs/a"},
		"moved, and altered": {files: []File{file("logs/a", "a")}, found: []Found{now("logs/a", "c", "C"), now("logs/b", "a", "A")}, want: "altered logs/a"},
		"added":              {found: []Found{now("logs/b", "a", "A")}, want: "added logs/b"},
		"never read":         {files: []File{file("logs/a", "")}, found: []Found{now("logs/a", "a", "A")}},
		"elsewhere":          {roots: both, files: []File{file("logs/d/a", "a")}, found: []Found{now("/mnt/x/d/a", "a", "A")}, same: 1},
		"elsewhere, altered": {roots: both, files: []File{file("logs/d/a", "a")}, found: []Found{now("/mnt/x/d/a", "b", "B")}, want: "altered logs/d/a"},
		"in a mirror":        {roots: both, files: []File{file("s3://b/p/a", "a")}, found: []Found{now("/mnt/x/b/p/a", "b", "B")}, want: "altered s3://b/p/a"},
		"a file by name":     {roots: both, files: []File{file("one.json", "a")}, found: []Found{now("/mnt/x/one.json", "b", "B")}, want: "altered one.json"},
		"a member":           {roots: both, files: []File{file("a.zip!/m", "a")}, found: []Found{now("z.zip!/m", "b", "B")}, want: "altered a.zip!/m"},
		"a longer name":      {roots: both, files: []File{file("logs2/a", "a")}, found: []Found{now("/mnt/x/a", "b", "B")}, want: "added /mnt/x/a, missing logs2/a"},
		"two of one name": {
			roots: Roots{Then: []string{"p", "q"}, Now: []string{"r", "s"}}, files: []File{file("p/a", "a"), file("q/a", "b")},
			found: []Found{now("r/a", "a", "A"), now("s/a", "b", "B")}, same: 2,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := Compare(&Manifest{Files: c.files}, c.found, c.roots)
			var list []string
			broken := int64(0)
			for _, f := range got.Findings {
				list = append(list, string(f.Kind)+" "+f.Path)
				if f.Kind != Added {
					broken++
				}
			}
			if strings.Join(list, ", ") != c.want || got.Same != c.same || got.Listed != got.Same+got.Unhashed+broken {
				t.Errorf("found %q in %+v, want %q and %d the same", list, got, c.want, c.same)
			}
		})
	}
}

func TestParametersStay(t *testing.T) {
	var out bytes.Buffer
	must(t, Write(&out, &Head{Schema: Schema, Loads: []Load{{Parameters: json.RawMessage(`{"jobs": "2"}`)}}}, listed()))
	if !strings.Contains(out.String(), `"parameters":{"jobs":"2"}`) {
		t.Errorf("the parameters have become %s", out.String())
	}
}
