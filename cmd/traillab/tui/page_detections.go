// Detections: what rules found. None are installed, and that is what the page says: nothing found by no rule is no finding.

package tui

// detections is the page of them.
type detections struct{}

func newDetections(*Doors) page { return &detections{} }

func (*detections) title() string           { return "Detections" }
func (*detections) ask() []question         { return nil }
func (*detections) take(string, any, error) {}
func (*detections) resize(int, int)         {}

func (*detections) bindings() []binding {
	return []binding{
		{[]string{"c"}, "chains", "the chains, which need no rules", func() intent { return intent{to: "chains"} }},
		{[]string{"s"}, "sql", "ask in SQL what a rule would look for", func() intent { return intent{to: "sql"} }},
	}
}

func (*detections) render(v view) []line {
	out := []line{told(toneUnknown, "No rules are installed: nothing was matched against any."), {}}
	for _, text := range wrap("Nothing follows from that there are no detections. They are matches of Sigma rules; this version has no engine for them yet. What cuts one thing off from another is found without "+
		"rules: the chains (2) and what they cost (3) rest on the calls themselves. What a rule would look for can be asked as a filter (/) or in SQL (9).", v.w) {
		out = append(out, told(tonePlain, "%s", text))
	}
	return out
}
