// Policies of endpoints: whether a document lets everything through, as the one does that an endpoint has when nobody gave it
// another.

package dialect

import "strings"

// FullAccess reports whether a policy document allows everybody everything on everything and denies nothing, whatever else it
// allows. What cannot be read does not.
// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
func FullAccess(document string) bool {
	r := reader{}
	policy, err := r.root([]byte(document), "", func(string, string) bool { return false })
	if err != nil {
		return false
	}
	statements, ok := policy.Get("statement").(List)
	if !ok {
		statements = List{policy.Get("statement")}
	}
	full := false
	for _, s := range statements {
		statement, _ := s.(Object)
		if !strings.EqualFold(statement.First("effect"), "Allow") {
			return false
		}
		full = full || unbounded(statement)
	}
	return full
}

// unbounded reports whether a statement names all principals, actions and resources, and nothing that narrows them.
func unbounded(statement Object) bool {
	wide := map[string]bool{}
	for _, m := range statement {
		switch m.Name {
		case "effect", "sid":
		case "principal":
			wide[m.Name] = anything(m.Value) || anything(someone(m.Value))
		case "action", "resource":
			wide[m.Name] = anything(m.Value)
		default:
			return false
		}
	}
	return wide["principal"] && wide["action"] && wide["resource"]
}

// someone is the principal in {"AWS": "*"}.
func someone(v Value) Value {
	if o, ok := v.(Object); ok && len(o) == 1 && strings.EqualFold(o[0].Name, "aws") {
		return o[0].Value
	}
	return nil
}

// anything reports whether a value is *, alone or in a list.
func anything(v Value) bool {
	if l, ok := v.(List); ok {
		for _, element := range l {
			if element == Text("*") {
				return true
			}
		}
	}
	return v == Text("*")
}
