// The published vectors: a chain of three digests and a backfill digest over real log files, which another validator accepts.

package integrity_test

import (
	"os"
	"path/filepath"
	"testing"

	"traillab/analyze/integrity"
)

const vectors = "../../../shared/data/digest-vectors"

func vectorKeys(t *testing.T) *integrity.Keys {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(vectors, "public-keys.json"))
	if err != nil {
		t.Skip("NOT TESTED against the published chain: ../shared/data/digest-vectors is not here")
	}
	keys := &integrity.Keys{}
	if err := keys.Add(text); err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestVectors(t *testing.T) {
	for source, verdict := range map[string]integrity.Verdict{
		vectors: integrity.Whole, // expected.json and public-keys.json lie beside the bucket and hold no records
		filepath.Join(vectors, "example-trail-bucket"):            integrity.Whole,
		filepath.Join(vectors, "example-trail-bucket", "AWSLogs"): integrity.Whole,
	} {
		r := newMirror(t).verify(integrity.Options{Keys: vectorKeys(t)}, source)
		if told(r) != "" || r.Verdict != verdict {
			t.Errorf("%s: %s: %+v", source, r.Verdict, r.Findings)
		}
		if r.Digests != (integrity.DigestCount{Valid: 4}) || r.Logs != (integrity.LogCount{Valid: 28}) {
			t.Errorf("%s: digests %+v, logs %+v", source, r.Digests, r.Logs)
		}
		if len(r.Gaps) != 0 || len(r.Assumed) != 0 || len(r.Chains) != 2 {
			t.Errorf("%s: gaps %+v, assumed %+v, chains %+v", source, r.Gaps, r.Assumed, r.Chains)
		}
	}
}
