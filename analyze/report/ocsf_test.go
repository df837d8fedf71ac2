// OCSF and Timesketch: what each attribute is taken from, and that what others ask for is met, by their own schema and importer.

package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/report"
)

// attribute follows a path such as actor.user.uid in the n-th event.
func attribute(t *testing.T, text []byte, n int, path string) any {
	t.Helper()
	var at any
	if err := json.Unmarshal(bytes.Split(text, []byte("\n"))[n], &at); err != nil {
		t.Fatal(err)
	}
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := at.([]any); ok {
			at = list[0]
		}
		object, ok := at.(map[string]any)
		if !ok {
			return nil
		}
		at = object[name]
	}
	return at
}

func TestOCSF(t *testing.T) {
	for _, x := range []struct {
		name   string
		change func(*report.Event)
		path   string
		want   any
	}{
		{"class", nil, "class_uid", 6003.0},
		{"type", nil, "type_uid", 600303.0},
		{"time", nil, "time", 1773752400000.0},
		{"event", nil, "metadata.uid", "e-0"},
		{"service", nil, "api.service.name", "ec2.amazonaws.com"},
		{"account", nil, "cloud.account.uid", "123456789012"},
		{"resource", nil, "resources.uid", "igw-1"},
		{"user", nil, "actor.user.name", "eve"},
		{"key", nil, "actor.user.credential_uid", "AKIAEXAMPLE"},
		{"success", nil, "status_id", 1.0},
		{"informational", nil, "severity_id", 1.0},
		{"read", func(e *report.Event) { yes := true; e.ReadOnly = &yes }, "activity_id", 2.0},
		{"create", func(e *report.Event) { e.Name = "CreateVpc" }, "activity_id", 1.0},
		{"delete", func(e *report.Event) { e.Name = "TerminateInstances" }, "type_uid", 600304.0},
		{"in batches", func(e *report.Event) { e.Name = "BatchDeleteImage" }, "activity_id", 4.0},
		{"other", func(e *report.Event) { e.Name = "ConsoleLogin" }, "activity_id", 99.0},
		{"other, named", func(e *report.Event) { e.Name = "ConsoleLogin" }, "activity_name", "ConsoleLogin"},
		{"no prefix of a word", func(e *report.Event) { e.Name = "Settle" }, "activity_id", 99.0},
		{"without a name", func(e *report.Event) { e.Name = "" }, "activity_id", 0.0},
		{"failure", func(e *report.Event) { e.ErrorCode = "DryRunOperation" }, "status_id", 2.0},
		{"why", func(e *report.Event) { e.ErrorCode = "DryRunOperation" }, "api.response.error", "DryRunOperation"},
		{"address", nil, "src_endpoint.ip", "192.0.2.7"},
		{"address of six", func(e *report.Event) { e.SourceIP = "2001:db8::1" }, "src_endpoint.ip", "2001:db8::1"},
		{"a service's address", func(e *report.Event) { e.SourceIP = "ec2.amazonaws.com" }, "src_endpoint.domain", "ec2.amazonaws.com"},
		{"no address", func(e *report.Event) { e.SourceIP = "AWS Internal" }, "src_endpoint.name", "AWS Internal"},
		{"address not known", func(e *report.Event) { e.SourceIP = "" }, "src_endpoint.name", "unknown"},
		{"a service", func(e *report.Event) { e.Principal, e.AccessKeyID = "ec2.amazonaws.com", "" }, "actor.invoked_by", "ec2.amazonaws.com"},
		{"nobody", func(e *report.Event) { e.Principal = "" }, "actor.user.type_id", 0.0},
		{"a role", func(e *report.Event) { e.Principal = "arn:aws:sts::123456789012:assumed-role/ops/bob" }, "actor.user.name", "bob"},
		{"root", func(e *report.Event) { e.Principal = "arn:aws:iam::123456789012:root" }, "actor.user.type", "Root"},
		{"no session", nil, "actor.session", nil},
		{"session", func(e *report.Event) { e.Principal = "arn:aws:sts::123456789012:assumed-role/ops/bob" }, "actor.session.uid", "bob"},
		{"whose session", func(e *report.Event) {
			e.Principal, e.Issuer = "arn:aws:sts::123456789012:assumed-role/ops/bob", "arn:aws:iam::123456789012:role/ops"
		}, "actor.session.issuer", "arn:aws:iam::123456789012:role/ops"},
		{"request", func(e *report.Event) { e.RequestID = "r-1" }, "api.request.uid", "r-1"},
		{"no request", nil, "api.request", nil},
		{"place", func(e *report.Event) { at, n := int64(7), int64(9); e.File, e.Offset, e.Length = "z.gz", &at, &n }, "unmapped.record.file", "z.gz"},
		{"recovered", func(e *report.Event) { e.Recovered = true }, "unmapped.recovered", true},
	} {
		c := story()
		changed(t, c, func(e *report.Event) {
			if e.Name = "DetachInternetGateway"; x.change != nil {
				x.change(e)
			}
		})
		if got := attribute(t, written(t, "ocsf", c), 0, x.path); got != x.want {
			t.Errorf("%s: %s is %v and not %v", x.name, x.path, got, x.want)
		}
	}
	cut := written(t, "ocsf", story())
	for path, want := range map[string]any{
		"metadata.correlation_uid": "chain-1", "severity": "High", "enrichments.data.verdict": "hostile", "unmapped.record.file": "a.gz", "enrichments.provider": "traillab test",
	} {
		if got := attribute(t, cut, 1, path); got != want {
			t.Errorf("the cut: %s is %v and not %v", path, got, want)
		}
	}
	if n := bytes.Count(cut, []byte("\n")); n != 3 {
		t.Errorf("%d events: those without a time, and what is no event, are left out", n)
	}
}

