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
		ResponseCode int    `json:"responseCode"`
	} `json:"http"`
	Input, Output *ref
	Errors        []ref
	Deprecated    bool
}

type shape struct {
	Type            string
	Members         ordered[ref]
	Required        []string
	Member          *ref
	Key, Value      *ref
	Flattened       bool
	Sensitive       bool
	Streaming       bool
	EventStream     bool `json:"eventstream"`
	Enum            []string
	Payload         string
	TimestampFormat string `json:"timestampFormat"`
	Error           struct {
		Code           string
		HTTPStatusCode int `json:"httpStatusCode"`
	}
}

// ref is a use of a shape: as a member, an element, an input.
type ref struct {
	Shape            string
	Location         string
	LocationName     string `json:"locationName"`
	QueryName        string `json:"queryName"`
	ResultWrapper    string `json:"resultWrapper"`
	Flattened        bool
	Streaming        bool
	IdempotencyToken bool   `json:"idempotencyToken"`
	XMLAttribute     bool   `json:"xmlAttribute"`
	TimestampFormat  string `json:"timestampFormat"`
	XMLNamespace     struct {
		Prefix, URI string
	} `json:"xmlNamespace"`
}

// ordered is a JSON object that keeps the order of its names, for members are written in the order of the model.
type ordered[T any] struct {
	names []string
	of    map[string]*T
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
		o.names = append(o.names, name.(string))
		o.of[name.(string)] = value
	}
	return nil
}
