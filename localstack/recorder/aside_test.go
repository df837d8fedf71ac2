// What a call may say without harm: nothing of it forges a line of the journal, leads a log file elsewhere, or stands in the way
// of the records behind it.

package recorder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/localstack/exchange"
)

// forged is what an attacker would like to find in the log.
const forged = `{"account":"999999999999","region":"us-east-1","record":{"eventID":"forged","eventTime":"2026-11-22T23:37:48Z"}}`

func TestPlacesAreRefused(t *testing.T) {
	r, o := lab(t, nil)
	for name, change := range map[string]func(*exchange.Call){
		"a region that leads elsewhere": func(c *exchange.Call) { c.Region = "../../../../../../tmp/x" },
		"a region with a line":          func(c *exchange.Call) { c.Region = "us-east-1 {}\n" + forged + "\n" },
		"a region with a NUL":           func(c *exchange.Call) { c.Region = "a\x00b" },
		"a region that is a name":       func(c *exchange.Call) { c.Region = "us-east-1.evil.example" },
		"a region of all":               func(c *exchange.Call) { c.Region = "*" },
		"an account with dots":          func(c *exchange.Call) { c.Account = ".." },
		"an account with a line":        func(c *exchange.Call) { c.Account = "000000000000\n" },
		"a long account":                func(c *exchange.Call) { c.Account = strings.Repeat("0", 13) },
		"a service with a line":         func(c *exchange.Call) { c.Service = "ec2\n" },
		"a service that leads elsewhere": func(c *exchange.Call) {
			c.Service = "../ec2"
		},
	} {
		c := numbered(0)
		change(c)
		if err := r.Record(c, &exchange.Answer{}); err == nil {
			t.Errorf("%s is recorded", name)
		}
	}
	if err := r.Heartbeat(Beat{Account: "000000000000", Region: "us-east-1/..", At: noon}); err == nil {
		t.Error("a heartbeat from nowhere is recorded")
	}
	for i, region := range []string{"us-east-1", "us-gov-west-1", "ap-southeast-7", "us-isob-east-1", "eu-isoe-west-1", "cn-northwest-1", "il-central-1"} {
		c := numbered(i)
		c.Region = region
		if err := r.Record(c, &exchange.Answer{}); err != nil {
			t.Errorf("%s: %v", region, err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if times := delivered(t, o.Folder); len(times) != 7 || times["forged"] != 0 {
		t.Errorf("delivered %v", times)
	}
}

// TestForgery puts what a client may choose everywhere where it may choose it.
func TestForgery(t *testing.T) {
	r, o := lab(t, nil)
	evil := "x\n" + forged + "\n\r\u2028\x00\xff\"},{"
	c := numbered(0)
	c.Name, c.Agent, c.From, c.Key, c.Drill, c.RequestID, c.Body = evil, evil, evil, evil, evil, evil, []byte("Action="+evil+"&A.1="+evil+"&"+evil)
	c.Who = exchange.Principal{Type: "IAMUser", User: evil, ARN: evil, Session: &exchange.Session{Name: evil, Role: evil}}
	if err := r.Record(c, &exchange.Answer{}); err != nil {
		t.Fatal(err)
	}
	// And below Record, where the places are not looked at.
	for _, at := range []place{{"000000000000", "us-east-1\n" + forged + "\n"}, {"..", "us-east-1"}, {"000000000000", "../.."}} {
		if err := r.journal.append(at, []byte(`{"eventID":"odd"}`)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.journal.append(place{"000000000000", "us-east-1"}, []byte("{}\n"+forged)); err == nil {
		t.Error("what is no record is in the journal")
	}
	r.waiting = 4
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, []string{c.ID})
	verified(t, o.Folder)
}

// TestSetAside: what cannot be delivered is kept and told, and nothing waits for it: no record, no end, no beginning.
func TestSetAside(t *testing.T) {
	var told []error
	r, o := lab(t, func(o *Options) { o.Report = func(err error) { told = append(told, err) } })
	if err := r.Record(numbered(0), &exchange.Answer{}); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(o.State, "journal-0100"), 0o700); err != nil { // it cannot be read
		t.Fatal(err)
	}
	odd := "000000000000 us-east-1 {}\nnothing\n" + forged + "\n" + `{"account":"..","region":"..","record":{}}` + "\n"
	if err := os.WriteFile(filepath.Join(o.State, "journal-101"), []byte(odd), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := r.Record(numbered(1), &exchange.Answer{}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t, o).Close(); err != nil {
		t.Fatal(err)
	}
	once(t, o.Folder, []string{numbered(0).ID, numbered(1).ID, "forged"}) // a whole line in our own folder is ours
	kept, err := filepath.Glob(filepath.Join(o.State, "set-aside-*"))
	if err != nil || len(kept) != 2 || len(told) != 2 || !strings.Contains(told[0].Error(), "aside as") {
		t.Fatalf("kept %q, told %v: %v", kept, told, err)
	}
	lines, err := os.ReadFile(filepath.Join(o.State, "set-aside-"+mark([]byte(strings.Replace(odd, forged+"\n", "", 1)))))
	if err != nil || !strings.Contains(string(lines), "nothing\n") {
		t.Errorf("the odd lines are %q: %v", lines, err)
	}
}
