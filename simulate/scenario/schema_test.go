// The schema for editors: made from the types of this package and what their comments say, kept in docs, and tried on every
// published scenario.

package scenario

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"traillab/simulate/detection"
	"traillab/simulate/script"
	"traillab/simulate/strict"
)

var update = flag.Bool("update", false, "write docs/scenario.schema.json again")

const schemaPath = "../../docs/scenario.schema.json"

// spanForm is how time.ParseDuration wants a span, as far as a pattern can say it.
const spanForm = `^-?([0-9]+(\.[0-9]+)?(h|m|s|ms))+$`

// more is what the types do not say: by type and key, "Goal.points".
func more() map[string]map[string]any {
	span := map[string]any{"pattern": spanForm}
	one := func(words ...string) map[string]any { return map[string]any{"enum": words} }
	call := map[string]any{"pattern": operationForm.String()}
	check := map[string]any{"anyOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "object", "required": []string{"call"}}}}
	each := func(of map[string]any) map[string]any { return map[string]any{"items": of} }
	all := map[string]map[string]any{
		"Scenario.schema": {"const": Schema}, "Scenario.id": {"pattern": idForm.String()}, "Scenario.number": {"pattern": numberForm.String()},
		"Scenario.level": {"minimum": 1, "maximum": 5}, "Scenario.teardown": one("auto", "keep"), "Scenario.origin": one("real"),
		"Clock.start": {"format": "date-time"}, "Clock.mode": one("virtual", "real"), "Emulator.on": each(one(upstreams...)),
		"Draw.number": {"minItems": 2, "maxItems": 2}, "Actor.type": one(keys(kinds)...), "Noise.kind": one(Kinds()...),
		"Noise.count": {"minimum": 1, "maximum": most}, "Step.do": call, "Inject.synth": call, "Step.id": {"pattern": stepID.String()},
		"Analysis.verdict": one(verdicts...), "Detections.must": each(one(detection.Names()...)), "Detections.must_not": each(one(detection.Names()...)),
		"Goal.id": {"pattern": idForm.String()}, "Goal.points": {"minimum": 0}, "Hint.cost": {"minimum": 0}, "Penalty.points": {"maximum": -1},
		"Score.pass": {"minimum": 0, "maximum": 100}, "Score.time_bonus": {"minimum": 0},
		"Goal.check": check, "Goal.checks": each(check), "Penalty.if": check,
	}
	for _, key := range []string{
		"Clock.step", "Clock.before", "Clock.jitter", "Noise.from", "Noise.until", "Inject.at", "Inject.every", "Until.within", "Detections.within",
		"Goal.tolerance", "Goal.by", "Hint.after",
	} {
		all[key] = span
	}
	return all
}

// required are the keys without which nothing goes.
var required = map[string][]string{
	"Scenario": {"schema", "id", "title", "level", "clock", "injects"}, "Clock": {"start"}, "Actor": {"type", "ip", "agent"}, "Noise": {"kind", "until"},
	"Inject": {"at"}, "Goal": {"id"}, "Hint": {"text"}, "Penalty": {"if", "points", "why"}, "Until": {"path"},
}

// schemer makes definitions of types.
type schemer struct {
	comments map[string]string // by type, and by type and field
	more     map[string]map[string]any
	defs     map[string]any
}

// object is the definition of a struct, which is added under its name.
func (s *schemer) object(t reflect.Type) map[string]any {
	ref := map[string]any{"$ref": "#/$defs/" + t.Name()}
	if s.defs[t.Name()] != nil {
		return ref
	}
	properties := map[string]any{}
	def := map[string]any{"type": "object", "description": s.comments[t.Name()], "properties": properties, "additionalProperties": false}
	s.defs[t.Name()] = def
	if r := required[t.Name()]; r != nil {
		def["required"] = r
	}
	s.properties(t, properties)
	return ref
}

func (s *schemer) properties(t reflect.Type, into map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		key, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if strings.Contains(options, "inline") {
			s.properties(f.Type, into)
			continue
		}
		property := s.value(f.Type)
		if comment := s.comments[t.Name()+"."+f.Name]; comment != "" {
			property["description"] = comment
		}
		for name, value := range s.more[t.Name()+"."+key] {
			property[name] = value
		}
		into[key] = property
	}
}

