// Real records: what the recorder writes for the calls of the catalogue has the paths and the types of what AWS wrote, and
// where it has a path of its own, that path has a reason.

package recorder

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail/dialect"
	"traillab/localstack/exchange"
	"traillab/localstack/wire"
)

const catalogue = "../../../shared/data/catalogue"

// unlike are examples that AWS did not write, or that are no calls of an API.
var unlike = map[string]string{
	"AuthorizeSecurityGroupIngress/3": "written by hand",
	"DeleteSecurityGroup/1":           "written by hand",
	"StopInstances/2":                 "written by hand: its answer has names of an SDK",
	"TerminateInstances/3":            "written by hand: its answer has names of an SDK",
	"ConsoleLogin/0":                  "no call of an API",
	"ConsoleLogin/1":                  "no call of an API",
}

// reasons are why the recorder writes a path that no real record of the catalogue shows, by its beginning; without a call
// for all of them.
var reasons = map[[2]string]string{
	{"", "additionalEventData.drill"}: "the lab's mark, which AWS has not",
	{"", "additionalEventData"}:       "holds the lab's mark",
}

type example struct {
	name   string
	record map[string]any
	text   json.RawMessage
}

// examples reads the catalogue.
func examples(t *testing.T) []example {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(catalogue, "*.json"))
	if len(files) == 0 {
		t.Skip("the folder of real records is not beside this repository; nothing is proven against them here")
	}
	var all []example
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var file struct {
			Examples []struct{ Record json.RawMessage }
		}
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		for i, e := range file.Examples {
			name := fmt.Sprintf("%s/%d", strings.TrimSuffix(filepath.Base(path), ".json"), i)
			if unlike[name] != "" {
				continue
			}
			var record map[string]any
			if err := json.Unmarshal(e.Record, &record); err != nil {
				t.Fatal(err)
			}
			all = append(all, example{name, record, e.Record})
		}
	}
	return all
}

// paths gathers the paths of a value with the kinds of what stands there. Lists are walked through; a list of EC2's newer
// dialect is a value where it has one element, so there lists are of no kind.
func paths(into map[string]map[string]bool, path string, v any, wrapped bool) {
	kind := ""
	switch v := v.(type) {
	case map[string]any:
		kind = "object"
		for name, inner := range v {
			paths(into, strings.TrimPrefix(path+"."+name, "."), inner, wrapped)
		}
	case []any:
		kind = "list"
		for _, inner := range v {
			paths(into, path+"[]", inner, wrapped)
		}
	case string:
		kind = "text"
		if wrapped && v == "" {
			kind = "" // of an empty list, too
		}
	case float64:
		kind = "number"
	case bool:
		kind = "boolean"
	}
	if wrapped {
		path = strings.ReplaceAll(path, "[]", "")
		if kind == "list" {
			return
		}
	}
	if into[path] == nil {
		into[path] = map[string]bool{}
	}
	if kind != "" {
		into[path][kind] = true
	}
}

// callOf takes a real record back to the call that made it and its answer; nil when the model does not know the operation.
func callOf(t *testing.T, models *wire.Catalog, e example) (*exchange.Call, *exchange.Answer) {
	var record struct {
		EventName, EventSource, AwsRegion, SourceIPAddress, UserAgent, ErrorCode, ErrorMessage, RequestID, EventID, RecipientAccountID string
		EventTime                                                                                                                      time.Time
		UserIdentity                                                                                                                   struct {
			Type, PrincipalID, ARN, AccountID, AccessKeyID, UserName, InvokedBy string
			SessionContext                                                      *struct {
				SessionIssuer struct{ PrincipalID, ARN, UserName string }
				Attributes    struct{ CreationDate time.Time }
			}
		}
		RequestParameters, ResponseElements json.RawMessage
	}
	if err := json.Unmarshal(e.text, &record); err != nil {
		t.Fatal(err)
	}
	service, _, _ := strings.Cut(record.EventSource, ".")
	s, ok := models.Service(service)
	if !ok {
		return nil, nil
	}
	o, ok := s.Operation(dialect.Stem(record.EventName))
	if !ok {
		return nil, nil
	}
	call, err := dialect.Parse(record.EventName, record.EventSource, record.RequestParameters, record.ResponseElements)
	if err != nil {
		t.Fatal(err)
	}
	who := record.UserIdentity
	c := &exchange.Call{
		Operation: o, Service: service, Name: o.Name, Account: record.RecipientAccountID, Region: record.AwsRegion, Key: who.AccessKeyID,
		Agent: record.UserAgent, From: record.SourceIPAddress, At: record.EventTime, ID: record.EventID, RequestID: record.RequestID, Drill: "run-1",
		Who: exchange.Principal{Type: who.Type, ID: who.PrincipalID, ARN: who.ARN, Account: who.AccountID, User: who.UserName, Invoker: who.InvokedBy},
		In:  input(teller{service: service, call: o.Name, request: true}, o.Input, dialect.Input(&call)),
	}
	if at := who.SessionContext; at != nil {
		c.Who.Session = &exchange.Session{Role: at.SessionIssuer.ARN, RoleID: at.SessionIssuer.PrincipalID, RoleName: at.SessionIssuer.UserName, Since: at.Attributes.CreationDate}
	}
	a := &exchange.Answer{}
	if record.ErrorCode != "" {
		a.Error = &wire.Error{Code: strings.TrimPrefix(record.ErrorCode, "Client."), Message: record.ErrorMessage}
	} else {
		a.Out = input(teller{service: service, call: o.Name}, o.Output, call.Response)
	}
	return c, a
}

