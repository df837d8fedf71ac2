// Injects by themselves: what a trainer lets happen in a drill that is under way.

package scenario

import (
	"strconv"

	"traillab/simulate/strict"
)

// ReadInjects reads a list of injects strictly. They happen at once, so that at may be left out.
func ReadInjects(name string, text []byte) ([]Inject, error) {
	var in []Inject
	d, err := strict.Decode(name, text, &in)
	if err != nil {
		return nil, err
	}
	for i := range in {
		if in[i].Message == "" && in[i].Do == "" && len(in[i].Steps) == 0 {
			return nil, d.At("$["+strconv.Itoa(i)+"]", "an inject is a call (do), steps or a message")
		}
	}
	return in, nil
}
