// Cuts, makes and ends: what a call does to relations, read off the relation table.

package dialect

// Tie is a relation of a child to a parent, as one call names it. Child and Parent are empty where the call does not
// name them and neither its answer nor its refusal does: then only earlier events know.
type Tie struct {
	Relation      string // child kind/parent kind, a row of the relation table
	Child, Parent string
}

// Cuts returns what the call cut, or tried to cut: one tie for each child and parent, in the order of the record. A
// cutting call that names nothing at all, as a denied call to IAM may, still cuts one tie without names.
// Whether the call succeeded is not asked here.
func Cuts(c Call) []Tie { return ties(&c, cuts) }

// NotCut returns the children that a call which succeeded for others answers it did not cut. DeleteVpcEndpoints, the
// accounts of GuardDuty and Security Hub and the targets of EventBridge answer so.
func NotCut(c Call) []string {
	var found []string
	for _, place := range []string{"unsuccessful.resourceId", "unprocessedAccounts.accountId", "failedEntries.targetId"} {
		found = append(found, c.Response.All(place)...)
	}
	return found
}

// Makes returns the ties that the call makes if it succeeds; without a child there is none to speak of. A child that is tied to another parent afterwards has been
// cut from the first, whether or not a record says so.
func Makes(c Call) []Tie { return ties(&c, makes) }

// Ends returns the ties that cannot exist any longer if the call succeeds, because AWS refuses it while they do:
// a gateway that is deleted has been detached. The parent is empty.
func Ends(c Call) []Tie { return ties(&c, ends) }

func ties(c *Call, v verb) []Tie {
	name := stem(c.Name)
	var found []Tie
	for _, r := range byCall[name] {
		if r.verb != v || !(fromService(c.Source, r.service) || unsigned(c.Source, calls[name])) || !holds(c, r.when) {
			continue
		}
		children, parents := find(c, r.child), orNone(find(c, r.parent))
		if v == cuts {
			children = orNone(children)
		}
		for _, child := range children {
			for _, parent := range parents {
				found = append(found, Tie{r.of, child, parent})
			}
		}
	}
	return found
}

func orNone(ids []string) []string {
	if len(ids) == 0 {
		return []string{""}
	}
	return ids
}

// Silent reports whether ties of the relation can end without a record of a cut, because a call that ends them implies it.
func Silent(relation string) bool { return silent[relation] }
