// Flow logs, as a witness is told of them: every form they come in, and whatever else somebody calls one.

package archive_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"traillab/analyze/archive"
	"traillab/analyze/trail"
)

// sworn is a visitor that takes flow logs.
type sworn struct {
	told
	rows []string
}

func (v *sworn) Flow(f *trail.Flow, at trail.Place) error {
	v.index(at.Index)
	if !v.open {
		v.t.Error("Flow without File")
	}
	v.rows = append(v.rows, rowText(f))
	return nil
}

// rowText is a row as tests write it, without what is missing.
func rowText(f *trail.Flow) string {
	line := fmt.Sprintf("%d:", f.Line)
	word := func(name string, text []byte) {
		if text != nil {
			line += fmt.Sprintf(" %s=%s", name, text)
		}
	}
	number := func(name string, n int64) {
		if n >= 0 {
			line += fmt.Sprintf(" %s=%d", name, n)
		}
	}
	word("account", f.Account)
	word("eni", f.Interface)
	word("i", f.Instance)
	word("vpc", f.VPC)
	word("src", f.Source)
	number("", f.SourcePort)
	word("dst", f.Target)
	number("", f.TargetPort)
	number("proto", f.Protocol)
	number("packets", f.Packets)
	number("bytes", f.Bytes)
	if !f.Start.IsZero() {
		line += f.Start.Format(" 15:04:05")
	}
	if !f.End.IsZero() {
		line += f.End.Format("-15:04:05")
	}
	word("action", f.Action)
	word("status", f.Status)
	word("way", f.Direction)
	word("pkt", f.PacketSource)
	word("to", f.PacketTarget)
	number("path", f.Path)
	word("rest", f.Rest)
	return line
}

const (
	usual    = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
	accepted = "2 123456789012 eni-0a1b2c3d4e5f60718 10.0.0.1 198.51.100.2 443 49152 6 10 840 1620140761 1620140821 ACCEPT OK\n"
	noData   = "2 123456789012 eni-0a1b2c3d4e5f60718 - - - - - - - 1620140761 1620140821 - NODATA\n"
	skipped  = "2 unknown eni-0a1b2c3d4e5f60718 - - - - - - - 1620140761 1620140821 - SKIPDATA\n"

	tellAccepted = "account=123456789012 eni=eni-0a1b2c3d4e5f60718 src=10.0.0.1 =443 dst=198.51.100.2 =49152 proto=6 packets=10 bytes=840 15:06:01-15:07:01 action=ACCEPT status=OK rest={\"version\":\"2\"}"
	tellNoData   = "account=123456789012 eni=eni-0a1b2c3d4e5f60718 15:06:01-15:07:01 status=NODATA rest={\"version\":\"2\"}"
	tellSkipped  = "account=unknown eni=eni-0a1b2c3d4e5f60718 15:06:01-15:07:01 status=SKIPDATA rest={\"version\":\"2\"}"
)

func witness(t testing.TB, content string, o archive.Options) *sworn {
	t.Helper()
	v := &sworn{told: told{t: t}}
	a, err := archive.Open(t.Context(), []string{file(t, "log", []byte(content))}, o)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	readAll(t, v, a)
	return v
}

