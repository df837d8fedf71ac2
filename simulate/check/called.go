// Calls: what was done, as the records tell. Refused calls do not count, and neither do the examiner's.

package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/simulate/script"
)

// called answers whether a call went through that names all of the ids, by whom it is asked for. Then
//
//	A before B          the first A came, and the first B came later or never
//	A within 10m of B   some A came no more than ten minutes before or after some B
//
// Records tell seconds: of two calls in the same one nobody knows which came first. That a call is not in the records means
// that it was not made only while they were written without a gap.
func (a *asker) called(t *term) (answer, error) {
	made, why, err := a.made(deed{t.args[0], t.args[1:]}, t.how.by)
	if err != nil || why != "" {
		return vain(why), err
	}
	if len(made) == 0 {
		return a.never(no, t.args[0]+a.naming(t.args[1:])+" was not called")
	}
	found := answer{word: yes, level: trail.Observed, events: ids(made[:1]), why: fmt.Sprintf("%s was called at %s by %s", t.args[0], stamp(made[0].Time), made[0].Principal)}
	if t.how.before != nil {
		if found, err = a.earlier(found, made[0], *t.how.before); err != nil || found.word != yes {
			return found, err
		}
	}
	if t.how.near != nil {
		return a.near(found, made, t.how.span, *t.how.near, t.args[0]+a.naming(t.args[1:]))
	}
	return found, nil
}

// earlier answers whether a call came before the first of others.
func (a *asker) earlier(found answer, first trail.Event, d deed) (answer, error) {
	others, why, err := a.made(d, "")
	if err != nil || why != "" {
		return vain(why), err
	}
	if len(others) == 0 {
		found.why += ", and " + d.operation + a.naming(d.ids) + " was not called"
		return a.unless(found, first.Time)
	}
	other := others[0]
	found.events = append(found.events, other.ID)
	switch one, two := first.Time.Truncate(time.Second), other.Time.Truncate(time.Second); {
	case one.Equal(two):
		found.word, found.why = unknown, fmt.Sprintf("it is not known whether %s or %s came first: both were called at %s", first.Name, other.Name, stamp(one))
	default:
		found.why += fmt.Sprintf(", and %s at %s", d.operation, stamp(other.Time))
		if one.After(two) {
			found.word = no
			return found, nil
		}
		return a.unless(found, first.Time)
	}
	return found, nil
}

// near answers whether one of the calls came within a span of one of others.
func (a *asker) near(found answer, made []trail.Event, span time.Duration, d deed, name string) (answer, error) {
	others, why, err := a.made(d, "")
	if err != nil || why != "" {
		return vain(why), err
	}
	if len(others) == 0 {
		return a.never(no, d.operation+a.naming(d.ids)+" was not called")
	}
	for _, one := range made {
		for _, other := range others {
			if one.Time.Sub(other.Time).Abs() <= span {
				found.events = append(found.events, one.ID, other.ID)
				found.why = fmt.Sprintf("%s was called at %s, and %s at %s", one.Name, stamp(one.Time), other.Name, stamp(other.Time))
				return found, nil
			}
		}
	}
	return a.never(no, fmt.Sprintf("%s never came within %s of %s", name, span, d.operation+a.naming(d.ids)))
}

// made are the calls of a deed in order of time, by somebody where that is asked for.
func (a *asker) made(d deed, by string) (found []trail.Event, why string, err error) {
	var wanted []string
	for _, word := range d.ids {
		value, why := a.fill(word)
		if why != "" {
			return nil, why, nil
		}
		switch value := value.(type) {
		case []any:
			for _, element := range value {
				wanted = append(wanted, script.Text(element))
			}
		case map[string]any:
			return nil, word + " is not the name of one thing", nil
		default:
			wanted = append(wanted, script.Text(value))
		}
	}
	var who any
	if by != "" {
		if who, why = a.fill(by); why != "" {
			return nil, why, nil
		}
	}
	service, operation, _ := strings.Cut(d.operation, ".")
	for e, err := range a.world.Events(a.ctx, trail.Filter{}) {
		switch {
		case err != nil:
			return nil, "", fmt.Errorf("read what was recorded: %w", err)
		case dialect.Stem(e.Name) != operation || !dialect.FromService(e.Source, source(service)):
		case e.ErrorCode != "" || Examines(&e):
		case who != nil && !is(&e, who):
		default:
			names, err := mentioned(&e)
			if err != nil {
				return nil, "", err
			}
			if !slices.ContainsFunc(wanted, func(id string) bool { return !trail.NamesAny(names, []string{id}) }) {
				found = append(found, e)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b trail.Event) int { return a.Time.Compare(b.Time) })
	return found, "", nil
}
