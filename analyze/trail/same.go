// Equality of records by what they say: white space, the order of members and the way a character is escaped do not count.

package trail

import (
	"encoding/json"
	"reflect"
	"strings"
)

// SameJSON reports whether two JSON texts mean the same. Numbers are compared as they are written: 500 and 500.0 differ.
func SameJSON(a, b string) bool {
	if a == b {
		return true
	}
	var x, y any
	return decodeExact(a, &x) && decodeExact(b, &y) && reflect.DeepEqual(x, y)
}

func decodeExact(s string, v *any) bool {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	return d.Decode(v) == nil
}
