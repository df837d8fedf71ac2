// The schema of a case: numbered migrations, each run once in a transaction of its own and remembered.

package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// columnsDigest is the digest of all columns of a case after the last migration. Whoever changes the schema writes it here, and what
// else the change needs: a migration, or a sentence to those whose cases cannot be brought up to date.
const columnsDigest = "4754f92f02605ccd75dd69b7e9cefc34"

// viewsDigest is the digest of its views and macros, as the DuckDB in use writes them; slowViewsDigest is that of the views of schema 2,
// which say the same and take longer.
const (
	viewsDigest     = "6ff17840c463ad0dcddf8977a9938e30"
	slowViewsDigest = "e93bf49c0d5585af502dd9f518dfdcc7"
)

// readSince is the oldest schema that questions are asked of as it is: what came later changed how views are planned, not what they
// say. Nobody has to write to a case that is evidence in order to read it.
const readSince = 2

// migration is one numbered file of sql/schema.
type migration struct {
	number int
	text   string
}

func migrations() ([]migration, error) {
	names, err := fs.Glob(statements, "sql/schema/*.sql")
	if err != nil {
		return nil, err
	}
	list := make([]migration, 0, len(names))
	for _, name := range names {
		prefix, _, _ := strings.Cut(path.Base(name), "_")
		number, err := strconv.Atoi(prefix)
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", name, err)
		}
		b, err := fs.ReadFile(statements, name)
		if err != nil {
			return nil, err
		}
		list = append(list, migration{number, string(b)})
	}
	return list, nil
}

// migrate brings the case to the newest schema. A case of a newer program is left alone.
func (s *Store) migrate(ctx context.Context) error {
	known, others, err := s.tables(ctx)
	if err != nil {
		return err
	}
	if !known && others > 0 {
		return s.foreign()
	}
	if err := s.exec(ctx, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER NOT NULL)"); err != nil {
		return s.explain(err)
	}
	current, err := s.version(ctx)
	if err != nil {
		return err
	}
	list, err := migrations()
	if err != nil {
		return err
	}
	if newest := list[len(list)-1].number; current > newest {
		return s.newer(current, newest)
	}
	for _, m := range list {
		if m.number <= current {
			continue
		}
		if err := s.transact(ctx, func() error {
			if err := s.exec(ctx, m.text); err != nil {
				return err
			}
			return s.exec(ctx, "INSERT INTO schema_version VALUES (?)", m.number)
		}); err != nil {
			return fmt.Errorf("schema %d of %s: %w", m.number, s.path, err)
		}
	}
	return s.checkLayout(ctx, viewsDigest)
}

// checkLayout refuses a case that has the number of the newest schema and other columns: before the first release, the schema was
// changed and its number was not. The views are to have the digest.
func (s *Store) checkLayout(ctx context.Context, views string) error {
	var found string
	if err := s.inquire(ctx, statement("ask/layout"), &found); err != nil {
		return s.explain(err)
	}
	if found == columnsDigest {
		return s.checkViews(ctx, views)
	}
	return fmt.Errorf("database %s was written by an older traillab: load the archive again into a new file with: traillab load SOURCE --db FILE", s.path)
}

// checkViews refuses a case whose views or macros say something else than this program's: answers are made of them, and they have
// no rows that the case digest could be over.
func (s *Store) checkViews(ctx context.Context, wanted string) error {
	var found string
	if err := s.inquire(ctx, statement("ask/views"), &found); err != nil {
		return s.explain(err)
	}
	if found == wanted {
		return nil
	}
	return fmt.Errorf("database %s has views that are not those of this program: somebody has changed them, or an older traillab made them; "+
		"load the archive again into a new file with: traillab load SOURCE --db FILE", s.path)
}

// checkVersion refuses a file that is no case, a case of a newer program, and one that needs a migration first.
func (s *Store) checkVersion(ctx context.Context) error {
	known, others, err := s.tables(ctx)
	switch {
	case err != nil:
		return err
	case !known && others == 0:
		return fmt.Errorf("database %s holds nothing yet, as a load leaves it that is killed in its first moments: load again with: traillab load SOURCE --db %s", s.path, s.path)
	case !known:
		return s.foreign()
	}
	current, err := s.version(ctx)
	if err != nil {
		return err
	}
	list, err := migrations()
	if err != nil {
		return err
	}
	switch newest := list[len(list)-1].number; {
	case current > newest:
		return s.newer(current, newest)
	case current < readSince:
		return fmt.Errorf("database %s has schema %d, this program needs %d: bring it up to date with: traillab load SOURCE --db %s", s.path, current, newest, s.path)
	case current < newest:
		return s.checkLayout(ctx, slowViewsDigest)
	}
	return s.checkLayout(ctx, viewsDigest)
}

// tables says whether the file has the table that every case has, and how many others.
func (s *Store) tables(ctx context.Context) (known bool, others int, err error) {
	const count = "SELECT count(*) FILTER (table_name = 'schema_version') > 0, count(*) FILTER (table_name <> 'schema_version') FROM duckdb_tables() WHERE database_name = 'evidence'"
	if err := s.inquire(ctx, count, &known, &others); err != nil {
		return false, 0, s.explain(err)
	}
	return known, others, nil
}

func (s *Store) foreign() error {
	return fmt.Errorf("%s is a DuckDB file but no traillab case: name another with --db", s.path)
}

func (s *Store) newer(current, newest int) error {
	return fmt.Errorf("database %s has schema %d, made by a newer traillab (this one knows up to %d): use that one", s.path, current, newest)
}

func (s *Store) version(ctx context.Context) (int, error) {
	var number int
	err := s.inquire(ctx, "SELECT coalesce(max(number), 0) FROM evidence.main.schema_version", &number)
	if err != nil {
		return 0, s.explain(err)
	}
	return number, nil
}

// inquire asks one row about the case from outside of it: within, a macro of the case stands before DuckDB's own function of that name, and
// could answer for it.
func (s *Store) inquire(ctx context.Context, query string, places ...any) (err error) {
	if err := s.exec(ctx, "USE memory.main"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.exec(ctx, "USE evidence")) }()
	return s.conn.QueryRowContext(ctx, query).Scan(places...)
}

// transact runs work inside one transaction: all of it or nothing.
func (s *Store) transact(ctx context.Context, work func() error) error {
	s.digests, s.roster = nil, ""
	if err := s.exec(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	err := work()
	if err == nil {
		err = s.exec(ctx, "COMMIT")
	}
	if err == nil {
		return nil
	}
	// The context may be what ended the work; the way back must not depend on it. After a COMMIT that DuckDB itself
	// gave up there is nothing left to go back from.
	if back := s.exec(context.WithoutCancel(ctx), "ROLLBACK"); back != nil && !strings.Contains(back.Error(), "no transaction is active") {
		return fmt.Errorf("%w (and the way back: %w)", err, back)
	}
	return err
}
