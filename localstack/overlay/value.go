// Values: how maps by the model's names are read and made.

package overlay

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// anys is a list as answers have it.
func anys[T any](list []T) []any {
	all := make([]any, len(list))
	for i := range list {
		all[i] = list[i]
	}
	return all
}

// clone copies a structure, and what is in it stays the same.
func clone(in map[string]any) map[string]any {
	twin := make(map[string]any, len(in))
	for name, v := range in {
		twin[name] = v
	}
	return twin
}

// copied copies members of a structure that are there.
func copied(to, from map[string]any, names ...string) map[string]any {
	for _, name := range names {
		if v, ok := from[name]; ok && v != nil {
			to[name] = v
		}
	}
	return to
}

// tags are those of a list of keys and values.
func tags(list any) map[string]string {
	found := map[string]string{}
	for tag := range wire.Each(list) {
		found[wire.Text(tag, "Key")] = wire.Text(tag, "Value")
	}
	return found
}

// whole is a moment as answers have it.
func whole(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// meets reports whether a value is among those that are wanted; nothing wanted is met by all.
func meets(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}
