// Strict reading: every misfit at its place, and the word that was meant.

package strict_test

import (
	"strings"
	"testing"

	"traillab/simulate/strict"
)

type house struct {
	Name   string          `yaml:"name"`
	Floors int             `yaml:"floors"`
	Lift   bool            `yaml:"lift"`
	Rooms  []room          `yaml:"rooms"`
	Owners map[string]room `yaml:"owners"`
	Any    any             `yaml:"any"`
}

type room struct {
	Place `yaml:",inline"`

	Doors *int `yaml:"doors"`
}

type Place struct {
	ID string `yaml:"id"`
}

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct{ text, complaint string }{
		"fits":            {"name: x\nfloors: 2\nlift: true\nrooms: [{id: a, doors: 1}]\nowners: {bob: {id: 5}}\nany: [1, {b: c}]\n", ""},
		"nothing there":   {"rooms:\nowners:\n", ""},
		"misspelt":        {"name: x\nflors: 2\n", `f:2:1: there is no key "flors" here: did you mean floors?`},
		"swapped":         {"nmae: x\n", `f:1:1: there is no key "nmae" here: did you mean name?`},
		"unknown":         {"cellar: x\n", `f:1:1: there is no key "cellar" here: there is name, floors, lift, rooms, owners, any`},
		"deep":            {"rooms:\n  - id: a\n    dors: 1\n", `f:3:5: rooms: there is no key "dors" here: did you mean doors?`},
		"in a map":        {"owners:\n  bob: {door: 1}\n", `f:2:9: bob: there is no key "door" here: did you mean doors?`},
		"several at once": {"lift: maybe\nfloors: two\n", "f:1:7: lift: true or false is expected, and this is \"maybe\"\nf:2:9: floors: a whole number is expected, and this is \"two\""},
		"no list":         {"rooms: {id: a}\n", "f:1:9: rooms: a list is expected, and this is a mapping"},
		"no mapping":      {"owners: [a]\n", "f:1:9: owners: keys with their values are expected, and this is a list"},
		"no text":         {"name: [a]\n", "f:1:7: name: a text is expected, and this is a list"},
		"anchored":        {"rooms: [&r {id: a}, *r]\n", ""},
		"twice":           {"name: x\nname: y\n", `f:2:1: mapping key "name" already defined at [1:1]; take one of the two away`},
		"a tab":           {"rooms:\n\t- id: a\n", "f:2:1: found character '\t' that cannot start any token; lines are indented with blanks: write two of them for each tab"},
		"an open quote":   {"name: 'a\n", "f:1:7: could not find end character of single-quoted text; write the same quote at the end of the text"},
		"an open list":    {"rooms: [a\n", "f:1:8: sequence end token ']' not found; write ] or } where the list or the mapping ends"},
		"an open mapping": {"{name: x", "f:1:1: could not find flow mapping end token '}'; write ] or } where the list or the mapping ends"},
		"a star":          {"name: *a\n", `f:1:8: could not find alias "a"; a text that begins with &, * or % stands between quotes`},
		"a backslash":     {"name: \"\\q\"\n", `f:1:9: found unknown escape character 'q'; write \\ for a backslash, or put the text between ' and '`},
		"no quotes": {
			"rooms: [{id: a-${b}}]\n",
			`f:1:17: ',' or '}' must be specified; is a text with one of {}[],:# in it without its quotes, as "10.${net}.0.0/16" has them?`,
		},
		"empty":         {"", "f: the file is empty"},
		"two documents": {"name: x\n---\nname: y\n", "f: one document is expected, and there is more behind a line of ---"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := strict.Decode("f", []byte(c.text), new(house))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != c.complaint {
				t.Errorf("got\n%s\nwanted\n%s", got, c.complaint)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	known := strings.Fields("title points answer accept ask")
	for word, meant := range map[string]string{"titel": "title", "Points": "points", "point": "points", "anser": "answer", "aks": "ask", "zebra": "", "x": ""} {
		if got, _ := strict.Nearest(word, known); got != meant {
			t.Errorf("%s: got %q, wanted %q", word, got, meant)
		}
	}
}
