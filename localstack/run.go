// Runs: from up to down a lab is one run, whose records carry its id.

package localstack

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"io"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"traillab/localstack/exchange"
)

// bucket is what digests call the place of the log.
const bucket = "traillab-lab"

// run makes the id of a run: when it began, and some letters, for two may begin within a second.
func run() string {
	return "lab-" + time.Now().UTC().Format("20060102t150405z") + "-" + strings.ToLower(rand.Text()[:6])
}

// seed makes a number of an id, so that ids of the embedded cloud differ from run to run unless a seed is given.
func seed(o *Options) uint64 {
	if o.Seed != 0 {
		return o.Seed
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(o.Drill))
	return h.Sum64()
}

// chance is what the keys of a lab are made of. It is another than the embedded cloud's.
func chance(o *Options) io.Reader {
	return mathrand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "keys of %d", seed(o))))
}

// uuid makes a random UUID.
func uuid() string {
	id, _ := exchange.NewID(rand.Reader) // which never fails
	return id
}
