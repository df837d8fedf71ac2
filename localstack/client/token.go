// Tokens: what a client makes up for every call that would otherwise be made twice if it were repeated, as AWS's SDKs do.
// https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait

package client

import (
	"fmt"
	"io"
	"maps"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// Tokens returns the same client, which from then on makes up the tokens that its caller leaves out: UUIDs of what chance gives.
// Clients that are used side by side need a source that may be.
func (c *Client) Tokens(chance io.Reader) *Client {
	made := *c
	made.chance = chance
	return &made
}

// tokens fills in what is left out. The caller's own input stays as it is.
func (c *Client) tokens(o *wire.Operation, in map[string]any) (map[string]any, error) {
	if c.chance == nil || o.Input == nil {
		return in, nil
	}
	filled := in
	for i := range o.Input.Members {
		m := &o.Input.Members[i]
		if !m.Idempotent || in[m.Name] != nil {
			continue
		}
		token, err := exchange.NewID(c.chance)
		if err != nil {
			return nil, fmt.Errorf("token %s: %w", m.Name, err)
		}
		if filled = maps.Clone(filled); filled == nil {
			filled = map[string]any{}
		}
		filled[m.Name] = token
	}
	return filled, nil
}
