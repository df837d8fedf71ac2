// Paths: which part of an answer is meant, in JMESPath, as --query of the AWS CLI and boto3 have it.

package script

import (
	"encoding/json"
	"fmt"

	"github.com/jmespath/go-jmespath"
)

// Find returns the part of an answer that a path leads to, nil where it leads nowhere. Numbers are float64, as in JSON.
func Find(path string, answer any) (any, error) {
	p, err := jmespath.Compile(path)
	if err != nil {
		return nil, fmt.Errorf("path %q: %w", path, err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, err
	}
	found, err := p.Search(plain)
	if err != nil {
		return nil, fmt.Errorf("path %q: %w", path, err)
	}
	return found, nil
}

// CheckPath reports what is wrong with a path.
func CheckPath(path string) error {
	if _, err := jmespath.Compile(path); err != nil {
		return fmt.Errorf("path %q: %w", path, err)
	}
	return nil
}

// Same compares what was found with what somebody wrote: as texts, so that 1, 1.0 and "1" are one, and true and "true".
func Same(found, wanted any) bool { return found != nil && Text(found) == Text(wanted) }
