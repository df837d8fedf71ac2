// Things that have names, in the order in which they were made.

package builtin

import (
	"slices"
	"strconv"
)

// ordered is a map that remembers the order of its names.
type ordered[T any] struct {
	by    map[string]T
	names []string
}

func (o *ordered[T]) get(name string) (T, bool) {
	t, ok := o.by[name]
	return t, ok
}

func (o *ordered[T]) set(name string, t T) {
	if o.by == nil {
		o.by = map[string]T{}
	}
	if _, known := o.by[name]; !known {
		o.names = append(o.names, name)
	}
	o.by[name] = t
}

func (o *ordered[T]) drop(name string) {
	delete(o.by, name)
	o.names = slices.DeleteFunc(o.names, func(other string) bool { return other == name })
}

func (o *ordered[T]) all() []T {
	all := make([]T, len(o.names))
	for i, name := range o.names {
		all[i] = o.by[name]
	}
	return all
}

func decimal(n int) string { return strconv.Itoa(n) }