func TestFlows(t *testing.T) {
	wide3to5 := "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path\n" +
		"5 vpc-1 subnet-1 i-1 eni-1 123456789012 IPv4 10.0.1.5 10.0.0.220 44442 80 10.0.1.5 203.0.113.5 6 1567 14 1620140761 1620140821 ACCEPT 3 OK ap-southeast-2 apse2-az3 - - - AMAZON egress 8\n"
	tests := map[string]struct {
		text string
		want []string
	}{
		"the default form":            {usual + accepted + noData + skipped, []string{"2: " + tellAccepted, "3: " + tellNoData, "4: " + tellSkipped}},
		"without a header":            {accepted + noData, []string{"1: " + tellAccepted, "2: " + tellNoData}},
		"beginning with no data":      {noData + accepted, []string{"1: " + tellNoData, "2: " + tellAccepted}},
		"Windows and blank lines":     {"\n" + strings.ReplaceAll(usual+"\n"+accepted, "\n", "\r\n"), []string{"4: " + tellAccepted}},
		"no line end":                 {strings.TrimSpace(accepted), []string{"1: " + tellAccepted}},
		"a byte order mark":           {"\uFEFF" + usual + accepted, []string{"2: " + tellAccepted}},
		"an export of CloudWatch":     {"2021-05-04T15:07:10.000Z " + accepted + "2021-05-04T15:07:10.000Z " + noData, []string{"1: " + tellAccepted, "2: " + tellNoData}},
		"a header and only that":      {usual, nil},
		"laid end to end":             {usual + accepted + "interface-id srcaddr end\neni-2 10.0.0.9 60\n", []string{"2: " + tellAccepted, "4: eni=eni-2 src=10.0.0.9-00:01:00"}},
		"versions 3 to 5":             {wide3to5, []string{`2: account=123456789012 eni=eni-1 i=i-1 vpc=vpc-1 src=10.0.1.5 =44442 dst=10.0.0.220 =80 proto=6 packets=14 bytes=1567 15:06:01-15:07:01 action=ACCEPT status=OK way=egress pkt=10.0.1.5 to=203.0.113.5 path=8 rest={"version":"5","type":"IPv4","tcp-flags":"3","az-id":"apse2-az3"}`}},
		"version 7, ECS":              {"ecs-cluster-name ecs-task-id interface-id\nweb 1f\"\\ eni-1\n", []string{`2: eni=eni-1 rest={"ecs-cluster-name":"web","ecs-task-id":"1f\"\\"}`}},
		"version 8":                   {"interface-id action reject-reason\neni-1 REJECT BPA\n", []string{`2: eni=eni-1 action=REJECT rest={"reject-reason":"BPA"}`}},
		"IPv6, written at length":     {"srcaddr dstaddr\n2001:0DB8:0:0::1 ::ffff:10.0.0.1\n", []string{"2: src=2001:db8::1 dst=::ffff:10.0.0.1"}},
		"a form of later years":       {"interface-id srcaddr flux-id\neni-1 10.0.0.1 x\n", []string{`2: eni=eni-1 src=10.0.0.1 rest={"flux-id":"x"}`}},
		"the rest of a line before":   {"46 6 10 840 1620140761 1620140821 ACCEPT OK\n" + accepted, []string{"2: " + tellAccepted}},
		"as UTF-16":                   {wide(usual+accepted, false, true), []string{"2: " + tellAccepted}},
		"in gzip":                     {gzipped(t, usual+accepted), []string{"2: " + tellAccepted}},
		"longer than what is in view": {usual + strings.Repeat(accepted, 9000), slices.Repeat([]string{tellAccepted}, 9000)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := witness(t, tt.text, archive.Options{})
			if len(tt.want) == 9000 {
				for i := range v.rows {
					_, v.rows[i], _ = strings.Cut(v.rows[i], ": ")
				}
			}
			if !slices.Equal(v.rows, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(v.rows, "\n"), strings.Join(tt.want, "\n"))
			}
			if got := strings.Join(v.statuses(), ", "); got != "other VPC flow logs" || len(v.ids) > 0 {
				t.Errorf("%s, %d records", got, len(v.ids))
			}
		})
	}
}

