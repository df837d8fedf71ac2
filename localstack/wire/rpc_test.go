// CloudWatch, asked as its newer clients ask: in CBOR, and in JSON where they cannot.

package wire_test

import (
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"

	"traillab/localstack/wire"
)

func TestRPC(t *testing.T) {
	c := wire.Open()
	s, _ := c.Service("monitoring")
	const target = "GraniteServiceVersion20100801"
	for _, name := range s.Operations() {
		for seed, first := range []*http.Request{
			request("POST", "/service/"+target+"/operation/"+name, "Smithy-Protocol: rpc-v2-cbor", ""),
			request("POST", "/", "X-Amz-Target: "+target+"."+name, ""),
		} {
			o, _, err := c.Identify("monitoring", first, nil)
			if err != nil || o == nil || o.Service.Protocol != []wire.Protocol{wire.CBOR, wire.JSON}[seed] {
				t.Fatalf("%s is not identified: %v", name, err)
			}
			r := &maker{Rand: rand.New(rand.NewPCG(1, uint64(seed))), protocol: "json"}
			in, out := r.make(o.Input), r.make(o.Output)
			sent, err := o.WriteRequest(endpoint(t), in)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(sent.Body)
			if err != nil {
				t.Fatal(err)
			}
			again, _, _ := c.Identify("monitoring", sent, body)
			got, err := o.ReadRequest(sent, body)
			if err != nil || again != o || !reflect.DeepEqual(got, in) || len(o.Unknown(sent, body)) > 0 {
				t.Fatalf("%s: %v %v\n got %#v\nwant %#v", name, err, o.Unknown(sent, body), got, in)
			}
			a := o.WriteAnswer(out, "r")
			got, e, err := o.ReadAnswer(a.Status, a.Header, a.Body)
			if err != nil || e != nil || !reflect.DeepEqual(got, out) {
				t.Fatalf("%s: %v %v\n got %#v\nwant %#v", name, e, err, got, out)
			}
			want := &wire.Error{Code: "ResourceNotFound", Message: "m", Status: 404}
			a = o.Service.WriteError(o, want, "r")
			if _, e, err := o.ReadAnswer(a.Status, a.Header, a.Body); err != nil || !reflect.DeepEqual(e, want) {
				t.Fatalf("%s: %v %v", name, e, err)
			}
		}
	}
}

// TestCBOR reads what others write: the examples of RFC 8949, appendix A, and what is damaged.
func TestCBOR(t *testing.T) {
	c := wire.Open()
	o, _, _ := c.Identify("monitoring", request("POST", "/service/x/operation/PutMetricData", "Smithy-Protocol: rpc-v2-cbor", ""), nil)
	for _, test := range []struct{ value, want string }{
		{"f93c00", "1"},
		{"f97bff", "65504"},
		{"f90001", "5.960464477539063e-08"},
		{"f9c400", "-4"},
		{"fa47c35000", "100000"},
		{"fb7e37e43c8800759c", "1e+300"},
		{"18ff", "255"},
		{"3903e7", "-1000"},
		{"f97c00", "+Inf"},
		{"1c", "damaged"},
		{"fb00", "damaged"},
		{"ff", "damaged"},
		{"9bffffffffffffffff", "damaged"},
		{"5f41ff", "damaged"},
		{"3bffffffffffffffff", "damaged"},
		{"c1ff", "damaged"},
		{"a1", "damaged"},
		{"", "damaged"},
	} {
		// {"MetricData": [{"Value": …}]}, its array and its first map open
		body, err := hex.DecodeString("bf" + "6a" + hex.EncodeToString([]byte("MetricData")) + "9f" + "a1" + "65" + hex.EncodeToString([]byte("Value")) + test.value + "ff" + "ff")
		if err != nil {
			t.Fatal(err)
		}
		in, err := o.ReadRequest(request("POST", "/", "", ""), body)
		if (err != nil) != (test.want == "damaged") {
			t.Errorf("%s: %v %v", test.value, in, err)
		}
		if err != nil {
			continue
		}
		data, _ := in["MetricData"].([]any)[0].(map[string]any)
		if got, ok := data["Value"].(float64); !ok || formatted(got) != test.want {
			t.Errorf("%s is %v, want %s", test.value, data["Value"], test.want)
		}
	}
}

func formatted(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// TestSDKSpeaksCBOR holds ours against the CBOR of the SDK.
func TestSDKSpeaksCBOR(t *testing.T) {
	c := wire.Open()
	r := request("POST", "/service/GraniteServiceVersion20100801/operation/PutMetricData", "Smithy-Protocol: rpc-v2-cbor", "")
	o, _, _ := c.Identify("monitoring", r, nil)
	in, err := o.ReadRequest(r, cbor.Encode(cbor.Map{
		"Namespace": cbor.String("n"), "MetricData": cbor.List{cbor.Map{
			"Value": cbor.Float64(1.5), "Values": cbor.List{cbor.Float32(0.5)}, "StorageResolution": cbor.Uint(60),
			"Timestamp": &cbor.Tag{ID: 1, Value: cbor.Float64(1795347468.25)},
		}},
	}))
	if want := map[string]any{"Namespace": "n", "MetricData": []any{map[string]any{
		"Value": 1.5, "Values": []any{0.5}, "StorageResolution": int64(60), "Timestamp": when.Add(250 * time.Millisecond),
	}}}; err != nil || !reflect.DeepEqual(in, want) {
		t.Errorf("arrived as %#v: %v", in, err)
	}
	o, _, _ = c.Identify("monitoring", request("POST", "/service/x/operation/DescribeAlarms", "Smithy-Protocol: rpc-v2-cbor", ""), nil)
	a := o.WriteAnswer(map[string]any{"MetricAlarms": []any{map[string]any{
		"AlarmName": "ä", "ActionsEnabled": false, "Threshold": -2.5, "Period": 70_000, "StateUpdatedTimestamp": when,
	}}}, "r")
	got, err := cbor.Decode(a.Body)
	want := cbor.Map{"MetricAlarms": cbor.List{cbor.Map{
		"AlarmName": cbor.String("ä"), "ActionsEnabled": cbor.Bool(false), "Threshold": cbor.Float64(-2.5), "Period": cbor.Uint(70_000),
		"StateUpdatedTimestamp": &cbor.Tag{ID: 1, Value: cbor.Float64(when.Unix())},
	}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("decoded %#v: %v", got, err)
	}
}
