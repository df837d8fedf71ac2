// Misspellings: the word that somebody may have meant.

package strict

import (
	"fmt"
	"strings"
)

// Nearest returns the known word that a word was most likely meant to be: the one with the fewest letters wrong, at most one
// in three; the first of equals.
func Nearest(word string, known []string) (string, bool) {
	best, found := max(1, len(word)/3)+1, ""
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < best {
			best, found = d, k
		}
	}
	return found, found != ""
}

// Meant is what to tell somebody who wrote a word that is none of the known: which of them was meant, or which there are.
func Meant(word string, known []string) string {
	if k, ok := Nearest(word, known); ok {
		return fmt.Sprintf("did you mean %s?", k)
	}
	if len(known) == 0 {
		return "there is none"
	}
	return "there is " + strings.Join(known, ", ")
}

// distance counts the letters that are to be put in, left out, changed, or swapped with their neighbour.
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			wrong := 1
			if a[i] == b[j] {
				wrong = 0
			}
			row[j+1] = min(last[j]+wrong, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
