// Paths: which part of an answer is meant, in JMESPath, as --query of the AWS CLI and boto3 have it.

package script

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jmespath/go-jmespath"
)

// Find returns the part of an answer that a path leads to, nil where it leads nowhere. Numbers are float64, as in JSON.
func Find(path string, answer any) (any, error) {
	p, err := jmespath.Compile(path)
	if err != nil {
		return nil, misread(path, err)
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
		return misread(path, err)
	}
	return nil
}

// misread says where a path cannot be read, and what is written instead.
func misread(path string, err error) error {
	var wrong jmespath.SyntaxError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("path %q: %w", path, err)
	}
	at := max(0, min(wrong.Offset, len(path)))
	for at > 0 && at < len(path) && !utf8.RuneStart(path[at]) { // the library points at the last byte of a character
		at--
	}
	for _, m := range misreadings {
		if m.rest.MatchString(path[at:]) {
			return fmt.Errorf("path %q, character %d: %s", path, utf8.RuneCountInString(path[:at])+1, strings.ReplaceAll(m.instead, "’", "`"))
		}
	}
	return fmt.Errorf("path %q: %w", path, err)
}

// misreadings are what people write who know other languages, by what stands where the path cannot be read further. ’ is a backquote.
var misreadings = []struct {
	rest    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`^$`), "it ends too early: close what is open, ] or a quote, and name a member behind a dot, as Vpcs[?State=='available'].VpcId"},
	{regexp.MustCompile(`^=`), "one = compares nothing: write ==, as [?State=='available']"},
	{regexp.MustCompile(`^-?[0-9]`), "a number that is compared stands between backquotes, as [?FromPort==’22’], and a name with a hyphen between quotes, as \"a-b\""},
	{regexp.MustCompile(`^\$`), "a variable stands between ' and ', as [?VpcId=='${vpc}']"},
	{regexp.MustCompile(`^[^\x00-\x7f]`), "a name with such letters stands between quotes, as \"é\""},
	{regexp.MustCompile(`.`), "nothing that a path knows may follow here: write one as Vpcs[0].VpcId, or Vpcs[?State=='available'].VpcId"},
}

// Same compares what was found with what somebody wrote: as texts, so that 1, 1.0 and "1" are one, and true and "true".
func Same(found, wanted any) bool { return found != nil && Text(found) == Text(wanted) }
