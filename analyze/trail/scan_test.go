// Records as the scanner reads them: fields, spans, repairs, limits, and whatever else may stand in their place.

package trail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestScanRandom reads thousands of records of odd shapes: each as encoding/json does, and cut off at any place.
func TestScanRandom(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(1, 2))}
	s, rec := NewScanner(), &Record{}
	for range 5000 {
		text := m.record()
		n, err := s.Scan(append(text, `,{"eventID":"next"}`...), rec)
		if err != nil && !errors.Is(err, ErrNoIdentity) && !errors.Is(err, ErrNotCloudTrail) || n != len(text) {
			t.Fatalf("%d of %d bytes, %v: %s", n, len(text), err, text)
		}
		if !utf8.Valid(rec.JSON) || !json.Valid(rec.JSON) {
			t.Fatalf("not UTF-8 JSON: %q", rec.JSON)
		}
		if checkFields(t, rec); t.Failed() {
			t.FailNow()
		}
		cut := m.IntN(len(text))
		if _, err := s.Scan(text[:cut:cut], rec); !Short(err) {
			t.Fatalf("cut at %d: %v, want an error that says there is more: %s", cut, err, text)
		}
	}
}

// TestScanPrefix cuts one record at every byte.
func TestScanPrefix(t *testing.T) {
	text := []byte(`{"eventID":"a\u00e9\ud83d\ude00","n":-12.5e+3,"eventName":"é😀","t":[true,false,null,{}],"eventTime":"2024-05-01T10:00:00Z",` +
		`"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"x"}}},"readOnly":true,"requestParameters":{"a":[]} , "responseElements":null}`)
	s := NewScanner()
	if n, err := s.Scan(text, &Record{}); err != nil || n != len(text) {
		t.Fatal(n, err)
	}
	for cut := range text {
		if _, err := s.Scan(text[:cut:cut], &Record{}); !Short(err) {
			t.Errorf("%s: %v, want an error that says there is more", text[:cut], err)
		}
	}
}

func TestScanRefuses(t *testing.T) {
	tests := map[string]struct {
		text   string
		offset int // where the text stops being JSON
		what   string
	}{
		"no object":       {`["a"]`, 0, "must be an object"},
		"a bare name":     {`{a:1}`, 1, "must be a string"},
		"no colon":        {`{"a" 1}`, 5, "colon"},
		"no comma":        {`{"a":1 "b":2}`, 7, "comma or brace"},
		"a last comma":    {`{"a":1,}`, 7, "must be a string"},
		"no element":      {`{"a":[1,]}`, 8, "cannot begin"},
		"two elements":    {`{"a":[1 2]}`, 8, "comma or bracket"},
		"a bare word":     {`{"a":nil}`, 5, "bare word"},
		"a leading zero":  {`{"a":01}`, 6, "comma or brace"},
		"no fraction":     {`{"a":1.}`, 5, "number"},
		"no exponent":     {`{"a":1e+}`, 5, "number"},
		"only a sign":     {`{"a":-}`, 5, "number"},
		"an escape":       {`{"a":"\q"}`, 6, "escape"},
		"an escape's hex": {`{"a":"\u12g4"}`, 6, "hexadecimal"},
		"a stray control": {"{\"a\":\x011}", 5, "cannot begin"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := NewScanner().Scan([]byte(tt.text), &Record{})
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Offset != tt.offset || !strings.Contains(syntax.What, tt.what) {
				t.Errorf("%v, want %q at byte %d", err, tt.what, tt.offset)
			}
		})
	}
}

