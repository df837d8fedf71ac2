// Usual resources: what an action is about when a question names none, all things of its kinds.

package policy

import (
	"cmp"
	"strings"

	"traillab/localstack/exchange"
)

// usual returns the resources of an action that is asked about without any.
func (b *Book) usual(action string) []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	service, name, _ := strings.Cut(action, ":")
	c := &exchange.Call{Service: service, Name: name, Region: cmp.Or(b.region, "us-east-1"), Account: b.account}
	switch service {
	case "ec2":
		found, _ := b.network(c)
		return found
	case "s3":
		switch {
		case name == "ListAllMyBuckets":
			return []string{"*"}
		case strings.Contains(name, "Object") && !strings.Contains(name, "Bucket"):
			return []string{"arn:aws:s3:::*/*"}
		}
		return []string{"arn:aws:s3:::*"}
	}
	row := onResources[service+"."+name]
	if len(row) == 0 || row[0] == everything {
		return []string{"*"}
	}
	var all []string
	for _, template := range row {
		before, rest, _ := strings.Cut(strings.NewReplacer("{region}", c.Region, "{account}", b.account).Replace(template), "{")
		_, after, _ := strings.Cut(rest, "}")
		all = append(all, before+"*"+after)
	}
	return all
}
