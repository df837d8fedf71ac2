// Parameters that AWS keeps for everyone: where the newest images of Amazon Linux are.

package builtin

import (
	"slices"
	"strings"

	"traillab/localstack/wire"
)

var noParameter = fault{code: "ParameterNotFound", sentence: "%s"}

// publicImages is where Parameter Store has them.
const publicImages = "/aws/service/ami-amazon-linux-latest/"

func parameterCalls() operations {
	return operations{"GetParameter": getParameter, "GetParameters": getParameters, "GetParametersByPath": getParametersByPath}
}

// parameters are all that there are, by name.
func (q *call) parameters() []result {
	q.region = q.in(q, q.Region)
	var found []result
	for _, i := range all[*image](q) {
		for _, r := range releases {
			if r.alias == "" || i.title != r.title {
				continue
			}
			names := []string{r.alias}
			if strings.HasPrefix(r.alias, "al2023") {
				names = append(names, strings.Replace(r.alias, "kernel-6.1", "kernel-default", 1))
			}
			for _, name := range names {
				name = publicImages + name
				found = append(found, result{
					"Name": name, "Type": "String", "Value": i.id, "Version": int64(1), "LastModifiedDate": i.since, "DataType": "text",
					"ARN": "arn:aws:ssm:" + q.Region + "::parameter" + name,
				})
			}
		}
	}
	slices.SortFunc(found, func(a, b result) int { return strings.Compare(members(a).text("Name"), members(b).text("Name")) })
	return found
}

// parameter is one by its name, or by its ARN.
func (q *call) parameter(name string) result {
	for _, p := range q.parameters() {
		if p["Name"] == name || p["ARN"] == name {
			return p
		}
	}
	return nil
}

func getParameter(q *call) (result, *wire.Error) {
	p := q.parameter(q.text("Name"))
	if p == nil {
		return nil, noParameter.of(q.text("Name"))
	}
	return result{"Parameter": p}, nil
}

func getParameters(q *call) (result, *wire.Error) {
	found, missing := []any{}, []any{}
	for _, name := range q.texts("Names") {
		if p := q.parameter(name); p != nil {
			found = append(found, p)
		} else {
			missing = append(missing, name)
		}
	}
	return result{"Parameters": found, "InvalidParameters": missing}, nil
}

func getParametersByPath(q *call) (result, *wire.Error) {
	found := []any{}
	path := strings.TrimSuffix(q.text("Path"), "/") + "/"
	for _, p := range q.parameters() {
		rest, below := strings.CutPrefix(members(p).text("Name"), path)
		if below && (q.flag("Recursive") || !strings.Contains(rest, "/")) {
			found = append(found, p)
		}
	}
	return result{"Parameters": found}, nil
}
