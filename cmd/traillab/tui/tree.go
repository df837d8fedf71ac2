// Trees: JSON in lines, indented, whose objects and lists can be folded. The lines are those that traillab show prints.

package tui

import (
	"bytes"
	"encoding/json"
	"strings"

	"traillab/cmd/traillab/listing"
)

// node is a line of JSON. end is the line that closes what it opens; its own place for one that opens nothing.
type node struct {
	text   string
	end    int
	folded bool
}

// tree is the state of one.
type tree struct {
	nodes  []node
	seen   []int // the nodes that no fold hides
	at     int   // among those
	top    int
	high   int
	sought string
}

// newTree makes the lines of a JSON text. What is no JSON is one line as it is.
func newTree(text string) tree {
	var indented bytes.Buffer
	if err := json.Indent(&indented, listing.SafeJSON([]byte(text)), "", "  "); err != nil {
		indented.Reset()
		indented.WriteString(text)
	}
	var t tree
	var open []int
	for text := range strings.SplitSeq(indented.String(), "\n") {
		i := len(t.nodes)
		t.nodes = append(t.nodes, node{text: text, end: i})
		bare := strings.TrimSpace(text)
		if n := len(open); n > 0 && (strings.HasPrefix(bare, "}") || strings.HasPrefix(bare, "]")) {
			t.nodes[open[n-1]].end = i
			open = open[:n-1]
		}
		if strings.HasSuffix(bare, "{") || strings.HasSuffix(bare, "[") {
			open = append(open, i)
		}
	}
	t.unfold()
	for at, n := range t.nodes { // what happened is the first thing to be read
		if strings.HasPrefix(n.text, `  "eventName":`) {
			t.at = at
		}
	}
	return t
}

// unfold lists the nodes that are seen.
func (t *tree) unfold() {
	t.seen = t.seen[:0]
	for i := 0; i < len(t.nodes); i++ {
		t.seen = append(t.seen, i)
		if t.nodes[i].folded {
			i = t.nodes[i].end
		}
	}
	t.settle()
}

func (t *tree) resize(h int) {
	t.high = max(1, h)
	t.settle()
}

func (t *tree) move(by int) {
	t.at += by
	t.settle()
}

func (t *tree) settle() {
	t.at = max(0, min(t.at, len(t.seen)-1))
	t.top = max(0, min(t.top, t.at, len(t.seen)-t.high))
	if t.high > 0 && t.at >= t.top+t.high {
		t.top = t.at - t.high + 1
	}
}

// press puts the cursor on a line of the screen.
func (t *tree) press(y int) bool {
	if y < 0 || y >= t.high || t.top+y >= len(t.seen) {
		return false
	}
	t.at = t.top + y
	return true
}

// fold folds what the line under the cursor opens, or unfolds it.
func (t *tree) fold() {
	if len(t.seen) == 0 {
		return
	}
	if n := &t.nodes[t.seen[t.at]]; n.end > t.seen[t.at] {
		n.folded = !n.folded
		t.unfold()
	}
}

// foldAll folds every member of the outermost object, or unfolds everything.
func (t *tree) foldAll() {
	open := true
	for i := 1; i < len(t.nodes); i++ {
		open = open && !t.nodes[i].folded
	}
	for i := range t.nodes {
		t.nodes[i].folded = open && i > 0 && t.nodes[i].end > i
	}
	t.unfold()
}

// seek puts the cursor on the next line that has what is sought, from the one under the cursor on (0), behind it (1) or before it
// (-1), and unfolds what hides it.
func (t *tree) seek(by int) bool {
	if len(t.seen) == 0 {
		return false
	}
	from, step, n := t.seen[t.at]+by, 1, len(t.nodes)
	if by < 0 {
		step = -1
	}
	sought := strings.ToLower(t.sought)
	for k := range n {
		i := ((from+k*step)%n + n) % n
		if !strings.Contains(strings.ToLower(t.nodes[i].text), sought) {
			continue
		}
		for j := range i {
			if t.nodes[j].end >= i {
				t.nodes[j].folded = false
			}
		}
		t.unfold()
		for at, node := range t.seen {
			if node == i {
				t.at = at
			}
		}
		t.settle()
		return true
	}
	return false
}

// under is the name and the value of the line under the cursor; of one that opens something, all of it in one line.
func (t *tree) under() (name, value string) {
	if len(t.seen) == 0 {
		return "", ""
	}
	i := t.seen[t.at]
	text := strings.TrimSuffix(strings.TrimSpace(t.nodes[i].text), ",")
	if n := t.nodes[i].end; n > i {
		for _, inner := range t.nodes[i+1 : n+1] {
			text += strings.TrimSpace(inner.text)
		}
		text = strings.TrimSuffix(text, ",")
	}
	var member map[string]json.RawMessage
	if json.Unmarshal([]byte("{"+text+"}"), &member) == nil && len(member) == 1 {
		for n, v := range member {
			name, text = n, string(v)
		}
	}
	var word string
	if json.Unmarshal([]byte(text), &word) == nil {
		text = word
	}
	return name, text
}

func (t *tree) bindings() []binding {
	by := func(n func() int) func() intent {
		return func() intent {
			t.move(n())
			return intent{}
		}
	}
	return []binding{
		{[]string{"enter", "space"}, "fold", "fold what the line opens, or unfold it", func() intent { t.fold(); return intent{} }},
		{[]string{"a"}, "all", "fold everything, or unfold everything", func() intent { t.foldAll(); return intent{} }},
		{[]string{"down", "j"}, "", "one line down", by(func() int { return 1 })},
		{[]string{"up", "k"}, "", "one line up", by(func() int { return -1 })},
		{[]string{"pgdown", "ctrl+f"}, "", "one page down", by(func() int { return t.high })},
		{[]string{"pgup", "ctrl+b"}, "", "one page up", by(func() int { return -t.high })},
		{[]string{"ctrl+d"}, "", "half a page down", by(func() int { return t.high / 2 })},
		{[]string{"ctrl+u"}, "", "half a page up", by(func() int { return -t.high / 2 })},
		{[]string{"g", "home"}, "", "to the first line", by(func() int { return -t.at })},
		{[]string{"G", "end"}, "", "to the last line", by(func() int { return len(t.seen) })},
	}
}

// render draws the lines that are on the screen.
func (t *tree) render() []line {
	var out []line
	for at := t.top; at < min(len(t.seen), t.top+t.high); at++ {
		n := t.nodes[t.seen[at]]
		mark := "  "
		if n.end > t.seen[at] {
			mark = "▾ "
			if n.folded {
				mark = "▸ "
			}
		}
		l := line{chosen: at == t.at}.add(toneFaint, mark)
		l.spans = append(l.spans, t.coloured(n.text)...)
		if n.folded {
			l = l.addf(toneFaint, " … %d lines %s", n.end-t.seen[at], strings.TrimSpace(t.nodes[n.end].text))
		}
		out = append(out, l)
	}
	return out
}

// coloured parts a line of JSON into its name and its value, or marks it when it has what is sought.
func (t *tree) coloured(text string) []span {
	if t.sought != "" && strings.Contains(strings.ToLower(text), strings.ToLower(t.sought)) {
		return []span{{toneWarn, text}, {toneKey, " ←"}}
	}
	if name, value, ok := strings.Cut(text, `": `); ok && strings.HasPrefix(strings.TrimSpace(name), `"`) {
		return []span{{toneFaint, name + `": `}, {tonePlain, value}}
	}
	return []span{{tonePlain, text}}
}
