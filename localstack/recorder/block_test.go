// Block Public Access: a call that no real record at hand shows, written wrapped, as its family is, and read back.

package recorder

import (
	"encoding/json"
	"testing"
	"time"

	"traillab/analyze/topology"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

func TestBlockIsWrapped(t *testing.T) {
	ec2, _ := wire.Open().Service("ec2")
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	c := &exchange.Call{Service: "ec2", Name: "ModifyVpcBlockPublicAccessOptions", Region: "us-east-1", Account: "000000000000", RequestID: "r", ID: "e", At: at, In: map[string]any{
		"InternetGatewayBlockMode": "block-bidirectional",
	}}
	c.Operation, _ = ec2.Operation(c.Name)
	record := Tell(c, &exchange.Answer{Out: map[string]any{"VpcBlockPublicAccessOptions": map[string]any{
		"AwsAccountId": "000000000000", "AwsRegion": "us-east-1", "State": "update-in-progress", "InternetGatewayBlockMode": "block-bidirectional",
		"LastUpdateTimestamp": at, "ManagedBy": "account", "ExclusionsAllowed": "allowed",
	}}})
	var told struct{ RequestParameters, ResponseElements json.RawMessage }
	if err := json.Unmarshal(record, &told); err != nil {
		t.Fatal(err)
	}
	for _, side := range []struct{ what, got, want string }{
		{"request", string(told.RequestParameters), `{"ModifyVpcBlockPublicAccessOptionsRequest":{"InternetGatewayBlockMode":"block-bidirectional"}}`},
		{"answer", string(told.ResponseElements), `{"ModifyVpcBlockPublicAccessOptionsResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"r",` +
			`"vpcBlockPublicAccessOptions":{"awsAccountId":"000000000000","awsRegion":"us-east-1","state":"update-in-progress","internetGatewayBlockMode":"block-bidirectional",` +
			`"lastUpdateTimestamp":"2026-11-22T12:00:00.000Z","managedBy":"account","exclusionsAllowed":"allowed"}}}`},
	} {
		if side.got != side.want {
			t.Errorf("the %s is\n%s\nwant\n%s", side.what, side.got, side.want)
		}
	}
	e := trail.Event{ID: "e", Time: at, Name: c.Name, Source: "ec2.amazonaws.com", Account: c.Account, Region: c.Region, Request: string(told.RequestParameters), Response: string(told.ResponseElements)}
	call, err := dialect.ParseEvent(&e)
	if cuts := dialect.Cuts(call); err != nil || len(cuts) != 1 || cuts[0].Relation != "region/internet" || cuts[0].Child != "us-east-1" {
		t.Errorf("it cuts %v: %v", cuts, err)
	}
	h := topology.Fold([]trail.Event{e}, nil, nil)
	if mode := h.State(h.Now()).Get(h.Find("us-east-1")[0], topology.Block); mode.Text != "block-bidirectional" {
		t.Errorf("the fold knows %v", mode)
	}
}
