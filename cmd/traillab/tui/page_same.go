// Same: how to get what a page shows without it, as a command and as SQL, for the notes of an investigation.

package tui

import (
	"context"
	"strings"

	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// samePage is the page of the two.
type samePage struct {
	same  same
	asked bool
	sql   string
	err   error
	w     int
}

// newSame makes the page; place are the flags that name the case, which go behind the name of the command.
func newSame(s same, place []string) page {
	program, rest, _ := strings.Cut(s.command, " ")
	verb, rest, _ := strings.Cut(rest, " ")
	words := []string{program, verb}
	for _, flag := range place {
		words = append(words, quoted(flag))
	}
	s.command = strings.TrimSpace(strings.Join(append(words, rest), " "))
	return &samePage{same: s}
}

func (s *samePage) title() string   { return "Same" }
func (s *samePage) resize(w, _ int) { s.w = w }
func (s *samePage) retry()          { s.asked, s.sql, s.err = false, "", nil }

func (s *samePage) ask() []question {
	if s.asked || s.same.sql == nil {
		return nil
	}
	s.asked = true
	return []question{{"sql", func(ctx context.Context) (any, error) { return s.same.sql(ctx) }}}
}

func (s *samePage) take(_ string, answer any, err error) {
	s.sql, _ = answer.(string)
	s.err = err
}

func (s *samePage) bindings() []binding {
	return []binding{
		{[]string{"y", "c"}, "copy command", "copy the command", func() intent {
			return intent{copy: harmless(s.same.command), say: "the command was handed to the terminal's clipboard"}
		}},
		{[]string{"Y", "s"}, "copy SQL", "copy the SQL", func() intent {
			if s.sql == "" {
				return intent{say: "there is no SQL to copy"}
			}
			return intent{copy: harmless(s.sql), say: "the SQL was handed to the terminal's clipboard"}
		}},
	}
}

func (s *samePage) render(v view) []line {
	out := []line{told(toneHead, "On the command line"), {}}
	for _, text := range wrap(s.same.command, v.w-2) {
		out = append(out, told(tonePlain, "  %s", text))
	}
	out = append(out, line{}, told(toneHead, "As SQL, for traillab sql"), line{})
	switch {
	case s.err != nil:
		out = append(out, troubled(s.err, v.w)...)
	case s.same.sql == nil:
		out = append(out, told(toneUnknown, "  SQL cannot say it."))
	case s.sql == "":
		out = append(out, told(toneFaint, "  asking …"))
	}
	for text := range strings.SplitSeq(s.sql, "\n") {
		for _, part := range wrap(text, v.w-2) {
			out = append(out, told(tonePlain, "  %s", part))
		}
	}
	if s.same.why != "" {
		out = append(out, line{})
		for _, text := range wrap(s.same.why, v.w-2) {
			out = append(out, told(toneFaint, "  %s", text))
		}
	}
	return out
}

// sameEvents is the timeline under a filter, elsewhere.
func sameEvents(l Lister, f trail.Filter) same {
	narrowed, rest := flags(f)
	out := same{command: strings.Join(append([]string{"traillab timeline"}, narrowed...), " ")}
	if len(rest) > 0 {
		out.why = "The command cannot say " + strings.Join(rest, ", ") + "; the SQL does."
	}
	if l != nil {
		out.sql = func(ctx context.Context) (string, error) {
			where, err := l.Predicate(ctx, f)
			if err != nil {
				return "", err
			}
			return "SELECT event_time, event_name, error_code, principal, source_ip, region, account, resource_ids, event_id\nFROM events\nWHERE " + where + "\nORDER BY event_time, event_id", nil
		}
	}
	return out
}

// harmless is a text of several lines that does nothing where it is pasted.
func harmless(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = listing.Safe(lines[i])
	}
	return strings.Join(lines, "\n")
}
