// Setting the time of a lab whose clock is a virtual one, from within and over its endpoint. What its machines do by themselves
// in the time that passed is recorded before the next call is.

package localstack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Reading is what a lab's clock says.
type Reading struct {
	Now time.Time `json:"now"`
	Set bool      `json:"set"` // it is a virtual clock, which stands until it is set, or goes on as it was told
}

// Time is the lab's.
func (l *Lab) Time() Reading {
	_, virtual := l.options.Clock.(*Virtual)
	return Reading{l.options.Clock.Now().UTC(), virtual}
}

// SetTime says what time it is in a lab with a virtual clock, and returns what its clock says then, see Virtual.Set. The
// heartbeats of the time between are recorded, each at its time.
func (l *Lab) SetTime(ctx context.Context, at time.Time) (Reading, error) {
	return l.move(ctx, func(v *Virtual) error { return v.Set(at) })
}

// Advance lets a time pass in a lab with a virtual clock, likewise.
func (l *Lab) Advance(ctx context.Context, by time.Duration) (Reading, error) {
	return l.move(ctx, func(v *Virtual) error { return v.Advance(by) })
}

// Flow lets the clock of such a lab go on by itself, see Virtual.Flow.
func (l *Lab) Flow(ctx context.Context, rate float64) (Reading, error) {
	return l.move(ctx, func(v *Virtual) error { return v.Flow(rate) })
}

// Hold lets all changes have the second that such a clock stands at, or gives each its own again, see Virtual.Hold.
func (l *Lab) Hold(ctx context.Context, held bool) (Reading, error) {
	return l.move(ctx, func(v *Virtual) error { return v.Hold(held) })
}

// move moves the clock while no call changes anything.
func (l *Lab) move(ctx context.Context, how func(*Virtual) error) (r Reading, err error) {
	v, virtual := l.options.Clock.(*Virtual)
	if !virtual {
		return l.Time(), fmt.Errorf("the lab %q goes by the machine's clock: one whose time is set begins with a time of its own, as --clock 2026-03-01T09:00:00Z", l.options.Name)
	}
	if !l.ready() {
		return l.Time(), fmt.Errorf("the lab %q is not ready", l.options.Name)
	}
	l.stack.gateway.Still(func() {
		if err = how(v); err == nil {
			err = l.beat(ctx, v.Now())
		}
	})
	return l.Time(), err
}

// clock answers what time it is, and sets it: ?now=TIME, ?advance=DURATION, ?flow=RATE or ?hold=true.
func (l *Lab) clock(w http.ResponseWriter, r *http.Request) {
	reading := l.Time()
	if r.Method == http.MethodPost {
		query := r.URL.Query()
		at, wrong := time.Parse(time.RFC3339Nano, query.Get("now"))
		by, odd := time.ParseDuration(query.Get("advance"))
		var err error
		rate, off := strconv.ParseFloat(query.Get("flow"), 64)
		held, unsaid := strconv.ParseBool(query.Get("hold"))
		switch {
		case len(query) == 1 && query.Has("hold") && unsaid == nil:
			reading, err = l.Hold(r.Context(), held)
		case len(query) == 1 && query.Has("flow") && off == nil:
			reading, err = l.Flow(r.Context(), rate)
		case wrong == nil && len(query) == 1:
			reading, err = l.SetTime(r.Context(), at)
		case odd == nil && len(query) == 1:
			reading, err = l.Advance(r.Context(), by)
		default:
			err = errors.New("say ?now=2026-03-01T09:00:00Z, ?advance=10m, ?flow=1 or ?hold=true")
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	tell(w, http.StatusOK, reading)
}

// Time is what the clock says of a lab that another process runs.
func Time(ctx context.Context, p Place) (Reading, error) { return clockOf(ctx, p, http.MethodGet, "") }

// SetTime sets the time of such a lab, as Lab.SetTime does.
func SetTime(ctx context.Context, p Place, at time.Time) (Reading, error) {
	return clockOf(ctx, p, http.MethodPost, "?now="+url.QueryEscape(at.UTC().Format(time.RFC3339Nano)))
}

// Advance lets a time pass in such a lab, as Lab.Advance does.
func Advance(ctx context.Context, p Place, by time.Duration) (Reading, error) {
	return clockOf(ctx, p, http.MethodPost, "?advance="+url.QueryEscape(by.String()))
}

// Flow lets the clock of such a lab go on by itself, as Lab.Flow does.
func Flow(ctx context.Context, p Place, rate float64) (Reading, error) {
	return clockOf(ctx, p, http.MethodPost, "?flow="+strconv.FormatFloat(rate, 'f', -1, 64))
}

// Hold lets the changes in such a lab have one second, or gives each its own again, as Lab.Hold does.
func Hold(ctx context.Context, p Place, held bool) (Reading, error) {
	return clockOf(ctx, p, http.MethodPost, "?hold="+strconv.FormatBool(held))
}

func clockOf(ctx context.Context, p Place, method, query string) (r Reading, err error) {
	h, err := p.up(ctx)
	if err != nil {
		return r, err
	}
	if err := p.request(ctx, h.Endpoint, method, "clock"+query, time.Minute, &r); err != nil {
		return r, fmt.Errorf("the clock of the lab %q: %w", p.Name, err)
	}
	return r, nil
}
