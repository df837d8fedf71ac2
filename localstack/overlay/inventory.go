// Inventory: what is told of instances, by type. An agent tells it when an association asks for it, and anybody may with
// PutInventory.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html

package overlay

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// item is all that is known of one type on one instance.
type item struct {
	kind, schema, captured, hash string
	entries                      []map[string]any
}

// applications is the type of what is installed; about is the one that every instance has.
const (
	applications = "AWS:Application"
	about        = "AWS:InstanceInformation"
)

// kinds are the names that types may have.
var kinds = regexp.MustCompile(`^(AWS|Custom):[A-Za-z0-9_.-]+$`)

// capture lets an instance tell what it has installed.
func (q *call) capture(i *instance, at time.Time) {
	names, installed := i.software.at(at)
	it := &item{kind: applications, schema: "1.1", captured: at.UTC().Format(time.RFC3339)}
	for _, name := range names {
		it.entries = append(it.entries, map[string]any{
			"Name": name, "Version": "1.0", "Architecture": "x86_64", "PackageId": name, "Publisher": platform, "InstalledTime": installed[name].UTC().Format(time.RFC3339),
		})
	}
	q.keep(i.id, it)
}

func (q *call) keep(instance string, it *item) {
	if q.here.inventory[instance] == nil {
		q.here.inventory[instance] = map[string]*item{}
	}
	q.here.inventory[instance][it.kind] = it
}

func (q *call) putInventory() (map[string]any, error) {
	i, err := q.one(q.text("InstanceId"))
	if err != nil {
		return nil, err
	}
	var items []*item
	for told := range wire.Each(q.In["Items"]) {
		kind := wire.Text(told, "TypeName")
		if !kinds.MatchString(kind) || kind == about {
			return nil, refuse("InvalidTypeNameException", "The parameter type name %s isn't valid.", kind)
		}
		if _, err := time.Parse(time.RFC3339, wire.Text(told, "CaptureTime")); err != nil {
			return nil, refuse("InvalidItemContentException", "Capture time %s of %s isn't valid.", wire.Text(told, "CaptureTime"), kind)
		}
		it := &item{kind: kind, schema: wire.Text(told, "SchemaVersion"), captured: wire.Text(told, "CaptureTime"), hash: wire.Text(told, "ContentHash")}
		it.entries = slices.Collect(wire.Each(told["Content"]))
		if old := q.here.inventory[i.id][kind]; told["Content"] == nil && old != nil { // nothing has changed but the time
			it.entries = old.entries
		}
		items = append(items, it)
	}
	for _, it := range items {
		q.keep(i.id, it)
	}
	return nil, nil
}

// items are what is known of an instance, by types.
func (q *call) items(i *instance) []*item {
	shown := i.show()
	entry := map[string]any{"InstanceStatus": map[bool]string{true: "Active", false: "ConnectionLost"}[i.online]}
	for _, name := range []string{"InstanceId", "AgentVersion", "PlatformType", "PlatformName", "PlatformVersion", "ComputerName", "ResourceType"} {
		if v := wire.Text(shown, name); v != "" {
			entry[name] = v
		}
	}
	if address := wire.Text(shown, "IPAddress"); address != "" {
		entry["IpAddress"] = address
	}
	entry["AgentType"] = "amazon-ssm-agent"
	all := []*item{{kind: about, schema: "1.0", captured: i.heard.UTC().Format(time.RFC3339), entries: []map[string]any{entry}}}
	for _, it := range q.here.inventory[i.id] {
		all = append(all, it)
	}
	slices.SortFunc(all, func(a, b *item) int { return strings.Compare(a.kind, b.kind) })
	return all
}

// fits reports whether a value is what a filter asks for.
func fits(have string, values []string, kind string) bool {
	switch kind {
	case "NotEqual":
		return !slices.Contains(values, have)
	case "BeginWith":
		return slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(have, v) })
	case "LessThan":
		return slices.ContainsFunc(values, func(v string) bool { return order(have, v) < 0 })
	case "GreaterThan":
		return slices.ContainsFunc(values, func(v string) bool { return order(have, v) > 0 })
	case "Exists":
		return have != ""
	}
	return slices.Contains(values, have)
}

