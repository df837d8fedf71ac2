// A call that is being answered, and how its input is read and its answer is paged.

package overlay

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

// call is a call that is being answered.
type call struct {
	*Overlay
	*exchange.Call
	ctx  context.Context
	here *region
}

// text returns what stands in the input at a path, "" where there is nothing.
func (q *call) text(path ...string) string { return wire.Text(q.In, path...) }

// texts returns a list of texts of the input.
func (q *call) texts(name string) []string { return wire.Texts(q.In[name]) }

// flag returns a boolean of the input.
func (q *call) flag(name string) bool {
	yes, _ := q.In[name].(bool)
	return yes
}

// do asks the cloud behind the lab.
func (q *call) do(service, operation string, in map[string]any) (map[string]any, error) {
	return q.options.Cloud.Do(q.ctx, q.Region, service, operation, in)
}

// ask does the same where the cloud may not have what is asked for: found is false then.
func (q *call) ask(service, operation string, in map[string]any) (out map[string]any, found bool, err error) {
	out, err = q.do(service, operation, in)
	var refused *wire.Error
	if errors.As(err, &refused) {
		return nil, false, nil
	}
	return out, err == nil, err
}

// all asks for all pages of a list.
func (q *call) all(service, operation, list string, in map[string]any) (found []map[string]any, err error) {
	in = clone(in)
	for {
		out, err := q.do(service, operation, in)
		if err != nil {
			return nil, err
		}
		found = slices.AppendSeq(found, wire.Each(out[list]))
		token := wire.Text(out, "NextToken")
		if token == "" || token == in["NextToken"] {
			return found, nil
		}
		in["NextToken"] = token
	}
}

// lacking are the codes of a cloud that does not have a call.
var lacking = []string{"InvalidAction", "NotImplemented", "InternalFailure", "UnknownOperation", "UnknownOperationException"}

// held asks for all pages of a list. A cloud that does not have the call holds nothing of the kind.
func (q *call) held(service, operation, list string, in map[string]any) ([]map[string]any, error) {
	found, err := q.all(service, operation, list, in)
	var refused *wire.Error
	if errors.As(err, &refused) && (slices.Contains(lacking, refused.Code) || refused.Status == http.StatusNotImplemented) {
		return nil, nil
	}
	return found, err
}

// arn names something of the lab's account in the call's region.
func (q *call) arn(service, path string) string {
	return "arn:aws:" + service + ":" + q.Region + ":" + q.Account + ":" + path
}

// newHex is an id of EC2: a prefix and seventeen digits.
func (q *call) newHex(prefix string) string {
	return prefix + "0" + strings.ReplaceAll(q.options.NewID(), "-", "")[:16]
}

// incomplete refuses a call that lacks a member that it must have, as each protocol does.
func (q *call) incomplete() *wire.Error {
	if q.Operation.Input == nil {
		return nil
	}
	for _, m := range q.Operation.Input.Members {
		if _, said := q.In[m.Name]; said || !m.Required {
			continue
		}
		null := "1 validation error detected: Value null at '" + strings.ToLower(m.Name[:1]) + m.Name[1:] + "' failed to satisfy constraint: Member must not be null"
		switch {
		case q.Service == "ec2":
			return refuse("MissingParameter", "The request must contain the parameter %s", q.Operation.Asked(&m))
		case q.Service == "backup":
			return refuse("MissingParameterValueException", "%s is required", m.Name)
		case q.Operation.Service.Protocol == wire.Query:
			return refuse("ValidationError", "%s", null)
		}
		return refuse("ValidationException", "%s", null)
	}
	return nil
}

// refuse is an error of the service.
func refuse(code, sentence string, of ...any) *wire.Error {
	return &wire.Error{Code: code, Message: fmt.Sprintf(sentence, of...), Status: http.StatusBadRequest}
}

// page answers with a part of a list: as many as the call asks for, or most, from where the page before ended.
func page[T any](q *call, list []T, most int, wrong, token, limit string) (part []T, next string, err error) {
	from := 0
	if told := q.text(token); told != "" {
		if from, err = strconv.Atoi(told); err != nil || from < 0 || from > len(list) {
			return nil, "", refuse(wrong, "The specified token isn't valid.")
		}
	}
	if n, said := q.In[limit].(int64); said && n > 0 {
		most = int(min(n, 1000))
	}
	to := min(from+most, len(list))
	if to < len(list) {
		next = strconv.Itoa(to)
	}
	return list[from:to], next, nil
}

// answer is a page of a list, each element shown, as an answer.
func answer[T any](q *call, name string, list []T, wrong string, show func(T) map[string]any) (map[string]any, error) {
	token, limit := "NextToken", "MaxResults"
	if _, has := q.Operation.Input.Member("MaxRecords"); has {
		limit = "MaxRecords"
	}
	if _, has := q.Operation.Input.Member("Limit"); has {
		limit = "Limit"
	}
	part, next, err := page(q, list, 50, wrong, token, limit)
	if err != nil {
		return nil, err
	}
	shown := make([]any, len(part))
	for i := range part {
		shown[i] = show(part[i])
	}
	out := map[string]any{name: shown}
	if next != "" {
		out[token] = next
	}
	return out, nil
}
