// Time in a scenario: when it begins, and spans that count from there.

package scenario

import (
	"time"
)

func (r *reader) clock() {
	c := &r.s.Clock
	if _, err := time.Parse(time.RFC3339, c.Start); err != nil {
		r.wrong("$.clock.start", `start: %q is no time: write it in full and in quotes, as "2026-03-01T09:00:00Z"`, c.Start)
	}
	r.oneOf("$.clock.mode", "mode", c.Mode, "virtual", "real")
	if c.Hold && c.Mode == "real" {
		r.wrong("$.clock.hold", "hold: nobody holds the machine's clock: write hold without mode: real")
	}
	if c.Scale < 0 {
		r.wrong("$.clock.scale", "scale: %d is too small: write how many seconds of the story one second is, 1 or more", c.Scale)
	}
	r.length("$.clock.step", "step", c.Step)
	r.length("$.clock.before", "before", c.Before)
	r.length("$.clock.jitter", "jitter", c.Jitter)
}

// span reads a span of time, which may be negative; an empty one is 0. A complaint makes ok false.
func (r *reader) span(path, what, text string) (d time.Duration, ok bool) {
	if text == "" {
		return 0, true
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		r.wrong(path, "%s: %q is no span of time: write 90s, 10m, 2h or 1h30m", what, text)
	}
	return d, err == nil
}

// length reads a span of time that is not negative.
func (r *reader) length(path, what, text string) time.Duration {
	d, _ := r.span(path, what, text)
	if d < 0 {
		r.wrong(path, "%s: %q is less than nothing: write a span as 10m", what, text)
		return 0
	}
	return d
}

// some reads a span of time that is more than nothing; an empty one is not asked for.
func (r *reader) some(path, what, text, example string) {
	if d, ok := r.span(path, what, text); text != "" && ok && d <= 0 {
		r.wrong(path, "%s: %q is no time at all: write a span as %s", what, text, example)
	}
}

// moment reads a time since the start that lies no further back than the setup.
func (r *reader) moment(path, what, text string) (time.Duration, bool) {
	d, ok := r.span(path, what, text)
	if ok && d < -before(r.s) {
		r.wrong(path, "%s: %s is before the setup, which begins %s before the start: see clock.before", what, text, before(r.s))
		return 0, false
	}
	return d, ok
}

// before is how long before the start the setup begins.
func before(s *Scenario) time.Duration {
	d, err := time.ParseDuration(s.Clock.Before)
	if err != nil {
		return 0
	}
	return max(d, 0)
}
