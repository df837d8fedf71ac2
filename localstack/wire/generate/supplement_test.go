// Supplements: what is cut from a newer model, and what comes of a model and its supplement.

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const (
	older = `{"metadata": {"apiVersion": "1"}, "operations": {
		"CreateVpc": {"input": {"shape": "In"}, "output": {"shape": "Out"}}, "BuyHost": {"input": {"shape": "Host"}}
	}, "shapes": {
		"In": {"type": "structure", "required": ["B", "A"], "members": {"B": {"shape": "Text"}, "A": {"shape": "Text"}}},
		"Out": {"type": "structure", "members": {"A": {"shape": "Text"}}},
		"Host": {"type": "structure", "members": {"A": {"shape": "Text"}}}, "Text": {"type": "string"}
	}}`
	later = `{"metadata": {"apiVersion": "1"}, "operations": {
		"CreateVpc": {"http": {"method": "POST", "requestUri": "/"}, "documentation": "<p>", "input": {"shape": "In"}, "output": {"shape": "Out"}},
		"BuyHost": {"input": {"shape": "Host"}}, "SellVpc": {"input": {"shape": "Sale"}},
		"CreateRouteServer": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Server"}}
	}, "shapes": {
		"In": {"type": "structure", "required": [], "members": {"SecondaryInterfaces": {"shape": "Sale"}, "Z": {"shape": "Modes", "locationName": "z", "documentation": "<p>"}, "B": {"shape": "Text"}, "A": {"shape": "Text"}}},
		"Out": {"type": "structure", "required": [], "members": {"A": {"shape": "Text"}}},
		"Host": {"type": "structure", "members": {"A": {"shape": "Text"}, "B": {"shape": "Text"}}},
		"Modes": {"type": "list", "member": {"shape": "Mode", "locationName": "item"}}, "Mode": {"type": "string", "enum": ["on", "off"], "max": 3},
		"Server": {"type": "structure", "members": {"A": {"shape": "Text"}}}, "Sale": {"type": "structure"}, "Text": {"type": "string"}
	}}`
	supplemented = `{
"metadata": {"apiVersion": "1", "serviceId": ""},
"operations": {
"CreateRouteServer": {"http":{"method":"POST","requestUri":"/"},"input":{"shape":"Server"}}
},
"shapes": {
"In": {"type":"structure","required":[],"members":{"Z":{"shape":"Modes","locationName":"z"}}},
"Mode": {"type":"string","enum":["on","off"]},
"Modes": {"type":"list","member":{"shape":"Mode","locationName":"item"}},
"Server": {"type":"structure","members":{"A":{"shape":"Text"}}}
}
}
`
)

func readModel(t *testing.T, text string) *model {
	t.Helper()
	m := new(model)
	if err := json.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSince: of the families only, without documentation, and with what is required no more.
func TestSince(t *testing.T) {
	text, err := readModel(t, later).since(readModel(t, older), families["ec2"]).lines()
	if err != nil || string(text) != supplemented {
		t.Errorf("%v\n got %s\nwant %s", err, text, supplemented)
	}
}

// TestSupplemented: a model and what was cut from a newer one say what the newer one says of the families, the new behind
// the old.
func TestSupplemented(t *testing.T) {
	m := readModel(t, older)
	if err := m.add(readModel(t, supplemented)); err != nil {
		t.Fatal(err)
	}
	var members bytes.Buffer
	for _, name := range m.Shapes.of["In"].Members.names {
		members.WriteString(name)
	}
	if members.String() != "BAZ" || len(m.Shapes.of["In"].Required) != 0 || m.Operations.of["CreateRouteServer"] == nil || m.Operations.of["SellVpc"] != nil {
		t.Errorf("made %s of it, %+v", members.String(), m)
	}
	if left := readModel(t, later).since(m, families["ec2"]); len(left.Shapes.names)+len(left.Operations.names) > 0 {
		t.Errorf("still missing: %q, %q", left.Operations.names, left.Shapes.names)
	}
}

func TestSupplementsThatDoNotFit(t *testing.T) {
	for name, text := range map[string]string{
		"it is of 2":                  strings.Replace(supplemented, `"1"`, `"2"`, 1),
		"CreateVpc is in":             strings.Replace(supplemented, "CreateRouteServer", "CreateVpc", 1),
		"A of In is in":               strings.Replace(supplemented, `"Z"`, `"A"`, 1),
		"In is a":                     strings.Replace(supplemented, `"In": {"type":"structure"`, `"In": {"type":"map"`, 1),
		"In uses None":                strings.Replace(supplemented, `"shape":"Modes"`, `"shape":"None"`, 1),
		"CreateRouteServer uses None": strings.Replace(supplemented, `"shape":"Server"`, `"shape":"None"`, 1),
	} {
		if err := readModel(t, older).add(readModel(t, text)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("not %q, but %v", name, err)
		}
	}
}

// TestPlainSupplements: nothing but names and types is in them, in a form that -newer would write again.
func TestPlainSupplements(t *testing.T) {
	text, err := os.ReadFile("supplement/ec2.json")
	if err != nil {
		t.Fatal(err)
	}
	again, err := readModel(t, string(text)).lines()
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("supplement/ec2.json holds more than the generator reads, or was edited by hand: %v", err)
	}
}
