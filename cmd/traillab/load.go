// load reads archives into the case.

package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"traillab/analyze/archive"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// aboutLoad explains what load does.
const aboutLoad = `Reads log files into the case (--db). What was loaded before is known by its bytes and not read in twice, so a load
that was interrupted is simply run again. Nothing is ever written to a source.

The filters --from, --until, --account and --region prune the listing of s3:// sources by the names of their objects
and folders: what was delivered from one day before --from to three days after --until. After an outage of deliveries
CloudTrail delivers up to 30 days late: give a later --until then. Files of other sources are always read whole.

--dry-run lists and counts, by account, region and day, and writes nothing. --mirror DIR keeps every object that is listed,
digest files too, with what S3 says of it: the signature of a digest is there and nowhere else, so traillab verify needs it.
A mirror is never written over: an object that has changed is kept beside. It can be loaded later like any folder.

--keys FILE verifies the files after they were loaded, as traillab verify does, and keeps what the digests of CloudTrail say of
each; of what was not checked nothing is said. Digests, what was loaded before and tars are read a second time for it. --manifest FILE writes down what the case
was made of, signed with --sign KEY.pem.

VPC Flow Logs that lie among the files (text in any form and Parquet) are kept, too, in a table of their own: traillab
impact holds what it says of a network against them. Their files count as other, and the second time as known, if every
row could be kept; their rows count apart from records: read = stored + duplicate + rejected.

A baseline says how things stood at a time, for what the log does not: the answers of aws ec2 describe-vpcs,
describe-subnets, describe-route-tables, describe-internet-gateways, describe-egress-only-internet-gateways,
describe-nat-gateways, describe-vpc-endpoints, describe-addresses, describe-instances, describe-network-interfaces,
describe-security-groups, describe-network-acls and so on, without filters, as JSON files of any name; or files of AWS
Config. It is kept in the case. Put {"time":"…","account":"…","region":"…"} into a file capture.json beside the answers;
without it the time is that of the files, and the rest is read from the answers and the names of folders.`

func (a *app) load() *cobra.Command {
	var l loading
	var dry bool
	c := &cobra.Command{
		Use:   "load SOURCE…",
		Short: "Read folders, files, zips, tars, - or s3://bucket/prefix into the case",
		Long:  aboutLoad,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(l.beside.dirs) > 0 {
				return nil // a case may get its baseline later
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			filter, err := l.fit(args)
			if err != nil {
				return err
			}
			if f := a.common.parsedFormat; f == listing.CSV || f == listing.Markdown {
				return misuse(fmt.Errorf("load answers as table or json, not as %s", f))
			}
			l.sources.given = parameters(cmd.Flags())
			if dry {
				return a.foresee(cmd.Context(), args, l.sources, filter, len(l.beside.dirs) > 0 || l.strict)
			}
			return a.loadAll(cmd.Context(), args, &l, filter, a.printSummary)
		},
	}
	l.add(c.Flags())
	c.Flags().BoolVar(&dry, "dry-run", false, "say what there is to read, how much and from where, and do nothing")
	return c
}

// addPruning adds the filters that the listing of a bucket is pruned by.
func (f *filterFlags) addPruning(flags *pflag.FlagSet) {
	flags.Var(&f.from, "from", "S3: objects delivered at or after `TIME` (RFC 3339 or a date)")
	flags.Var(&f.until, "until", "S3: objects with events before `TIME`")
	flags.StringArrayVar(&f.filter.Accounts, "account", nil, "S3: only this account `ID`; repeat it to widen")
	flags.StringArrayVar(&f.filter.Regions, "region", nil, "S3: only this `REGION`; repeat it to widen")
}

