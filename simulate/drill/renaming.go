// Renaming: which id stands for which when the same story was played twice on a cloud that gives out ids by chance.

package drill

import "regexp"

// renaming is what things are called now, by what they were called before.
type renaming map[string]string

// named are texts that a cloud makes up: ids, names of resources, keys (LKIA… and LSIA… on LocalStack), addresses.
var named = regexp.MustCompile(`-[0-9a-f]{8,}\b|^arn:|^[AL][A-Z]{3}[A-Z0-9]{12,}$|^[0-9]{1,3}(\.[0-9]{1,3}){3}$`)

// learn compares what was answered before with what is answered now.
func (r renaming) learn(before, now any) {
	switch before := before.(type) {
	case string:
		if now, ok := now.(string); ok && now != before && named.MatchString(before) && named.MatchString(now) {
			r[before] = now
		}
	case []any:
		now, _ := now.([]any)
		for i := range min(len(before), len(now)) {
			r.learn(before[i], now[i])
		}
	case map[string]any:
		now, _ := now.(map[string]any)
		for name := range before {
			r.learn(before[name], now[name])
		}
	}
}

// of is a value with the names of now.
func (r renaming) of(value any) any {
	switch value := value.(type) {
	case string:
		return r.text(value)
	case []any:
		list := make([]any, len(value))
		for i := range value {
			list[i] = r.of(value[i])
		}
		return list
	case map[string]any:
		named := make(map[string]any, len(value))
		for name, member := range value {
			named[name] = r.of(member)
		}
		return named
	}
	return value
}

// Names in a longer text, such as a policy: whole ARNs first, then what else may stand in one or by itself.
var (
	arns   = regexp.MustCompile(`arn:[^\s",\\*]+`)
	within = regexp.MustCompile(`[a-z0-9-]*-[0-9a-f]{8,}\b|\b[AL][A-Z]{3}[A-Z0-9]{12,}\b|\b[0-9]{1,3}(\.[0-9]{1,3}){3}\b`)
)

// text renames a text, or what is named in it.
func (r renaming) text(s string) string {
	known := func(name string) string {
		if now, ok := r[name]; ok {
			return now
		}
		return name
	}
	if now, ok := r[s]; ok {
		return now
	}
	return within.ReplaceAllStringFunc(arns.ReplaceAllStringFunc(s, known), known)
}
