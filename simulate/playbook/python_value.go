// Values in Python: what a request is given, with variables in it, and what is known of the incident, asked for or not.

package playbook

import (
	"strconv"
	"strings"

	"traillab/simulate/script"
)

// literalPython is a text in quotes. Go writes what is not plain as Python reads it.
func literalPython(text string) string { return strconv.QuoteToASCII(text) }

// variable is what is known under a name, None where nothing is.
func (y *python) variable(name string) string {
	first, member := head(name)
	if member == "" {
		return "known.get(" + literalPython(first) + ")"
	}
	return "known[" + literalPython(first) + "].get(" + literalPython(member) + ")"
}

// used is a variable where it is needed.
func (y *python) used(name string) string {
	first, member := head(name)
	known := "known[" + literalPython(first) + "]"
	if member != "" {
		known += "[" + literalPython(member) + "]"
	}
	if y.uses.kind(name) == Number {
		return "number(" + known + ")"
	}
	return known
}

// text is a text with variables in it.
func (y *python) text(s string) string {
	if name, ok := script.Whole(s); ok {
		return y.used(name)
	}
	var parts []string
	plain := ""
	flush := func() {
		if plain != "" {
			parts, plain = append(parts, literalPython(plain)), ""
		}
	}
	script.Parts(s, func(t string) { plain += t }, func(name string) {
		flush()
		parts = append(parts, "text("+y.used(name)+")")
	})
	flush()
	if len(parts) == 0 {
		return `""`
	}
	return strings.Join(parts, " + ")
}

// value is a value as Python writes it; what is long stands on lines of its own.
func (y *python) value(value any) string { return y.nested(value, 0) }

func (y *python) nested(value any, indent int) string {
	switch value := value.(type) {
	case nil:
		return "None"
	case bool:
		if value {
			return "True"
		}
		return "False"
	case string:
		return y.text(value)
	case []any:
		elements := make([]string, len(value))
		for i, element := range value {
			elements[i] = y.nested(element, indent+4)
		}
		return bracketed("[", elements, "]", indent)
	case map[string]any:
		if how, what, ok := script.Encoding(value); ok {
			return y.encoded(how, what, indent)
		}
		if parts, ok := script.Union(value); ok {
			return y.union(parts)
		}
		names := members(value)
		pairs := make([]string, len(names))
		for i, name := range names {
			pairs[i] = literalPython(name) + ": " + y.nested(value[name], indent+4)
		}
		return bracketed("{", pairs, "}", indent)
	default:
		return marshal(value)
	}
}

// union is one list of several.
func (y *python) union(parts []any) string {
	all := make([]string, len(parts))
	for i, part := range parts {
		all[i] = y.nested(part, 0)
		if name, ok := script.Whole(script.Text(part)); ok && y.uses.kind(name) == Words {
			all[i] = "*(" + all[i] + " or [])"
		}
	}
	return "sorted({" + strings.Join(all, ", ") + "})"
}

// bracketed is a list on one line, or on several.
func bracketed(opens string, elements []string, closes string, indent int) string {
	line := opens + strings.Join(elements, ", ") + closes
	if len(line) < 80 && !strings.Contains(line, "\n") {
		return line
	}
	in := strings.Repeat(" ", indent)
	return opens + "\n" + in + "    " + strings.Join(elements, ",\n"+in+"    ") + ",\n" + in + closes
}

func (y *python) encoded(how string, what any, indent int) string {
	switch how {
	case "json":
		return "json.dumps(" + y.nested(what, indent) + ")"
	case "base64":
		return "base64.b64encode(" + y.text(script.Text(what)) + ".encode()).decode()"
	case "time":
		return y.text(script.Text(what))
	default:
		return y.text(script.Text(what)) + ".encode()"
	}
}

// main asks for what is not known, and does the steps in order.
func (y *python) main(steps int) {
	y.line("\n")
	y.line("def main():")
	y.indent++
	y.line("arguments = argparse.ArgumentParser(description=%s)", literalPython(y.r.title()))
	for _, name := range y.r.needed() {
		y.argument(name)
	}
	if y.r.Undo {
		y.inherited()
	}
	y.line("known.update(vars(arguments.parse_args()))")
	y.line(`if not known["region"]:`)
	y.line(`    sys.exit("which region? --region REGION")`)
	if y.r.given["account"] != nil {
		y.line(`if call("sts", "get_caller_identity")["Account"] != known["account"]:`)
		y.line(`    sys.exit("these credentials are not of the account " + known["account"])`)
	} else if strings.Contains(y.out.String(), `known["account"]`) {
		y.line(`known["account"] = known.get("account") or call("sts", "get_caller_identity")["Account"]`)
	}
	if strings.Contains(y.out.String(), `known["now"]`) {
		y.line(`known["now"] = known.get("now") or time.strftime("%%Y-%%m-%%dT%%H:%%M:%%SZ", time.gmtime())`)
	}
	for _, name := range savedBy(y.r.whole()) {
		y.line("known.setdefault(%s, None)", literalPython(name))
	}
	for i := range steps {
		y.line("step_%d()", i+1)
	}
	if !y.r.Undo {
		y.line("proofs()")
	}
	if !y.r.Undo && len(y.r.Playbook.Rollback) > 0 {
		y.line(`print("what was learnt, should it be taken back:", json.dumps(known, default=str))`)
	}
	y.line("print(%s)", literalPython(y.r.done()))
	y.indent--
	y.line("\n")
	y.line(`if __name__ == "__main__":`)
	y.line("    main()")
}

// argument is a parameter on the command line.
func (y *python) argument(name string) {
	about := y.r.Playbook.About(name)
	options := []string{literalPython("--" + parted(strings.ReplaceAll(name, "_", "-"), "-")), "dest=" + literalPython(name)}
	switch y.uses.kind(name) {
	case Number:
		options = append(options, "type=int")
	case Words:
		options = append(options, `nargs="*"`)
	case Rows, JSON:
		options = append(options, "type=json.loads")
	default:
	}
	value, ok := y.r.value(name)
	switch {
	case ok:
		options = append(options, "default="+y.known(value))
	case name == "region":
		options = append(options, `default=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")`)
	case about.Required:
		options = append(options, "required=True")
	case y.uses.kind(name) != Text && y.uses.kind(name) != Number:
		options = append(options, "default=[]")
	default:
		options = append(options, `default=""`)
	}
	options = append(options, "help="+literalPython(strings.ReplaceAll(about.Title, "%", "%%")))
	y.line("arguments.add_argument(%s)", strings.Join(options, ", "))
}

// inherited asks for what the run learnt.
func (y *python) inherited() {
	y.line(`arguments.add_argument("--learnt", dest="learnt", type=json.loads, required=True, help="what the run printed")`)
	y.line("known.update(arguments.parse_args().learnt)")
}

// known is a value of ours, without variables.
func (y *python) known(value any) string {
	switch value := value.(type) {
	case string:
		return literalPython(value)
	case []any:
		var all []string
		for _, element := range value {
			all = append(all, y.known(element))
		}
		return "[" + strings.Join(all, ", ") + "]"
	case map[string]any:
		var all []string
		for _, name := range keys(value) {
			all = append(all, literalPython(name)+": "+y.known(value[name]))
		}
		return "{" + strings.Join(all, ", ") + "}"
	case bool:
		return y.nested(value, 0)
	default:
		return marshal(value)
	}
}
