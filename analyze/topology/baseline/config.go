// AWS Config: the items of a snapshot or a history file, each for its own time.
// https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html

package baseline

import (
	"path"
	"strings"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail/dialect"
)

// readItem reads one item onto the sheet of its account, region and time.
func readItem(at func(place) *sheet, item dialect.Object, from string) {
	when, err := time.Parse(time.RFC3339, item.First("configurationItemCaptureTime"))
	name, ok := types[item.First("resourceType")]
	account, region := item.First("awsAccountId"), item.First("awsRegion")
	if err != nil || !ok || account == "" {
		return
	}
	if arn := strings.SplitN(either(item.First("aRN"), item.First("arn")), ":", 6); region == "" && len(arn) == 6 {
		region = arn[3]
	}
	s := at(place{account, region, when.UTC()})
	s.hear(path.Dir(from))
	a := answers[name]
	switch {
	case name == "instances":
		a = answer{topology.Instance, answers["reservations"].rank, readInstance}
	case a.kind == "":
		a.kind = topology.Balancer
	}
	s.item(item, a)
}

func (s *sheet) item(item dialect.Object, a answer) {
	if strings.HasPrefix(item.First("configurationItemStatus"), "ResourceDeleted") {
		id, kind := item.First("resourceId"), a.kind
		if kind == topology.Database || kind == topology.Function || kind == topology.Balancer && !strings.HasPrefix(id, "arn:") {
			id = either(item.First("resourceName"), id)
		}
		a.read = func(s *sheet, _ dialect.Object) { s.say(kind, id, topology.Exists, "", "") }
		s.pages = append(s.pages, page{answer: a, objects: []dialect.Object{nil}})
		return
	}
	configuration, _ := item.Get("configuration").(dialect.Object)
	if text, ok := item.Get("configuration").(dialect.Text); ok {
		configuration, _ = parse([]byte(text)) // as the API answers it; what is no JSON tells nothing
	}
	if configuration == nil {
		return
	}
	if configuration.Get("tags") == nil {
		configuration = append(configuration, dialect.Member{Name: "tags", Value: tags(item.Get("tags"))})
	}
	s.pages = append(s.pages, page{answer: a, objects: []dialect.Object{configuration}})
}

// tags turns a map of tags into the list that answers have.
func tags(v dialect.Value) dialect.List {
	o, _ := v.(dialect.Object)
	list, named := dialect.List{}, false
	for _, m := range o {
		if text, ok := m.Value.(dialect.Text); ok {
			key := m.Name
			if key == "name" && !named { // whose first letter was made small; AWS Config sorts capitals first
				key, named = "Name", true
			}
			list = append(list, dialect.Of("key", key, "value", text))
		}
	}
	return list
}
