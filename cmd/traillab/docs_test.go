// Documents that are made from the program itself, and the proof that they are current.

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write golden files and generated documents again")

// current holds a generated file against what it should be; with -update it writes the file.
func current(t *testing.T, path string, want []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not current (%v): make golden writes it again", path, err)
	}
}

func TestCommandReferenceIsCurrent(t *testing.T) {
	current(t, "../../docs/cli.md", []byte(reference()))
}

// reference writes the command tree as Markdown.
func reference() string {
	cobra.EnableCommandSorting = false // as main does
	root := newApp(&newWorld().env).root()
	var b strings.Builder
	b.WriteString("<!-- Generated from the command tree by \"make golden\"; do not edit. -->\n\n# Commands\n\n")
	fmt.Fprintf(&b, "```\n%s\n```\n\n", root.Long)
	b.WriteString("The flags of every command:\n\n")
	flagTable(&b, root.PersistentFlags(), nil)
	b.WriteString("\nThe filters. Different ones narrow, a repeated one widens:\n\n")
	filters := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&filterFlags{}).add(filters)
	flagTable(&b, filters, nil)
	for _, g := range root.Groups() {
		fmt.Fprintf(&b, "\n## %s\n", strings.TrimSuffix(g.Title, ":"))
		for _, c := range root.Commands() {
			if c.GroupID == g.ID {
				describe(&b, c, filters, "###")
			}
		}
	}
	return b.String()
}

// describe writes one command and those below it.
func describe(b *strings.Builder, c *cobra.Command, filters *pflag.FlagSet, heading string) {
	fmt.Fprintf(b, "\n%s %s\n\n%s.\n", heading, c.CommandPath(), c.Short)
	if c.Runnable() {
		fmt.Fprintf(b, "\n```\n%s\n```\n", c.UseLine())
	}
	if c.Long != "" {
		fmt.Fprintf(b, "\n%s\n", c.Long)
	}
	if c.Example != "" {
		fmt.Fprintf(b, "\n```\n%s\n```\n", c.Example)
	}
	own := c.LocalFlags()
	if same(own.Lookup("vpc"), filters) {
		b.WriteString("\nTakes the filters.\n")
	}
	if own.HasAvailableFlags() {
		b.WriteString("\n")
		flagTable(b, own, filters)
	}
	for _, below := range c.Commands() {
		if !below.Hidden {
			describe(b, below, filters, heading+"#")
		}
	}
}

// same reports whether a flag is one of a set, and means the same there.
func same(f *pflag.Flag, set *pflag.FlagSet) bool {
	if f == nil || set == nil {
		return false
	}
	other := set.Lookup(f.Name)
	return other != nil && other.Usage == f.Usage
}

// flagTable lists flags; those that are explained elsewhere are left out.
func flagTable(b *strings.Builder, flags, elsewhere *pflag.FlagSet) {
	b.WriteString("| flag | what it says | default |\n|---|---|---|\n")
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || same(f, elsewhere) {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.Value.Type() != "bool" {
			name += " " + value
		}
		plain := ""
		if !slices.Contains([]string{"false", "[]", "0", ""}, f.DefValue) {
			plain = "`" + f.DefValue + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", name, strings.ReplaceAll(usage, "|", `\|`), plain)
	})
}

// TestStoreIsDescribed wants every table, view and column of a case in the page about the case, under the heading or bold
// name of its table.
func TestStoreIsDescribed(t *testing.T) {
	page, err := os.ReadFile("../../docs/store.md")
	if err != nil {
		t.Fatal(err)
	}
	var columns []struct{ TableName, ColumnName string }
	answer(t, &columns, "sql", `
		SELECT table_name AS "TableName", column_name AS "ColumnName" FROM duckdb_columns()
		WHERE NOT internal AND database_name = 'evidence'`, "--source", "../../samples/gateway-detach/AWSLogs", "--format", "json")
	if len(columns) < 50 {
		t.Fatalf("only %d columns found", len(columns))
	}
	for _, c := range columns {
		if !describes(string(page), c.TableName, c.ColumnName) {
			t.Errorf("docs/store.md does not describe %s.%s", c.TableName, c.ColumnName)
		}
	}
}

// describes reports whether a page names a column after the first mention of its table and before the next table's.
func describes(page, table, column string) bool {
	opening := regexp.MustCompile("(?m)(^## .*|\\*\\*|^The view )`" + table + "`")
	at := opening.FindStringIndex(page)
	if at == nil {
		return false
	}
	about := page[at[1]:]
	if next := regexp.MustCompile("(?m)^## |\\*\\*`|^The view `").FindStringIndex(about); next != nil {
		about = about[:next[0]]
	}
	return strings.Contains(about, "`"+column+"`")
}

// TestLinksLead wants every link between the documents to lead somewhere.
func TestLinksLead(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("../../docs/decisions/*.md")
	if err != nil {
		t.Fatal(err)
	}
	pages = append(append(pages, more...), "../../README.md", "../../CONTRIBUTING.md", "../../CHANGELOG.md", "../../samples/README.md")
	link := regexp.MustCompile(`(?:\]\(|(?:src|href)=")([^)"#\s]+)`)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, found := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(found[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), found[1])); err != nil {
				t.Errorf("%s links to %s: %v", page, found[1], err)
			}
		}
	}
}
