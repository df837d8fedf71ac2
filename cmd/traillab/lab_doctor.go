// lab doctor tells what the cloud behind a lab can, what it gets wrong, and what of that is right through the lab.

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/localstack/doctor"
)

func (a *app) labDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor [NAME]",
		Short: "What the cloud behind a lab can, what it gets wrong, and what the lab mends",
		Long: `Lives through a small story in a network of its own, in a region that is seldom anybody's (eu-north-1), and tidies up: once
straight on the cloud behind the lab, once through the lab. Nothing of it is recorded. A call is right, wrong, absent, or
untried when it needs what an earlier one should have made.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := a.labAt(localstack.Find, labName(args))
			if err != nil {
				return err
			}
			d, err := localstack.Doctor(cmd.Context(), place)
			if err != nil {
				return err
			}
			if a.common.parsedFormat == listing.JSON {
				return a.object(d)
			}
			if err := a.listProbes(d); err != nil || a.common.parsedFormat != listing.Table {
				return err
			}
			return a.writeDiagnosis(d)
		},
	}
}

func (a *app) listProbes(d *localstack.Diagnosis) error {
	w := a.list([]listing.Column{{Name: "call"}, {Name: "about"}, {Name: "upstream"}, {Name: "lab"}, {Name: "why", Wide: true}})
	for _, p := range d.Probes {
		why := p.Lab.Why // what is wrong even through the lab matters more
		if why == "" {
			why = p.Upstream.Why
		}
		if err := w.Row(p.Call, p.About, string(p.Upstream.Verdict), string(p.Lab.Verdict), why); err != nil {
			return err
		}
	}
	return w.Close()
}

// writeDiagnosis sums up, and says what the lab does to any cloud.
func (a *app) writeDiagnosis(d *localstack.Diagnosis) error {
	straight, lab := map[doctor.Verdict]int{}, map[doctor.Verdict]int{}
	for _, p := range d.Probes {
		straight[p.Upstream.Verdict]++
		lab[p.Lab.Verdict]++
	}
	fmt.Fprintf(a.env.stdout, "\nof %d calls right, wrong, absent, untried\n", len(d.Probes))
	sum := func(who string, n map[doctor.Verdict]int) {
		fmt.Fprintf(a.env.stdout, "  %-20s %d, %d, %d, %d\n", who, n[doctor.Right], n[doctor.Wrong], n[doctor.Absent], n[doctor.Untried])
	}
	sum(string(d.Upstream), straight)
	sum("through the lab", lab)
	fmt.Fprintf(a.env.stdout, "\nwhat the lab puts right on any cloud\n")
	for _, m := range d.Mends {
		fmt.Fprintf(a.env.stdout, "  %s %s\n", m.Operation, m.Mends)
	}
	nameList(a.env.stdout, "policies that the lab cannot read", d.Unread)
	nameList(a.env.stdout, "what the lab answers itself", d.Answers)
	nameList(a.env.stdout, "what the embedded cloud has", d.Has)
	return nil
}

// nameList writes a list of names, a line each.
func nameList(w io.Writer, title string, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for _, name := range names {
		fmt.Fprintf(w, "  %s\n", listing.Safe(name))
	}
}
