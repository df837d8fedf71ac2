// Lines of events: what a row of a timeline says.

package tui

import (
	"strings"

	"traillab/analyze/trail"
)

// eventLine is a row of an event, and of its retries.
func eventLine(v view, e *trail.Event, g group) []cell {
	name, level := g.times(e.Name), tonePlain
	if e.Recovered {
		name, level = name+" (recovered)", toneUnknown
	}
	if e.ReadOnly != trail.Yes && level == tonePlain {
		level = toneStrong
	}
	return []cell{
		{text: v.clock(e.Time)},
		{level, name, e.Name},
		{tone: toneBad, text: e.ErrorCode},
		{text: shortPrincipal(e.Principal), value: e.Principal},
		{text: e.SourceIP},
		{text: e.Region},
		{text: e.Account},
		{text: strings.Join(e.IDs, " "), value: first(e.IDs)},
		{text: e.UserAgent},
		{text: strings.TrimSuffix(e.Source, ".amazonaws.com"), value: e.Source},
		{text: e.AccessKeyID},
		{text: e.ID},
	}
}

// shortPrincipal is an ARN without what stands before the name: arn:aws:iam::111122223333:user/alice is user/alice.
func shortPrincipal(arn string) string {
	const parts = 6
	if split := strings.SplitN(arn, ":", parts); len(split) == parts && split[0] == "arn" {
		return split[parts-1]
	}
	return arn
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
