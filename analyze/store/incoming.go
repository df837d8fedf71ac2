// The doors through which rows enter DuckDB: table functions that hand out blocks until their stream is closed.

package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// stream carries the blocks of one table from the readers to DuckDB's threads, and empty ones back.
type stream struct {
	ctx    context.Context
	fields []field
	full   chan *block // closed when the batch has no more rows
	empty  chan *block

	mu   sync.Mutex
	made map[*block]bool // every block that holds pinned memory
}

func newStream(fields []field, depth int) *stream {
	return &stream{ctx: context.Background(), fields: fields, full: make(chan *block, depth), empty: make(chan *block, 4*depth+4), made: map[*block]bool{}}
}

// openDoors makes the streams and their table functions. DuckDB keeps a function for as long as the connection, so every
// load of a store goes through the same ones.
func (s *Store) openDoors() error {
	if s.records != nil {
		return nil
	}
	s.records, s.touches = newStream(recordFields(), 2), newStream(touchFields(), 2)
	s.sightings, s.flows = newStream(sightingFields(), 2), newStream(flowFields(), 2)
	return s.hangDoors()
}

// hangDoors makes the streams' table functions, for a connection that has none.
func (s *Store) hangDoors() error {
	for name, stream := range map[string]*stream{"incoming_records": s.records, "incoming_touches": s.touches, "incoming_sightings": s.sightings, "incoming_flows": s.flows} {
		if err := stream.register(s.conn, name, s.options.Threads); err != nil {
			return err
		}
	}
	return nil
}

// closeDoors lets go of what a load has held.
func (s *Store) closeDoors() {
	for _, stream := range []*stream{s.records, s.touches, s.sightings, s.flows} {
		stream.close()
	}
}

// close lets the memory of all blocks go, until open. Neither a reader nor DuckDB may hold a block any more.
func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for b := range s.made {
		b.pins.Unpin()
	}
	clear(s.made)
	for {
		select {
		case <-s.empty:
		default:
			return
		}
	}
}

// open makes the stream ready for a batch.
func (s *stream) open(ctx context.Context) {
	s.ctx, s.full = ctx, make(chan *block, cap(s.full))
}

// fresh returns an empty block.
func (s *stream) fresh() *block {
	select {
	case b := <-s.empty:
		return b
	default:
	}
	b := newBlock(s.fields)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[b] = true
	return b
}

// recycle takes a block back whose rows DuckDB has.
func (s *stream) recycle(b *block) {
	b.reset()
	select {
	case s.empty <- b:
	default:
		b.pins.Unpin()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.made, b)
	}
}

// send hands a block to DuckDB; an empty one is recycled.
func (s *stream) send(b *block) error {
	if b.rows == 0 {
		s.recycle(b)
		return nil
	}
	select {
	case s.full <- b:
		return nil
	case <-s.ctx.Done():
		return context.Cause(s.ctx)
	}
}

// register makes the stream a table function of the connection.
func (s *stream) register(conn *sql.Conn, name string, threads int) error {
	bind := func(map[string]any, ...any) (duckdb.ParallelChunkTableSource, error) {
		return &incoming{stream: s, threads: threads}, nil
	}
	if err := duckdb.RegisterTableUDF(conn, name, duckdb.ParallelChunkTableFunction{BindArguments: bind}); err != nil {
		return fmt.Errorf("table function %s: %w", name, err)
	}
	return nil
}

// incoming meets duckdb.ParallelChunkTableSource.
type incoming struct {
	stream  *stream
	threads int
}

// held is what one DuckDB thread holds: the block whose texts its current chunk points to.
type held struct{ block *block }

func (i *incoming) ColumnInfos() []duckdb.ColumnInfo {
	infos := make([]duckdb.ColumnInfo, len(i.stream.fields))
	for n, f := range i.stream.fields {
		info, err := duckdb.NewTypeInfo(f.kind.duckdb())
		if err != nil {
			panic(err) // the kinds are a closed list of plain types
		}
		infos[n] = duckdb.ColumnInfo{Name: f.name, T: info}
	}
	return infos
}

func (i *incoming) Cardinality() *duckdb.CardinalityInfo { return nil }

func (i *incoming) Init() duckdb.ParallelTableSourceInfo {
	return duckdb.ParallelTableSourceInfo{MaxThreads: i.threads}
}

func (i *incoming) NewLocalState() any { return &held{} }

// FillChunk hands over the next block. DuckDB has copied the previous chunk of this thread when it asks for the next
// one, so that block is free again.
func (i *incoming) FillChunk(state any, chunk duckdb.DataChunk) error {
	h, ok := state.(*held)
	if !ok {
		return fmt.Errorf("table function state is %T", state)
	}
	if h.block != nil {
		i.stream.recycle(h.block)
		h.block = nil
	}
	select {
	case b, open := <-i.stream.full:
		if !open {
			return chunk.SetSize(0)
		}
		h.block = b
		return b.fill(chunk)
	case <-i.stream.ctx.Done():
		return context.Cause(i.stream.ctx)
	}
}