func (a *app) runLoad(ctx context.Context, names []string, l *loading, filter trail.Filter, tell func(context.Context, *store.Summary) error) (err error) {
	if err := loadable(names, filter); err != nil {
		return err
	}
	captures, err := a.find(&l.beside)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return a.keepBaseline(ctx, &l.beside, captures, tell)
	}
	l.kept.jobs = l.sources.jobsFor(names)
	defer func() { err = errors.Join(err, l.kept.close()) }()
	arc, err := a.openWith(ctx, names, l.sources, l.kept.before(l.sources.buckets(filter)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	defer sparing()()
	s, err := store.Create(ctx, a.common.db, store.Options{Version: version(), Memory: fmt.Sprintf("%dMB", cmp.Or(l.memory, usualMemory))})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	stood, err := s.Keep(ctx, captures)
	if err != nil {
		return err
	}
	bar := a.follow(ctx, "loading", arc)
	sum, err := s.Load(ctx, logFiles(ctx, arc, a.common.db), store.LoadOptions{
		Jobs: l.sources.jobsFor(names), Sources: names, Now: a.env.now, Progress: bar.tell, Ends: archive.Stops, Absent: archive.Absent,
		Parameters: l.sources.given,
	})
	bar.close()
	if err != nil {
		return err
	}
	if stood.Read > 0 {
		sum.Baselines = &stood
	}
	a.tellMirror(&l.kept)
	if err := tell(ctx, sum); err != nil {
		return err
	}
	if sum.Files.Seen == 0 && filter.Narrows() && inS3(names) {
		return fmt.Errorf("no log files in %v that --from, --until, --account and --region let through; --dry-run without them lists what there is", names)
	}
	return a.judge(ctx, sum, names, l.strict)
}

// loadable refuses what load takes of no source.
func loadable(names []string, filter trail.Filter) error {
	if slices.Contains(names, "") {
		return empty("SOURCE", sourceForm)
	}
	if filter.From.Back != 0 || filter.Until.Back != 0 {
		return misuse(errors.New("load takes no span back from the newest event; give --from and --until as RFC 3339 or as a date"))
	}
	return nil
}

// tellMirror says what the mirror has.
func (a *app) tellMirror(kept *mirrors) {
	t := kept.tally()
	if !kept.dir.set {
		return
	}
	a.remark("the mirror %s has %d of the objects, %d of them new; %d could not be kept", listing.Safe(kept.dir.text), t.Kept+t.Known, t.Kept, t.Refused)
	if t.Changed > 0 {
		a.remark("%d objects are not what was mirrored before; both contents are kept, the later as …%%@ETAG", t.Changed)
	}
}

// judge ends a load that found nothing, or too little under --strict, with the code that says so.
func (a *app) judge(ctx context.Context, sum *store.Summary, names []string, strict bool) error {
	switch missed := sum.Files.Damaged + sum.Files.Rejected + sum.Records.Rejected + sum.Flows.Rejected; {
	case sum.Files.Seen == 0:
		return fmt.Errorf("no log files in %v: expected …/AWSLogs/<account>/CloudTrail/<region>/…, or any folder of CloudTrail files", names)
	case sum.Files.Seen == sum.Files.Rejected:
		return noneOf(ctx, sum, names)
	case strict && missed > 0:
		return &coded{exitIncomplete, fmt.Errorf("evidence incomplete: %d files damaged, %d files and %d records rejected%s", sum.Files.Damaged, sum.Files.Rejected, sum.Records.Rejected, andFlows(sum.Flows.Rejected))}
	}
	return nil
}

// noneOf says what became of files that were all rejected: what nobody could read may well be a log.
func noneOf(ctx context.Context, sum *store.Summary, names []string) error {
	unread, first := int64(0), ""
	for r, err := range sum.Rejects(ctx) {
		if err != nil {
			return err
		}
		if why, ok := strings.CutPrefix(r.Reason, "cannot be read: "); ok && r.Record == nil {
			unread++
			first = cmp.Or(first, why)
		}
	}
	switch unread {
	case 0:
		return fmt.Errorf("none of the %d files in %v is a CloudTrail log; the reasons are above", sum.Files.Seen, names)
	case sum.Files.Seen:
		return fmt.Errorf("none of the %d files in %v could be read: %s", sum.Files.Seen, names, listing.Safe(first))
	}
	return fmt.Errorf("none of the %d files in %v was loaded: %d could not be read, and the others are no CloudTrail logs; the reasons are above", sum.Files.Seen, names, unread)
}

// andFlows goes on about rows of flow logs, if there is something to tell.
func andFlows(rejected int64) string {
	if rejected == 0 {
		return ""
	}
	return fmt.Sprintf(", and %d rows of flow logs", rejected)
}

func (a *app) printSummary(ctx context.Context, sum *store.Summary) error {
	if a.common.parsedFormat == listing.Table {
		return a.writeSummaryText(ctx, sum)
	}
	return writeSummaryJSON(ctx, a.env.stdout, sum)
}

// writeSummaryJSON writes the contract's object. The rejects are streamed: there may be very many.
func writeSummaryJSON(ctx context.Context, w io.Writer, sum *store.Summary) error {
	head, err := json.Marshal(sum)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s,\n\"rejects\":[", head[:len(head)-1]); err != nil {
		return err
	}
	separator := "\n"
	for r, err := range sum.Rejects(ctx) {
		if err != nil {
			return err
		}
		line, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", separator, listing.SafeJSON(line)); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err = fmt.Fprintln(w, "]}")
	return err
}

