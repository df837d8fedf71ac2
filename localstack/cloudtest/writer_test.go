// A writer that keeps what is written, for the logs of labs.

package cloudtest

import (
	"strings"
	"sync"
)

type writer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *writer) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *writer) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
