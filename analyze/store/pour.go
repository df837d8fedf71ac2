// Flow logs pour into their table beside the records of a batch. There may be gigabytes of them in one file, so they cannot
// wait for the records to be in, and a connection inserts into one table at a time: they have a connection and a
// transaction of their own, which ends right before that of the batch does. decision 0016 says what that is worth.

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"traillab/analyze/trail"
)

// pour is the transaction of one batch; it begins with the first row.
type pour struct {
	store  *Store
	cancel context.CancelCauseFunc // of the batch

	once     sync.Once
	err      error // that kept it from beginning
	conn     *sql.Conn
	inserted chan error // nil as long as there is nothing to wait for
}

// begin makes the stream ready for rows.
func (p *pour) begin(ctx context.Context) error {
	p.once.Do(func() { p.err = p.open(ctx) })
	return p.err
}

func (p *pour) open(ctx context.Context) error {
	conn, err := p.store.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("flow logs: %w", err)
	}
	p.conn = conn
	if _, err := conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return fmt.Errorf("flow logs: %w", err)
	}
	stream := p.store.flows
	stream.open(ctx)
	p.inserted = make(chan error, 1)
	go func() {
		_, err := conn.ExecContext(ctx, "INSERT INTO evidence.flows SELECT * FROM incoming_flows()")
		if err != nil {
			p.cancel(err)
		}
		p.inserted <- err
	}()
	return nil
}

// end waits until all rows are in. Nobody sends any more.
func (p *pour) end() error {
	if p.inserted == nil {
		return nil
	}
	close(p.store.flows.full)
	err := <-p.inserted
	p.inserted = nil
	if err != nil {
		return fmt.Errorf("flow logs: %w", err)
	}
	return nil
}

// exec runs a statement that sees the rows of this batch, once they are in, and those of earlier ones.
func (p *pour) exec(ctx context.Context, query string, args ...any) error {
	if p.conn == nil { // this batch has none
		return p.store.exec(ctx, query, args...)
	}
	_, err := p.conn.ExecContext(ctx, query, args...)
	return err
}

// commit makes the rows stay.
func (p *pour) commit(ctx context.Context) error {
	if p.conn == nil {
		return nil
	}
	_, err := p.conn.ExecContext(ctx, "COMMIT")
	if err == nil {
		err = p.conn.Close()
		p.conn = nil
	}
	if err != nil {
		return fmt.Errorf("flow logs: %w", err)
	}
	return nil
}

// abandon lets go of rows that were not committed.
func (p *pour) abandon() {
	if p.conn == nil {
		return
	}
	err := p.end()
	_, back := p.conn.ExecContext(context.Background(), "ROLLBACK")
	_ = errors.Join(err, back, p.conn.Close()) // the batch has failed already, and says why
	p.conn = nil
}

// dropLooseFlows removes the rows of files that the ledger does not have: of a batch that was killed right before its end.
func (s *Store) dropLooseFlows(ctx context.Context, lastFile int64) error {
	if err := s.exec(ctx, "DELETE FROM flows WHERE key >= ?", (lastFile+1)<<32); err != nil {
		return fmt.Errorf("flow logs: %w", err)
	}
	return nil
}

// witness is an intake that takes flow logs, too. It meets trail.Witness.
type witness struct{ *intake }

// Flow keeps one row of flow logs.
func (w witness) Flow(f *trail.Flow, at trail.Place) error {
	in := w.intake
	e := in.entry
	e.flow = true
	if e.repeats(at.Index) {
		return nil
	}
	if in.flows == nil {
		if err := in.batch.poured.begin(in.ctx); err != nil {
			return err
		}
		in.flows = in.load.store.flows.fresh()
	}
	addFlow(in.flows, f, e.id<<32|at.Index, e.place())
	if !in.flows.full() {
		return nil
	}
	if err := in.load.store.flows.send(in.flows); err != nil {
		return err
	}
	in.flows = in.load.store.flows.fresh()
	return nil
}
