// Cells: the many Go values a command may hand over come down to a few kinds, and those to text.

package listing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// number is a number in decimal digits, as it appears in every format. It is ours and not text from a log.
type number string

// settle brings a cell down to nil, string, []string, bool, number, time.Time or json.RawMessage.
func settle(cell any) any {
	switch v := cell.(type) {
	case nil, string, bool, number:
		return v
	case []string:
		if v == nil {
			return []string{}
		}
		return v
	case int:
		return number(strconv.Itoa(v))
	case int64:
		return number(strconv.FormatInt(v, 10))
	case float64:
		return decimal(v)
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v
	case json.RawMessage:
		if len(v) == 0 {
			return nil
		}
		return v
	case json.Number:
		return json.RawMessage(v)
	case *big.Int:
		if v == nil {
			return nil
		}
		return number(v.String())
	case []byte:
		if v == nil {
			return nil
		}
		return string(v)
	}
	return settleKind(cell)
}

// settleKind settles the values that no command names but a database may answer with: pointers, sized numbers, named
// types, lists and maps. What knows how to write itself is taken at its word.
func settleKind(cell any) any {
	v := reflect.ValueOf(cell)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		return settle(v.Elem().Interface())
	}
	if s, ok := cell.(fmt.Stringer); ok {
		return s.String()
	}
	switch {
	case v.CanInt():
		return number(strconv.FormatInt(v.Int(), 10))
	case v.CanUint():
		return number(strconv.FormatUint(v.Uint(), 10))
	case v.CanFloat():
		return decimal(v.Float())
	case v.Kind() == reflect.String:
		return v.String()
	case v.Kind() == reflect.Bool:
		return v.Bool()
	}
	if list, ok := cell.([]any); ok {
		if texts, ok := allText(list); ok {
			return texts
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if enc.Encode(cell) != nil {
		return fmt.Sprint(cell)
	}
	return json.RawMessage(bytes.TrimSpace(text.Bytes()))
}

func allText(list []any) ([]string, bool) {
	texts := make([]string, len(list))
	for i, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, false
		}
		texts[i] = s
	}
	return texts, true
}

// decimal writes a float in the shortest digits that give it back. JSON has no word for what is not a number: null.
func decimal(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		return number(strconv.FormatFloat(f, 'e', -1, 64))
	}
	return number(strconv.FormatFloat(f, 'f', -1, 64))
}

// text writes a settled cell as one string, not yet fit for any output. Null is empty.
func text(cell any, zone *time.Location, join string) string {
	switch v := cell.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, join)
	case bool:
		return strconv.FormatBool(v)
	case number:
		return string(v)
	case time.Time:
		return moment(v, zone)
	case json.RawMessage:
		var compact bytes.Buffer
		if json.Compact(&compact, v) != nil {
			return string(v)
		}
		return compact.String()
	}
	return ""
}

// moment writes a time as RFC 3339, with a fraction only if there is one. UTC ends in Z; any other zone shows its offset,
// in winter too, so that nobody takes London's clock for UTC.
func moment(t time.Time, zone *time.Location) string {
	if zone == time.UTC {
		return t.UTC().Format(time.RFC3339Nano)
	}
	return t.In(zone).Format("2006-01-02T15:04:05.999999999-07:00")
}

// Time writes a time as the tables do; a nil zone is UTC.
func Time(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return moment(t, zone)
}
