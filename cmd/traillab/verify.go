// verify holds an archive against CloudTrail's own signatures, offline.

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze/archive"
	"traillab/analyze/integrity"
	"traillab/cmd/traillab/listing"
)

// verifyFlags are the flags of verify.
type verifyFlags struct {
	sources sourceFlags
	filters filterFlags
	keys    []string
	trails  []string
	strict  bool
}

func (a *app) verify() *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use:   "verify SOURCE… --keys FILE",
		Short: "Whether log files are as CloudTrail signed them, and which are missing",
		Long: `Walks CloudTrail's digest chain offline: every digest's signature, its place and the hash of the one before it, then the
hash of every log file. It names what was altered, deleted, moved, replaced, put there or lengthened, and the times for
which there is no digest. Exit code 5 when something is broken, 1 when nothing could be verified or a key is lacking, and
with --strict 4 when anything could not be checked.

A source is a mirror (DIR/BUCKET/KEY with KEY.metadata.json beside digests: traillab load --mirror), the folder of
traillab lab logs, a copy of a bucket from its root (aws s3 sync), zips of these, or s3://bucket/prefix. The signature of
a digest lies in its metadata only. A copy without metadata is verified by the signatures that later digests remember, so
that its newest digest stays unverifiable.

--keys takes the saved answer of this, run once for each region while the trail's account can be reached:

  aws cloudtrail list-public-keys --region REGION --start-time TIME --end-time TIME --output json > keys.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runVerify(cmd.Context(), args, &f) },
	}
	f.sources.add(c.Flags())
	c.Flags().StringArrayVar(&f.keys, "keys", nil, "public keys: the answer of aws cloudtrail list-public-keys in `FILE`; repeat it for several")
	c.Flags().Var(&f.filters.from, "from", "only deliveries at or after `TIME` (RFC 3339 or a date): what lies before is not missed")
	c.Flags().Var(&f.filters.until, "until", "only deliveries before `TIME`")
	c.Flags().StringArrayVar(&f.filters.filter.Accounts, "account", nil, "only this account `ID`; repeat it to widen")
	c.Flags().StringArrayVar(&f.filters.filter.Regions, "region", nil, "only this `REGION`; repeat it to widen")
	c.Flags().StringArrayVar(&f.trails, "trail", nil, "only digests of the trail of this `NAME`; repeat it to widen")
	c.Flags().BoolVar(&f.strict, "strict", false, "end with exit code 4 when anything could not be checked")
	return c
}

func (a *app) runVerify(ctx context.Context, names []string, f *verifyFlags) (err error) {
	if slices.Contains(names, "") {
		return empty("SOURCE", sourceForm)
	}
	if slices.Contains(names, "-") {
		return misuse(errors.New("verify reads no standard input: an object's key is in its name; name a folder, a zip or s3://bucket/prefix"))
	}
	if err := errors.Join(f.sources.check(), f.sources.fit(names)); err != nil {
		return err
	}
	filter, err := f.filters.parse()
	if err == nil {
		err = several{"--trail", "the name of a trail", f.trails}.check()
	}
	if err != nil {
		return err
	}
	if filter.From.Back != 0 || filter.Until.Back != 0 {
		return misuse(errors.New("verify takes no span back from the newest event; give --from and --until as RFC 3339 or as a date"))
	}
	keys, err := readKeys(f.keys)
	if err != nil {
		return err
	}
	arc, err := a.open(ctx, rooted(names), f.sources, filter)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	bar := a.follow(ctx, "verifying", arc)
	report, err := integrity.Verify(ctx, &vault{arc: arc, tell: bar.tell}, integrity.Options{
		Keys: keys, From: filter.From.At, Until: filter.Until.At, Accounts: filter.Accounts, Regions: filter.Regions, Trails: f.trails,
		Jobs: f.sources.jobsFor(names), Stops: archive.Stops,
	})
	bar.close()
	if err != nil {
		return err
	}
	if err := a.writeVerification(report); err != nil {
		return err
	}
	return concluded(report, names, f.strict)
}

// rooted names folders that lie in or below an AWSLogs folder so that the name says so: keys begin there.
func rooted(names []string) []string {
	list := slices.Clone(names)
	for i, name := range list {
		if strings.Contains(name, "://") || underRoot(name) {
			continue
		}
		if whole, err := filepath.Abs(name); err == nil && underRoot(whole) {
			list[i] = whole
		}
	}
	return list
}

// underRoot reports whether a path goes through an AWSLogs folder.
func underRoot(path string) bool {
	return slices.Contains(strings.Split(filepath.ToSlash(path), "/"), "AWSLogs")
}

// readKeys reads the answers of ListPublicKeys.
func readKeys(files []string) (*integrity.Keys, error) {
	keys := &integrity.Keys{}
	for _, name := range files {
		if name == "" {
			return nil, empty("--keys", "the file with the answer of aws cloudtrail list-public-keys")
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("--keys: %w", err)
		}
		if err := keys.Add(text); err != nil {
			return nil, fmt.Errorf("--keys %s: %w", name, err)
		}
	}
	return keys, nil
}

func (a *app) writeVerification(r *integrity.Report) error {
	switch a.common.parsedFormat {
	case listing.Table:
		return a.tellVerification(r)
	case listing.JSON:
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.env.stdout, "%s\n", listing.SafeJSON(text))
		return err
	default:
		w := a.list([]listing.Column{{Name: "severity"}, {Name: "kind"}, {Name: "object"}, {Name: "reason"}, {Name: "digest"}})
		for _, f := range r.Findings {
			if err := w.Row(string(f.Severity), f.Kind, f.Object, f.Reason, orNull(f.Digest)); err != nil {
				return err
			}
		}
		return w.Close()
	}
}

// concluded ends a verification with the code that says how it went.
func concluded(r *integrity.Report, names []string, strict bool) error {
	switch {
	case r.Verdict == integrity.Violated:
		return &coded{exitBroken, fmt.Errorf("integrity broken: %s", wrongs(r))}
	case r.Verdict == integrity.Nothing:
		return fmt.Errorf("no digests in %v, so nothing can be verified: expected …/AWSLogs/<account>/CloudTrail-Digest/<region>/…; they are delivered when the trail has log file validation", names)
	case len(r.Lacking) > 0:
		return fmt.Errorf("%s; ask with credentials of the trail's account and name the file with --keys:\n%s",
			amount(int64(len(r.Lacking)), "public key is lacking", "public keys are lacking"), commands(r))
	case r.Verdict == integrity.Unverified:
		return errors.New("no digest could be verified: there is no signature at hand; copy the digests with their metadata (traillab load s3://… --mirror DIR)")
	case strict && r.Verdict != integrity.Whole:
		return &coded{exitIncomplete, errors.New("not everything could be checked; the answer says what")}
	}
	return nil
}