// order compares numbers as numbers, and texts as texts.
func order(a, b string) int {
	x, wrong := strconv.ParseFloat(a, 64)
	y, alsoWrong := strconv.ParseFloat(b, 64)
	if wrong != nil || alsoWrong != nil {
		return strings.Compare(a, b)
	}
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func (q *call) listInventory() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	i, err := q.one(q.text("InstanceId"))
	if err != nil {
		return nil, err
	}
	kind := q.text("TypeName")
	if !kinds.MatchString(kind) {
		return nil, refuse("InvalidTypeNameException", "The parameter type name %s isn't valid.", kind)
	}
	items := q.items(i)
	at := slices.IndexFunc(items, func(it *item) bool { return it.kind == kind })
	if at < 0 {
		return map[string]any{"TypeName": kind, "InstanceId": i.id, "Entries": []any{}}, nil
	}
	entries := slices.DeleteFunc(slices.Clone(items[at].entries), func(entry map[string]any) bool {
		for f := range wire.Each(q.In["Filters"]) {
			key := wire.Text(f, "Key")
			if !fits(wire.Text(entry, key[strings.LastIndexByte(key, '.')+1:]), wire.Texts(f["Values"]), wire.Text(f, "Type")) {
				return true
			}
		}
		return false
	})
	out, err := answer(q, "Entries", entries, "InvalidNextToken", func(entry map[string]any) map[string]any { return entry })
	if err != nil {
		return nil, err
	}
	out["TypeName"], out["InstanceId"], out["SchemaVersion"], out["CaptureTime"] = kind, i.id, items[at].schema, items[at].captured
	return out, nil
}

func (q *call) getInventory() (map[string]any, error) {
	if err := q.settle(); err != nil {
		return nil, err
	}
	if q.In["Aggregators"] != nil {
		return nil, refuse("InvalidAggregatorException", "The lab does not aggregate inventory.")
	}
	all, err := q.managed()
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all, func(i *instance) bool {
		for f := range wire.Each(q.In["Filters"]) {
			if !q.has(i, f) {
				return true
			}
		}
		return false
	})
	wanted := []string{}
	for r := range wire.Each(q.In["ResultAttributes"]) {
		wanted = append(wanted, wire.Text(r, "TypeName"))
	}
	if len(wanted) == 0 {
		wanted = append(wanted, about)
	}
	return answer(q, "Entities", found, "InvalidNextToken", func(i *instance) map[string]any {
		data := map[string]any{}
		for _, it := range q.items(i) {
			if !slices.Contains(wanted, it.kind) {
				continue
			}
			one := map[string]any{"TypeName": it.kind, "SchemaVersion": it.schema, "CaptureTime": it.captured, "Content": anys(it.entries)}
			if it.hash != "" {
				one["ContentHash"] = it.hash
			}
			data[it.kind] = one
		}
		return map[string]any{"Id": i.id, "Data": data}
	})
}

// has reports whether an entry of an instance is what a filter asks for: AWS:Application.Name.
func (q *call) has(i *instance, filter map[string]any) bool {
	key := wire.Text(filter, "Key")
	dot := strings.LastIndexByte(key, '.')
	return slices.ContainsFunc(q.items(i), func(it *item) bool {
		return dot > 0 && it.kind == key[:dot] && slices.ContainsFunc(it.entries, func(entry map[string]any) bool {
			return fits(wire.Text(entry, key[dot+1:]), wire.Texts(filter["Values"]), wire.Text(filter, "Type"))
		})
	})
}

func (q *call) deleteInventory() (map[string]any, error) {
	kind := q.text("TypeName")
	if !strings.HasPrefix(kind, "Custom:") {
		return nil, refuse("InvalidTypeNameException", "The parameter type name %s isn't valid: only custom inventory can be deleted.", kind)
	}
	n := 0
	for _, of := range q.here.inventory {
		if of[kind] != nil {
			n++
			if !q.flag("DryRun") {
				delete(of, kind)
			}
		}
	}
	out := map[string]any{"TypeName": kind, "DeletionSummary": map[string]any{"TotalCount": int64(n), "RemainingCount": int64(0), "SummaryItems": []any{}}}
	if !q.flag("DryRun") {
		out["DeletionId"] = q.options.NewID()
	}
	return out, nil
}
