// Sheets: the answer to a question of the user's own, drawn, and one row of it whole.

package tui

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// viewColumns are the columns of the view events, for who writes a question.
const viewColumns = "event_id event_time event_name event_source event_type event_category region account principal identity_type access_key_id session_name " +
	"issuer_arn invoked_by source_ip user_agent error_code error_message read_only request_parameters response_elements additional_event_data resources record file " +
	"file_sha256 record_offset record_length resource_ids repaired"

// columnWords completes the name of a column.
func columnWords(before string) (stem string, words []string) {
	stem = before[strings.LastIndexAny(before, " ,()=<>")+1:]
	if stem == "" {
		return "", nil
	}
	return stem, append(strings.Fields(viewColumns), "events")
}

// shownValue is a value as a table shows it.
func shownValue(v view, value any) string {
	switch x := value.(type) {
	case nil:
		return "null"
	case string:
		return x
	case time.Time:
		return v.clock(x)
	case []any, map[string]any:
		if text, err := json.Marshal(x); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(value)
}

func (a *asked) render(v view) []line {
	if a.asker == nil {
		return []line{
			told(toneUnknown, "There is no database to ask here."),
			told(tonePlain, "An archive that is read with --source can be asked with traillab sql --source; traillab load keeps a case for this page."),
		}
	}
	if a.query == "" {
		return a.intro(v)
	}
	out := []line{line{}.add(toneKey, "sql ").add(tonePlain, a.query), {}}
	switch {
	case a.err != nil:
		return append(out, troubled(a.err, v.w)...)
	case a.answer == nil && v.busy:
		return append(out, told(toneFaint, "asking … (esc stops it)"))
	case a.answer == nil || len(a.answer.columns) == 0:
		return append(out, told(toneUnknown, "There is no answer."))
	case a.table.rows == 0:
		return append(out, told(tonePlain, "No rows. That says nothing about time of which there are no logs: page 1 shows where those are."))
	}
	out = append(out, a.table.render(v.w, func(i int) []cell { return a.cells(v, i) })...)
	return append(out, a.foot())
}

// intro says what can be asked.
func (a *asked) intro(v view) []line {
	var out []line
	for _, text := range wrap("s writes a question in DuckDB's SQL over the view events: one SELECT. The case cannot be changed by it, and files and the network are "+
		"out of its reach. It may take 1 GB of memory; esc stops it.", v.w) {
		out = append(out, told(tonePlain, "%s", text))
	}
	out = append(out, line{}, told(toneHead, "Columns"))
	for _, text := range wrap(viewColumns, v.w-2) {
		out = append(out, told(tonePlain, "  %s", text))
	}
	out = append(out, line{}, told(toneHead, "For example"))
	for _, text := range []string{
		"SELECT event_name, count(*) FROM events GROUP BY 1 ORDER BY 2 DESC",
		"SELECT event_time, event_id FROM events WHERE source_ip = '203.0.113.7'",
		"SELECT principal, min(event_time), max(event_time) FROM events GROUP BY 1",
	} {
		out = append(out, told(tonePlain, "  %s", text))
	}
	for i := len(a.before) - 1; i >= 0 && len(out) < v.h-1; i-- {
		if i == len(a.before)-1 {
			out = append(out, line{}, told(toneHead, "Asked before"))
		}
		out = append(out, told(tonePlain, "  %s", a.before[i]))
	}
	return out
}

func (a *asked) cells(v view, i int) []cell {
	out := make([]cell, len(a.answer.columns))
	row, ok := a.at(i)
	if !ok {
		out[0] = cell{tone: toneFaint, text: "…"}
	}
	for n, value := range row {
		if out[n] = (cell{text: shownValue(v, value)}); value == nil {
			out[n].tone = toneFaint
		}
	}
	return out
}

func (a *asked) under() (field, value string) {
	row, ok := a.at(a.table.at)
	if !ok {
		return "", ""
	}
	if row[a.table.column] == nil {
		return a.table.columns[a.table.column].field, ""
	}
	return a.table.under(func(i int) []cell { return a.cells(view{}, i) })
}

func (a *asked) row() string {
	row, ok := a.at(a.table.at)
	if !ok {
		return ""
	}
	members := map[string]any{}
	for i, name := range a.answer.columns {
		members[name] = row[i]
	}
	text, err := json.Marshal(members)
	if err != nil {
		return ""
	}
	return string(text)
}

// sheetRow is the page of one row, a column after the other.
type sheetRow struct {
	columns []string
	cells   []any
	at      int
	notes   scroller
}

func (r *sheetRow) title() string           { return fmt.Sprintf("row %d", r.at+1) }
func (r *sheetRow) bindings() []binding     { return r.notes.bindings() }
func (r *sheetRow) ask() []question         { return nil }
func (r *sheetRow) take(string, any, error) {}
func (r *sheetRow) resize(_, h int)         { r.notes.high = h }
func (r *sheetRow) scroll(by int)           { r.notes.move(by) }

func (r *sheetRow) render(v view) []line {
	var out []line
	for i, name := range r.columns {
		out = append(out, told(toneHead, "%s", name))
		for _, text := range wrap(shownValue(v, r.cells[i]), v.w-2) {
			out = append(out, told(tonePlain, "  %s", text))
		}
	}
	return r.notes.render(out)
}
