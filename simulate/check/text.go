// Texts: a check in words, read by the grammar at Check.

package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"traillab/simulate/script"
)

// term is one predicate, and what it is to answer.
type term struct {
	not       bool
	predicate *predicate
	args      []string
	how       manner // of a call: when, and by whom
	unlike    bool   // != instead of ==
	with      string // what it is compared with, "" where the text compares with nothing
}

// manner is when a call was made and by whom, as far as a text asks for it. The pointers are nil where it does not.
type manner struct {
	before *deed
	near   *deed
	span   time.Duration // how far from near
	by     string
}

// deed is a call that went through, and the ids that it named.
type deed struct {
	operation string // ec2.TerminateInstances
	ids       []string
}

// parser reads tokens.
type parser struct {
	text   string
	tokens []token
	next   int
}

// parseText reads a whole text.
func parseText(text string) ([]term, error) {
	tokens, wrong := scan(text)
	if wrong != nil {
		return nil, wrong
	}
	p := parser{text: text, tokens: tokens}
	var terms []term
	for {
		t, wrong := p.term()
		if wrong != nil {
			return nil, wrong
		}
		terms = append(terms, t)
		if p.peek().end() {
			return terms, nil
		}
		if !p.take("and") {
			return nil, p.wrong("%s, and what may follow is: %s", p.peek(), follows(&terms[len(terms)-1]))
		}
	}
}

// follows says what may stand behind a term.
func follows(t *term) string {
	if t.predicate.deed && t.with == "" {
		return "before called(…), within 10m of called(…), by $actor, == WORD, != WORD, and"
	}
	if t.with == "" {
		return "== WORD, != WORD, and"
	}
	return "and"
}

func (p *parser) peek() token { return p.tokens[p.next] }

// take takes a token if it is next.
func (p *parser) take(text string) bool {
	if !p.peek().is(text) {
		return false
	}
	p.next++
	return true
}

// wrong complains of the token that is next.
func (p *parser) wrong(format string, args ...any) *Error {
	return complain(p.text, p.peek().at, format, args...)
}

// word takes a word that is not a sign.
func (p *parser) word(what string) (string, *Error) {
	t := p.peek()
	if t.end() || !t.quoted && slices.Contains([]string{"(", ")", ",", "==", "!="}, t.text) {
		return "", p.wrong("%s is expected, and %s", what, t)
	}
	if strings.TrimSpace(t.text) == "" {
		return "", p.wrong("%s is expected, and the quotes are empty", what)
	}
	if _, whole := script.Whole(t.text); !whole && strings.HasPrefix(t.text, "$") && !strings.HasPrefix(t.text, "$$") && !strings.HasPrefix(t.text, "${") {
		return "", p.wrong("%q is no variable: write $name, or ${name} within a word", t.text)
	}
	p.next++
	return t.text, nil
}

// term reads one term.
func (p *parser) term() (t term, wrong *Error) {
	t.not = p.take("not")
	at := p.next
	name, wrong := p.word("a predicate (" + names() + ")")
	if wrong != nil {
		return t, wrong
	}
	if t.predicate = named(name); t.predicate == nil {
		p.next = at
		return t, p.wrong("%q is no predicate; there are %s", name, names())
	}
	if t.args, wrong = p.args(t.predicate); wrong != nil {
		return t, wrong
	}
	if t.predicate.deed {
		if t.how, wrong = p.manner(); wrong != nil {
			return t, wrong
		}
	}
	return t, p.comparison(&t)
}

// args reads what a predicate is asked about, with its brackets.
func (p *parser) args(of *predicate) (args []string, wrong *Error) {
	if !p.take("(") {
		return nil, p.wrong("( is expected, as in %s, and %s", of.form, p.peek())
	}
	first := p.next
	for {
		arg, wrong := p.word("a word, as in " + of.form + ",")
		if wrong != nil {
			return nil, wrong
		}
		args = append(args, arg)
		if p.take(")") {
			break
		}
		if !p.take(",") {
			return nil, p.wrong("a comma or ) is expected, as in %s, and %s", of.form, p.peek())
		}
	}
	if len(args) < of.least || of.most > 0 && len(args) > of.most {
		p.next--
		return nil, p.wrong("%d in brackets, and it is %s", len(args), of.form)
	}
	if of.refuses != nil {
		if at, why := of.refuses(args); why != "" {
			p.next = first + 2*at
			return nil, p.wrong("%s", why)
		}
	}
	return args, nil
}

// manner reads when and by whom; each is said once at most.
func (p *parser) manner() (how manner, wrong *Error) {
	for {
		at := p.next
		again := false
		switch {
		case p.take("before"):
			again = how.before != nil
			how.before, wrong = p.deed()
		case p.take("within"):
			again = how.near != nil
			how.span, how.near, wrong = p.within()
		case p.take("by"):
			again = how.by != ""
			how.by, wrong = p.word("who made the call, as $actor,")
		default:
			return how, nil
		}
		if again {
			p.next = at
			wrong = p.wrong("%q for the second time", p.peek().text)
		}
		if wrong != nil {
			return how, wrong
		}
	}
}

func (p *parser) within() (time.Duration, *deed, *Error) {
	text, wrong := p.word("a span of time, as 10m,")
	if wrong != nil {
		return 0, nil, wrong
	}
	span, err := time.ParseDuration(text)
	if err != nil || span <= 0 {
		p.next--
		return 0, nil, p.wrong("%q is no span of time as 90s or 10m", text)
	}
	if !p.take("of") {
		return 0, nil, p.wrong("of is expected, as in within %s of called(…), and %s", text, p.peek())
	}
	d, wrong := p.deed()
	return span, d, wrong
}

// deed reads the call that another is held against.
func (p *parser) deed() (*deed, *Error) {
	if !p.take("called") {
		return nil, p.wrong("called(…) is expected, and %s", p.peek())
	}
	args, wrong := p.args(named("called"))
	if wrong != nil {
		return nil, wrong
	}
	return &deed{args[0], args[1:]}, nil
}

// comparison reads what a predicate is compared with, if it is.
func (p *parser) comparison(t *term) *Error {
	t.unlike = p.peek().is("!=")
	if !p.take("==") && !p.take("!=") {
		if t.predicate.compared {
			return p.wrong("%s is compared, as in %s == %s", t.predicate.name, t.predicate.form, t.predicate.words[0])
		}
		return nil
	}
	with, wrong := p.word("one of " + strings.Join(t.predicate.words, ", "))
	if wrong != nil {
		return wrong
	}
	if !slices.Contains(t.predicate.words, with) {
		p.next--
		return p.wrong("%s is one of %s, and %q stands here", t.predicate.name, strings.Join(t.predicate.words, ", "), with)
	}
	t.with = with
	return nil
}

// String is the term as it can be parsed again.
func (t term) String() string {
	var b strings.Builder
	if t.not {
		b.WriteString("not ")
	}
	b.WriteString(call(t.predicate.name, t.args))
	if d := t.how.before; d != nil {
		b.WriteString(" before " + d.String())
	}
	if d := t.how.near; d != nil {
		fmt.Fprintf(&b, " within %s of %s", t.how.span, d)
	}
	if t.how.by != "" {
		b.WriteString(" by " + quoted(t.how.by))
	}
	if t.with != "" {
		b.WriteString(map[bool]string{false: " == ", true: " != "}[t.unlike] + t.with)
	}
	return b.String()
}

func (d deed) String() string { return call("called", append([]string{d.operation}, d.ids...)) }
