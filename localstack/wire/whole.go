// Bodies, whole: how much of one is held in memory.

package wire

import (
	"fmt"
	"io"
)

// Longest is how many bytes of a body are held. Only what streams is longer: objects of S3.
const Longest = 64 << 20

// Whole reads a body. One that is longer is an error, and never cut.
func Whole(body io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(body, Longest+1))
	if err == nil && len(text) > Longest {
		return nil, fmt.Errorf("a body of more than %d bytes is not held", Longest)
	}
	return text, err
}