// TestFlowRejects names each row that cannot be kept, by its line, and keeps the others.
func TestFlowRejects(t *testing.T) {
	row := func(old, replacement string) string { return strings.Replace(accepted, old, replacement, 1) }
	for text, want := range map[string]string{
		row("10.0.0.1", "10.0.0.256"):                    `line 2 of the flow logs: srcaddr is "10.0.0.256": no address`,
		row("10.0.0.1", "10.0.0.01"):                     `line 2 of the flow logs: srcaddr is "10.0.0.01": no address`,
		row("10.0.0.1", "fe80::1%eth0"):                  `line 2 of the flow logs: srcaddr is "fe80::1%eth0": no address`,
		row(" 443 ", " 65536 "):                          `line 2 of the flow logs: srcport is "65536": no number from 0 to 65535`,
		row(" 443 ", " -1 "):                             `line 2 of the flow logs: srcport is "-1": no number from 0 to 65535`,
		row(" 840 ", " 9223372036854775808 "):            `line 2 of the flow logs: bytes is "9223372036854775808": no number from 0 to 9223372036854775807`,
		row(" 840 ", " 1e3 "):                            `line 2 of the flow logs: bytes is "1e3": no number from 0 to 9223372036854775807`,
		row("1620140761", "1620140822"):                  `line 2 of the flow logs: it ends before it begins`,
		row("1620140761", "2021-05-04"):                  `line 2 of the flow logs: start is "2021-05-04": no time in seconds since 1970`,
		row("1620140761", "253402300800"):                `line 2 of the flow logs: start is "253402300800": no time in seconds since 1970`,
		row("ACCEPT", "Accept"):                          `line 2 of the flow logs: action is "Accept": none of ACCEPT, REJECT`,
		row("OK", "O"):                                   `line 2 of the flow logs: log-status is "O": none of OK, NODATA, SKIPDATA`,
		row(" OK", ""):                                   `line 2 of the flow logs: 13 fields where the form has 14`,
		row("OK", "OK more"):                             `line 2 of the flow logs: 15 fields where the form has 14`,
		row("eni-0a1b", "eni-\x1b[31m"):                  `line 2 of the flow logs: interface-id is "eni-\x1b[31m2c3d4e5f60718": control characters`,
		row("eni-0a1b", "eni-\xff"):                      `line 2 of the flow logs: interface-id is "eni-\xff2c3d4e5f60718": not UTF-8`,
		"{\"eventVersion\":\"1.08\"}\n":                  `line 2 of the flow logs: 1 fields where the form has 14`,
		row("eni", strings.Repeat("x", 70_000)):          `line 2 of the flow logs: longer than 65536 bytes`,
		row("2 ", "2021-05-04T15:07:10.000Z 2 OK more "): `line 2 of the flow logs: 17 fields where the form has 14`,
	} {
		v := witness(t, usual+text+accepted, archive.Options{})
		if got := v.reasons(); len(got) != 1 || got[0] != "0: "+want || !v.rejects[0].Flow {
			t.Errorf("%.120q:\n got %q\nwant %q", text, got, "0: "+want)
		}
		if len(v.rows) != 1 || v.rows[0] != "3: "+tellAccepted || strings.Join(v.statuses(), ", ") != "other VPC flow logs" {
			t.Errorf("%.60q: rows %q, %q", text, v.rows, v.statuses())
		}
	}
}

// TestNoFlows is what flow logs are taken for by mistake.
func TestNoFlows(t *testing.T) {
	for text, want := range map[string]string{
		"start end\n1 2\n":                             "rejected text, not a log file of CloudTrail",
		"the srcaddr of it\n":                          "rejected text, not a log file of CloudTrail",
		"srcaddr srcaddr\n10.0.0.1 10.0.0.1\n":         "rejected text, not a log file of CloudTrail",
		"srcaddr\n10.0.0.1\n":                          "rejected text, not a log file of CloudTrail",
		"2 123456789012 eni-1 a b\n":                   "rejected text, not a log file of CloudTrail",
		strings.Replace(accepted, "ACCEPT", "PASS", 1): "rejected text, not a log file of CloudTrail",
	} {
		if v := witness(t, text, archive.Options{}); strings.Join(v.statuses(), ", ") != want || len(v.rows) > 0 {
			t.Errorf("%q: %q, rows %q", text, v.statuses(), v.rows)
		}
	}
	v := readText(t, usual+accepted, archive.Options{}) // somebody who has no use for them
	if got := strings.Join(v.statuses(), ", "); got != "other VPC flow logs" || len(v.rejects) > 0 {
		t.Errorf("%s, rejects %q", got, v.reasons())
	}
}

// TestFlowDamage: what a break leaves is kept, but no part of a row.
func TestFlowDamage(t *testing.T) {
	for name, text := range map[string]string{"gzip": gzipped(t, usual+accepted+noData), "a broken pipe": zstded(t, usual+accepted+noData)} {
		whole := witness(t, text, archive.Options{})
		for cut := 1; cut < len(text); cut++ {
			v := witness(t, text[:cut], archive.Options{})
			if len(v.rows) > len(whole.rows) || !slices.Equal(v.rows, whole.rows[:len(v.rows)]) {
				t.Fatalf("%s cut at %d: %q", name, cut, v.rows)
			}
			if got := v.done[0].Status; len(v.rows) > 0 && got != trail.Damaged && cut < len(text)-8 {
				t.Errorf("%s cut at %d: %s with %d rows", name, cut, got, len(v.rows))
			}
		}
	}
	v := witness(t, usual+strings.Repeat("x y\n", 10_001)+accepted, archive.Options{})
	if len(v.rejects) != 10_001 || !strings.Contains(v.statuses()[0], "more than 10000 of its rows cannot be read; it is not read further than line 10002") || len(v.rows) > 0 {
		t.Errorf("%d rejects, %q, rows %q", len(v.rejects), v.statuses(), v.rows)
	}
}

