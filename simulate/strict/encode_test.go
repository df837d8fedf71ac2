// What is written is read again as it was.

package strict

import (
	"bytes"
	"reflect"
	"testing"
)

func TestEncodeAndDecode(t *testing.T) {
	type Inner struct {
		Do string         `yaml:"do,omitempty"`
		In map[string]any `yaml:"in,omitempty"`
	}
	type outer struct {
		At    string `yaml:"at"`
		Inner `yaml:",inline"`
		List  []string `yaml:"list,omitempty"`
	}
	in := []outer{
		{"-5h0m0s", Inner{"ec2.CreateVpc", map[string]any{"b": "10.0.0.0/16", "a": "yes", "c": "true", "d": "0123", "e": true, "f": "a: b # c", "g": "$vpc"}}, []string{"1", "null", ""}},
		{"1m", Inner{}, nil},
	}
	text, err := Encode(in)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if again, _ := Encode(in); !bytes.Equal(again, text) {
			t.Fatal("the same value gave two texts")
		}
	}
	var out []outer
	if _, err := Decode("x.yaml", text, &out); err != nil || !reflect.DeepEqual(in, out) {
		t.Errorf("%v\nput %+v\ngot %+v\n%s", err, in, out, text)
	}
	if !bytes.HasSuffix(text, []byte("\n")) {
		t.Error("the last line has no end")
	}
}
