// Reading ahead: the texts of calls are parsed while those before them take effect, for that needs nothing of what is known.

package topology

import (
	"iter"

	"traillab/analyze/trail/dialect"
)

// stride is how many calls are parsed at once, and strides how many times that lie ready at most.
const stride, strides = 512, 4

// ahead yields the parts with their calls parsed, and lets go of each when it has been taken.
func (f *fold) ahead(parts [][]waiting) iter.Seq[[]waiting] {
	return func(yield func([]waiting) bool) {
		ready, done := make(chan [][]waiting, strides), make(chan struct{})
		defer close(done)
		var panicked any // which is passed on, for it is caught at the top
		go func() {
			defer close(ready)
			defer func() { panicked = recover() }()
			for len(parts) > 0 {
				n, calls := 0, 0
				for n < len(parts) && calls < stride {
					f.parse(parts[n])
					calls += len(parts[n])
					n++
				}
				select {
				case ready <- parts[:n]:
				case <-done:
					return
				}
				parts = parts[n:]
			}
		}()
		for some := range ready {
			for _, part := range some {
				if !yield(part) {
					return
				}
				clear(part)
			}
		}
		if panicked != nil {
			panic(panicked)
		}
	}
}

// parse finds the rules of calls, and parses those that have one.
func (f *fold) parse(calls []waiting) {
	for i := range calls {
		w := &calls[i]
		if w.event == nil {
			continue
		}
		if w.rule = f.rule(w.event); w.rule != nil {
			w.parse()
		}
	}
}

// parse reads the texts of a call, once. What could be read of a call whose other half is broken is used; missing ids make
// things unknown.
func (w *waiting) parse() {
	if w.call == nil {
		call, _ := dialect.ParseEvent(w.event)
		w.call = &call
	}
}
