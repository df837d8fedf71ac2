// The pictures of the README: what `traillab detachments` says of the incident in the box, drawn, and the network that was cut
// off, as `traillab topology` draws it.

package main

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"traillab/analyze/trail"
)

// cutRow is a row of the answer, as far as the picture shows it.
type cutRow struct {
	Time      time.Time
	Name      string
	Child     string
	Parent    string
	Outcome   string
	Basis     string
	Principal string
}

func TestPictureIsCurrent(t *testing.T) {
	var rows []cutRow
	answer(t, &rows, "detachments", "--source", "../../samples/gateway-detach/AWSLogs", "--format", "json")
	if len(rows) == 0 {
		t.Fatal("the incident in the box shows no detachment")
	}
	current(t, "../../docs/detachments.svg", []byte(picture(rows)))
}

func TestNetworkPictureIsCurrent(t *testing.T) {
	w := newWorld()
	args := []string{
		"topology", "--source", "../../samples/gateway-detach/AWSLogs", "--vpc", "vpc-040558abc4f5711bb", "--at", "2024-05-14T14:15:00Z", "--format", "svg",
	}
	if code := run(t.Context(), &w.env, args); code != exitDone {
		t.Fatalf("exit code %d: %s", code, w.stderr.String())
	}
	current(t, "../../docs/network.svg", w.stdout.Bytes())
}

// Places in the picture, in pixels. The text is monospaced, 13 pixels high and at most 8 wide.
const (
	pictureWidth = 1000
	lineHeight   = 25
	firstLine    = 96
	timeAt       = 24
	badgeAt      = 118
	callAt       = 216
	childAt      = 408
	parentAt     = 670
	byAt         = 876
)

// style is readable on a light and on a dark page: the card brings its own ground.
const style = `
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328 }
  .card { fill: #ffffff; stroke: #d1d9e0 } .band { fill: #f6f8fa }
  .quiet { fill: #59636e } .head { font-weight: 600 } .word { fill: #ffffff; text-anchor: middle }
  .done { fill: #cf222e } .refused { fill: #9a6700 } .denied { fill: #59636e } .dry-run { fill: #0969da }
  .inferred { fill: none; stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3 } .word.deduced { fill: #cf222e }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .card { fill: #0d1117; stroke: #3d444d } .band { fill: #151b23 } .quiet { fill: #9198a1 }
    .done { fill: #da3633 } .refused { fill: #9e6a03 } .denied { fill: #656c76 } .dry-run { fill: #1f6feb }
    .inferred { stroke: #ff7b72 } .word { fill: #ffffff } .word.deduced { fill: #ff7b72 }
  }`

// picture draws the rows as an SVG whose words are text, so that it can be read aloud and searched.
func picture(rows []cutRow) string {
	height := firstLine + len(rows)*lineHeight + 8
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="title">`+"\n",
		pictureWidth, height, pictureWidth, height)
	b.WriteString("<!-- Generated from the answer to \"traillab detachments\" by \"make golden\"; do not edit. -->\n")
	b.WriteString("<title id=\"title\">Every call that cut, or tried to cut, one thing from another</title>\n")
	fmt.Fprintf(&b, "<style>%s\n</style>\n", style)
	fmt.Fprintf(&b, `<rect class="card" x="0.5" y="0.5" width="%d" height="%d" rx="8"/>`+"\n", pictureWidth-1, height-1)
	words(&b, "head", timeAt, 34, "$ traillab detachments")
	words(&b, "quiet", parentAt, 34, rows[0].Time.Format("2 January 2006")+", UTC")
	for _, column := range []struct {
		at   int
		text string
	}{{timeAt + 14, "time"}, {badgeAt, "outcome"}, {callAt, "call"}, {childAt, "what was cut off"}, {parentAt, "from what"}, {byAt, "by"}} {
		words(&b, "quiet", column.at, 68, column.text)
	}
	for i := range rows {
		rows[i].draw(&b, i)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (r *cutRow) draw(b *strings.Builder, line int) {
	y := firstLine + line*lineHeight
	if line%2 == 0 {
		fmt.Fprintf(b, `<rect class="band" x="12" y="%d" width="%d" height="%d" rx="4"/>`+"\n", y-17, pictureWidth-24, lineHeight)
	}
	kind, word := r.Outcome, "word"
	if r.Basis == "inferred" {
		kind, word = r.Basis, "word deduced"
		words(b, "", timeAt, y, "≤")
	}
	words(b, "", timeAt+14, y, r.Time.Format(time.TimeOnly))
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="76" height="19" rx="4"/>`+"\n", kind, badgeAt, y-14)
	words(b, word, badgeAt+38, y, kind)
	words(b, "", callAt, y, r.Name)
	words(b, "", childAt, y, unqualified(r.Child))
	words(b, "", parentAt, y, unqualified(r.Parent))
	words(b, "", byAt, y, who(r.Principal))
}

func words(b *strings.Builder, class string, x, y int, text string) {
	if class != "" {
		class = ` class="` + class + `"`
	}
	fmt.Fprintf(b, `<text%s x="%d" y="%d">`, class, x, y)
	_ = xml.EscapeText(b, []byte(text)) // a Builder takes everything
	b.WriteString("</text>\n")
}

// unqualified is an ARN without what is the same for all: the name at its end.
func unqualified(id string) string {
	if strings.HasPrefix(id, "arn:") {
		return id[strings.LastIndexByte(id, '/')+1:]
	}
	return id
}

// who is a principal as people would call it.
func who(principal string) string {
	short, session := trail.PrincipalNames(principal)
	if session != "" {
		return session
	}
	return short
}
