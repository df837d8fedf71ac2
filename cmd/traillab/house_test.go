// The house: who may stand on whom, which dependency comes in by which door, and what every file owes its reader. Each
// rule that is broken is told in a sentence. .golangci.yml says the doors and walls again, for editors.

package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floor is a room and what it may stand on; door is a dependency and the rooms that may import it. A path that ends in
// "/..." takes in what lies below it.
type (
	floor struct {
		room string
		on   []string
	}
	door struct {
		dependency string
		rooms      []string
	}
)

// floors says what each room may stand on, the ground first. A room only names rooms that are listed above it, so
// imports fall.
var floors = []floor{
	{"analyze/plain", nil},
	{"analyze/trail", nil},
	{"analyze/trail/dialect", []string{"analyze/trail"}},
	{"analyze/question", nil},
	{"analyze/archive", []string{"analyze/trail"}},
	{"analyze/mirror", []string{"analyze/archive"}},
	{"analyze/integrity", []string{"analyze/trail"}},
	{"analyze/custody", nil},
	{"analyze/store", []string{"analyze/trail/...", "analyze/question", "analyze/custody"}},
	{"analyze/lake", []string{"analyze/trail/...", "analyze/question"}},
	{"analyze/sigma", []string{"analyze/trail"}},
	{"analyze/topology/telling", []string{"analyze/trail/..."}},
	{"analyze/topology", []string{"analyze/trail/..."}},
	{"analyze/topology/baseline", []string{"analyze/trail/...", "analyze/topology", "analyze/topology/telling"}},
	{"analyze/topology/snapshot", []string{"analyze/trail/...", "analyze/topology"}},
	{"analyze", []string{"analyze/trail/...", "analyze/topology/..."}},
	{"analyze/report", []string{"analyze", "analyze/plain", "analyze/trail/...", "analyze/topology/..."}},
	{"analyze/report/pagetest", []string{"analyze/plain"}},
	{"samples", nil},
	{"localstack/wire/...", nil},
	{"localstack/loopback", nil},
	{"localstack/exchange", []string{"localstack/wire"}},
	{"localstack/grammar", []string{"localstack/wire"}},
	{"localstack/client", []string{"localstack/exchange", "localstack/loopback", "localstack/wire"}},
	{"localstack/identity", []string{"localstack/exchange", "localstack/wire"}},
	{"localstack/policy", []string{"localstack/exchange", "localstack/wire"}},
	{"localstack/gateway", []string{"localstack/exchange", "localstack/loopback", "localstack/wire"}},
	{"localstack/guard", []string{"analyze/trail/...", "analyze/topology/...", "localstack/exchange", "localstack/grammar", "localstack/wire"}},
	{"localstack/recorder", []string{"analyze/trail/...", "localstack/exchange", "localstack/wire"}},
	{"localstack/builtin", []string{"localstack/exchange", "localstack/grammar", "localstack/wire"}},
	{"localstack/overlay", []string{"localstack/exchange", "localstack/policy", "localstack/recorder", "localstack/wire"}},
	{"localstack/bridge", []string{"localstack/exchange", "localstack/wire"}},
	{"localstack/upstream", []string{"localstack/exchange", "localstack/loopback", "localstack/wire"}},
	{"localstack/doctor", []string{"localstack/exchange", "localstack/wire"}},
	{"localstack", slices.Concat([]string{"analyze/topology"}, lab)},
	{"localstack/cloudtest", slices.Concat([]string{"analyze/...", "localstack"}, lab)},
	{"simulate/corpus", []string{"analyze/..."}},
	{"simulate/strict", nil},
	{"simulate/script", nil},
	{"simulate/check", []string{"analyze/...", "simulate/script"}},
	{"simulate/detection", []string{"analyze/..."}},
	{"simulate/scenario", []string{"analyze/...", "simulate/strict", "simulate/script", "simulate/check", "simulate/detection"}},
	{"simulate/playbook", []string{"analyze/...", "simulate/strict", "simulate/script", "simulate/check"}},
	{"simulate/extract", []string{"analyze/...", "simulate/strict", "simulate/script", "simulate/check", "simulate/detection", "simulate/scenario"}},
	{"simulate", []string{"analyze/...", "simulate/strict", "simulate/script", "simulate/check", "simulate/detection", "simulate/scenario", "simulate/playbook"}},
	{"simulate/drill", []string{"analyze/...", "simulate/strict", "simulate/script", "simulate/check", "simulate/detection", "simulate/scenario", "simulate/playbook", "simulate"}},
	{"cmd/traillab/tui", []string{"analyze", "analyze/report", "analyze/plain", "analyze/trail/...", "analyze/topology/...", "cmd/traillab/listing"}},
	{"cmd/traillab/...", []string{"analyze/...", "simulate/...", "localstack/...", "samples"}},
}

// lab are the rooms that a lab is put together from.
var lab = []string{
	"localstack/wire", "localstack/loopback", "localstack/exchange", "localstack/client", "localstack/identity", "localstack/policy",
	"localstack/gateway", "localstack/guard", "localstack/recorder", "localstack/builtin", "localstack/overlay", "localstack/upstream",
	"localstack/bridge", "localstack/doctor",
}

