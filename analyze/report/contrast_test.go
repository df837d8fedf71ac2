// Colours: what is written can be read, on a light screen and on a dark one, by those who see little. The ratio is WCAG's.

package report

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is WCAG's relative luminance of a colour as #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	part := func(shift int) float64 {
		v := float64(n>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func ratio(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	sheet, err := pages.ReadFile("html/page.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(string(sheet), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d sheets of colours, and not one for light and one for dark", len(blocks))
	}
	// What stands on what: text wants 4.5, and marks that carry meaning 3.
	on := map[string][]string{
		"ink":    {"paper", "faint", "grey-paper", "amber-paper", "red-paper"},
		"dim":    {"paper", "faint"},
		"link":   {"paper", "faint", "amber-paper"},
		"red":    {"paper", "red-paper"},
		"green":  {"paper", "green-paper"},
		"blue":   {"paper", "blue-paper"},
		"amber":  {"paper", "amber-paper"},
		"purple": {"paper", "purple-paper"},
		"grey":   {"paper", "grey-paper"},
	}
	for n, block := range blocks {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(block, -1) {
			colours[m[1]] = m[2]
		}
		for text, papers := range on {
			for _, paper := range papers {
				if r := ratio(t, colours[text], colours[paper]); r < 4.5 {
					t.Errorf("sheet %d: %s on %s has a contrast of %.2f", n, text, paper, r)
				}
			}
		}
	}
}

// TestContrastOfDrawings: the colours in which drawings write, each on the papers that it is written on.
func TestContrastOfDrawings(t *testing.T) {
	night := map[string]string{}
	for _, d := range dark {
		night[d[0]] = d[1]
	}
	for _, c := range regexp.MustCompile(`#[0-9a-f]{6}`).FindAllString(style+markers, -1) {
		if night[c] == "" {
			t.Errorf("%s stays light on a dark screen", c)
		}
	}
	for _, pair := range [][2]string{
		{"#1f2328", "#ffffff"},
		{"#1f2328", "#ddf4ff"},
		{"#59636e", "#ffffff"},
		{"#59636e", "#f6f8fa"},
		{"#0550ae", "#ddf4ff"},
		{"#cf222e", "#ffffff"},
		{"#1a7f37", "#ffffff"},
		{"#0969da", "#ffffff"},
		{"#9a6700", "#ffffff"},
		{"#1f2328", "#dafbe1"},
		{"#1f2328", "#ffebe9"},
	} {
		for _, p := range [][2]string{pair, {night[pair[0]], night[pair[1]]}} {
			if r := ratio(t, p[0], p[1]); r < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f", p[0], p[1], r)
			}
		}
	}
}
