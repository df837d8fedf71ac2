// Event selectors: what PutEventSelectors tells a trail to record.

package dialect

import (
	"slices"
	"strings"
)

// RecordsChanges reports whether the selectors of a PutEventSelectors let the trail record the calls that change a network:
// management events that write. Selectors that are not read do not.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
func RecordsChanges(c Call) bool {
	return slices.ContainsFunc(elements(c.Request.Get("eventSelectors")), basic) ||
		slices.ContainsFunc(elements(c.Request.Get("advancedEventSelectors")), advanced)
}

// elements are the objects of a list.
func elements(v Value) []Object {
	list, _ := v.(List)
	var found []Object
	for _, e := range list {
		if o, ok := e.(Object); ok {
			found = append(found, o)
		}
	}
	return found
}

// basic: what a basic selector leaves out is as its defaults are, all management events, unless it excludes a service.
func basic(o Object) bool {
	if kind := o.First("readWriteType"); kind != "" && kind != "All" && kind != "WriteOnly" {
		return false
	}
	return o.First("includeManagementEvents") != "false" && !slices.Contains(o.All("excludeManagementEventSources"), network)
}

// network is the source whose calls change networks.
const network = "ec2.amazonaws.com"

// advanced: each of the conditions of an advanced selector narrows it. One that is not known may leave out anything.
func advanced(o Object) bool {
	management := false
	for _, field := range elements(o.Get("fieldSelectors")) {
		for _, m := range field {
			values := field.All(m.Name)
			switch field.First("field") + " " + m.Name {
			case "eventCategory field", "readOnly field", "eventSource field":
			case "eventCategory equals":
				management = slices.Equal(values, []string{"Management"})
			case "readOnly equals":
				if !slices.Equal(values, []string{"false"}) {
					return false
				}
			case "eventSource notEquals":
				if slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, network) }) {
					return false
				}
			default:
				if len(values) > 0 || m.Name == "field" {
					return false
				}
			}
		}
	}
	return management
}
