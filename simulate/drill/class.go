// The class: the results of finished drills, and the trainer's key to one that is under way.

package drill

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"traillab/simulate"
	"traillab/simulate/script"
)

// Region is where stories play.
const Region = simulate.Region

// Row is a finished drill.
type Row struct {
	Finished time.Time `json:"finished"`
	Trainee  string    `json:"trainee"`
	Scenario string    `json:"scenario"`
	Mode     Mode      `json:"mode"`
	Seed     uint64    `json:"seed"`
	Upstream string    `json:"upstream"`
	Points   int       `json:"points"`
	Of       int       `json:"of"`
	Passed   bool      `json:"passed"`
	Detect   *int64    `json:"detect_seconds"`
	Repair   *int64    `json:"repair_seconds"`
	Hints    int       `json:"hints"`
}

// Note adds a finished drill to a file of results.
func Note(path string, st *State) error {
	d := st.Done
	text, err := json.Marshal(Row{d.At, st.Trainee, st.Name, st.Mode, st.Seed, st.Upstream, d.Points, d.Of, d.Passed, d.Detect, d.Repair, st.Hints})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	_, err = f.Write(append(text, '\n')) // in one, so that two drills that end at once stand in two lines
	return errors.Join(err, f.Close())
}

// Class reads a file of results. None is an empty class.
func Class(path string) ([]Row, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	defer f.Close()
	var all []Row
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var r Row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("results: %s: line %d: %w", path, n, err)
		}
		all = append(all, r)
	}
	return all, lines.Err()
}

// Answer is a line of the trainer's sheet.
type Answer struct {
	Goal, What, Answer string
	Points             int
}

// Key is the trainer's sheet: every question with its answer, every state with what is checked.
func (d *Drill) Key() ([]Answer, error) {
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	var key []Answer
	for i := range d.Scenario.Goals {
		g := &d.Scenario.Goals[i]
		line := Answer{Goal: g.ID, Points: g.Points, What: g.Title}
		switch {
		case g.Ask != "":
			value, err := play.Vars.Fill(g.Answer)
			if err != nil {
				return nil, fmt.Errorf("goal %s: %w", g.ID, err)
			}
			line.Answer = script.Text(value)
			if line.What == "" {
				line.What = g.Ask
			}
		case g.Check != nil:
			line.Answer = told(g.Check)
		default:
			var all []string
			for _, c := range g.Checks {
				all = append(all, told(c))
			}
			line.Answer = strings.Join(all, "; ")
		}
		key = append(key, line)
	}
	return key, nil
}

// told is a check as its author wrote it.
func told(c any) string {
	if text, ok := c.(string); ok {
		return text
	}
	text, err := json.Marshal(c)
	if err != nil {
		return fmt.Sprint(c)
	}
	return string(text)
}

// Answered are the questions that have an answer, sorted.
func (d *Drill) Answered() []string { return slices.Sorted(maps.Keys(d.Answers)) }

// Briefing is what the trainee is told, with its variables filled in.
func (d *Drill) Briefing() string {
	play := simulate.Resume(d.stage, simulate.Options{Scenario: d.Scenario}, d.memory)
	text, err := play.Vars.Fill(d.Scenario.Briefing)
	if err != nil {
		return d.Scenario.Briefing
	}
	return script.Text(text)
}