func TestTimesketch(t *testing.T) {
	text := written(t, "timesketch", story())
	for path, want := range map[string]any{
		"datetime": "2026-03-17T13:20:00.000000+00:00", "timestamp": 1773753600000000.0, "timestamp_desc": "API Call", "event_id": "e-1", "data_type": "traillab:event",
		"chain": "chain-1", "resources": "igw-1 vpc-1", "label": nil,
	} {
		if got := attribute(t, text, 5, path); got != want {
			t.Errorf("the cut: %s is %v and not %v", path, got, want)
		}
	}
	if n := bytes.Count(text, []byte("\n")); n != 12 {
		t.Errorf("%d lines: what has no time is left out, and nothing else", n)
	}
	few := story()
	few.Coverage, few.Overview, few.Chains, few.Events = report.Coverage{}, nil, report.List[report.Chain](), report.List[report.Event]()
	if n := bytes.Count(written(t, "timesketch", few), []byte("\n")); n < 3 {
		t.Errorf("a log in which nothing happened has %d lines, and older importers ask for three", n)
	}
}

// TestFormsOfOthers asks the schema of OCSF and the importer of Timesketch. The folder is a virtual environment with what
// .ci/forms/requirements.txt names.
func TestFormsOfOthers(t *testing.T) {
	home := os.Getenv("TRAILLAB_FORMS")
	if home == "" {
		t.Skip("TRAILLAB_FORMS names no folder: OCSF's schema and Timesketch's importer are not asked; .ci/run installs them")
	}
	dir := t.TempDir()
	files := map[string][]string{}
	write := func(name string, c *report.Case) {
		for _, form := range []string{"ocsf", "timesketch"} {
			path := filepath.Join(dir, name+"."+form)
			if err := os.WriteFile(path, written(t, form, c), 0o600); err != nil {
				t.Fatal(err)
			}
			files[form] = append(files[form], path)
		}
	}
	write("story", story())
	for name, evil := range evils() {
		write(name, hostile(evil))
	}
	nothing := story()
	changed(t, nothing, func(e *report.Event) { *e = report.Event{Time: e.Time, Kind: report.OfActor} })
	write("nothing", nothing)
	unknown := story()
	changed(t, unknown, func(e *report.Event) { e.ReadOnly, e.Principal, e.SourceIP = nil, "ec2.amazonaws.com", "AWS Internal" })
	session := story()
	changed(t, session, func(e *report.Event) {
		at, n := int64(7), int64(9)
		e.Principal, e.Issuer, e.RequestID = "arn:aws:sts::123456789012:assumed-role/ops/bob", "arn:aws:iam::123456789012:role/ops", "r-1"
		e.File, e.SHA256, e.Offset, e.Length = "a.gz", "ab", &at, &n
	})
	write("session", session)
	write("service", unknown)
	for _, form := range []string{"ocsf", "timesketch"} {
		golden, err := filepath.Glob("../../cmd/traillab/testdata/report/*." + form)
		if err != nil {
			t.Fatal(err)
		}
		paths := append(files[form], golden...)
		run := exec.CommandContext(t.Context(), filepath.Join(home, "bin", "python"), append([]string{"../../.ci/forms/check.py", form}, paths...)...)
		out, err := run.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%.4000s", form, err, out)
		}
		t.Logf("%s: %.200s", form, out)
	}
}
