// Keepsakes: what a run of the pages leaves on the disk. The foot of the screen says it once and is gone; whoever leaves is told again
// where it lies.

package main

import (
	"slices"
	"sync"
)

// keepsakes are the sentences for the end, in the order in which they came to be true.
type keepsakes struct {
	mu   sync.Mutex
	told []string
}

// add notes a sentence once.
func (k *keepsakes) add(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !slices.Contains(k.told, text) {
		k.told = append(k.told, text)
	}
}

// tell says them when the terminal is given back.
func (k *keepsakes) tell(a *app) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, text := range k.told {
		a.remark("%s", text)
	}
}
