// Real records: what the product says of public logs, held against a truth that was computed without it. They lie beside
// the repository and are not part of it; see ../../../shared/data/README.md there.

package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sharedData = "../../../shared/data"

// truth is the part of truth/FOLDER.json that a case must agree with.
type truth struct {
	Records         int
	EventNames      map[string]int
	Errors          map[string]int
	EventNameErrors map[string]int // name!code
	First, Last     string
}

// sharedFolders returns the names of the folders of real records that have a truth.
func sharedFolders(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(sharedData + "/truth/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Skip("SKIPPED: there are no real records beside the repository (../shared/data), so nothing is held against their truth")
	}
	names := make([]string, len(found))
	for i, path := range found {
		names[i] = strings.TrimSuffix(filepath.Base(path), ".json")
	}
	return names
}

func TestRealRecordsAgreeWithTheirTruth(t *testing.T) {
	for _, name := range sharedFolders(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var want truth
			text, err := os.ReadFile(sharedData + "/truth/" + name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if name == "A05-grycap-console-2017" { // one of its records is a notification of S3, of 1970
				want.Records--
				delete(want.EventNames, "ObjectCreated:Put")
				want.First = "2017-06-01T21:50:21Z"
			}
			folder := sharedData + "/" + name
			holdAgainst(t, folder, want, readPlainly(t, folder))
		})
	}
}

// summary is what load answers, as far as it is held against the truth.
type summary struct {
	Files   struct{ Seen, Loaded, Known, Damaged, Rejected, Other int }
	Records struct{ Read, Stored, Duplicate, Superseded, Conflicting, Repaired, Rejected int }
	First   string
	Last    string
}

func holdAgainst(t *testing.T, folder string, want truth, plain *plainReading) {
	t.Helper()
	if plain.records != want.Records {
		t.Fatalf("the test itself finds %d records, the truth says %d", plain.records, want.Records)
	}
	db := filepath.Join(t.TempDir(), "case.duckdb")
	var got summary
	answer(t, &got, "load", folder, "--db", db, "--format", "json")
	if got.Records.Read != plain.distinctRecords || got.Files.Known != plain.copies {
		t.Errorf("%d records read and %d files known, want %d and %d", got.Records.Read, got.Files.Known, plain.distinctRecords, plain.copies)
	}
	if strings.HasSuffix(folder, "A03-traildiscover") && (got.Records.Read != 313 || got.Files.Known != 269) {
		t.Errorf("%d records read and %d files known, want 313 and 269", got.Records.Read, got.Files.Known)
	}
	if got.Records.Stored != len(plain.contents) {
		t.Errorf("%d stored, want %d: one for each distinct (eventID, recipientAccountId, content)", got.Records.Stored, len(plain.contents))
	}
	if got.First != want.First || got.Last != want.Last {
		t.Errorf("from %s to %s, want %s to %s", got.First, got.Last, want.First, want.Last)
	}
	names, errors, nameErrors := counts(t, db, plain)
	for what, pair := range map[string][2]map[string]int{
		"names": {names, want.EventNames}, "errors": {errors, want.Errors}, "names and errors": {nameErrors, want.EventNameErrors},
	} {
		if !maps.Equal(pair[0], pair[1]) {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
}

// counts asks the case for its names and errors, hidden records included, and counts the records of a file as often as
// there are copies of that file: so did the truth.
func counts(t *testing.T, db string, plain *plainReading) (names, errors, nameErrors map[string]int) {
	t.Helper()
	var rows []struct {
		Name, Code, SHA256 string
		N                  int
	}
	answer(t, &rows, "sql", `
		SELECT coalesce(event_name, 'None') AS name, coalesce(error_code, '') AS code, sha256, count(*) AS n
		FROM records JOIN files ON file_id = key >> 32
		GROUP BY ALL`, "--db", db, "--format", "json")
	names, errors, nameErrors = map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range rows {
		n := r.N * plain.files[r.SHA256]
		names[r.Name] += n
		if r.Code != "" {
			errors[r.Code] += n
			nameErrors[r.Name+"!"+r.Code] += n
		}
	}
	return names, errors, nameErrors
}

// answer runs the command and reads its JSON.
func answer(t *testing.T, into any, args ...string) {
	t.Helper()
	w := newWorld()
	if code := run(context.Background(), &w.env, args); code != exitDone {
		t.Fatalf("traillab %s: exit code %d: %s", strings.Join(args, " "), code, w.stderr.String())
	}
	if err := json.Unmarshal(w.stdout.Bytes(), into); err != nil {
		t.Fatalf("traillab %s: %v in %.300s", strings.Join(args, " "), err, w.stdout.String())
	}
}

// TestRealDetachments holds the detachments of the attack run A01 against what is known of its gateways.
func TestRealDetachments(t *testing.T) {
	sharedFolders(t)
	type detachment struct {
		Time, Name, Child, Parent, Outcome, Basis string
		NotBefore                                 *string `json:"not_before"`
		NotAfter                                  *string `json:"not_after"`
		ErrorCode                                 *string `json:"error_code"`
	}
	var found []detachment
	answer(t, &found, "detachments", "--source", sharedData+"/A01-invictus-early", "--format", "json")
	byName := map[string][]detachment{}
	for _, d := range found {
		byName[d.Name] = append(byName[d.Name], d)
	}
	if got := byName["DetachInternetGateway"]; len(got) != 1 || got[0].Child != "igw-02a84e4222d62e16b" || got[0].Parent != "vpc-06fe1a64761a0f720" ||
		got[0].Time != "2023-07-10T12:12:05Z" || got[0].Outcome != "done" || got[0].Basis != "observed" || got[0].NotBefore != nil || got[0].NotAfter != nil {
		t.Errorf("DetachInternetGateway: %+v", got)
	}
	if got := byName["DeleteInternetGateway"]; len(got) != 1 || got[0].Child != "igw-040b2274c4a167722" || got[0].Parent != "vpc-0fa94f40db415f317" ||
		got[0].Basis != "inferred" || got[0].Outcome != "done" || got[0].NotBefore == nil || *got[0].NotBefore != "2023-07-10T12:06:34Z" ||
		got[0].NotAfter == nil || *got[0].NotAfter != "2023-07-10T12:08:02Z" {
		t.Errorf("inferred of DeleteInternetGateway: %+v", got)
	}
	if got := byName["DetachNetworkInterface"]; len(got) != 1 || got[0].Outcome != "refused" || got[0].ErrorCode == nil || *got[0].ErrorCode != "Client.InvalidAttachmentID.NotFound" {
		t.Errorf("DetachNetworkInterface: %+v", got)
	}
	if got := byName["DetachRolePolicy"]; len(got) != 3 || got[0].Outcome != "done" || got[1].Outcome != "done" || got[2].Outcome != "done" {
		t.Errorf("DetachRolePolicy: %+v", got)
	}
	for _, d := range found {
		if d.Basis == "inferred" && d.Name != "DeleteInternetGateway" {
			t.Errorf("nothing else is to be inferred: %+v", d)
		}
	}
}
