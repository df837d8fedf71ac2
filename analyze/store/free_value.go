// Values of free questions: DuckDB's own types as everybody reads them.

package store

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// plain turns a value of one of DuckDB's types into numbers where they are exact, lists and objects of such values, and
// text for the rest: UUIDs, intervals, dates and times of day as DuckDB writes them, blobs as hexadecimal digits. kind is
// the type of the whole column.
func plain(v any, kind string) any {
	switch v := v.(type) {
	case []byte:
		if len(v) == 16 && strings.Contains(kind, "UUID") && !strings.Contains(kind, "BLOB") {
			return identifierText([16]byte(v))
		}
		return hex.EncodeToString(v)
	case duckdb.UUID:
		return identifierText(v)
	case duckdb.Decimal:
		return json.Number(v.String())
	case duckdb.Interval:
		return interval(v)
	case time.Time:
		return momentOf(v, kind)
	case float32:
		exact, err := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32), 64) // 0.1 and not 0.10000000149
		if err != nil {
			return nil
		}
		return plain(exact, kind)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil // JSON has no word for it
		}
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i], kind)
		}
		return list
	case map[string]any: // a struct
		object := make(map[string]any, len(v))
		for name := range v {
			object[name] = plain(v[name], kind)
		}
		return object
	case duckdb.OrderedMap:
		object := make(map[string]any, v.Len())
		values := v.Values()
		for i, key := range v.Keys() {
			object[keyText(plain(key, kind))] = plain(values[i], kind)
		}
		return object
	case duckdb.Union:
		return map[string]any{v.Tag: plain(v.Value, kind)}
	}
	return v
}

// keyText is a key of a map as the name of a member.
func keyText(key any) string {
	switch key.(type) {
	case []any, map[string]any:
		if text, err := json.Marshal(key); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(key)
}

// forever and never are how DuckDB's infinite times arrive: the largest numbers of microseconds, nanoseconds, milliseconds
// and seconds that it counts, and of days.
var (
	forever = [...]time.Time{time.UnixMicro(math.MaxInt64), time.Unix(0, math.MaxInt64), time.UnixMilli(math.MaxInt64), time.Unix(math.MaxInt64, 0), time.Unix(math.MaxInt32*86400, 0)}
	never   = [...]time.Time{time.UnixMicro(-math.MaxInt64), time.Unix(0, -math.MaxInt64), time.UnixMilli(-math.MaxInt64), time.Unix(-math.MaxInt64, 0), time.Unix(-math.MaxInt32*86400, 0)}
)

// momentOf tells dates and times of day, which come as moments too.
func momentOf(t time.Time, kind string) any {
	switch {
	case slices.ContainsFunc(forever[:], t.Equal):
		return "infinity"
	case slices.ContainsFunc(never[:], t.Equal):
		return "-infinity"
	case kind == "DATE":
		return t.Format(time.DateOnly)
	case t.Year() == 1 && strings.Contains(kind, "TIME"): // the day that stands for none
		return t.Format("15:04:05.999999")
	}
	return t
}

// interval writes an interval as DuckDB does: 1 year 2 months 3 days 04:05:06.7.
func interval(i duckdb.Interval) string {
	var parts []string
	for _, p := range []struct {
		n    int32
		unit string
	}{{i.Months / 12, "year"}, {i.Months % 12, "month"}, {i.Days, "day"}} {
		switch p.n {
		case 0:
		case 1, -1:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.unit))
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	if micros := i.Micros; micros != 0 || parts == nil {
		sign := ""
		size := uint64(micros)
		if micros < 0 {
			sign, size = "-", -size
		}
		clock := fmt.Sprintf("%s%02d:%02d:%02d", sign, size/3_600_000_000, size/60_000_000%60, size/1_000_000%60)
		if rest := size % 1_000_000; rest != 0 {
			clock += strings.TrimRight(fmt.Sprintf(".%06d", rest), "0")
		}
		parts = append(parts, clock)
	}
	return strings.Join(parts, " ")
}
