// Texts that may be unknown, as JSON.

package trail

import (
	"encoding/json"
	"testing"
)

// TestMaybe: what is unknown is null, and all else is the text.
func TestMaybe(t *testing.T) {
	got, err := json.Marshal([]Maybe{"", "shop", "a\"b"})
	if want := `[null,"shop","a\"b"]`; err != nil || string(got) != want {
		t.Fatalf("%s %v, want %s", got, err, want)
	}
}
