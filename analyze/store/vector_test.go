// The memory layout: what a block holds is what DuckDB reads, value by value.

package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// layout has a column of every kind, and of texts two, so that neighbours show when they are mixed up.
func layout() []field {
	return []field{{"n", integer}, {"a", text}, {"i", integer}, {"m", moment}, {"u", identifier}, {"b", truth}, {"z", text}}
}

// cell is one row of the layout; nil and the zero time are NULL.
type cell struct {
	a, z []byte
	i    int64
	m    time.Time
	u    [16]byte
	b    *bool
	null bool // i and u too
}

func (c cell) String() string {
	show := func(t []byte) string {
		if t == nil {
			return "<nil>"
		}
		return fmt.Sprintf("%d bytes %x", len(t), sha(t))
	}
	i, m, u, b := fmt.Sprint(c.i), "<nil>", identifierText(c.u), "<nil>"
	if c.null {
		i, u = "<nil>", "<nil>"
	}
	if !c.m.IsZero() {
		m = c.m.UTC().Format("2006-01-02T15:04:05.999999")
	}
	if c.b != nil {
		b = fmt.Sprint(*c.b)
	}
	return fmt.Sprintln(show(c.a), i, m, u, b, show(c.z))
}

// randomCell picks lengths around those at which DuckDB and the slabs change their ways.
func randomCell(r *rand.Rand) cell {
	some := func() []byte {
		n := []int{-1, 0, 1, 3, 4, 5, 11, 12, 13, 16, 40, 300, 5000, slabBytes / 4, slabBytes/4 + 1, slabBytes + 1}[min(r.IntN(40), 15-r.IntN(4))]
		if n > 1000 && r.IntN(500) > 0 {
			n = r.IntN(30)
		}
		if n < 0 {
			return nil
		}
		t := bytes.Repeat([]byte{byte('a' + r.IntN(26))}, n)
		for range min(n, 5) {
			t[r.IntN(n)] = "\x00 zé"[r.IntN(3)]
		}
		return t
	}
	c := cell{a: some(), z: some(), i: r.Int64() - r.Int64(), null: r.IntN(5) == 0}
	for i := range c.u {
		c.u[i] = byte(r.IntN(256))
	}
	if r.IntN(4) > 0 {
		c.m = time.UnixMicro(r.Int64N(4e15) - 2e15).UTC()
	}
	if b := r.IntN(3); b < 2 {
		yes := b == 0
		c.b = &yes
	}
	return c
}

func (c cell) into(b *block, n int) {
	b.setInteger(0, int64(n))
	b.setText(1, c.a)
	b.setInteger(2, c.i)
	b.setTime(3, c.m)
	b.setIdentifier(4, c.u)
	b.setTruth(5, c.b != nil && *c.b)
	b.setText(6, c.z)
	if c.null {
		b.setNull(2)
		b.setNull(4)
	}
	if c.b == nil {
		b.setNull(5)
	}
	b.rows++
}

// TestChunkLayout fills blocks of every kind, uses them again and again, and reads them back through SQL. It fails when
// the layout of duckdb-go's DataChunk, of a vector, of duckdb_string_t or of a UUID is another than vector.go believes.
func TestChunkLayout(t *testing.T) {
	for _, threads := range []int{1, 2} {
		t.Run(fmt.Sprintf("%d threads", threads), func(t *testing.T) {
			s, err := Memory(t.Context(), Options{Threads: threads})
			if err != nil {
				t.Fatal(err)
			}
			defer closeCase(t, s)
			r := rand.New(rand.NewPCG(7, uint64(threads)))
			stream := newStream(layout(), 2)
			defer stream.close()
			if err := stream.register(s.conn, "rows_of_test", threads); err != nil {
				t.Fatal(err)
			}
			for round, sizes := range [][]int{{}, {1}, {63, 64, 65}, {vectorRows, vectorRows, 1, vectorRows - 1, vectorRows, 700, vectorRows, vectorRows}} {
				checkRound(t, s, stream, r, sizes, fmt.Sprintf("t%d", round))
			}
		})
	}
}