func TestRecordsHaveTheShapeOfRealOnes(t *testing.T) {
	models := wire.Open()
	real, ours, unknown := map[string]map[string]map[string]bool{}, map[string]map[string]map[string]bool{}, []string{}
	for _, e := range examples(t) {
		c, a := callOf(t, models, e)
		if c == nil {
			unknown = append(unknown, e.name)
			continue
		}
		folded := dialect.Wrapped(c.Name, c.Service+".amazonaws.com")
		if real[c.Name] == nil {
			real[c.Name], ours[c.Name] = map[string]map[string]bool{}, map[string]map[string]bool{}
		}
		paths(real[c.Name], "", e.record, folded)
		var told map[string]any
		if err := json.Unmarshal(Tell(c, a), &told); err != nil {
			t.Fatalf("%s: %v", e.name, err)
		}
		paths(ours[c.Name], "", told, folded)
	}
	compare(t, models, real, ours)
	t.Logf("not in the model: %v", unknown)
}

// compare holds our paths against the real ones, and then those of random inputs and answers for their types alone.
func compare(t *testing.T, models *wire.Catalog, real, ours map[string]map[string]map[string]bool) {
	t.Helper()
	used := map[[2]string]bool{}
	total, shown, explained, unexplained, contradictions := 0, 0, 0, 0, 0
	for _, call := range slices.Sorted(maps.Keys(ours)) {
		for _, path := range slices.Sorted(maps.Keys(ours[call])) {
			total++
			if kinds, ok := real[call][path]; ok {
				shown++
				if wrong := contradicts(kinds, ours[call][path]); wrong != "" {
					contradictions++
					t.Errorf("%s: %s is %s, and in real records %v", call, path, wrong, slices.Sorted(maps.Keys(kinds)))
				}
				if len(kinds) > 0 || len(ours[call][path]) == 0 {
					continue
				}
				shown-- // null in all real records
			}
			if why := reason(call, path); why != [2]string{"", "-"} {
				explained, used[why] = explained+1, true
				continue
			}
			unexplained++
			t.Errorf("%s: no real record has %s, and no reason is given", call, path)
		}
	}
	for why := range reasons {
		if !used[why] {
			t.Errorf("a reason is given for %v and not needed", why)
		}
	}
	t.Logf("%d operations, %d paths: %d as in real records, %d with a reason, %d unexplained, %d contradictions of type", len(ours), total, shown, explained, unexplained, contradictions)
	random(t, models, real)
}

func reason(call, path string) [2]string {
	for why := range reasons {
		if cmp.Or(why[0], call) == call && (path == why[1] || strings.HasPrefix(path, why[1]+".") || strings.HasPrefix(path, why[1]+"[")) {
			return why
		}
	}
	return [2]string{"", "-"}
}

// contradicts returns the first kind of ours that no real record has, where the real ones have any.
func contradicts(real, ours map[string]bool) string {
	for kind := range ours {
		if len(real) > 0 && !real[kind] {
			return kind
		}
	}
	return ""
}

// random holds records of random inputs and answers of the same operations against the types of the real ones.
func random(t *testing.T, models *wire.Catalog, real map[string]map[string]map[string]bool) {
	t.Helper()
	r := maker{rand.New(rand.NewPCG(3, 4)), func(m *wire.Member, s *wire.Shape) string { return "a text" }}
	compared := map[string]bool{}
	for _, e := range examples(t) {
		c, a := callOf(t, models, e)
		if c == nil {
			continue
		}
		for range 20 {
			c.In = r.structure(c.Operation.Input, 0)
			if a.Error == nil {
				a.Out = r.structure(c.Operation.Output, 0)
			}
			var told map[string]any
			if err := json.Unmarshal(Tell(c, a), &told); err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
			found := map[string]map[string]bool{}
			paths(found, "", told, dialect.Wrapped(c.Name, c.Service+".amazonaws.com"))
			for path, kinds := range found {
				if guessed := strings.HasSuffix(path, ".Value") || strings.HasSuffix(path, ".value"); guessed {
					continue // of tags: where it is wrapped their type is a guess
				}
				if len(real[c.Name][path]) > 0 {
					compared[c.Name+" "+path] = true
				}
				if wrong := contradicts(real[c.Name][path], kinds); wrong != "" {
					t.Errorf("%s, at random: %s is %s, and in real records %v", c.Name, path, wrong, slices.Sorted(maps.Keys(real[c.Name][path])))
				}
			}
		}
	}
	t.Logf("at random: the types of %d paths are those of real records", len(compared))
}
