// JSON as IAM reads it: in an object no name stands twice.

package grammar

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// deepest is how many levels a policy has at most: a value in a list of a key of an operator of a statement.
const deepest = 8

// parse reads an object in which no name stands twice.
func parse(text string) (map[string]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	whole, err := value(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errForm
	}
	object, ok := whole.(map[string]any)
	if !ok {
		return nil, errForm
	}
	return object, nil
}

func value(d *json.Decoder, level int) (any, error) {
	token, err := d.Token()
	if err != nil || level > deepest {
		return nil, errForm
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			one, err := value(d, level+1)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		_, err = d.Token()
		return list, err
	case json.Delim('{'):
		object := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			key, _ := name.(string) // a name is never anything else
			if _, twice := object[key]; twice {
				return nil, errForm
			}
			if object[key], err = value(d, level+1); err != nil {
				return nil, err
			}
		}
		_, err = d.Token()
		return object, err
	}
	return token, nil
}