func checkRound(t *testing.T, s *Store, stream *stream, r *rand.Rand, sizes []int, table string) {
	t.Helper()
	var want []cell
	stream.open(t.Context())
	sent := make(chan error, 1)
	go func() {
		defer close(stream.full)
		var err error
		for _, size := range sizes {
			b := stream.fresh()
			for range size {
				c := randomCell(r)
				c.into(b, len(want))
				want = append(want, c)
			}
			if err = stream.send(b); err != nil {
				break
			}
		}
		sent <- err
	}()
	if err := s.exec(t.Context(), "CREATE TABLE "+table+" AS SELECT *, a < z AS less, a = z AS same FROM rows_of_test()"); err != nil {
		t.Fatal(err)
	}
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	got := readCells(t, s, "SELECT a, i, m, CAST(u AS VARCHAR), b, z FROM "+table+" ORDER BY n")
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	checkComparison(t, s, table, want)
	for i := range want {
		if got[i] != want[i].String() {
			t.Fatalf("row %d of %v:\n got %swant %s", i, sizes, got[i], want[i])
		}
	}
}

// checkComparison holds DuckDB's comparison of texts against Go's: it looks at the four bytes of a text's header first.
func checkComparison(t *testing.T, s *Store, table string, want []cell) {
	t.Helper()
	got := rows(t, s, "SELECT less, same FROM "+table+" ORDER BY n")
	for i, c := range want {
		wanted := "<nil> | <nil>"
		if c.a != nil && c.z != nil {
			wanted = fmt.Sprintf("%t | %t", bytes.Compare(c.a, c.z) < 0, bytes.Equal(c.a, c.z))
		}
		if got[i] != wanted {
			t.Fatalf("row %d: less and same are %s, want %s: %.40q and %.40q", i, got[i], wanted, c.a, c.z)
		}
	}
}

func readCells(t *testing.T, s *Store, query string) []string {
	t.Helper()
	answer, err := s.conn.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	var out []string
	for answer.Next() {
		var a, z, u *string
		var i *int64
		var m *time.Time
		var b *bool
		if err := answer.Scan(&a, &i, &m, &u, &b, &z); err != nil {
			t.Fatal(err)
		}
		c := cell{b: b, null: i == nil}
		if a != nil {
			c.a = []byte(*a)
		}
		if z != nil {
			c.z = []byte(*z)
		}
		if m != nil {
			c.m = *m
		}
		if i != nil {
			c.i = *i
		}
		if (u == nil) != c.null || u != nil && !parseUUID([]byte(*u), &c.u) {
			t.Fatalf("UUID %v beside integer %v", u, i)
		}
		out = append(out, c.String())
	}
	if err := answer.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPosition: a part is found in the whole by where it lies, not by what it says.
func TestPosition(t *testing.T) {
	whole := []byte(`{"a":"b","c":"b"}`)
	kept := bytes.Clone(whole)
	for _, tt := range []struct {
		part []byte
		at   int
	}{
		{whole, 0},
		{whole[6:7], 6},
		{whole[14:15], 14},
		{whole[len(whole)-1:], len(whole) - 1},
		{nil, -1},
		{whole[3:3], -1},
		{[]byte("b"), -1},
		{kept[6:7], -1},
	} {
		if at := position(whole, tt.part); at != tt.at {
			t.Errorf("position of %q is %d, want %d", tt.part, at, tt.at)
		}
	}
}

func TestParseUUID(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 200 {
		var id, got [16]byte
		for i := range id {
			id[i] = byte(r.IntN(256))
		}
		if !parseUUID([]byte(identifierText(id)), &got) || got != id {
			t.Fatalf("%s is read as %s", identifierText(id), identifierText(got))
		}
	}
	for _, s := range []string{
		"", "x", "0f8fad5b-d9cb-469f-a165-70867728950", "0f8fad5b-d9cb-469f-a165-70867728950ee", "0F8FAD5B-D9CB-469F-A165-70867728950E",
		"0f8fad5bd9cb469fa16570867728950e0000", "0f8fad5b-d9cb-469f-a165-70867728950g", "0f8fad5b-d9cb-469f-a165_70867728950e", "0f8fad5b--9cb-469f-a165-70867728950e",
		"{f8fad5b-d9cb-469f-a165-70867728950}", "0f8fad5b-d9cb-469f-a165-7086772895 e",
	} {
		if parseUUID([]byte(s), new([16]byte)) {
			t.Errorf("%q passes for a UUID", s)
		}
	}
}