// TestScanRepairs mends what a strict reader refuses. The spans lie in the mended text.
func TestScanRepairs(t *testing.T) {
	const head = `{"eventID":"e","requestParameters":{"vpcId":"vpc-0123456789abcdef0","x":`
	tests := map[string]struct{ text, json string }{
		"bytes that are not UTF-8": {head + "\"a\xffb\xc3\"}}", head + "\"a\uFFFDb\uFFFD\"}}"},
		"an encoded surrogate":     {head + "\"\xed\xa0\x80\"}}", head + "\"\uFFFD\uFFFD\uFFFD\"}}"},
		"raw control characters":   {head + "\"a\x01\n\"}}", head + `"a\u0001\u000a"}}`},
		"half a pair":              {head + `"\ud800."}}`, head + `"\ufffd."}}`},
		"the other half":           {head + `"\udc00"}}`, head + `"\ufffd"}}`},
		"half a pair, then a pair": {head + `"\ud83d\ud83d\ude00"}}`, head + `"\ufffd\ud83d\ude00"}}`},
		"a quote among flaws":      {head + "\"\xff\\\"\\\\\"}}", head + "\"\uFFFD\\\"\\\\\"}}"},
		"a name twice":             {head + `1,"x":2}}`, head + `1,"x":2}}`},
		"a name twice by escape":   {head + `1,"\u0078":2}}`, head + `1,"\u0078":2}}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			rec := &Record{}
			n, err := NewScanner().Scan([]byte(tt.text+" tail"), rec)
			if err != nil || n != len(tt.text) || !rec.Repaired {
				t.Fatalf("%d of %d bytes, repaired %t, %v", n, len(tt.text), rec.Repaired, err)
			}
			if string(rec.JSON) != tt.json {
				t.Fatalf("mended to %q, want %q", rec.JSON, tt.json)
			}
			if len(rec.IDs) != 1 || string(rec.IDs[0]) != "vpc-0123456789abcdef0" {
				t.Errorf("ids are %q", rec.IDs)
			}
			checkFields(t, rec)
		})
	}
}

// TestScanMendsEveryControlCharacter, wherever it stands in the eight bytes that are looked at in one step.
func TestScanMendsEveryControlCharacter(t *testing.T) {
	for c := range byte(0x20) {
		for at := range 20 {
			inside := []byte(strings.Repeat("x", 20))
			inside[at] = c
			rec := &Record{}
			_, err := NewScanner().Scan([]byte(`{"eventID":"`+string(inside)+`"}`), rec)
			want := fmt.Sprintf(`{"eventID":"%s\u%04x%s"}`, inside[:at], c, inside[at+1:])
			if err != nil || !rec.Repaired || string(rec.JSON) != want || !bytes.Equal(rec.EventID, inside) {
				t.Fatalf("%#x at %d: %q, repaired %t, %v", c, at, rec.JSON, rec.Repaired, err)
			}
		}
	}
}

// TestScanLastValueWins: of a name that comes twice the last value counts, whatever its type.
func TestScanLastValueWins(t *testing.T) {
	for _, text := range []string{
		`{"eventID":"a","eventID":"b"}`,
		`{"eventID":"a","eventName":"N","eventName":null,"errorCode":"X","errorCode":{}}`,
		`{"eventID":"a","readOnly":true,"readOnly":null}`,
		`{"eventID":"a","eventTime":"2024-05-01T10:00:00Z","eventTime":"soon"}`,
		`{"eventID":"a","userIdentity":{"arn":"x","accountId":"1"},"userIdentity":{"userName":"y"}}`,
		`{"eventID":"a","userIdentity":{"arn":"x"},"userIdentity":null}`,
		`{"eventID":"a","userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"x"}},"sessionContext":{}}}`,
		`{"eventID":"a","userIdentity":{"sessionContext":{"ec2RoleDelivery":"2.0"},"sessionContext":{}}}`,
		`{"eventID":"a","userIdentity":{"sessionContext":{"ec2RoleDelivery":"2.0"}},"userIdentity":{},"vpcEndpointId":"vpce-1","vpcEndpointId":null}`,
		`{"eventID":"a","requestParameters":{"a":1},"requestParameters":null}`,
		`{"eventID":"a","addendum":{"originalEventID":"o"},"addendum":"none"}`,
		`{"eventID":"a","\u0065ventID":"b"}`,
	} {
		rec := &Record{}
		if _, err := NewScanner().Scan([]byte(text), rec); err != nil || !rec.Repaired {
			t.Errorf("%s: repaired %t, %v", text, rec.Repaired, err)
		}
		checkFields(t, rec)
	}
}

// TestScanWrongTypes keeps records whose members are of other types than CloudTrail documents, and counts them.
func TestScanWrongTypes(t *testing.T) {
	values := []string{`0`, `-1.5`, `true`, `[]`, `[{"arn":"x"}]`, `{}`, `{"arn":["x"]}`, `"text"`, `""`, `null`}
	members := []string{
		"eventName", "eventSource", "eventType", "eventCategory", "awsRegion", "recipientAccountId", "sourceIPAddress", "userAgent",
		"errorCode", "errorMessage", "eventTime", "@timestamp", "readOnly", "userIdentity", "addendum", "requestParameters",
		"responseElements", "resources", "eventVersion", "additionalEventData",
	}
	free := map[string]bool{"requestParameters": true, "responseElements": true, "resources": true, "eventVersion": true, "additionalEventData": true}
	for _, name := range members {
		for _, value := range values {
			text := fmt.Sprintf(`{"eventID":"e",%q:%s}`, name, value)
			rec := &Record{}
			if _, err := NewScanner().Scan([]byte(text), rec); err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			checkFields(t, rec)
			if free[name] && rec.Repaired {
				t.Errorf("%s counts as repaired, but that member may be anything", text)
			}
			if strings.Contains("0 -1.5 [] true", value) && !free[name] && name != "readOnly" && !rec.Repaired {
				t.Errorf("%s does not count as repaired", text)
			}
		}
	}
}

func TestScanIdentity(t *testing.T) {
	tests := map[string]struct {
		text string
		want error
	}{
		"an id":                     {`{"eventID":"e"}`, nil},
		"name and source":           {`{"eventName":"n","eventSource":"s"}`, nil},
		"an Insight event":          {`{"eventID":"e","eventType":"AwsCloudTrailInsight","insightDetails":{}}`, nil},
		"a name alone":              {`{"eventName":"n"}`, ErrNoIdentity},
		"a source alone":            {`{"eventSource":"s"}`, ErrNoIdentity},
		"an empty id":               {`{"eventID":"","eventName":"n"}`, ErrNoIdentity},
		"an id of the wrong type":   {`{"eventID":["e"]}`, ErrNoIdentity},
		"nothing":                   {`{}`, ErrNoIdentity},
		"a notification":            {`{"eventVersion":"2.0","eventSource":"aws:s3","eventName":"ObjectCreated:Put"}`, ErrNotCloudTrail},
		"a notification, mended":    {"{\"eventSource\":\"aws:s3\",\"eventName\":\"\xff\"}", ErrNotCloudTrail},
		"no identity, and repaired": {"{\"eventName\":\"\xff\"}", ErrNoIdentity},
	}
	for name, tt := range tests {
		if n, err := NewScanner().Scan([]byte(tt.text), &Record{}); !errors.Is(err, tt.want) || n != len(tt.text) {
			t.Errorf("%s: %d of %d bytes, %v, want %v", name, n, len(tt.text), err, tt.want)
		}
	}
}

// TestScanDepth keeps what is nested MaxDepth deep and refuses the next level, wherever it stands.
func TestScanDepth(t *testing.T) {
	for _, place := range []string{"more", "requestParameters", "userIdentity"} {
		for _, brackets := range [][2]string{{`[`, `]`}, {`{"a":`, `}`}} {
			nested := func(levels int) []byte {
				inner := "1"
				if brackets[0] == "[" {
					inner = ""
				}
				return []byte(`{"eventID":"e","` + place + `":` + strings.Repeat(brackets[0], levels) + inner + strings.Repeat(brackets[1], levels) + "}")
			}
			if _, err := NewScanner().Scan(nested(MaxDepth-1), &Record{}); err != nil {
				t.Errorf("%d levels in %s: %v", MaxDepth, place, err)
			}
			_, err := NewScanner().Scan(nested(2000), &Record{})
			if err == nil || Short(err) || !strings.Contains(err.Error(), "nested deeper than 512 levels") {
				t.Errorf("2000 levels in %s: %v, want an error that names the limit", place, err)
			}
		}
	}
}

// TestScanWide: an object with very many members costs by their number, not by its square.
func TestScanWide(t *testing.T) {
	wide := func(members int) []byte {
		var b bytes.Buffer
		b.WriteString(`{"eventID":"e","requestParameters":{`)
		for i := range members {
			fmt.Fprintf(&b, `"member %d":{"name":"x","name%d":1},`, i, i)
		}
		b.WriteString(`"last":0}}`)
		return b.Bytes()
	}
	best := func(text []byte) time.Duration {
		least := time.Hour
		for range 5 {
			began := time.Now()
			if _, err := NewScanner().Scan(text, &Record{}); err != nil {
				t.Fatal(err)
			}
			least = min(least, time.Since(began))
		}
		return least
	}
	small, large := best(wide(4_000)), best(wide(64_000))
	if large > 100*small+100*time.Millisecond { // 16 times as much; its square is 256
		t.Errorf("64,000 members take %v, 4,000 take %v", large, small)
	}
}

// TestScannerIsReused: nothing of one record shows in the next.
func TestScannerIsReused(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(3, 4))}
	s, rec := NewScanner(), &Record{}
	for range 2000 {
		text := m.record()
		n, err := s.Scan(text, rec)
		fresh := &Record{}
		n2, err2 := NewScanner().Scan(text, fresh)
		if n != n2 || fmt.Sprint(err) != fmt.Sprint(err2) || show(rec) != show(fresh) {
			t.Fatalf("a used scanner reads\n%s\na new one\n%s\nfrom %s", show(rec), show(fresh), text)
		}
	}
}

func show(r *Record) string {
	text := func(parts ...[]byte) string { return fmt.Sprintf("%q", parts) }
	return text(r.IDs...) + text(r.JSON, r.Request, r.Response, r.EventID, r.Name, r.Source, r.Type, r.Category, r.Region, r.Account,
		r.SourceIP, r.UserAgent, r.ErrorCode, r.ErrorMessage, r.Principal, r.IdentityType, r.AccessKeyID, r.SessionName, r.IssuerARN,
		r.InvokedBy, r.Supersedes, r.VPCEndpoint, r.RoleDelivery) + fmt.Sprint(r.Time, r.ReadOnly, r.Repaired)
}
