// What a run of a scenario tells people: the briefing before, each call as it is made, and what it came to.

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"traillab/cmd/traillab/listing"
	"traillab/localstack/upstream"
	"traillab/simulate"
)

// briefing prints what somebody may know who is about to play.
func (a *app) briefing(s *written) error {
	asJSON, err := a.asObject("simulate show")
	if err != nil {
		return err
	}
	if asJSON {
		return a.object(aboutScenario(s))
	}
	out := a.env.stdout
	fmt.Fprintf(out, "%s  %s (level %d of 5)\n\n%s\n", s.ID, listing.Safe(s.Title), s.Level, paragraphs(s.Briefing))
	fmt.Fprintf(out, "\nPlayed on: %s\n\nActors:\n", strings.Join(s.upstreams(), ", "))
	for _, name := range slices.Sorted(maps.Keys(s.Actors)) {
		actor := s.Actors[name]
		fmt.Fprintf(out, "  %-10s %s %s\n", name, actor.Type, listing.Safe(strings.TrimSpace(strings.Join([]string{actor.User, actor.Role, actor.Session}, " "))))
	}
	fmt.Fprintln(out, "\nGoals:")
	for i := range s.Goals {
		g := &s.Goals[i]
		fmt.Fprintf(out, "  %3d  %-10s %s\n", g.Points, g.ID, listing.Safe(goalText(g.Title, g.Ask)))
	}
	return nil
}

func goalText(title, ask string) string {
	if title != "" {
		return title
	}
	if ask != "" {
		return "answer: " + ask
	}
	return "reach a state that is checked"
}

type goalRow struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Points int    `json:"points"`
}

type scenarioRow struct {
	Name      string    `json:"name"`
	Number    string    `json:"number"`
	Title     string    `json:"title"`
	Level     int       `json:"level"`
	Briefing  string    `json:"briefing"`
	Upstreams []string  `json:"upstreams"`
	Goals     []goalRow `json:"goals"`
}

func aboutScenario(s *written) scenarioRow {
	row := scenarioRow{s.ID, s.Number, s.Title, s.Level, s.Briefing, s.upstreams(), []goalRow{}}
	for i := range s.Goals {
		g := &s.Goals[i]
		row.Goals = append(row.Goals, goalRow{g.ID, goalText(g.Title, g.Ask), g.Points})
	}
	return row
}

// follows tells of each call of a run on the error stream, under the beat that it belongs to.
func (a *app) follows() func(simulate.Progress) {
	if a.common.quiet {
		return nil
	}
	var beat simulate.Beat
	return func(p simulate.Progress) {
		if a.common.log != "json" && p.Beat != beat {
			a.remark("%s", p.Beat)
		}
		beat = p.Beat
		a.remark("  %s  %s", p.At.UTC().Format("2006-01-02 15:04:05"), listing.Safe(p.Text))
	}
}

// watchSteps tells what a cloud does while it starts, each thing once.
func (a *app) watchSteps() (tell func(upstream.Step), done func()) {
	last := ""
	return func(s upstream.Step) {
		if line := fmt.Sprintf("%s %s", s.Doing, s.Kind); line != last && !a.common.quiet {
			last = line
			a.remark("%s", line)
		}
	}, func() {}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
