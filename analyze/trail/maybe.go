// Texts that may be unknown.

package trail

import "encoding/json"

// Maybe is a text that may be unknown: then it is empty, and null as JSON.
type Maybe string

// MarshalJSON writes the text, or null.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(m))
}
