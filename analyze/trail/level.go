// Levels of knowledge: how a statement is known. Each statement says which, and one that rests on several facts takes the
// weakest of their levels.

package trail

// Level says how something is known.
type Level uint8

// The levels, the weakest first.
const (
	Unknown  Level = iota // neither a record nor a rule says it
	Inferred              // it follows from records, none of which says so
	Observed              // a record says so
)

func (l Level) String() string { return [...]string{"unknown", "inferred", "observed"}[l] }

// Weakest returns the weakest of the levels, Observed when there are none.
func Weakest(levels ...Level) Level {
	weakest := Observed
	for _, l := range levels {
		weakest = min(weakest, l)
	}
	return weakest
}
