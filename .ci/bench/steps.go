// The steps of the benchmark, one for each promise.

package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

func (b *bench) database(name string) string { return filepath.Join(b.work, name+".duckdb") }

func (b *bench) loading(archive, database string) command {
	return command{
		name:  "load",
		clear: []string{database, database + ".wal", database + ".tmp"},
		args:  []string{b.traillab, "load", filepath.Join(archive, "AWSLogs"), "--db", database, "-q"},
	}
}

func (b *bench) load() error {
	archive, err := b.archive(b.events, b.events/150)
	if err != nil {
		return err
	}
	ours := b.loading(archive, b.database("case"))
	rivalDB := b.database("rival")
	rival := command{
		name:  "rival",
		clear: []string{rivalDB, rivalDB + ".wal"},
		env:   []string{"TRAILLAB_RIVAL=" + b.rival + "\n" + filepath.Join(archive, "AWSLogs/**/*.json.gz") + "\n" + rivalDB},
		args:  []string{b.store, "-test.run", "^TestRival$"},
	}
	figures, err := b.measure(ours, rival)
	if err != nil {
		return err
	}
	mine, other := figures[0], figures[1]
	b.line("| load of %d records, against DuckDB's own JSON reader | **%.2f** of its processor time (%.1f s to %.1f s; clock %.1f s to %.1f s) | 0.55, stretch 0.40 |",
		b.events, ratio(mine, other), median(of(mine, cpu)).Seconds(), median(of(other, cpu)).Seconds(), median(of(mine, wall)).Seconds(), median(of(other, wall)).Seconds())
	b.line("| peak memory of that load | **%d MB** (the other: %d MB) | 600 MB |", median(of(mine, peak))>>20, median(of(other, peak))>>20)
	if !b.big {
		return nil
	}
	large, err := b.archive(10*b.events, 10*b.events/150)
	if err != nil {
		return err
	}
	c := b.loading(large, b.database("large"))
	f, err := c.run()
	if err != nil {
		return err
	}
	b.line("| load of %d records (one run) | **%d MB**, %.1f s of processor time, clock %.1f s | 600 MB |", 10*b.events, f.memory>>20, f.cpu.Seconds(), f.wall.Seconds())
	return nil
}

func (b *bench) firstAnswer() error {
	archive, err := b.archive(b.events, b.events/150)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	figures, err := b.measure(
		command{name: "detachments --source", args: []string{b.traillab, "detachments", "--source", filepath.Join(archive, "AWSLogs"), "-q"}},
		command{name: "inflate", args: []string{self, "-inflate", archive}})
	if err != nil {
		return err
	}
	b.line("| `detachments --source`, against inflating the files alone | **%.2f** of its processor time (%.2f s to %.2f s) | 2 |",
		ratio(figures[0], figures[1]), median(of(figures[0], cpu)).Seconds(), median(of(figures[1], cpu)).Seconds())
	return nil
}

// answers measures questions from the start of the process to the last byte, on the case and on ten times the rows.
func (b *bench) answers() error {
	known, err := b.truth(b.events)
	if err != nil {
		return err
	}
	questions := []struct {
		args   []string
		target string
	}{
		{[]string{"detachments"}, "about 150 ms; ten times the rows: 1.5 ×"},
		{[]string{"timeline", "--principal", known.Principal.ARN}, "about 200 ms; ten times the rows: 1.5 ×"},
	}
	for _, q := range questions {
		ask := func(database string) command {
			return command{name: q.args[0], args: append(append([]string{b.traillab}, q.args...), "--db", b.database(database), "-q")} // as people ask: a table
		}
		if !b.big {
			figures, err := b.measure(ask("case"))
			if err != nil {
				return err
			}
			b.line("| `%s` | clock **%d ms** | %s |", q.args[0], median(of(figures[0], wall)).Milliseconds(), q.target)
			continue
		}
		figures, err := b.measure(ask("case"), ask("large"))
		if err != nil {
			return err
		}
		small, large := median(of(figures[0], wall)), median(of(figures[1], wall))
		b.line("| `%s` | clock **%d ms**; on %d records %d ms, **%.2f ×** | %s |", q.args[0], small.Milliseconds(), 10*b.events, large.Milliseconds(), float64(large)/float64(small), q.target)
	}
	return nil
}

// tinyFiles cuts the same records into 1,000 files and into 30,000.
func (b *bench) tinyFiles() error {
	many, err := b.archive(b.tiny, b.tiny/10)
	if err != nil {
		return err
	}
	few, err := b.joined(many, max(1, b.tiny/300))
	if err != nil {
		return err
	}
	figures, err := b.measure(b.loading(many, b.database("many")), b.loading(few, b.database("few")))
	if err != nil {
		return err
	}
	b.line("| %d records in %d files, against %d files | **%.2f** of the processor time (%.1f s to %.1f s) | 2 |",
		b.tiny, b.tiny/10, max(1, b.tiny/300), ratio(figures[0], figures[1]), median(of(figures[0], cpu)).Seconds(), median(of(figures[1], cpu)).Seconds())
	return nil
}

// joined writes the records of an archive into fewer files.
func (b *bench) joined(archive string, files int) (string, error) {
	dir := archive + "-joined"
	if _, err := os.Stat(filepath.Join(dir, "done")); err == nil {
		return dir, nil
	}
	var paths []string
	err := filepath.WalkDir(archive, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".json.gz") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	per := (len(paths) + files - 1) / files
	for n := 0; len(paths) > 0; n++ {
		part := paths[:min(per, len(paths))]
		paths = paths[len(part):]
		if err := join(part, filepath.Join(dir, "AWSLogs", fmt.Sprintf("%05d.json.gz", n))); err != nil {
			return "", err
		}
	}
	return dir, os.WriteFile(filepath.Join(dir, "done"), nil, 0o644)
}

// join writes as it reads: what this process has in memory at most counts for those that it starts, too.
func join(paths []string, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	between := `{"Records":[`
	for _, path := range paths {
		text, err := inflateFile(path)
		if err != nil {
			return err
		}
		records := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(text)), `{"Records":[`), `]}`)
		if records == "" {
			continue
		}
		if _, err := io.WriteString(z, between+records); err != nil {
			return err
		}
		between = ","
	}
	if between != "," {
		return fmt.Errorf("%s: no records to join", to)
	}
	if _, err := io.WriteString(z, "]}"); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}
