// Gathering: files are read by several goroutines at once and answered in order, so that a chain can be walked link by link.

package integrity

import (
	"context"
	"iter"
)

// inOrder calls work for 0 to n-1, at most jobs at once, and yields the answers in that order. When the caller stops, work
// that has begun is waited for.
func inOrder[T any](ctx context.Context, jobs, n int, work func(context.Context, int) T) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		ctx, stop := context.WithCancel(ctx)
		begun := make([]chan T, n)
		next := 0
		begin := func() {
			answer := make(chan T, 1)
			begun[next] = answer
			i := next
			next++
			go func() { answer <- work(ctx, i) }()
		}
		defer func() {
			stop()
			for _, answer := range begun[:next] {
				if answer != nil {
					<-answer
				}
			}
		}()
		for i := range n {
			for next < n && next < i+jobs {
				begin()
			}
			answer := <-begun[i]
			begun[i] = nil
			if !yield(i, answer) {
				return
			}
		}
	}
}
