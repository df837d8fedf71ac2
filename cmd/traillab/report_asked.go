// What a report was asked for, in the words of the command line, and what fills its playbooks.

package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/simulate/playbook"
)

// givenFilters returns the filters that were given, in the order of the help.
func givenFilters(flags *pflag.FlagSet) []report.Filter {
	known := pflag.NewFlagSet("", pflag.ContinueOnError)
	known.SortFlags = false
	(&filterFlags{}).add(known)
	list := []report.Filter{}
	known.VisitAll(func(k *pflag.Flag) {
		flag := flags.Lookup(k.Name)
		if flag == nil || !flag.Changed {
			return
		}
		switch v := flag.Value.(type) {
		case pflag.SliceValue:
			for _, one := range v.GetSlice() {
				list = append(list, report.Filter{Flag: k.Name, Value: one})
			}
		default:
			value := v.String()
			if v.Type() == "bool" {
				value = ""
			}
			list = append(list, report.Filter{Flag: k.Name, Value: value})
		}
	})
	return list
}

// paperOptions tells a report what was asked, and what the store cannot tell.
func (a *app) paperOptions(ctx context.Context, cmd *cobra.Command, s *store.Store, f *reportFlags, filter trail.Filter) (report.Options, error) {
	o := report.Options{Version: version(), Filter: filter, Zone: a.common.location, Passing: len(f.q.source) > 0, Sealed: f.sealed, Bare: tellsTimeline(a.common.parsedFormat)}
	o.Asked.Filters = givenFilters(cmd.Flags())
	m, err := s.Missing(ctx)
	if err != nil {
		return o, err
	}
	o.Damaged, o.Recovered, o.Interrupted = m.Damaged, m.Recovered, m.Interrupted
	var base []string
	switch {
	case len(f.q.source) > 0:
		o.Asked.Sources = f.q.source
		for _, source := range f.q.source {
			base = append(base, "--source "+report.Word(source))
		}
		for _, dir := range f.q.beside.dirs {
			base = append(base, "--baseline "+report.Word(dir))
		}
	default:
		o.Asked.Sources = []string{a.common.db}
		if cmd.Flags().Changed("db") || a.env.getenv("TRAILLAB_DB") != "" {
			base = append(base, "--db "+report.Word(a.common.db))
		}
	}
	if len(f.q.source) == 0 {
		if o.Notes, err = a.notesFor(a.common.db); err != nil {
			return o, err
		}
	}
	o.Base = strings.Join(base, " ")
	o.Asked.Command = again(f, &o)
	o.Fill = remedying(o.Base)
	return o, nil
}

// again is the command that makes a report again.
func again(f *reportFlags, o *report.Options) string {
	words := []string{"traillab report"}
	if o.Base != "" {
		words = append(words, o.Base)
	}
	for _, x := range o.Asked.Filters {
		words = append(words, "--"+x.Flag)
		if x.Value != "" {
			words = append(words, report.Word(x.Value))
		}
	}
	if f.batch.since {
		words = append(words, "--since-last")
	}
	if f.whatif.set {
		words = append(words, "--whatif "+report.Word(f.whatif.text))
	}
	if f.at.set {
		words = append(words, "--at "+report.Word(f.at.text))
	}
	if f.sealed {
		words = append(words, "--case-digest")
	}
	if zone := o.Zone.String(); zone != "UTC" {
		words = append(words, "--tz "+report.Word(zone))
	}
	return strings.Join(words, " ")
}

// remedying tells playbooks with the ids of chains. They are read once: to check them all takes longer than to tell one, and there
// may be hundreds of chains.
func remedying(base string) func(context.Context, *analyze.Case, *analyze.Chain, string) (report.Remedy, error) {
	box := map[string]*playbook.Playbook{}
	return func(_ context.Context, c *analyze.Case, chain *analyze.Chain, name string) (report.Remedy, error) {
		if box[name] == nil {
			p, err := playbook.Open(name)
			if err != nil {
				return report.Remedy{}, err
			}
			box[name] = p
		}
		return filled(c, chain, box[name], base)
	}
}

// filled tells a playbook with the ids of a chain.
func filled(c *analyze.Case, chain *analyze.Chain, p *playbook.Playbook, base string) (report.Remedy, error) {
	r, err := p.With(p.FromChain(c, chain))
	if err != nil {
		return report.Remedy{}, err
	}
	var script strings.Builder
	if err := r.CLI(&script); err != nil {
		return report.Remedy{}, err
	}
	command := fmt.Sprintf("traillab playbook show %s --as cli --chain %s", p.Name, chain.ID)
	if base != "" {
		command += " " + base
	}
	return report.Remedy{Name: p.Name, Title: p.Title, Command: command, Script: script.String()}, nil
}
