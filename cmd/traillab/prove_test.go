// A proof holds every column that a case keeps of a record against the record as it is read anew.

package main

import (
	"errors"
	"os"
	"path/filepath"
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
	found, err := s.Show(t.Context(), id)
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	a := newApp(&w.env)
	prove := func() *proof {
		t.Helper()
		proofs, err := a.proveAll(t.Context(), found, &questionFlags{})
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
