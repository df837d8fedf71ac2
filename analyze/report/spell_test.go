// Spells: times that touch are one, times that do not are two, and nobody is asked for twice.

package report

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSpells(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 3, 17, 13, minute, 0, 0, time.UTC) }
	c := &cast{scenes: map[string][]scene{
		"eve": {{"chain-3", at(40), at(50)}, {"chain-1", at(0), at(20)}, {"chain-2", at(10), at(15)}},
		"bob": {{"chain-2", at(10), at(30)}, {"chain-4", at(50).Add(3 * time.Second), at(55)}},
	}}
	var told []string
	for _, s := range c.spells() {
		told = append(told, fmt.Sprintf("%s-%s %v", s.from.Format("04:05"), s.until.Format("04:05"), s.principals))
	}
	if got, want := strings.Join(told, "; "), "00:00-30:00 [bob eve]; 40:00-50:00 [eve]; 50:03-55:00 [bob]"; got != want {
		t.Errorf("spells are %s and not %s", got, want)
	}
}
