// What a case is missing: an answer is only as good as what was loaded, and says so.

package store

import (
	"context"
	"fmt"
)

// Missing is what kept a case from being all of its sources.
type Missing struct {
	Empty       bool   // it holds no record at all
	Interrupted bool   // a load has begun and not ended, and none has ended since that was asked for all that it was
	Unended     string // the sources of the last such load, as they were named, with a line feed between them
	Damaged     int64  // files read in part
	Rejected    int64  // files of which nothing could be read
	Records     int64  // records of other files that could not be kept
	Flows       int64  // rows of flow logs that could not be kept
	Recovered   int64  // events that were read behind damage and are not sure
}

// Missing tells what the case lacks.
func (s *Store) Missing(ctx context.Context) (Missing, error) {
	var m Missing
	row := s.conn.QueryRowContext(ctx, statement("ask/missing"))
	var unended *string
	if err := row.Scan(&m.Empty, &unended, &m.Damaged, &m.Rejected, &m.Records, &m.Flows, &m.Recovered); err != nil {
		return m, fmt.Errorf("what is missing: %w", s.told(err))
	}
	m.Interrupted, m.Unended = unended != nil, value(unended)
	m.Recovered += s.unkept.Load()
	return m, nil
}
