// Digests: every hour of the lab's clock, for each account and region that has a log, a signed list of the log files since
// the last one. Each names the one before it, so that a missing file shows.

package recorder

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"traillab/analyze/trail"
)

// longest is how far back a digest goes for each hour; a longer pause is one digest.
const longest = 24 * time.Hour

// sealer keeps the chains of digests of a lab.
type sealer struct {
	options Options
	chains  []*chain // in the order of their beginning
	key     *key     // nil until the first signature
}

// chain is what the next digest of one place has to say. It is kept on disk, so that a chain goes on over runs.
type chain struct {
	Account, Region string
	Since           time.Time  // the end of the last digest, or the beginning of the first
	Ending          *time.Time // the end of a digest that is being written; it is written again when that was cut off
	Files           []trail.DigestFile
	Last            *previous
}

// previous is the digest before.
type previous struct{ Object, Hash, Signature string }

func openSealer(o Options) (*sealer, error) {
	s := &sealer{options: o}
	text, err := os.ReadFile(s.path())
	if os.IsNotExist(err) {
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("digests: %w", err)
	}
	if err := json.Unmarshal(text, &s.chains); err != nil {
		return nil, fmt.Errorf("digests: %s: %w", s.path(), err)
	}
	for _, c := range s.chains {
		if c.Ending == nil {
			continue
		}
		if err := s.sign(c, *c.Ending); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *sealer) path() string { return filepath.Join(s.options.State, "digests.json") }

func (s *sealer) keep() error {
	text, err := json.MarshalIndent(s.chains, "", " ")
	if err != nil {
		return fmt.Errorf("digests: %w", err)
	}
	return s.options.write(s.path(), text)
}

// enter puts a log file on the list of the next digest of its place. One that is delivered again is there already, or in a
// digest.
func (s *sealer) enter(at place, l log) error {
	i := slices.IndexFunc(s.chains, func(c *chain) bool { return c.Account == at.account && c.Region == at.region })
	if i < 0 {
		i = len(s.chains)
		since := s.options.Clock.Now().UTC().Truncate(time.Second)
		if l.oldest.Before(since) {
			since = l.oldest
		}
		s.chains = append(s.chains, &chain{Account: at.account, Region: at.region, Since: since})
	}
	c := s.chains[i]
	if slices.ContainsFunc(c.Files, func(e trail.DigestFile) bool { return e.Object == l.key }) {
		return nil
	}
	c.Files = append(c.Files, trail.DigestFile{
		Bucket: s.options.Bucket, Object: l.key, Hash: digestOf(l.content), Algorithm: trail.HashingAlgorithm,
		Newest: l.newest.UTC().Format(time.RFC3339), Oldest: l.oldest.UTC().Format(time.RFC3339),
	})
	return s.keep()
}

// due writes the digests whose hour is over.
func (s *sealer) due(now time.Time) error {
	now = now.UTC().Truncate(time.Second)
	for _, c := range s.chains {
		for !now.Before(c.Since.Add(time.Hour)) {
			end := c.Since.Add(time.Hour)
			if now.Sub(c.Since) > longest {
				end = now
			}
			if err := s.sign(c, end); err != nil {
				return err
			}
		}
	}
	return nil
}

// seal writes the digests of the hours that are not over, for the places that have log files in them.
func (s *sealer) seal(now time.Time) error {
	if err := s.due(now); err != nil {
		return err
	}
	for _, c := range s.chains {
		if len(c.Files) == 0 {
			continue
		}
		end := now.UTC().Truncate(time.Second)
		if !end.After(c.Since) {
			end = c.Since.Add(time.Second)
		}
		if err := s.sign(c, end); err != nil {
			return err
		}
	}
	return nil
}

// sign writes the digest of a chain up to a time, with its signature beside it as a mirrored object has its metadata.
func (s *sealer) sign(c *chain, end time.Time) error {
	if s.key == nil {
		k, err := openKey(s.options)
		if err != nil {
			return err
		}
		s.key = k
	}
	c.Ending = &end
	if err := s.keep(); err != nil {
		return err
	}
	d := s.digest(c, end)
	content, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("digest: %w", err)
	}
	signature, err := s.key.sign(d.StringToSign(sha256.Sum256(content)))
	if err != nil {
		return err
	}
	metadata, err := json.Marshal(trail.DigestMetadata{Signature: signature, Algorithm: trail.SigningAlgorithm})
	if err != nil {
		return fmt.Errorf("digest: %w", err)
	}
	file := filepath.Join(s.options.Folder, filepath.FromSlash(d.Object))
	if err := s.options.write(file+trail.MetadataSuffix, metadata); err != nil {
		return err
	}
	if err := s.options.write(file, squeeze(content)); err != nil {
		return err
	}
	c.Since, c.Ending, c.Files, c.Last = end, nil, nil, &previous{d.Object, digestOf(content), signature}
	return s.keep()
}

// digest is what a digest of a chain up to a time says.
func (s *sealer) digest(c *chain, end time.Time) trail.Digest {
	stamp := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	d := trail.Digest{
		Account: c.Account, Start: stamp(c.Since), End: stamp(end), Bucket: s.options.Bucket, Fingerprint: s.key.fingerprint(), Algorithm: trail.SigningAlgorithm,
		Object: path.Join("AWSLogs", c.Account, "CloudTrail-Digest", c.Region, end.Format("2006/01/02"),
			c.Account+"_CloudTrail-Digest_"+c.Region+"_"+s.options.Trail+"_"+s.options.Home+"_"+end.Format("20060102T150405Z")+".json.gz"),
		Files: append([]trail.DigestFile{}, c.Files...),
	}
	for i := range c.Files {
		f := &c.Files[i]
		if d.Newest == nil || f.Newest > *d.Newest {
			d.Newest = &f.Newest
		}
		if d.Oldest == nil || f.Oldest < *d.Oldest {
			d.Oldest = &f.Oldest
		}
	}
	if c.Last != nil {
		hash := trail.HashingAlgorithm
		d.PreviousBucket, d.PreviousObject, d.PreviousHash = &s.options.Bucket, &c.Last.Object, &c.Last.Hash
		d.PreviousAlgorithm, d.PreviousSignature = &hash, &c.Last.Signature
	}
	return d
}
