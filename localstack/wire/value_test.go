// Values, walked: what is not there is empty and never a panic, and a copy is the copier's own.

package wire_test

import (
	"reflect"
	"slices"
	"testing"

	"traillab/localstack/wire"
)

func TestValues(t *testing.T) {
	in := map[string]any{"A": map[string]any{"B": "text", "N": int64(1)}, "L": []any{map[string]any{"X": "1"}, "s", map[string]any{"X": "2"}, nil}}
	for path, want := range map[[2]string]string{{"A", "B"}: "text", {"A", "N"}: "", {"A", "C"}: "", {"L", "B"}: "", {"Z", "B"}: ""} {
		if got := wire.Text(in, path[0], path[1]); got != want {
			t.Errorf("%v is %q, want %q", path, got, want)
		}
	}
	if wire.Text(nil, "A", "B") != "" || wire.Value(nil, "A") != nil || wire.Text(in) != "" {
		t.Error("something is in nothing")
	}
	var got []string
	for m := range wire.Each(in["L"]) {
		got = append(got, wire.Text(m, "X"))
	}
	if !slices.Equal(got, []string{"1", "2"}) || !slices.Equal(wire.Texts(in["L"]), []string{"s"}) || wire.Texts("s") != nil {
		t.Errorf("yields %q and %q", got, wire.Texts(in["L"]))
	}
	twin := wire.Clone(in)
	if !reflect.DeepEqual(twin, in) || wire.Clone(nil) != nil {
		t.Errorf("copied %v", twin)
	}
	twin["A"].(map[string]any)["B"], twin["L"].([]any)[0].(map[string]any)["X"] = "changed", "changed"
	if wire.Text(in, "A", "B") != "text" || wire.Text(in["L"].([]any)[0].(map[string]any), "X") != "1" {
		t.Error("a change of the copy is a change of the original")
	}
}
