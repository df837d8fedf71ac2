// What a drill tells before it is finished answers none of its questions, in any of the stories.

package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"traillab/localstack"
	"traillab/localstack/upstream"
	"traillab/simulate/drill"
	"traillab/simulate/scenario"
)

func TestDrillTellsNoAnswer(t *testing.T) {
	for number := 1; number <= 10; number++ {
		name := fmt.Sprintf("S%d", number)
		t.Run(name, func(t *testing.T) {
			w, err := findScenario(name)
			if err != nil {
				t.Fatal(err)
			}
			drawn, err := w.Draw(3)
			if err != nil {
				t.Fatal(err)
			}
			on := standing{labFor(t, upstream.Builtin, func(o *localstack.Options) { o.Clock = localstack.NewVirtual(drawn.Setup) })}
			d, err := drill.Start(t.Context(), on, drill.Options{Scenario: w.Scenario, Text: w.text, Seed: 3, Mode: drill.Learn, Lab: localstack.Default})
			if err != nil {
				t.Fatal(err)
			}
			told := toldBy(t.Context(), t, d)
			key, err := d.Key()
			if err != nil {
				t.Fatal(err)
			}
			for i := range w.Goals {
				g, asked := &w.Goals[i], w.Goals[i].Ask // which may offer what to choose from, as the titles do
				for j := range w.Goals {
					asked += " " + w.Goals[j].Title
				}
				for _, word := range strings.Fields(key[i].Answer) {
					whole := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(word) + `\b`)
					if g.Ask == "" || word == "yes" || whole.MatchString(asked) || name+" "+word == "S6 tom" { // who signs a message
						continue
					}
					if found := whole.FindString(told); found != "" {
						t.Errorf("%s is answered by %s, and it is told:\n%s", g.ID, found, told)
					}
				}
			}
			answerRightly(t.Context(), t, d, key)
		})
	}
}

// toldBy is what a trainee reads who asks for everything: reasons, titles, messages, hints.
func toldBy(ctx context.Context, t *testing.T, d *drill.Drill) string {
	t.Helper()
	var told []string
	r, err := d.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range r.Checks {
		told = append(told, m.Why)
	}
	s, err := d.Status(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Messages {
		told = append(told, m.Text)
	}
	for i := range d.Scenario.Hints {
		told = append(told, d.Scenario.Hints[i].Text)
	}
	return strings.Join(told, "\n")
}

// answerRightly sees that reasons tell everything to who knows the answers.
func answerRightly(ctx context.Context, t *testing.T, d *drill.Drill, key []drill.Answer) {
	t.Helper()
	for _, k := range key {
		if !slices.ContainsFunc(d.Scenario.Goals, func(g scenario.Goal) bool { return g.ID == k.Goal && g.Ask != "" }) {
			continue
		}
		if err := d.Answer(ctx, k.Goal, k.Answer); err != nil {
			t.Fatal(err)
		}
	}
	r, err := d.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Finish(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Checks, b.Report.Checks) {
		t.Errorf("everything is answered, and something is hidden still:\n%+v\n%+v", r.Checks, b.Report.Checks)
	}
}
