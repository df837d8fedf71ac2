// The relation table: the closed vocabulary of what calls cut, make and end. Its rows lie in three files: network.go,
// access.go and service.go.

package dialect

// verb is what a call does to a relation.
type verb uint8

const (
	cuts  verb = iota
	makes      // the tie exists once the call has succeeded
	ends       // the tie cannot exist once the call has succeeded
)

// relation is one row: a call, the service whose call it is, what it does to which relation, and where in the call the
// two ids are found; see finder.go for how that is written.
type relation struct {
	call, service string
	verb          verb
	of            string // child kind/parent kind
	child, parent string
	when          string // a condition on the parameters; "" always
}

// relations are the tables in the order in which docs print them.
var relations = [][]relation{networkRelations, accessRelations, serviceRelations}

// byCall is the table's rows by the call, each call's in the order of the table.
var byCall = rowsByCall()

func rowsByCall() map[string][]relation {
	m := make(map[string][]relation)
	for _, table := range relations {
		for _, r := range table {
			m[r.call] = append(m[r.call], r)
		}
	}
	return m
}