// doors says where each dependency comes in, tests included.
var doors = []door{
	{"database/sql", []string{"analyze/store"}},
	{"github.com/duckdb/duckdb-go", []string{"analyze/store"}},
	{"github.com/aws", []string{"analyze/archive", "localstack/client", "localstack/wire", "localstack/builtin", "localstack/cloudtest"}},
	{"github.com/klauspost/compress", []string{"analyze/archive", "simulate/corpus"}},
	{"github.com/goccy/go-yaml", []string{"simulate/strict"}},
	{"github.com/jmespath/go-jmespath", []string{"simulate/script"}},
	{"github.com/spf13/cobra", []string{"cmd/traillab/..."}},
	{"github.com/spf13/pflag", []string{"cmd/traillab/..."}},
	{"github.com/schollz/progressbar", []string{"cmd/traillab/..."}},
	{"charm.land", []string{"cmd/traillab/tui"}},
	{"github.com/charmbracelet/x/ansi", []string{"cmd/traillab/..."}},
	{"github.com/clipperhouse/displaywidth", []string{"cmd/traillab/..."}},
	{"github.com/rogpeppe/go-internal", []string{"cmd/traillab/..."}},
	{"golang.org/x/term", []string{"cmd/traillab/..."}},
}

const module = "traillab/"

// longest is how many lines a file may have. Beyond it there is a second noun to be found.
const longest = 300

func TestHouse(t *testing.T) {
	root := os.DirFS("../..")
	if _, err := fs.Stat(root, "go.mod"); err != nil {
		t.Fatal(err)
	}
	for _, complaint := range inspect(t, root) {
		t.Error(complaint)
	}
}

// TestFloorsFall holds the list itself to its promise.
func TestFloorsFall(t *testing.T) {
	for i, floor := range floors {
		for _, on := range floor.on {
			for _, later := range floors[i:] {
				if within(strings.TrimSuffix(later.room, "/..."), on) {
					t.Errorf("%s stands on %s, which is not listed above it", floor.room, later.room)
				}
			}
		}
	}
}

// inspect walks a tree and returns every complaint, in the order of the files.
func inspect(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var complaints []string
	rooms := map[string]bool{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" {
				return fs.SkipDir
			}
			if slices.Contains([]string{"util", "utils", "common", "helpers", "types", "models"}, d.Name()) {
				complaints = append(complaints, name+" is named after nothing: name a room after a noun of the field")
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		room := path.Dir(name)
		if !rooms[room] && onFloor(room) == nil {
			complaints = append(complaints, room+" is a new room: say in house_test.go what it may stand on")
		}
		rooms[room] = true
		complaints = append(complaints, imports(name, file)...)
		complaints = append(complaints, manners(name, string(text), file)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return complaints
}

// imports holds a file to the walls, which tests may cross to try two rooms together, and to the doors.
func imports(name string, file *ast.File) (complaints []string) {
	room := path.Dir(name)
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return []string{name + ": " + err.Error()}
		}
		if ours, ok := strings.CutPrefix(imported, module); ok {
			if floor := onFloor(room); floor != nil && !strings.HasSuffix(name, "_test.go") && !withinAny(ours, append(floor.on, floor.room)) {
				stands := "nothing"
				if len(floor.on) > 0 {
					stands = strings.Join(floor.on, ", ") + " and nothing else"
				}
				complaints = append(complaints, fmt.Sprintf("%s imports %s: %s stands on %s of ours", name, imported, floor.room, stands))
			}
			continue
		}
		at := slices.IndexFunc(doors, func(d door) bool { return within(imported, d.dependency+"/...") })
		switch {
		case at >= 0 && !withinAny(room, doors[at].rooms):
			complaints = append(complaints, fmt.Sprintf("%s imports %s, whose door is %s", name, imported, strings.Join(doors[at].rooms, " or ")))
		case at < 0 && strings.Contains(strings.Split(imported, "/")[0], "."):
			complaints = append(complaints, fmt.Sprintf("%s imports %s, which has no door: say in house_test.go where it comes in", name, imported))
		}
	}
	return complaints
}

// manners holds a file to what it owes its reader.
func manners(name, text string, file *ast.File) (complaints []string) {
	switch {
	case !strings.HasPrefix(text, "// ") && !strings.HasPrefix(text, "/*"):
		complaints = append(complaints, name+" does not begin with a sentence of its own")
	case strings.HasPrefix(text, "// Copyright") || strings.HasPrefix(text, "// SPDX"):
		complaints = append(complaints, name+" begins with a licence: that is in LICENSE, a file begins with its own sentence")
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			complaints = append(complaints, name+" has an init function: do it where it is used")
		}
	}
	lines := strings.Count(text, "\n")
	if lines > longest && !ast.IsGenerated(file) && !strings.HasSuffix(name, "_test.go") {
		complaints = append(complaints, fmt.Sprintf("%s has %d lines, more than %d: find the second noun", name, lines, longest))
	}
	return complaints
}

func onFloor(room string) *floor {
	for i := range floors {
		if within(room, floors[i].room) {
			return &floors[i]
		}
	}
	return nil
}

// within reports whether a path is the one that a pattern names, or lies below it when the pattern ends in "/...".
func within(name, pattern string) bool {
	above, below := strings.CutSuffix(pattern, "/...")
	return name == above || below && strings.HasPrefix(name, above+"/")
}

func withinAny(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return within(name, p) })
}
