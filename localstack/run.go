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
	"sync"
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

// ids is what the ids of events and requests are made of: chance, unless a seed is given, for then a run can be made again to the
// byte. Calls and records have their own, for the lab's machines report whenever they do.
func ids(o *Options, what string) io.Reader {
	if o.Seed == 0 {
		return rand.Reader
	}
	return &shared{from: mathrand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "ids of %s of %d", what, o.Seed)))}
}

// shared lets several goroutines read in turn.
type shared struct {
	mu   sync.Mutex
	from io.Reader
}

func (s *shared) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.from.Read(p)
}

// uuids makes UUIDs of what is read from a source that never fails.
func uuids(from io.Reader) func() string {
	return func() string {
		id, _ := exchange.NewID(from)
		return id
	}
}
