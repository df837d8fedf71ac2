// Counts: digests and log files by what became of them.

package integrity

// DigestState is what became of a digest.
type DigestState string

// The states of a digest.
const (
	DigestValid        DigestState = "valid"
	DigestInvalid      DigestState = "invalid"      // its signature, or its place in the chain, contradicts it
	DigestUnverifiable DigestState = "unverifiable" // there is no signature or no key at hand
	DigestMoved        DigestState = "moved"        // it says that it was delivered elsewhere
	DigestMissing      DigestState = "missing"      // named, and not there
	DigestUnreadable   DigestState = "unreadable"
)

// DigestCount counts digests by what became of them. BySuccessor are those among the valid whose signature the next digest
// remembered.
type DigestCount struct {
	Valid        int64 `json:"valid"`
	Invalid      int64 `json:"invalid"`
	Unverifiable int64 `json:"unverifiable"`
	Moved        int64 `json:"moved"`
	Missing      int64 `json:"missing"`
	Unreadable   int64 `json:"unreadable"`
	BySuccessor  int64 `json:"by_successor"`
}

// LogCount counts log files, each once however many digests list it.
type LogCount struct {
	Valid        int64 `json:"valid"`
	Altered      int64 `json:"altered"`
	Missing      int64 `json:"missing"`
	Unreadable   int64 `json:"unreadable"`
	Unlisted     int64 `json:"unlisted"`
	Uncovered    int64 `json:"uncovered"`
	Unverifiable int64 `json:"unverifiable"`
	Elsewhere    int64 `json:"elsewhere"`
}

func (c *DigestCount) count(s DigestState) {
	for _, n := range []struct {
		state DigestState
		count *int64
	}{
		{DigestValid, &c.Valid},
		{DigestInvalid, &c.Invalid},
		{DigestUnverifiable, &c.Unverifiable},
		{DigestMoved, &c.Moved},
		{DigestMissing, &c.Missing},
		{DigestUnreadable, &c.Unreadable},
	} {
		if n.state == s {
			*n.count++
		}
	}
}

func (c *LogCount) count(s LogState, n int64) {
	for _, m := range []struct {
		state LogState
		count *int64
	}{
		{LogValid, &c.Valid},
		{LogAltered, &c.Altered},
		{LogMissing, &c.Missing},
		{LogUnreadable, &c.Unreadable},
		{LogUnlisted, &c.Unlisted},
		{LogUncovered, &c.Uncovered},
		{LogUnverifiable, &c.Unverifiable},
		{LogElsewhere, &c.Elsewhere},
	} {
		if m.state == s {
			*m.count += n
		}
	}
}
