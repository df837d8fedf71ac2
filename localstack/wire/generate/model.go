// The service models as AWS publishes them (api-2.json), as far as the wire needs them.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// model is one api-2.json.
type model struct {
	Metadata struct {
		APIVersion     string          `json:"apiVersion"`
		EndpointPrefix string          `json:"endpointPrefix"`
		SigningName    string          `json:"signingName"`
		ServiceID      string          `json:"serviceId"`
		Protocol       string          `json:"protocol"`
		JSONVersion    string          `json:"jsonVersion"`
		TargetPrefix   string          `json:"targetPrefix"`
		XMLNamespace   string          `json:"xmlNamespace"`
		Compatible     json.RawMessage `json:"awsQueryCompatible"`
	} `json:"metadata"`
	Operations ordered[operation] `json:"operations"`
	Shapes     ordered[shape]     `json:"shapes"`
}

type operation struct {
	HTTP struct {
		Method       string `json:"method"`
		RequestURI   string `json:"requestUri"`
		ResponseCode int    `json:"responseCode,omitzero"`
	} `json:"http"`
	Input      *ref  `json:"input,omitzero"`
	Output     *ref  `json:"output,omitzero"`
	Errors     []ref `json:"errors,omitzero"`
	Deprecated bool  `json:"deprecated,omitzero"`
}

type shape struct {
	Type            string       `json:"type"`
	Required        []string     `json:"required,omitzero"`
	Members         ordered[ref] `json:"members,omitzero"`
	Member          *ref         `json:"member,omitzero"`
	Key             *ref         `json:"key,omitzero"`
	Value           *ref         `json:"value,omitzero"`
	Flattened       bool         `json:"flattened,omitzero"`
	Sensitive       bool         `json:"sensitive,omitzero"`
	Streaming       bool         `json:"streaming,omitzero"`
	EventStream     bool         `json:"eventstream,omitzero"`
	Enum            []string     `json:"enum,omitzero"`
	Payload         string       `json:"payload,omitzero"`
	TimestampFormat string       `json:"timestampFormat,omitzero"`
	Error           struct {
		Code           string `json:"code,omitzero"`
		HTTPStatusCode int    `json:"httpStatusCode,omitzero"`
	} `json:"error,omitzero"`
}

// ref is a use of a shape: as a member, an element, an input.
type ref struct {
	Shape            string `json:"shape"`
	Location         string `json:"location,omitzero"`
	LocationName     string `json:"locationName,omitzero"`
	QueryName        string `json:"queryName,omitzero"`
	ResultWrapper    string `json:"resultWrapper,omitzero"`
	Flattened        bool   `json:"flattened,omitzero"`
	Streaming        bool   `json:"streaming,omitzero"`
	IdempotencyToken bool   `json:"idempotencyToken,omitzero"`
	XMLAttribute     bool   `json:"xmlAttribute,omitzero"`
	TimestampFormat  string `json:"timestampFormat,omitzero"`
	XMLNamespace     struct {
		Prefix string `json:"prefix,omitzero"`
		URI    string `json:"uri,omitzero"`
	} `json:"xmlNamespace,omitzero"`
}

// ordered is a JSON object that keeps the order of its names, for members are written in the order of the model.
type ordered[T any] struct {
	names []string
	of    map[string]*T
}

// set gives a name a value; a name that is new stands behind the others.
func (o *ordered[T]) set(name string, value *T) {
	if o.of == nil {
		o.of = map[string]*T{}
	}
	if o.of[name] == nil {
		o.names = append(o.names, name)
	}
	o.of[name] = value
}

// MarshalJSON writes the object in its order.
func (o ordered[T]) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, name := range o.names {
		value, err := json.Marshal(o.of[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&b, "%s%q:%s", [...]string{"{", ","}[min(i, 1)], name, value)
	}
	if len(o.names) == 0 {
		return []byte("{}"), nil
	}
	return append(b.Bytes(), '}'), nil
}

// UnmarshalJSON reads the object name by name.
func (o *ordered[T]) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil { // the brace
		return err
	}
	o.of = map[string]*T{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		value := new(T)
		if err := d.Decode(value); err != nil {
			return fmt.Errorf("%v: %w", name, err)
		}
		o.set(name.(string), value)
	}
	return nil
}
