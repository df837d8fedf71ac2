// Places: the words of a text, filled in, and the things that they name in the network as it stands.

package check

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze"
	"traillab/analyze/topology"
	"traillab/simulate/script"
)

// fill is the value of a word; why says what is wrong with it.
func (a *asker) fill(word string) (value any, why string) {
	value, err := a.vars.Fill(word)
	if err != nil {
		return nil, err.Error()
	}
	if !script.Full(value) {
		return nil, word + " is empty"
	}
	return value, ""
}

// id is the value of a word that names one thing.
func (a *asker) id(word string) (id, why string) {
	value, why := a.fill(word)
	switch value.(type) {
	case nil:
		return "", why
	case []any, map[string]any:
		return "", word + " is not the name of one thing"
	}
	return script.Text(value), ""
}

// analysis is what the analysis makes of the records, asked for once.
func (a *asker) analysis() (*analyze.Case, error) {
	if a.known != nil {
		return a.known, nil
	}
	c, err := a.world.Case(a.ctx)
	if err != nil {
		return nil, fmt.Errorf("analyze what was recorded: %w", err)
	}
	a.known = c
	return c, nil
}

// network is the network as it stands after the last record.
type network struct {
	*topology.State
	history *topology.History
}

func (a *asker) network() (network, error) {
	c, err := a.analysis()
	if err != nil {
		return network{}, err
	}
	return network{c.History.State(c.History.Now()), c.History}, nil
}

// thing finds a thing of one of the kinds by its id, of any kind where none is given; why says why there is none, or not one.
// A thing that is gone is found as well: the records know it.
func (n network) thing(id string, kinds ...topology.Kind) (found *topology.Thing, why string) {
	all := n.history.Find(id)
	if len(all) == 0 {
		return nil, "the records know no " + id
	}
	fit := slices.DeleteFunc(slices.Clone(all), func(t *topology.Thing) bool { return len(kinds) > 0 && !slices.Contains(kinds, t.Kind) })
	if len(fit) == 0 {
		return nil, fmt.Sprintf("%s is of kind %s, and asked for is %s", id, all[0].Kind, listed(kinds))
	}
	if len(fit) > 1 {
		fit = slices.DeleteFunc(fit, func(t *topology.Thing) bool { return n.Stands(t).Is(topology.None) })
	}
	if len(fit) != 1 {
		return nil, "the records know several things called " + id
	}
	return fit[0], ""
}

func listed(kinds []topology.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, " or ")
}

// events are the ids of the calls of moments.
func (n network) events(moments ...topology.Moment) []string {
	var ids []string
	for _, m := range moments {
		if c := n.history.Call(m); c != nil && c.Event.ID != "" {
			ids = append(ids, c.Event.ID)
		}
	}
	return ids
}

// states answers from facts: the word, and what it rests on. Where one of the facts is not known the answer is unknown, and the
// reason is that fact's own, if it has any.
func (n network) states(word, why string, facts ...topology.Fact) answer {
	a := answer{word: word, why: why, level: weakest(facts)}
	for _, f := range facts {
		a.events = append(a.events, n.events(f.Cause)...)
		if !f.Known() && a.word != unknown {
			a.word, a.why = unknown, "it is not known whether "+why
			if f.Why != "" {
				a.why += ": " + f.Why
			}
		}
	}
	return a
}
