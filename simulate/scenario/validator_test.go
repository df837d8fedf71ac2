// A validator of so much of JSON Schema as the schema for editors is written in.

package scenario

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

type validator struct {
	schema     map[string]any
	complaints []string
}

func (v *validator) complain(path, format string, args ...any) {
	v.complaints = append(v.complaints, path+": "+fmt.Sprintf(format, args...))
}

// hold holds a value against a schema.
func (v *validator) hold(path string, s map[string]any, value any) {
	if ref, ok := s["$ref"].(string); ok {
		defs, _ := v.schema["$defs"].(map[string]any)
		of, ok := defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !ok {
			v.complain(path, "there is no %s", ref)
			return
		}
		v.hold(path, of, value)
		return
	}
	if value == nil { // a key with nothing behind it
		return
	}
	if kind, ok := s["type"].(string); ok && !isOf(kind, value) {
		v.complain(path, "%v is no %s", value, kind)
		return
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, value) {
		v.complain(path, "%v is none of %v", value, enum)
	}
	if c, ok := s["const"]; ok && c != value {
		v.complain(path, "%v is not %v", value, c)
	}
	switch value := value.(type) {
	case string:
		if p, ok := s["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(value) {
			v.complain(path, "%q does not match %s", value, p)
		}
	case float64:
		least, low := s["minimum"].(float64)
		greatest, high := s["maximum"].(float64)
		if low && value < least || high && value > greatest {
			v.complain(path, "%v is too small or too great", value)
		}
	case []any:
		v.list(path, s, value)
	case map[string]any:
		v.object(path, s, value)
	}
	v.anyOf(path, s, value)
}

func (v *validator) anyOf(path string, s map[string]any, value any) {
	choices, ok := s["anyOf"].([]any)
	if !ok {
		return
	}
	for _, choice := range choices {
		one := &validator{schema: v.schema}
		if of, ok := choice.(map[string]any); ok {
			one.hold(path, of, value)
		}
		if len(one.complaints) == 0 {
			return
		}
	}
	v.complain(path, "%v fits none of several", value)
}

func (v *validator) list(path string, s map[string]any, list []any) {
	least, low := s["minItems"].(float64)
	greatest, high := s["maxItems"].(float64)
	if low && float64(len(list)) < least || high && float64(len(list)) > greatest {
		v.complain(path, "%d items are too few or too many", len(list))
	}
	if items, ok := s["items"].(map[string]any); ok {
		for i, element := range list {
			v.hold(fmt.Sprintf("%s[%d]", path, i), items, element)
		}
	}
}

func (v *validator) object(path string, s, object map[string]any) {
	properties, _ := s["properties"].(map[string]any)
	needed, _ := s["required"].([]any)
	for _, key := range needed {
		if _, ok := object[fmt.Sprint(key)]; !ok {
			v.complain(path, "%s is missing", key)
		}
	}
	for _, key := range keys(object) {
		if of, ok := properties[key].(map[string]any); ok {
			v.hold(path+"."+key, of, object[key])
			continue
		}
		switch rest := s["additionalProperties"].(type) {
		case bool:
			if !rest {
				v.complain(path, "there is no %s", key)
			}
		case map[string]any:
			v.hold(path+"."+key, rest, object[key])
		}
	}
}

func isOf(kind string, value any) bool {
	switch value := value.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case float64:
		return kind == "number" || kind == "integer" && value == float64(int64(value))
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	default:
		return false
	}
}