// TestFlowTable reads a Parquet file as somebody has it read.
func TestFlowTable(t *testing.T) {
	names, values := []string{"account_id", "interface_id", "srcaddr", "packets", "tcp_flags"}, [][]byte{[]byte("123456789012"), []byte("eni-1"), []byte("-"), []byte("7"), nil}
	var broken error
	o := archive.Options{Parquet: func(_ context.Context, name string, columns func([]string) bool, row func([][]byte) error) error {
		if strings.ContainsAny(name, "*?[") {
			t.Errorf("%s is a pattern", name)
		}
		if !columns(names) {
			return nil
		}
		for range 2 {
			if err := row(values); err != nil {
				return err
			}
		}
		if err := row(values[:3]); err != nil {
			return err
		}
		return broken
	}}
	content := "PAR1" + strings.Repeat("x", 100)
	want := []string{"1: account=123456789012 eni=eni-1 packets=7", "2: account=123456789012 eni=eni-1 packets=7"}
	for name, text := range map[string]string{"plain": content, "in gzip": gzipped(t, content), "large": content + strings.Repeat("y", 9<<20)} {
		v := witness(t, text, o)
		if !slices.Equal(v.rows, want) || strings.Join(v.statuses(), "") != "other VPC flow logs" || len(v.rejects) != 1 {
			t.Errorf("%s: rows %q, %q, rejects %q", name, v.rows, v.statuses(), v.reasons())
		}
	}
	broken = errors.New("page 3 is torn")
	if v := witness(t, content, o); strings.Join(v.statuses(), "") != "damaged a Parquet file that cannot be read on: page 3 is torn" || len(v.rows) != 2 {
		t.Errorf("rows %q, %q", v.rows, v.statuses())
	}
	names = []string{"eventName", "eventSource"}
	if v := witness(t, content, o); !strings.HasPrefix(strings.Join(v.statuses(), ""), "rejected a Parquet file, of which only VPC flow logs are read") || len(v.rows) != 0 {
		t.Errorf("rows %q, %q", v.rows, v.statuses())
	}
	if v := witness(t, content, archive.Options{}); !strings.HasPrefix(strings.Join(v.statuses(), ""), "rejected a Parquet file") {
		t.Errorf("%q", v.statuses())
	}
}

// FuzzFlows: whatever the text, the account adds up, and what is told of a row is what it says.
func FuzzFlows(f *testing.F) {
	for _, text := range []string{
		usual + accepted + noData, accepted, "2021-05-04T15:07:10.000Z " + accepted, skipped + "x\n" + accepted, "interface-id srcaddr end\neni-2 ::1 60\n",
		usual + strings.Replace(accepted, "10.0.0.1", "10.0.0.256", 1), "srcaddr dstaddr\n1.2.3.4 5.6.7.8", usual + "\x00\n \r\n" + usual,
	} {
		f.Add([]byte(text))
	}
	var store shelf
	a := onShelf(f, &store)
	account := func(t *testing.T, content string) *sworn {
		store = shelf{{"log", content}}
		v := &sworn{told: told{t: t}}
		readAll(t, v, a)
		return v
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		v := account(t, string(content))
		for _, row := range v.rows {
			if strings.ContainsAny(row, "\n\x1b\x00") {
				t.Errorf("%q", row)
			}
		}
		if strings.Join(v.statuses(), "") != "other VPC flow logs" || bytes.HasPrefix(content, []byte("\x1f\x8b")) {
			return
		}
		packed := account(t, gzipped(t, string(content)))
		if !slices.Equal(packed.rows, v.rows) || !slices.Equal(packed.reasons(), v.reasons()) {
			t.Errorf("plain: %q, %q; in gzip: %q, %q", v.rows, v.reasons(), packed.rows, packed.reasons())
		}
	})
}

// TestFlowWords reads what has a word or two of flow logs' headers in its first line, and is something else.
func TestFlowWords(t *testing.T) {
	for _, text := range []string{
		"instance-id start\nhello world\n", "Account-Id Event-Time Instance-ID\nx y z\n", "vpc-id subnet-id\n" + record(1) + "\n",
		"Alert Start Action instance-id\n" + record(1) + "\n", "action start srcaddr\nhello big world\n", "interface-id action\n" + record(1) + "\n", "srcaddr dstaddr\n",
	} {
		v := witness(t, text, archive.Options{})
		if len(v.rows) > 0 || strings.Contains(v.statuses()[0], "VPC flow logs") || strings.Contains(text, "eventID") != (len(v.ids) == 1) {
			t.Errorf("%.40q: %q, %d rows, %d records", text, v.statuses(), len(v.rows), len(v.ids))
		}
	}
}
