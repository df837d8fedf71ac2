// Hostile input: one row for each kind, with what must come of it. Each is loaded with --strict beside good.json, which holds one
// sound record and is always read: whatever somebody lays into an archive costs nothing but itself.

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"traillab/analyze/trail"
)

// hostile is one row.
type hostile struct {
	name string
	make func(p *poison) // what lies in the folder
	// want is the exit code, what became of the files but the good one, and how many records of theirs are stored:
	// "4 1 rejected", "0 1 loaded, 2 stored".
	want   string
	reason string   // words of the reject; empty: none
	flags  []string // beyond --strict
}

func hostileInputs() []hostile {
	const tooMuch = "more than 250 times its size"
	return []hostile{
		// Compression.
		{"a gzip bomb", as("x.json.gz", zeros), "4 1 rejected", tooMuch, nil},
		{"a gzip bomb in a gzip", as("x.json.gz", gz(zeros)), "4 1 rejected", tooMuch, nil},
		{"a gzip bomb behind a record", as("x.json.gz", gz(one), zeros), "4 1 damaged, 1 stored", tooMuch, nil},
		{"a gzip bomb in a record", as("x.json.gz", gz(text(`{"Records":[{"eventID":"`)), zeros), "4 1 rejected", tooMuch, nil},
		{"a zstd bomb", as("x.json.zst", zstZeros), "4 1 rejected", tooMuch, nil},
		{"a zstd frame that wants 2 GB of memory", as("x.zst", text("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00")), "4 1 rejected", "zstd stream", nil},
		{"zstd frames to be skipped, and one", as("x.zst", text(skippable), zst(one)), "0 1 loaded, 1 stored", "", nil},
		{"nothing but a zstd frame to be skipped", as("x.zst", text(skippable)), "4 1 rejected", "an empty zstd stream", nil},
		{"gzip in gzip in gzip in gzip", as("x.gz", gz(gz(gz(gz(one))))), "4 1 rejected", "compressed more than 3 times over", nil},
		{"more than --max-inflated", as("x.gz", gz(two)), "4 1 damaged, 1 stored", "--max-inflated raises the limit", []string{"--max-inflated", "300"}},
		{"a second gzip member", as("x.gz", gz(one), gz(other)), "0 1 loaded, 2 stored", "", nil},
		{"garbage behind a gzip", as("x.gz", gz(one), text("garbage behind it")), "4 1 damaged, 1 stored", "is followed by something else", nil},
		{"zeros behind a gzip", as("x.gz", gz(one), text("\x00\x00\x00\x00")), "0 1 loaded, 1 stored", "", nil},
		{"a truncated gzip", as("x.gz", cut(10, gz(two))), "4 1 damaged, 2 stored", "ends", nil},
		{"a gzip of another checksum", as("x.gz", flip(-8, gz(one))), "4 1 damaged, 1 stored", "does not match its checksum", nil},
		{"a gzip of another length", as("x.gz", flip(-4, gz(one))), "4 1 damaged, 1 stored", "does not match its checksum", nil},
		{"a gzip with a name of a megabyte", as("x.gz", titled(strings.Repeat("n", 1<<20), one)), "4 1 rejected", "gzip stream is corrupt", nil},
		{"a gzip with 64 KB beside the log", as("x.gz", extra(one)), "0 1 loaded, 1 stored", "", nil},
		{"an empty gzip stream", as("x.json.gz", gz(text(""))), "4 1 rejected", "an empty gzip stream", nil},
		{"an empty file", as("x.json.gz", text("")), "4 1 rejected", "an empty file", nil},
		{"bzip2", as("x.json.gz", text("BZh91AY&SY")), "4 1 rejected", "bzip2; unpack it first", nil},
		{"xz", as("x.json.gz", text("\xfd7zXZ\x00\x00\x04")), "4 1 rejected", "xz; unpack it first", nil},
		{"7z", as("x.7z", text("7z\xbc\xaf\x27\x1c\x00\x04")), "4 1 rejected", "7", nil},

		// Zips.
		{"a zip bomb", as("x.zip", zipOf(member{"a.json", text(strings.Repeat("\x00", 80<<20))})), "4 1 rejected", tooMuch, nil},
		{"a zip bomb of overlapping members", as("x.zip", overlapping(40, one)), "4 1 rejected", "members overlap each other", nil},
		{"zips in zips in zips in zips", as("x.zip", nested(4, zipOf(member{"a.json", one}))), "4 1 rejected", "inside 3 others", nil},
		{"zips in zips", as("x.zip", nested(2, zipOf(member{"a.json", one}))), "0 1 loaded, 1 stored", "", nil},
		{"a zip that names the way out", as("x.zip", zipOf(member{"../../out.json", one}, member{"/etc/out.json", other}, member{`..\..\out.json`, text(" ")})), "4 2 loaded, 1 rejected, 2 stored", "white space", nil},
		{"a zip member twice", as("x.zip", zipOf(member{"a.json", one}, member{"a.json", other})), "0 2 loaded, 2 stored", "", nil},
		{"a zip that understates a member", as("x.zip", claiming(24, 10, zipOf(member{"a.json", one}))), "4 1 rejected", "is not as long as the zip says", nil},
		{"a zip that overstates a member", as("x.zip", claiming(24, 1<<31-1, zipOf(member{"a.json", one}))), "4 1 rejected", "ends early", nil},
		{"a zip that puts a member beyond its end", as("x.zip", claiming(20, 1<<31-1, zipOf(member{"a.json", one}))), "4 1 damaged, 1 stored", "ends early", nil},
		{"a zip with a password", as("x.zip", claiming(8, 1, zipOf(member{"a.json", one}))), "4 1 rejected", "unpack the zip with its password first", nil},
		{"a zip by an unknown method", as("x.zip", method(99, one)), "4 1 rejected", "a method that is not supported; unpack the zip first", nil},
		{"a link in a zip", as("x.zip", linked("/etc/passwd")), "4 1 rejected", "a link or device inside a zip", nil},
		{"a truncated zip", as("x.zip", cut(30, zipOf(member{"a.json", one}))), "4 1 rejected", "perhaps cut short", nil},
		{"an empty zip", as("x.zip", zipOf()), "4 1 rejected", "a zip without files", nil},

		// Tars.
		{"a tar that names the way out", as("x.tar", tarOf(inTar{name: "/etc/out.json", text: one}, inTar{name: "../../out.json", text: other})), "0 2 loaded, 2 stored", "", nil},
		{"a symbolic link in a tar", as("x.tar", tarOf(inTar{name: "a", kind: '2', to: "/etc/passwd"})), "4 1 rejected", "a link or device inside a tar", nil},
		{"a hard link in a tar", as("x.tar", tarOf(inTar{name: "a", kind: '1', to: "/etc/passwd"})), "4 1 rejected", "a link or device inside a tar", nil},
		{"a device in a tar", as("x.tar", tarOf(inTar{name: "a", kind: '3'})), "4 1 rejected", "a link or device inside a tar", nil},
		{"a tar that claims an exabyte", as("x.tar", claimed('0', 1<<60)), "4 2 rejected", "--max-inflated raises the limit", nil},
		{"a tar that claims 80 MB", as("x.tar", claimed('0', 80<<20)), "4 2 rejected", "it ends inside a member", nil},
		{"a hole of 3 GB in a tar", as("x.tar", claimed('S', 3<<30)), "4 1 rejected", "a file with holes", nil},
		{"a tar with headers of 100 MB", as("x.tar.gz", gz(paxBomb(100<<20))), "4 1 rejected", "a tar that breaks off", nil},
		{"a truncated tar", as("x.tar", cut(1500, tarOf(inTar{name: "a.json", text: one}))), "4 2 rejected", "it ends inside a member", nil},
		{"tars in tars in tars in tars", as("x.tar", nestedTar(4, tarOf(inTar{name: "a.json", text: one}))), "4 1 rejected", "inside 3 others", nil},

		// Text.
		{"an HTML page for a log", as("x.json.gz", text("<!DOCTYPE html>\n<html><title>403 Forbidden</title></html>")), "4 1 rejected", "an HTML page", nil},
		{"an HTML page in a gzip", as("x.json.gz", gz(text("<html><body>Service Unavailable"))), "4 1 rejected", "HTML", nil},
		{"an error of S3 for a log", as("x.json.gz", text(`<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>`)), "4 1 rejected", "XML or HTML", nil},
		{"truncated JSON", as("x.json", cut(40, two)), "4 1 damaged, 1 stored", "JSON ends inside record 1", nil},
		{"a record over --max-record", as("x.json", list(record(1, `"`+strings.Repeat("a", 5000)+`"`), record(2, "1"))), "4 1 loaded, 1 stored", "--max-record raises the limit", []string{"--max-record", "4000"}},
		{"nesting of 100,000 levels", as("x.json", list(record(1, strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)), record(2, "1"))), "4 1 damaged, 1 stored", "nested deeper than 512 levels", nil},
		{"nesting without end", as("x.json", text(strings.Repeat(`{"a":[`, 200_000))), "4 1 rejected", "", nil},
		{"bytes that are not UTF-8", as("x.json", list(record(1, "\"\xff\xfe\xc0\xaf\""))), "0 1 loaded, 1 stored", "", nil},
		{"half a surrogate pair", as("x.json", list(record(1, `"\ud800"`))), "0 1 loaded, 1 stored", "", nil},
		{"a name twice", as("x.json", list(record(1, `1,"eventName":"DeleteVpc"`))), "0 1 loaded, 1 stored", "", nil},
		{"NaN and Infinity", as("x.json", list(record(1, "NaN"), record(2, "-Infinity"), record(3, "1"))), "4 1 loaded, 1 stored", "not valid JSON", nil},
		{"numbers beyond all types", as("x.json", list(record(1, "9223372036854775808"), record(2, "1e400"), record(3, "-"+strings.Repeat("9", 400)))), "0 1 loaded, 3 stored", "", nil},
		{"NUL and control bytes", as("x.json", list(record(1, "\"\x00\x01\x1b[2J\""))), "0 1 loaded, 1 stored", "", nil},
		{"records that are none", as("x.json", list("null", "1", `"x"`, "[]", record(1, "1"))), "4 1 loaded, 1 stored", "where a record was expected", nil},
		{"an empty list", as("x.json", list()), "0 1 loaded", "", nil},
		{"UTF-16 cut in a character", as("x.json", text("\xff\xfe{\x00}\x00\n")), "4 1 rejected", "", nil},
		{"a Parquet file that is none", as("x.parquet", text("PAR1"+strings.Repeat("\xff", 100)+"PAR1")), "4 1 rejected", "Parquet", nil},

		// The file system.
		{"a link out of the folder", link("../beyond.json"), "0 1 loaded, 1 stored", "", nil},
		{"a link to nowhere", link("nowhere"), "4 1 rejected", "a link that leads nowhere", nil},
		{"a link to itself", link("x.json"), "4 1 rejected", "a link that leads nowhere", nil},
		{"a link to the folder around", link("."), "0", "", nil},
		{"a link to an endless device", link("/dev/zero"), "4 1 rejected", "a device, not a file", nil},
		{"a link to an endless file of the kernel", link("/proc/self/pagemap"), "4 1 rejected", "what the kernel shows of itself", nil},
		{"a link to the processes", link("/proc"), "4 1 rejected", "what the kernel shows of itself", nil},
		{"a named pipe", fifo, "4 1 rejected", "a named pipe, not a file", nil},
		{"a socket", socket, "4 1 rejected", "a socket, not a file", nil},
		{"a folder with the name of a log", func(p *poison) { p.folder("x.json.gz") }, "0", "", nil},
		{"a name that is not UTF-8", as("\xff\xfe.json", one), "0 1 loaded, 1 stored", "", nil},
		{"a name of control characters", as("\x1b[2J\n\u202e.json", text("x")), "4 1 rejected", "text, not a log file", nil},
	}
}

