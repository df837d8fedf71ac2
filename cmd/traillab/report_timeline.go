// Reports that are timelines: of a chain they tell its verdict, its losses and where its records lie, so nothing else is asked for.

package main

import "traillab/cmd/traillab/listing"

// tellsTimeline reports whether a form of a report tells the timeline and no more.
func tellsTimeline(form listing.Format) bool {
	switch form {
	case listing.CSV, listing.JSONL, "timesketch", "ocsf":
		return true
	case listing.Table, listing.JSON, listing.Markdown:
	}
	return false
}
