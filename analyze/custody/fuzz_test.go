// Manifests, signatures and keys of somebody's making: they are refused, or read as what they say, and nothing panics.

package custody

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzManifest: what is read and written again reads the same, and a comparison takes whatever it says.
func FuzzManifest(f *testing.F) {
	sum := strings.Repeat("ab", 32)
	var good bytes.Buffer
	if err := Write(&good, &Head{Schema: Schema, Loads: []Load{}}, listed(File{Load: 1, Path: "logs/a.json", SHA256: &sum, Status: "loaded", Digest: Attestation{Status: NotChecked}})); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add([]byte(`{"schema":"traillab/manifest/1","of":-1,"loads":[{"load":2147483647,"sources":[""],"parameters":null}],"files":[{"path":"../..\u0000","sha256":null}]}`))
	f.Add([]byte(`{"schema":"traillab/manifest/1","loads":null,"files":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := Parse(text)
		if err != nil {
			return
		}
		m.Span()
		Compare(m, []Found{{Path: "logs/a.json"}}, Roots{})
		var out bytes.Buffer
		if err := Write(&out, &m.Head, listed(m.Files...)); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(out.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%q", err, out.Bytes())
		}
		var twice bytes.Buffer
		if err := Write(&twice, &again.Head, listed(again.Files...)); err != nil || !bytes.Equal(out.Bytes(), twice.Bytes()) {
			t.Errorf("%v; written twice:\n%q\n%q", err, out.Bytes(), twice.Bytes())
		}
	})
}

// FuzzPEM: keys of somebody's making are refused or read, and sign and vouch without a panic.
func FuzzPEM(f *testing.F) {
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n"), []byte("text"))
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"), []byte{})
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"), []byte(nil))
	f.Fuzz(func(t *testing.T, text, signature []byte) {
		if key, err := ParsePrivate(text); err == nil && len(Sign(key, signature)) == 0 {
			t.Error("no signature")
		}
		key, err := ParsePublic(text)
		if err != nil {
			return
		}
		if Fingerprint(key) == "" || Signed(key, []byte("manifest"), signature) {
			t.Errorf("%q signs the manifest with %q", text, signature)
		}
	})
}
