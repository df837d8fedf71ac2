// Places of flow logs: the account and the region that rows do not tell themselves are those of the folder their file lies in.
// Where the same bytes lie in several, a folder that tells counts, whichever file was read first.

package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"strings"

	"traillab/analyze/trail"
)

// place is what the folders of a file say of its flow logs.
func (e *entry) place() *trail.FlowFolder {
	if e.folder == nil {
		f := trail.ParseFlowFolder(e.file.Path)
		e.folder = &f
	}
	return e.folder
}

// meet compares the folder of a file with that of the same bytes met earlier: one that tells nothing borrows, the other lends.
func (e *entry) meet(earlier *claim) {
	nowhere := trail.FlowFolder{}
	switch {
	case *e.place() == nowhere:
		e.folder = &earlier.place
	case earlier.place == nowhere:
		e.lends = true
	}
}

// lendPlaces tells the rows of the case what only folders of this batch tell.
func (b *batch) lendPlaces(ctx context.Context) error {
	places := map[string]trail.FlowFolder{} // by digest
	var sums []string
	for _, e := range b.entries {
		if !e.lends {
			continue
		}
		sum := hex.EncodeToString(e.file.SHA256[:])
		before, met := places[sum]
		if !met {
			sums = append(sums, sum)
		}
		if f := *e.place(); !met || cmp.Or(cmp.Compare(f.Account, before.Account), cmp.Compare(f.Region, before.Region)) < 0 {
			places[sum] = f
		}
	}
	if len(sums) == 0 {
		return nil
	}
	files, err := b.filesIn(ctx, places, sums)
	if err != nil {
		return err
	}
	for f, ids := range files {
		if err := b.poured.exec(ctx, statement("load/lend_place"), f.Account, f.Region, "["+strings.Join(ids, ",")+"]"); err != nil {
			return err
		}
	}
	return nil
}

// filesIn returns by place the ids of the files that hold rows of these bytes. The ledger of the batch is written.
func (b *batch) filesIn(ctx context.Context, places map[string]trail.FlowFolder, sums []string) (map[trail.FlowFolder][]string, error) {
	rows, err := b.store.conn.QueryContext(ctx, statement("load/flow_files"), "["+strings.Join(sums, ",")+"]")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	files := map[trail.FlowFolder][]string{}
	for rows.Next() {
		var id int64
		var sum string
		if err := rows.Scan(&id, &sum); err != nil {
			return nil, err
		}
		files[places[sum]] = append(files[places[sum]], fmt.Sprint(id))
	}
	return files, rows.Err()
}
