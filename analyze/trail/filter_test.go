// Filters: each of their fields keeps something back.

package trail

import (
	"net/netip"
	"reflect"
	"testing"
	"time"
)

func TestNarrows(t *testing.T) {
	if f := (Filter{Names: []string{}}); f.Narrows() {
		t.Error("an empty filter keeps something back")
	}
	full := reflect.ValueOf(Filter{
		From: Moment{Back: time.Hour}, Until: Moment{At: time.Unix(1, 0)}, Accounts: []string{"1"}, Regions: []string{"r"}, Principals: []string{"p"},
		AccessKeys: []string{"k"}, Addresses: []netip.Prefix{{}}, Resources: []string{"x"}, VPCs: []string{"v"}, Names: []string{"n"}, Errors: true, Writes: true, After: 1, Words: []string{"w"}, Terms: []Term{{Field: "name", Not: true, Value: "n"}},
	})
	for i := range full.NumField() {
		var f Filter
		reflect.ValueOf(&f).Elem().Field(i).Set(full.Field(i))
		if full.Field(i).IsZero() || !f.Narrows() {
			t.Errorf("%s keeps nothing back", full.Type().Field(i).Name)
		}
	}
}
