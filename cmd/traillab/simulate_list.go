// The scenarios in the box: a row each for programs, and for people what fits 80 columns.

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack/upstream"
)

func (a *app) simulateList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The scenarios in the box, and the clouds that can play them",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := boxed()
			if err != nil {
				return err
			}
			if a.common.parsedFormat == listing.Table {
				return a.tableScenarios(all)
			}
			w := a.list([]listing.Column{{Name: "number"}, {Name: "name"}, {Name: "level", Right: true}, {Name: "title"}, {Name: "upstreams"}})
			for i := range all {
				s := &all[i]
				if err := w.Row(s.Number, s.ID, s.Level, s.Title, s.upstreams()); err != nil {
					return err
				}
			}
			return w.Close()
		},
	}
}

// tableScenarios shows people the scenarios. A title goes on below where it began, and the clouds stand below it.
func (a *app) tableScenarios(all []written) error {
	wide := 0
	for i := range all {
		wide = max(wide, len(all[i].ID))
	}
	out := page{to: a.env.stdout, width: a.columns()}
	row := func(number, name, level, text string) {
		out.hang(fmt.Sprintf("%-3s  %-*s  %5s  ", number, wide, name, level), text)
	}
	row("NO", "NAME", "LEVEL", "TITLE")
	for i := range all {
		s := &all[i]
		row(s.Number, s.ID, fmt.Sprint(s.Level), s.Title)
		row("", "", "", "on "+s.clouds())
	}
	return out.err
}

// clouds are the upstreams in words.
func (w *written) clouds() string {
	can := w.upstreams()
	if !slices.ContainsFunc(upstream.Kinds(), func(k upstream.Kind) bool { return k != upstream.Auto && !slices.Contains(can, string(k)) }) {
		return "any cloud"
	}
	return strings.Join(can, ", ")
}
