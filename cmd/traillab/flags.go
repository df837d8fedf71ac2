// Flags that every command has, and the filters that every question has.

package main

import (
	"fmt"
	"time"
	"unicode/utf8"

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

func (c *commonFlags) check() error {
	var err error
	if c.parsedFormat, err = listing.ParseFormat(c.format); err != nil {
		return fmt.Errorf("--format: %w", err)
	}
	if c.location, err = time.LoadLocation(c.zone); err != nil || c.zone == "" {
		return fmt.Errorf("--tz: %q is no time zone; use a name such as UTC, Europe/Berlin or America/New_York", c.zone)
	}
	if c.log != "text" && c.log != "json" {
		return fmt.Errorf("--log: %q is neither text nor json", c.log)
	}
	return nil
}

// filterFlags are the filters, the same on every question.
type filterFlags struct {
	from, until string
	ips         []string
	filter      trail.Filter
}

func (f *filterFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.from, "from", "", "events at or after `TIME`: RFC 3339, a date, or a span back from the newest event (2h, 7d)")
	flags.StringVar(&f.until, "until", "", "events before `TIME`, in the same forms")
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
	if f.from != "" {
		if f.filter.From, err = trail.ParseMoment(f.from); err != nil {
			return f.filter, misuse(fmt.Errorf("--from: %w", err))
		}
	}
	if f.until != "" {
		if f.filter.Until, err = trail.ParseMoment(f.until); err != nil {
			return f.filter, misuse(fmt.Errorf("--until: %w", err))
		}
	}
	for _, ip := range f.ips {
		p, err := trail.ParseAddress(ip)
		if err != nil {
			return f.filter, misuse(fmt.Errorf("--ip: %w", err))
		}
		f.filter.Addresses = append(f.filter.Addresses, p)
	}
	return f.filter, f.refuseEmpty()
}

// refuseEmpty keeps an unset shell variable from reading as "nothing found".
func (f *filterFlags) refuseEmpty() error {
	for name, values := range map[string][]string{
		"--account": f.filter.Accounts, "--region": f.filter.Regions, "--principal": f.filter.Principals,
		"--access-key": f.filter.AccessKeys, "--resource": f.filter.Resources, "--vpc": f.filter.VPCs, "--name": f.filter.Names,
	} {
		for _, v := range values {
			if !utf8.ValidString(v) {
				return misuse(fmt.Errorf("%s: %q is not UTF-8, and no record holds such text", name, v))
			}
			if v == "" {
				return misuse(fmt.Errorf("%s: an empty value matches nothing; leave the flag out or give one", name))
			}
		}
	}
	return nil
}
