// Flags that every command has, and the filters that every question has.

package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// commonFlags are the flags of every command.
type commonFlags struct {
	db, format, zone, log string
	quiet, noColor        bool

	parsedFormat listing.Format
	location     *time.Location
}

func (c *commonFlags) add(flags *pflag.FlagSet, e *env) {
	db := e.getenv("TRAILLAB_DB")
	if db == "" {
		db = "./traillab.duckdb"
	}
	flags.StringVar(&c.db, "db", db, "the case `FILE` ($TRAILLAB_DB)")
	flags.StringVar(&c.format, "format", string(listing.Table), "`FORM` of the answer: "+listing.Forms)
	flags.StringVar(&c.zone, "tz", "UTC", "time `ZONE` of tables, such as Europe/Berlin; machine formats stay UTC")
	flags.StringVar(&c.log, "log", "text", "form of messages on stderr: text or json")
	flags.BoolVarP(&c.quiet, "quiet", "q", false, "no progress and no remarks on stderr")
	flags.BoolVar(&c.noColor, "no-color", e.getenv("NO_COLOR") != "", "no colour ($NO_COLOR)")
}

// check reads the values that have a form of their own, for the command of that name.
func (c *commonFlags) check(command string) error {
	var err error
	switch c.parsedFormat, err = listing.ParseFormat(c.format); {
	case command == "report":
		if c.parsedFormat, err = paperForm(c.format); err != nil {
			return err
		}
	case c.format == string(svg) && command == "topology":
		c.parsedFormat = svg
	case c.format == string(svg):
		return errors.New("--format: svg is a form of traillab topology only")
	case err != nil:
		return fmt.Errorf("--format: %w", err)
	}
	if c.location, err = time.LoadLocation(c.zone); err != nil || c.zone == "" {
		return fmt.Errorf("--tz: %q is no time zone; use a name such as UTC, Europe/Berlin or America/New_York", c.zone)
	}
	if c.db == "" {
		return errors.New("--db: an empty value names no file; leave the flag out or give the path of a case")
	}
	if c.log != "text" && c.log != "json" {
		return fmt.Errorf("--log: %q is neither text nor json", c.log)
	}
	return nil
}

// filterFlags are the filters, the same on every question.
type filterFlags struct {
	from, until given
	ips         []string
	filter      trail.Filter
}

func (f *filterFlags) add(flags *pflag.FlagSet) {
	flags.Var(&f.from, "from", "events at or after `TIME`: RFC 3339, a date, or a span back from the newest event (2h, 7d)")
	flags.Var(&f.until, "until", "events before `TIME`, in the same forms")
	flags.StringArrayVar(&f.filter.Accounts, "account", nil, "recipient account `ID`; like all filters below, repeat it to widen")
	flags.StringArrayVar(&f.filter.Regions, "region", nil, "`REGION`")
	flags.StringArrayVar(&f.filter.Principals, "principal", nil, "a whole `ARN`, or its user, role or session name")
	flags.StringArrayVar(&f.filter.AccessKeys, "access-key", nil, "access key `ID`")
	flags.StringArrayVar(&f.ips, "ip", nil, "source `ADDRESS` or CIDR block")
	flags.StringArrayVar(&f.filter.Resources, "resource", nil, "`ID` or ARN in request or response")
	flags.StringArrayVar(&f.filter.VPCs, "vpc", nil, "`ID` of a VPC that the event names")
	flags.StringArrayVar(&f.filter.Names, "name", nil, "event `NAME`, such as DetachInternetGateway")
	flags.BoolVar(&f.filter.Errors, "errors", false, "only events with an error code")
	flags.BoolVar(&f.filter.Writes, "writes", false, "only events that are not read-only; those that do not say count as writes")
}

// parse reads the values that have a form of their own.
func (f *filterFlags) parse() (trail.Filter, error) {
	var err error
	if f.filter.From, err = f.from.moment("--from"); err != nil {
		return f.filter, err
	}
	if f.filter.Until, err = f.until.moment("--until"); err != nil {
		return f.filter, err
	}
	for _, ip := range f.ips {
		p, err := trail.ParseAddress(ip)
		if err != nil {
			return f.filter, misuse(fmt.Errorf("--ip: %w", err))
		}
		f.filter.Addresses = append(f.filter.Addresses, p)
	}
	for _, s := range []several{
		{"--account", "an account ID (111122223333)", f.filter.Accounts},
		{"--region", "a region (eu-west-1)", f.filter.Regions},
		{"--principal", "a whole ARN, or its user, role or session name", f.filter.Principals},
		{"--access-key", "an access key ID (AKIAIOSFODNN7EXAMPLE)", f.filter.AccessKeys},
		{"--resource", "an id or ARN (igw-0123456789abcdef0)", f.filter.Resources},
		{"--vpc", "the id of a VPC (vpc-0123456789abcdef0)", f.filter.VPCs},
		{"--name", "an event name (DetachInternetGateway)", f.filter.Names},
	} {
		if err := s.check(); err != nil {
			return f.filter, err
		}
	}
	return f.filter, nil
}