// shownRejects is how many rejects the text names one by one.
const shownRejects = 20

func (a *app) writeSummaryText(ctx context.Context, sum *store.Summary) error {
	f, r := sum.Files, sum.Records
	out := bufio.NewWriter(a.env.stdout)
	fmt.Fprintf(out, "files    %d seen: %d loaded, %d known, %d damaged, %d rejected, %d other\n", f.Seen, f.Loaded, f.Known, f.Damaged, f.Rejected, f.Other)
	fmt.Fprintf(out, "records  %d read: %d stored, %d duplicate, %d superseded, %d rejected\n", r.Read, r.Stored, r.Duplicate, r.Superseded, r.Rejected)
	if r.Conflicting+r.Repaired > 0 {
		fmt.Fprintf(out, "         of the stored, %d conflict with another of the same id and %d were repaired\n", r.Conflicting, r.Repaired)
	}
	if w := sum.Flows; w.Read > 0 {
		fmt.Fprintf(out, "flows    %d read: %d stored, %d duplicate, %d rejected\n", w.Read, w.Stored, w.Duplicate, w.Rejected)
	}
	fmt.Fprintf(out, "bytes    %d read, %d of JSON\n", sum.Bytes.Read, sum.Bytes.JSON)
	if sum.First != nil && sum.Last != nil {
		zone := a.common.location
		fmt.Fprintf(out, "events   %s to %s\n", listing.Time(*sum.First, zone), listing.Time(*sum.Last, zone))
	}
	if b := sum.Baselines; b != nil {
		fmt.Fprintf(out, "baseline %d files: %d kept, %d known\n", b.Read, b.Kept, b.Known)
	}
	shown, more := 0, 0
	for reject, err := range sum.Rejects(ctx) {
		if err != nil {
			return err
		}
		if shown == shownRejects {
			more++
			continue
		}
		shown++
		place := ""
		if reject.Record != nil && !reject.Flow { // of a row of flow logs the reason names the line
			place = fmt.Sprintf(" record %d", *reject.Record)
		}
		fmt.Fprintf(out, "reject   %s%s: %s\n", listing.Safe(reject.File), place, listing.Safe(reject.Reason))
	}
	if more > 0 {
		fmt.Fprintf(out, "reject   … and %d more: traillab load … --format json names every one\n", more)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if r.Stored > 0 {
		a.remark("the case is in %s; next: traillab detachments --db %s", listing.Safe(a.common.db), listing.Safe(a.common.db))
	}
	return nil
}
