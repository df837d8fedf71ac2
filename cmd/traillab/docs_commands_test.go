// Commands that are printed: whoever copies one from a playbook, a story, a page or a message finds it in the command tree, with
// every flag that it has.

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// printing are the files in which commands are printed.
var printing = []string{".md", ".yaml", ".txt", ".go"}

func TestDocsCommandsExist(t *testing.T) {
	root := newApp(&newWorld().env).root()
	root.InitDefaultHelpCmd()
	found := map[string]int{}
	for _, room := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "samples", "simulate", "cmd", "localstack", "analyze"} {
		err := filepath.WalkDir(filepath.Join("../..", room), func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "AWSLogs"):
				return fs.SkipDir
			case d.IsDir() || !slices.Contains(printing, filepath.Ext(file)) || strings.HasSuffix(file, "_test.go"):
				return nil
			}
			text, err := os.ReadFile(file)
			for _, c := range commandsIn(file, string(text)) {
				if why := mistaken(root, c); why != "" {
					t.Errorf("%s: %s: %s", file, c.text, why)
				}
				found[filepath.Ext(file)]++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found[".md"] < 100 || found[".yaml"] < 10 || found[".go"] < 40 {
		t.Errorf("only so many commands were found: %v", found)
	}
}

// command is one that a text has. It is sure where it cannot be the subject of a sentence.
type command struct {
	text string
	sure bool
}

var (
	mention = regexp.MustCompile(`(?:^|[\s"'` + "`" + `(])traillab ((?:-[a-z-]|[a-z])[^\n` + "`" + `|;&#<>]*)`)
	fence   = regexp.MustCompile("(?ms)^```.*?^```")
	remark  = regexp.MustCompile(`(?m)^\s*//.*$|  +# .*$`)
	literal = regexp.MustCompile("\"(?:[^\"\\\\\n]|\\\\.)*\"|`[^`]*`") // of a program
	filler  = regexp.MustCompile(`%[a-z]|\\n`)
)

// commandsIn are the commands in a file, each up to what cannot belong to it.
func commandsIn(file, text string) []command {
	text = remark.ReplaceAllString(text, "")
	if filepath.Ext(file) == ".go" {
		text = filler.ReplaceAllString(strings.Join(literal.FindAllString(text, -1), "\n"), " ")
	}
	text = strings.ReplaceAll(text, "\\\n", " ")
	code := fence.FindAllStringIndex(text, -1)
	var all []command
	for _, at := range mention.FindAllStringSubmatchIndex(text, -1) {
		sure := filepath.Ext(file) == ".yaml" || text[at[0]] == '`' && filepath.Ext(file) == ".md" ||
			filepath.Base(file) != "cli.md" && slices.ContainsFunc(code, func(c []int) bool { return c[0] < at[0] && at[1] < c[1] })
		for _, one := range strings.Split(text[at[2]:at[3]], " traillab ") {
			all = append(all, command{"traillab " + one, sure})
		}
	}
	return all
}

// mistaken says what the command tree does not have of a command.
func mistaken(root *cobra.Command, one command) string {
	c := root
	for _, word := range strings.Fields(one.text)[1:] {
		end := strings.TrimRight(word, `.,:;)}"'\`)
		below := slices.IndexFunc(c.Commands(), func(sub *cobra.Command) bool { return sub.Name() == end })
		switch {
		case strings.HasPrefix(end, "-"):
			if why := noFlag(c, end); why != "" {
				return why
			}
		case below >= 0:
			c = c.Commands()[below]
		case c == root && one.sure:
			return fmt.Sprintf("there is no command %q", end)
		case c == root:
			return ""
		case c.HasSubCommands() && one.sure && regexp.MustCompile(`^[a-z]+$`).MatchString(word):
			return fmt.Sprintf("%s has no command %q", c.CommandPath(), end)
		}
		if end != word && !strings.HasSuffix(word, `"`) && !strings.HasSuffix(word, `'`) { // the sentence goes on, or ends
			return ""
		}
	}
	return ""
}

// noFlag says that a command has not a flag.
func noFlag(c *cobra.Command, word string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	c.InitDefaultHelpFlag()
	flags := c.Flags()
	flags.AddFlagSet(c.InheritedFlags())
	known := flags.Lookup(name) != nil
	if !strings.HasPrefix(word, "--") {
		known = len(name) == 0 || flags.ShorthandLookup(name[:1]) != nil
	}
	if known {
		return ""
	}
	return fmt.Sprintf("%s has no flag %s", c.CommandPath(), word)
}
