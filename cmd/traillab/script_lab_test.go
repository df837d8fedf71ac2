// Words of stories about labs. The lab is that of $LAB, or default; a story's labs live in its own folder and end with it.
//
//	call ec2 CreateVpc {"CidrBlock":"10.0.0.0/16"}         a call by the key $KEY, or the root user's, that goes through
//	call vpc=Vpc.VpcId ec2 CreateVpc {…}                    the same, and $vpc is what the answer has there
//	! call DependencyViolation ec2 DetachInternetGateway {…} a call that is refused with that code
//	fell                                                     the lab's server is killed where it stands
//	taken                                                    $TAKEN is the address of the lab

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/wire"
)

// endLabs ends what a story left up.
func endLabs(e *testscript.Env) func() {
	return func() {
		dir, err := localstack.Home(e.Getenv)
		if err != nil {
			return
		}
		for _, name := range localstack.Labs(dir) {
			if p, err := localstack.At(dir, name); err == nil {
				_, _ = localstack.Down(context.Background(), p, nil)
			}
		}
	}
}

// theLab is the lab that a story means, and how it is.
func theLab(ts *testscript.TestScript) localstack.Health {
	dir, err := localstack.Home(ts.Getenv)
	ts.Check(err)
	name := ts.Getenv("LAB")
	if name == "" {
		name = localstack.Default
	}
	p, err := localstack.Find(dir, name)
	ts.Check(err)
	h, err := localstack.Ask(context.Background(), p)
	ts.Check(err)
	return h
}

// callLab makes a call to the lab.
func callLab(ts *testscript.TestScript, neg bool, args []string) {
	code := ""
	if neg && len(args) > 0 {
		code, args = args[0], args[1:]
	}
	kept := map[string]string{}
	for len(args) > 0 && strings.Contains(args[0], "=") {
		name, path, _ := strings.Cut(args[0], "=")
		kept[name], args = path, args[1:]
	}
	if len(args) != 3 || neg && code == "" {
		ts.Fatalf("usage: [!] call [CODE | NAME=PATH …] SERVICE OPERATION JSON")
	}
	key := ts.Getenv("KEY")
	if key == "" {
		key = "test"
	}
	c, err := client.New(wire.Open(), theLab(ts).Endpoint, client.Key{ID: key, Secret: "test"}, nil)
	ts.Check(err)
	var in any
	decoder := json.NewDecoder(strings.NewReader(args[2]))
	decoder.UseNumber()
	ts.Check(decoder.Decode(&in))
	input, _ := modelled(in).(map[string]any)
	out, err := c.Do(context.Background(), "eu-west-1", args[0], args[1], input)
	var refused *wire.Error
	switch {
	case neg && !errors.As(err, &refused):
		ts.Fatalf("%s.%s is not refused: %v", args[0], args[1], err)
	case neg && refused.Code != code:
		ts.Fatalf("%s.%s is refused with %s, want %s", args[0], args[1], refused.Code, code)
	case !neg:
		ts.Check(err)
	}
	for name, path := range kept {
		ts.Setenv(name, fmt.Sprint(inAnswer(out, path)))
	}
}

// modelled gives whole numbers, and bytes that are written {"bytes": TEXT}, the type that the model has for them.
func modelled(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64()
		return f
	case map[string]any:
		if text, ok := v["bytes"].(string); ok {
			return []byte(text)
		}
		for name := range v {
			v[name] = modelled(v[name])
		}
	case []any:
		for i := range v {
			v[i] = modelled(v[i])
		}
	}
	return v
}

// inAnswer walks into an answer; of a list the first element is meant.
func inAnswer(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

// fell kills the lab's server as a power cut would.
func fell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: fell")
	}
	h := theLab(ts)
	server, err := os.FindProcess(h.PID)
	ts.Check(err)
	ts.Check(server.Kill())
	for range 200 {
		if h = theLab(ts); h.State == localstack.Gone {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("the lab's server lives on: %s", h.State)
}

// taken sets $TAKEN to the lab's address.
func taken(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: taken")
	}
	ts.Setenv("TAKEN", strings.TrimPrefix(theLab(ts).Endpoint, "http://"))
}
