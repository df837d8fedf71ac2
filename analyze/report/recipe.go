// Recipes: for each table of a report, the command and the SQL that make it again. Whoever doubts a line can ask for it.

package report

import (
	"fmt"
	"strings"
	"time"

	"traillab/analyze/trail"
)

// recipes tells them. Where filters have a form that SQL has not, the command alone is told.
func (m *compiler) recipes(c *Case) []Recipe {
	var given strings.Builder
	for _, f := range c.Asked.Filters {
		given.WriteString(" --" + f.Flag)
		if f.Value != "" {
			given.WriteString(" " + Word(f.Value))
		}
	}
	run := func(what string) string { return strings.TrimSpace("traillab "+what+" "+m.o.Base) + given.String() }
	bare := func(what string) string { return strings.TrimSpace("traillab " + what + " " + m.o.Base) }
	where, plain := conditions(m.o.Filter, m.end)
	ask := func(columns, rest string) string {
		if !plain {
			return ""
		}
		return "SELECT " + columns + " FROM events" + where + " " + rest
	}
	list := []Recipe{
		{"coverage", run("coverage"), ask("date_trunc('hour', event_time) AS hour, account, region, count(*) AS events", "GROUP BY ALL ORDER BY ALL")},
		{"chains", run("chains"), ""},
		{"impact", bare("impact CHAIN"), ""},
		{"networks", bare("topology --vpc VPC --at TIME"), ""},
		{"sessions", run("who"), ""},
		{"role chains", bare("who --trace KEY"), ""},
		{"attempts and loose detachments", run("detachments"), ""},
		{"timeline", run("report --format csv"), ""},
		{
			"all events", run("timeline"),
			ask("event_time, event_name, error_code, principal, source_ip, region, resource_ids, event_id", "ORDER BY event_time, event_id, account"),
		},
		{"records", bare("show EVENT_ID"), "SELECT event_id, file, file_sha256, record_offset, record_length FROM events WHERE event_id = 'EVENT_ID'"},
		{"files", bare("sql 'SELECT path, size, sha256, status, records FROM files ORDER BY path'"), "SELECT path, size, sha256, status, records FROM files ORDER BY path"},
	}
	if !m.o.Passing { // only a case that is kept has one
		list = append(list, Recipe{"content digest", bare("manifest"), ""})
	}
	return list
}

// conditions is a filter as a WHERE clause, and whether all of it could be said.
func conditions(f trail.Filter, newest time.Time) (clause string, whole bool) {
	var all []string
	among := func(column string, values []string) {
		var quoted []string
		for _, v := range values {
			quoted = append(quoted, "'"+strings.ReplaceAll(v, "'", "''")+"'")
		}
		if len(quoted) > 0 {
			all = append(all, column+" IN ("+strings.Join(quoted, ", ")+")")
		}
	}
	const form = "2006-01-02 15:04:05.999999"
	if f.From.Set() {
		all = append(all, fmt.Sprintf("event_time >= TIMESTAMP '%s'", f.From.Resolve(newest).UTC().Format(form)))
	}
	if f.Until.Set() {
		all = append(all, fmt.Sprintf("event_time < TIMESTAMP '%s'", f.Until.Resolve(newest).UTC().Format(form)))
	}
	among("account", f.Accounts)
	among("region", f.Regions)
	among("access_key_id", f.AccessKeys)
	among("event_name", f.Names)
	var addresses []string
	for _, p := range f.Addresses {
		if !p.IsSingleIP() {
			return "", false
		}
		addresses = append(addresses, p.Addr().String())
	}
	among("source_ip", addresses)
	if f.Errors {
		all = append(all, "error_code IS NOT NULL")
	}
	if f.Writes {
		all = append(all, "read_only IS NOT TRUE")
	}
	if len(f.Principals)+len(f.Resources)+len(f.VPCs)+len(f.Words) > 0 || f.After > 0 {
		return "", false
	}
	if len(all) == 0 {
		return "", true
	}
	return " WHERE " + strings.Join(all, " AND "), true
}

// Word is a text as one word of a shell.
func Word(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
