// The printed relation table is current, and the table itself is sound.

package dialect

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/relations.md again")

func TestPrintedTableIsCurrent(t *testing.T) {
	page := filepath.Join("..", "..", "..", "docs", "relations.md")
	var want bytes.Buffer
	if err := WriteTable(&want); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(page, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("docs/relations.md is not current; run: go test ./analyze/trail/dialect -update")
	}
}

func TestTableIsSound(t *testing.T) {
	kinds := regexp.MustCompile(`^[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*$`)
	place := regexp.MustCompile(`^(|rules|'[a-zA-Z]+'|a\.(account|region)|m\.[a-z-]+|[qp](\.[a-z][A-Za-z0-9]*)+)$`)
	seen := map[Row]bool{}
	for _, r := range Rows() {
		if !kinds.MatchString(r.Relation) {
			t.Errorf("%s: relation %q is not child-kind/parent-kind", r.Call, r.Relation)
		}
		condition, _, _ := strings.Cut(r.When, " = ")
		for _, finder := range []string{r.Child, r.Parent, condition} {
			for part := range strings.SplitSeq(finder, " / ") {
				for alternative := range strings.SplitSeq(part, " | ") {
					if !place.MatchString(alternative) {
						t.Errorf("%s: %q is no place in a call", r.Call, alternative)
					}
				}
			}
		}
		if seen[r] {
			t.Errorf("%s stands twice in the table: %+v", r.Call, r)
		}
		seen[r] = true
		if r.Effect == "cuts" && RoleOf([]byte(r.Call), []byte(r.Service+".amazonaws.com")) != Cut {
			t.Errorf("%s cuts, but has not the role", r.Call)
		}
	}
}
