// A proof holds every column that a case keeps of a record against the record as it is read anew.

package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/store"
	"traillab/analyze/trail"
)

func TestProofOfColumns(t *testing.T) {
	dir := t.TempDir()
	logs, db := filepath.Join(dir, "log.json"), filepath.Join(dir, "case.duckdb")
	const id = "40000000-0000-4000-8000-00000000000a"
	text := `{"Records":[{"eventVersion":"1.09","eventID":"` + id + `","eventTime":"2026-03-01T08:00:00Z","eventName":"DetachInternetGateway","eventSource":"ec2.amazonaws.com",
		"awsRegion":"eu-west-1","recipientAccountId":"111122223333","sourceIPAddress":"192.0.2.7","requestParameters":{"internetGatewayId":"igw-0a","vpcId":"vpc-0a"}}]}`
	if err := os.WriteFile(logs, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld()
	if code := run(t.Context(), &w.env, []string{"load", logs, "--db", db, "-q"}); code != 0 {
		t.Fatalf("exit code %d: %s", code, &w.stderr)
	}
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	found, err := s.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(&w.env)
	prove := func() *proof {
		t.Helper()
		proofs, err := a.proveAll(t.Context(), s, found, &questionFlags{})
		if err != nil {
			t.Fatal(err)
		}
		return &proofs[0]
	}
	if p := prove(); p.Result != isProven {
		t.Fatalf("untouched, it is not proven: %+v", p)
	}
	for i, name := range trail.ColumnNames() {
		was := found[0].Columns[i].Value
		found[0].Columns[i].Value += "x"
		p := prove()
		last := p.Steps[len(p.Steps)-1]
		if p.Result != isOther || last.Step != "column "+name || last.Expected != was {
			t.Errorf("%s is another, and the proof says %+v", name, last)
		}
		var ended *coded
		if err := judgeProofs(found, []proof{*p}); !errors.As(err, &ended) || ended.code != exitBroken {
			t.Errorf("%s is another, and it ends with %v", name, err)
		}
		found[0].Columns[i].Value = was
	}
}

// TestProofOfNarrowRows: detachments are made of a narrow copy, so a record is not proven whose copy says something else, or is not there.
func TestProofOfNarrowRows(t *testing.T) {
	made := store.NarrowOf(&trail.Record{Name: []byte("DetachInternetGateway"), Source: []byte("ec2.amazonaws.com"), Principal: []byte("arn:aws:iam::111122223333:user/ann")})
	for i, want := range append([]string{"rows of touches"}, columnsIn(made[0])...) {
		kept := []store.Narrow{made[0], made[1]}
		if kept[0].Columns = slices.Clone(made[0].Columns); i == 0 {
			kept[0].Rows, kept[0].Columns = 0, nil
		} else {
			kept[0].Columns[i-1].Value += "x"
		}
		p := &proof{Result: isProven}
		if p.compareNarrow(kept, made, true); p.Result != isOther || p.Steps[0].Step != want || !strings.Contains(p.why, want) {
			t.Errorf("%s is another, and the proof says %+v", want, p)
		}
	}
	// What another version has loaded it may have marked otherwise, or left out; what it has copied it has copied.
	for _, c := range []struct {
		change func(n *store.Narrow)
		want   string
	}{
		{func(n *store.Narrow) { n.Rows, n.Columns = 0, nil }, isProven},
		{func(n *store.Narrow) { n.Columns[0].Value = "false" }, isProven},
		{func(n *store.Narrow) { n.Columns[1].Value = "x" }, isOther},
		{func(n *store.Narrow) { n.Rows = 2 }, isOther},
	} {
		kept := []store.Narrow{made[0], made[1]}
		kept[0].Columns = slices.Clone(made[0].Columns)
		c.change(&kept[0])
		p := &proof{Result: isProven}
		if p.compareNarrow(kept, made, false); p.Result != c.want {
			t.Errorf("by another version: %+v, want %s", p, c.want)
		}
	}
	p := &proof{Result: isProven}
	if p.compareNarrow(made, made, true); p.Result != isProven || p.Steps[0].Result != isSame {
		t.Errorf("untouched, the proof says %+v", p)
	}
}

func columnsIn(n store.Narrow) (names []string) {
	for _, c := range n.Columns {
		names = append(names, "column "+n.Table+"."+c.Name)
	}
	return names
}
