// Flow logs in the case: a table of their own, filled at load.

package store

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"traillab/analyze/trail"
)

// Flows counts rows of flow logs: Read = Stored + Duplicate + Rejected.
type Flows struct {
	Read      int64 `json:"read"`
	Stored    int64 `json:"stored"`
	Duplicate int64 `json:"duplicate"` // of bytes whose rows are kept already
	Rejected  int64 `json:"rejected"`
}

// flowTally counts while files are read.
type flowTally struct{ read, repeated, rejected atomic.Int64 }

func (t *flowTally) add(e *entry) {
	t.read.Add(e.records)
	t.repeated.Add(e.repeated)
	t.rejected.Add(e.rejected)
}

// flowTotals adds up what became of the rows of flow logs of a load.
func (l *loader) flowTotals(ctx context.Context) (Flows, error) {
	f := Flows{Read: l.flows.read.Load(), Duplicate: l.flows.repeated.Load(), Rejected: l.flows.rejected.Load()}
	if err := l.store.conn.QueryRowContext(ctx, "SELECT count(*) FROM flows WHERE key >= ?", l.firstID<<32).Scan(&f.Stored); err != nil {
		return f, fmt.Errorf("totals of flow logs: %w", l.store.told(err))
	}
	if left := f.Read - f.Stored - f.Duplicate - f.Rejected; left != 0 {
		return f, fmt.Errorf("the totals of flow logs do not add up by %d rows: please report this", left)
	}
	return f, nil
}

// flowFields are the columns of the table flows, in its order.
func flowFields() []field {
	return []field{
		{"key", integer},
		{"line", integer},
		{"start_time", moment},
		{"end_time", moment},
		{"account", text},
		{"region", text},
		{"vpc_id", text},
		{"subnet_id", text},
		{"instance_id", text},
		{"interface_id", text},
		{"srcaddr", text},
		{"dstaddr", text},
		{"srcport", integer},
		{"dstport", integer},
		{"protocol", integer},
		{"packets", integer},
		{"bytes", integer},
		{"action", text},
		{"log_status", text},
		{"flow_direction", text},
		{"pkt_srcaddr", text},
		{"pkt_dstaddr", text},
		{"pkt_src_aws_service", text},
		{"pkt_dst_aws_service", text},
		{"traffic_path", integer},
		{"rest", text},
	}
}

// addFlow appends a row to a block of flows. Where the row does not tell them, account and region are those of the folder.
func addFlow(b *block, f *trail.Flow, key int64, at *trail.FlowFolder) {
	s := setter{b: b}
	s.integer(key)
	s.integer(f.Line)
	s.moment(f.Start)
	s.moment(f.End)
	account, region := f.Account, f.Region
	if account == nil && at.Account != "" {
		account = []byte(at.Account)
	}
	if region == nil && at.Region != "" {
		region = []byte(at.Region)
	}
	s.texts(account, region, f.VPC, f.Subnet, f.Instance, f.Interface, f.Source, f.Target)
	s.numbers(f.SourcePort, f.TargetPort, f.Protocol, f.Packets, f.Bytes)
	s.texts(f.Action, f.Status, f.Direction, f.PacketSource, f.PacketTarget, f.SourceService, f.TargetService)
	s.numbers(f.Path)
	s.text(f.Rest)
	b.rows++
}

// moment sets a time.
func (s *setter) moment(t time.Time) { s.b.setTime(s.column, t); s.column++ }

// numbers sets numbers; those below 0 are NULL.
func (s *setter) numbers(vs ...int64) {
	for _, v := range vs {
		if v < 0 {
			s.b.setNull(s.column)
			s.column++
			continue
		}
		s.integer(v)
	}
}
