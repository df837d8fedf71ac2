// Custody: what a load does for the case besides loading: it asks the digests of CloudTrail about the files, and writes the
// manifest.

package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/analyze/store"
	"traillab/analyze/trail"
)

// custodyFlags are the flags of a load that are about custody.
type custodyFlags struct {
	manifest manifestFlags
	keys     []string
	read     *integrity.Keys
	heard    readings // of the files that were loaded
}

func (c *custodyFlags) add(flags *pflag.FlagSet) {
	flags.Var(&c.manifest.file, "manifest", "write the manifest of the case to `FILE` at the end (traillab manifest explains it)")
	flags.Var(&c.manifest.sign, "sign", "sign the manifest with the Ed25519 key in `KEY.pem`, into FILE.sig")
	flags.StringArrayVar(&c.keys, "keys", nil, "verify the files and keep what the digests of CloudTrail say of each: the answer of aws cloudtrail list-public-keys in `FILE`; repeat it for several")
}

// check reads the keys, before anything is done whose end would miss them.
func (c *custodyFlags) check() (err error) {
	if err = c.manifest.check("--manifest"); err == nil && len(c.keys) > 0 {
		c.read, err = readKeys(c.keys)
	}
	return err
}

// keepCustody does what the flags ask for after a load that ended with err. One that was not finished has nothing to be kept.
func (a *app) keepCustody(ctx context.Context, names []string, flags sourceFlags, filter trail.Filter, c *custodyFlags, strict bool, err error) error {
	var ended *coded
	if err != nil && (!errors.As(err, &ended) || ended.code != exitIncomplete) {
		return err
	}
	var broken error
	if c.read != nil && len(names) > 0 {
		broken = a.attest(ctx, names, flags, filter, c, strict)
	}
	if c.manifest.file.set {
		broken = errors.Join(broken, a.withCase(ctx, func(s *store.Store) error { return a.writeManifest(ctx, s, 0, &c.manifest) }))
	}
	if broken != nil {
		return broken
	}
	return err
}

func (a *app) withCase(ctx context.Context, do func(*store.Store) error) (err error) {
	s, err := store.Open(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

// attest verifies the files that were loaded and keeps what the digests say of each.
func (a *app) attest(ctx context.Context, names []string, flags sourceFlags, filter trail.Filter, c *custodyFlags, strict bool) (err error) {
	arc, err := a.open(ctx, names, flags, filter)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	said := map[string]store.Attested{}
	objects := map[string]string{} // BUCKET/KEY → path
	report, err := integrity.Verify(ctx, &vault{arc: arc, heard: &c.heard}, integrity.Options{
		Keys: c.read, From: filter.From.At, Until: filter.Until.At, Accounts: filter.Accounts, Regions: filter.Regions, Jobs: flags.jobsFor(names), Stops: archive.Stops,
		Log: func(f integrity.LogFile) {
			said[f.Path], objects[f.Object] = attestation(f), f.Path
		},
	})
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		if at, ok := said[objects[f.Object]]; ok && at.Status != attestedValid {
			at.Digest, at.Reason = f.Digest, f.Reason
			said[objects[f.Object]] = at
		}
	}
	s, err := store.Create(ctx, a.common.db, store.Options{Version: version()})
	if err != nil {
		return err
	}
	err = s.Attest(ctx, func(path string) (store.Attested, bool) { at, ok := said[path]; return at, ok })
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	l := report.Logs
	a.remark("the digests say: %d log files valid, %d altered, %d missing, %d unlisted, %d that could not be checked; traillab verify tells more",
		l.Valid, l.Altered, l.Missing, l.Unlisted, l.Unreadable+l.Uncovered+l.Unverifiable+l.Elsewhere)
	if report.Verdict == integrity.Violated {
		return &coded{exitBroken, fmt.Errorf("integrity broken: %s; the files are loaded, and traillab verify names each", wrongs(report))}
	}
	if err := concluded(report, names, strict); err != nil {
		return fmt.Errorf("the files are loaded, and not all of them are verified: %w", err)
	}
	return nil
}

// The words of the case for what digests say of a file.
const (
	attestedValid        = "valid"
	attestedAltered      = "altered"
	attestedUnlisted     = "unlisted"
	attestedUnverifiable = "unverifiable"
)

// attestation says in the words of the case what became of a log file. What could not be checked is never valid.
func attestation(f integrity.LogFile) store.Attested {
	at := store.Attested{Status: attestedUnverifiable, Digest: f.Digest, Hash: f.Hash}
	switch f.State {
	case integrity.LogValid:
		at.Status = attestedValid
	case integrity.LogAltered:
		at.Status = attestedAltered
	case integrity.LogUnlisted:
		at.Status, at.Reason = attestedUnlisted, "delivered, by its name, in the time of a verified digest that does not list it"
	case integrity.LogUncovered:
		at.Reason = "delivered, by its name, at a time of which there is no verified digest"
	case integrity.LogUnreadable:
		at.Reason = "its text cannot be had"
	case integrity.LogElsewhere:
		at.Reason = "listed in a bucket that is not at hand"
	case integrity.LogUnverifiable, integrity.LogMissing:
		at.Reason = "listed only by digests that could not be verified"
	}
	return at
}