func TestHostileInputs(t *testing.T) {
	for _, row := range hostileInputs() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := &poison{t: t, dir: filepath.Join(t.TempDir(), "in")}
			p.folder("")
			p.write("good.json", list(record(0, "0"))(t))
			p.write("../beyond.json", one(t))
			row.make(p)
			w := newWorld()
			flags := []string{"load", p.dir, "--strict", "-q", "--format", "json", "--db", filepath.Join(t.TempDir(), "case.duckdb")}
			code := run(context.Background(), &w.env, append(flags, row.flags...))
			got, reasons := accounted(t, code, w.stdout.String())
			if got != row.want {
				t.Errorf("%s, want %s; rejects %q", got, row.want, reasons)
			}
			if !strings.Contains(reasons, row.reason) || row.reason == "" && strings.HasPrefix(row.want, "0") && reasons != "" {
				t.Errorf("rejects %q, want %q", reasons, row.reason)
			}
			p.unharmed()
		})
	}
}

// accounted brings an account of a load into the form of the table, and holds it to add up.
func accounted(t *testing.T, code int, text string) (got, reasons string) {
	t.Helper()
	var s struct {
		Files   struct{ Seen, Loaded, Known, Damaged, Rejected, Other int64 }
		Records struct{ Read, Stored, Duplicate, Superseded, Rejected int64 }
		Rejects []trail.Reject
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatalf("exit code %d: %v: %s", code, err, text)
	}
	f, r := s.Files, s.Records
	if f.Seen != f.Loaded+f.Known+f.Damaged+f.Rejected+f.Other || r.Read != r.Stored+r.Duplicate+r.Superseded+r.Rejected {
		t.Errorf("it does not add up: %+v %+v", f, r)
	}
	var parts []string
	for _, n := range []struct {
		n    int64
		what string
	}{{f.Loaded - 1, "loaded"}, {f.Known, "known"}, {f.Damaged, "damaged"}, {f.Rejected, "rejected"}, {f.Other, "other"}, {r.Stored - 1, "stored"}} {
		if n.n != 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.n, n.what))
		}
	}
	for _, reject := range s.Rejects {
		reasons += reject.Reason + "\n"
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, strings.Join(parts, ", "))), reasons
}

// unharmed holds that nothing was written beside the case.
func (p *poison) unharmed() {
	p.t.Helper()
	for _, name := range []string{"out.json", "../out.json", "../../out.json", "etc", "/etc/out.json"} {
		path := name
		if !filepath.IsAbs(name) {
			path = filepath.Join(p.dir, name)
		}
		if _, err := os.Lstat(path); err == nil {
			p.t.Errorf("%s was written", path)
		}
	}
}
