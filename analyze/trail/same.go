// Equality of records by what they say: white space, the order of members and the way a character is escaped do not count.

package trail

import (
	"crypto/sha256"
	"encoding/json"
	"strings"
)

// Meaning condenses what a JSON text says: texts that mean the same have the same meaning, and no others. Numbers count
// as they are written: 500 and 500.0 differ. Of a name that comes twice the last value counts.
func Meaning(text string) [32]byte {
	var value any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&value) == nil {
		if plain, err := json.Marshal(value); err == nil { // which sorts the members
			return sha256.Sum256(plain)
		}
	}
	return sha256.Sum256([]byte("no JSON\n" + text))
}
