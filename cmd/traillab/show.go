// show prints the record of an event and the place of its bytes.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

func (a *app) show() *cobra.Command {
	var q questionFlags
	var proven bool
	c := &cobra.Command{
		Use:   "show EVENT_ID",
		Short: "The record, its file, its place in the inflated file, and the file's SHA-256",
		Long: `Prints every record of the event with the place where it lies. --prove goes there: it opens the file again, hashes it, inflates
and hashes that, reads the record once more, and compares it with the one in the case, byte for byte, and every column that the case keeps of
it, in the narrow copies that detachments, networks and calls of instances are told from, too, with what is made of it now. With --prove,
--source PATH does not ask another archive but says where the files lie now; they are found there by their names or by
their SHA-256. Exit code 5 when anything differs, 1 when the file is not there any more.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asked := q
			if proven {
				asked.source = nil
			}
			return a.ask(cmd.Context(), &asked, nil, func(s *store.Store, _ trail.Filter) error {
				found, err := s.Show(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if len(found) == 0 {
					if err := a.silent(cmd.Context(), s, trail.Filter{}, true); err != nil {
						return err
					}
				}
				if len(found) == 0 && (proven || a.common.parsedFormat == listing.Table) {
					return fmt.Errorf("no event %s in the case; traillab timeline lists the ids", args[0])
				}
				if !proven {
					return a.printEvidence(found, nil)
				}
				proofs, err := a.proveAll(cmd.Context(), s, found, &q)
				if err != nil {
					return err
				}
				return errors.Join(a.printEvidence(found, proofs), judgeProofs(found, proofs))
			})
		},
	}
	q.add(c, false)
	c.Flags().BoolVar(&proven, "prove", false, "go to the file and show that the record is in it, byte for byte")
	return c
}

// printEvidence prints records, each with its proof if it was asked for.
func (a *app) printEvidence(found []trail.Evidence, proofs []proof) error {
	if a.common.parsedFormat == listing.Table {
		for i := range found {
			if i > 0 {
				fmt.Fprintln(a.env.stdout)
			}
			if err := a.printRecord(&found[i], i > 0 && found[i].Record == found[i-1].Record); err != nil {
				return err
			}
			if proofs != nil {
				a.tellProof(&proofs[i])
			}
		}
		return nil
	}
	columns := []listing.Column{
		{Name: "event_id"},
		{Name: "account"},
		{Name: "standing"},
		{Name: "file"},
		{Name: "offset"},
		{Name: "length"},
		{Name: "sha256"},
		{Name: "repaired"},
		{Name: "recovered", Rare: true},
		{Name: "damage"},
		{Name: "record"},
	}
	if proofs != nil {
		columns = append(columns, listing.Column{Name: "proof"})
	}
	w := a.list(columns)
	for i := range found {
		e := &found[i]
		row := []any{e.EventID, orNull(e.Account), e.Standing, e.File, e.Offset, e.Length, orNull(e.SHA256), e.Repaired, e.Recovered, orNull(e.Damage), json.RawMessage(e.Record)}
		if proofs != nil {
			text, err := json.Marshal(proofs[i])
			if err != nil {
				return err
			}
			row = append(row, json.RawMessage(text))
		}
		if err := w.Row(row...); err != nil {
			return err
		}
	}
	return w.Close()
}

// printRecord shows one record for people: where it lies, then what it says, indented. A repetition need not say it again.
func (a *app) printRecord(e *trail.Evidence, repeated bool) error {
	out := a.env.stdout
	fmt.Fprintf(out, "event    %s\n", listing.Safe(e.EventID))
	fmt.Fprintf(out, "file     %s\n", listing.Safe(e.File))
	fmt.Fprintf(out, "place    bytes %d to %d of the inflated file\n", e.Offset, e.Offset+e.Length)
	fmt.Fprintf(out, "sha256   %s of the file\n", e.SHA256)
	if e.Standing != "stands" {
		fmt.Fprintf(out, "standing %s: answers leave it out\n", e.Standing)
	}
	if e.Damage != "" {
		fmt.Fprintf(out, "damaged  the file was read in part: %s\n", listing.Safe(e.Damage))
	}
	if e.Recovered {
		fmt.Fprintln(out, "recovered behind that damage: it may have been written into the parameters of another call")
	}
	if e.Repaired {
		fmt.Fprintln(out, "repaired the text below was mended to be read; the bytes in the file are the original")
	}
	if repeated {
		fmt.Fprintln(out, "record   the same as above")
		return nil
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, listing.SafeJSON([]byte(e.Record)), "", "  "); err != nil {
		return fmt.Errorf("record of %s: %w", e.EventID, err)
	}
	_, err := fmt.Fprintf(out, "%s\n", indented.Bytes())
	return err
}
