// Screens in, drawings out.

package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestScan(t *testing.T) {
	s := scan("\x1b[1;91mlost\x1b[0m ok\n\x1b[7mrow \n\x1b[0m世x\n")
	if s.text() != "lost ok\nrow \n世x\n" {
		t.Fatalf("%q", s.text())
	}
	if got := s[0][0].style; !got.bold || got.ink != 9 || got.pen() != "c9" {
		t.Errorf("lost looks like %+v", got)
	}
	if got := s[0][5].style; got != (look{ink: plain, ground: plain}) {
		t.Errorf("ok looks like %+v", got)
	}
	if got := s[1][3].style; got.pen() != ground || got.under() != ink {
		t.Errorf("a row under the cursor looks like %+v", got)
	}
	if len(s[2]) != 2 || s[2][0].wide != 2 {
		t.Errorf("a wide letter is %+v", s[2])
	}
}

// TestDraw: nothing of a screen is anything but text, and every letter stands in its cell.
func TestDraw(t *testing.T) {
	hostile := "</text><script>alert(1)</script>&\"' \x1b]8;;javascript:x\x07x\x1b]8;;\x07"
	out := draw(scan(hostile+"\n世a│█\nשלום\n┌──╮ a  b"), 80, caption{title: "</title><script>", left: "<left>", right: "<right>"})
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		if e, ok := token.(xml.StartElement); ok && !strings.Contains(" svg title style rect path text ", " "+e.Name.Local+" ") {
			t.Errorf("an element %q", e.Name.Local)
		}
	}
	for _, want := range []string{
		`<text class="m k" x="28" y="69">世</text>`, `x="36" y="69" textLength="8">a</text>`, `<path class="s k" d="M48 56V74"/>`,
		`<rect class="k" x="52" y="56" width="8" height="18"/>`, `x="24" y="87">ש</text>`, `<path class="s k" d="M28 101H44"/>`, `x="60" y="105" textLength="8">a</text>`, `x="84" y="105" textLength="8">b</text>`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
	if strings.Contains(out, "javascript") || strings.Contains(out, "\x1b") {
		t.Errorf("a sequence is left in\n%s", out)
	}
}

func TestSame(t *testing.T) {
	running, standing := shot{running: true}, shot{}
	a, b := "<text x=\"1\">9s since 10:03:07Z</text>", "<text x=\"2\">1m10s since 10:04:08Z</text>"
	if !running.same(a, b) || standing.same(a, b) || running.same(a, "<text>9s until 10:03:07Z</text>") {
		t.Error("a clock makes another picture, or something else does not")
	}
}