func (s *schemer) value(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		return s.value(t.Elem())
	case reflect.Struct:
		return s.object(t)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.value(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.value(t.Elem())}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.String:
		return map[string]any{"type": "string"}
	default:
		return map[string]any{}
	}
}

// comments reads what stands beside the types and fields of files.
func comments(t *testing.T, files ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			g, ok := n.(*ast.GenDecl)
			if !ok {
				return true
			}
			for _, spec := range g.Specs {
				kind, ok := spec.(*ast.TypeSpec)
				if !ok {
					continue
				}
				found[kind.Name.Name] = sentence(g.Doc.Text())
				if of, ok := kind.Type.(*ast.StructType); ok {
					for _, f := range of.Fields.List {
						for _, field := range f.Names {
							found[kind.Name.Name+"."+field.Name] = sentence(f.Comment.Text())
						}
					}
				}
			}
			return true
		})
	}
	return found
}

func sentence(comment string) string { return strings.Join(strings.Fields(comment), " ") }

// makeSchema is the schema as it stands in docs.
func makeSchema(t *testing.T) []byte {
	t.Helper()
	s := &schemer{comments: comments(t, "scenario.go", "../script/step.go"), more: more(), defs: map[string]any{}}
	root := s.object(reflect.TypeFor[Scenario]())
	text, err := json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "traillab scenario, " + Schema,
		"$comment": "Generated from simulate/scenario and simulate/script by \"go test ./simulate/scenario -run Schema -update\"; do not edit.",
		"$ref":     root["$ref"], "$defs": s.defs,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

func TestSchemaIsCurrent(t *testing.T) {
	made := makeSchema(t)
	if *update {
		if err := os.WriteFile(schemaPath, made, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) != string(made) {
		t.Error("docs/scenario.schema.json is not of these types: run go test ./simulate/scenario -run Schema -update")
	}
	keysOf := func(t reflect.Type) []string {
		var all []string
		for _, f := range strict.Fields(t) {
			all = append(all, f.Key)
		}
		return all
	}
	known := slices.Concat(keysOf(reflect.TypeFor[Scenario]()), keysOf(reflect.TypeFor[script.Step]()))
	for _, key := range []string{"schema", "do", "until"} { // that nothing is left out wholesale
		if !slices.Contains(known, key) || !strings.Contains(string(kept), `"`+key+`"`) {
			t.Errorf("%s is missing", key)
		}
	}
}

// TestSchemaFitsScenarios tries the schema on what is published, and on what Read complains of and editors should.
func TestSchemaFitsScenarios(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(makeSchema(t), &schema); err != nil {
		t.Fatal(err)
	}
	published, err := filepath.Glob("../../samples/*/scenario.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(published, "testdata/stolen-key.yaml") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range tryOn(t, schema, string(text)) {
			t.Errorf("%s: %s", name, complaint)
		}
	}
	text, err := os.ReadFile("testdata/stolen-key.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for old, by := range map[string]string{
		"level: 2": "level: 6", "title:": "titel:", "type: IAMUser": "type: User", "do: sts.GetCallerIdentity": "do: sts:GetCallerIdentity",
		"points: -15": "points: 15", "igw-detach, ": "igw-detached, ", "at: 20m": "at: soon", "[10, 90]": "[10]", "lab/v1": "lab/v0", "count: 3": "count: many",
	} {
		if len(tryOn(t, schema, strings.Replace(string(text), old, by, 1))) == 0 {
			t.Errorf("the schema has nothing against %s", by)
		}
	}
}

func tryOn(t *testing.T, schema map[string]any, text string) []string {
	t.Helper()
	var value any
	if _, err := strict.Decode("s", []byte(text), &value); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(plain, &value); err != nil {
		t.Fatal(err)
	}
	v := &validator{schema: schema}
	v.hold("$", schema, value)
	return v.complaints
}
