// The end of a document: where the evidence lies, how each table is made again, and what happened in order.

package report

import "fmt"

func (w *writer) evidence() error {
	e := &w.c.Evidence
	w.heading(1, "Evidence")
	w.prose(fmt.Sprintf("%s of %s with %s.", sentenceCase(count(int(e.Files), "file")), size(e.Bytes), count(int(e.Records), "record")))
	w.sums(e)
	files := &grid{columns: []string{"file", "size", "sha256", "records", "status", "digest"}}
	n := 0
	for f, err := range w.c.Files {
		if err != nil {
			return err
		}
		if n++; n <= w.limit.files {
			files.row(cut(f.Path), number(f.Size), either(string(f.SHA256), "-"), number(f.Records), f.Status+reasonOf(f.Reason), cut(f.Attested()))
		}
	}
	if n > w.limit.files {
		files.more = w.more(n-w.limit.files, "file", "files")
	}
	w.table(files)
	return nil
}

// sums are the digests by which somebody else can tell whether the case is the same, and the loads that made it.
func (w *writer) sums(e *Evidence) {
	var facts [][2]string
	if e.ContentDigest != "" {
		facts = append(facts, [2]string{"content digest", string(e.ContentDigest)})
	}
	if e.CaseDigest != "" {
		facts = append(facts, [2]string{"case digest", string(e.CaseDigest)})
	}
	if told := e.Verified(); told != "" {
		facts = append(facts, [2]string{"signed digests", told})
	}
	if len(facts) > 0 {
		w.facts(facts)
	}
	loads := &grid{columns: []string{"load", "source", "by", "began", "finished", "flags", "content digest"}}
	for i := range e.Loads {
		l := &e.Loads[i]
		if l.Began == nil {
			continue
		}
		sum := ""
		if l.ContentDigest != "" && len(e.Loads) > 1 {
			sum = string(l.ContentDigest)
		}
		for _, s := range l.Sources {
			loads.row(number(int64(l.Load)), cut(s), "traillab "+l.Version, w.maybe(l.Began, "-"), w.maybe(l.Finished, "not yet"), cut(l.Flags()), sum)
		}
	}
	w.table(loads)
}

func reasonOf(s string) string {
	if s == "" {
		return ""
	}
	return ": " + cut(s)
}

func (w *writer) recipes() {
	w.heading(1, "How to make each table again")
	for _, r := range w.c.Recipes {
		w.heading(3, r.Table)
		if r.SQL == "" || r.Table == "files" {
			w.command(r.Command)
			continue
		}
		w.command(r.Command, "traillab sql "+Word(r.SQL))
	}
}

func (w *writer) timeline() error {
	w.heading(1, "Timeline")
	w.prose("What touched a network, what belongs to a chain, and what the actors of chains did within an hour of them.")
	t := &grid{columns: []string{"time", "what", "call", "error", "by", "from", "event"}}
	n := 0
	for e, err := range w.c.Events {
		if err != nil {
			return err
		}
		if n++; n > w.limit.timeline {
			continue
		}
		what := e.Kind
		if e.Role != "" {
			what = string(e.Role)
		}
		t.row(w.clock(e.Time), what, cut(e.Name), cut(string(e.ErrorCode)), cut(person(string(e.Principal))), cut(string(e.SourceIP)), e.ID)
	}
	if n > w.limit.timeline {
		t.more = w.more(n-w.limit.timeline, "event", "timeline")
	}
	w.table(t)
	return nil
}

// size writes a number of bytes.
func size(n int64) string {
	units := []string{"bytes", "KB", "MB", "GB", "TB"}
	v, u := float64(n), 0
	for v >= 1000 && u < len(units)-1 {
		v, u = v/1000, u+1
	}
	if u == 0 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%.1f %s", v, units[u])
}
