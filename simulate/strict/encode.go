// Encoding: what is written for people, and read again by Decode.

package strict

import (
	"bytes"

	"github.com/goccy/go-yaml"
)

// Encode writes a value as YAML. The keys of a struct come in its order, those of a map sorted, so that the same value gives the
// same text.
func Encode(v any) ([]byte, error) {
	text, err := yaml.MarshalWithOptions(v, yaml.Indent(2), yaml.IndentSequence(true))
	if err != nil || bytes.HasSuffix(text, []byte("\n")) {
		return text, err
	}
	return append(text, '\n'), nil
}
