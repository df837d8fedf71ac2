// Calls as commands of the AWS CLI.

package playbook

import (
	"fmt"
	"strings"

	"traillab/simulate/script"
)

// command is a call as words: aws, the service, the command, and each option with what belongs to it.
func (s *shell) command(step *script.Step) []string {
	service, operation, _ := step.Call()
	service = cliService(service)
	command := parted(operation, "-")
	words := []string{"aws " + service + " " + command}
	if step.Region != "" {
		words = append(words, "--region "+shellText(step.Region))
	}
	counted := step.Do == "ec2.RunInstances"
	for _, name := range keys(step.In) {
		value := step.In[name]
		if counted && (name == "MinCount" || name == "MaxCount") {
			continue
		}
		if encodesItself(step.Do, name) {
			value = unencoded(value)
		}
		words = append(words, s.option(service, command, "--"+parted(name, "-"), value))
	}
	if counted {
		words = append(words, fmt.Sprintf("--count %s:%s", count(step.In["MinCount"]), count(step.In["MaxCount"])))
	}
	return words
}

func count(v any) string {
	if v == nil {
		return "1"
	}
	return strings.Trim(shellText(script.Text(v)), `"`)
}

// unencoded is what a client encodes itself.
func unencoded(value any) any {
	if m, ok := value.(map[string]any); ok {
		if how, what, ok := script.Encoding(m); ok && how == "base64" {
			return what
		}
	}
	return value
}

// option is a member of a request.
func (s *shell) option(service, command, name string, value any) string {
	switch value := value.(type) {
	case bool:
		if !value {
			name = "--no-" + strings.TrimPrefix(name, "--")
		}
		return option(service, command, name)
	case string:
		return s.texts(option(service, command, name), value)
	case []any:
		return option(service, command, name) + " " + s.list(value)
	case map[string]any:
		return option(service, command, name) + " " + s.structure(value)
	default:
		return option(service, command, name) + " " + quote(marshal(value))
	}
}

// texts is an option with a text, or with a variable of any kind.
func (s *shell) texts(name, value string) string {
	if variable, ok := script.Whole(value); ok && s.uses.kind(variable) == Words {
		return name + " $" + upper(variable) // is split into its words
	}
	word := shellText(value)
	if strings.HasPrefix(literal(value), "-") {
		return name + "=" + word
	}
	return name + " " + word
}

// list is a list of plain texts as words, and any other as JSON.
func (s *shell) list(value []any) string {
	words := make([]string, len(value))
	for i, element := range value {
		text, ok := element.(string)
		variable, whole := script.Whole(text)
		if !ok || text == "" || strings.HasPrefix(text, "-") || strings.ContainsAny(text, "[{") && !strings.Contains(text, "${") ||
			whole && s.uses.kind(variable) != Text {
			return s.uses.document(value, s.depth(value))
		}
		words[i] = shellText(text)
	}
	if len(words) == 0 {
		return "'[]'"
	}
	return strings.Join(words, " ")
}

// structure is a map as JSON, or as what it says is to be encoded.
func (s *shell) structure(value map[string]any) string {
	how, what, ok := script.Encoding(value)
	if !ok {
		return s.uses.document(value, s.depth(value))
	}
	switch how {
	case "time":
		return shellText(script.Text(what))
	case "json":
		return s.uses.document(what, s.depth(what))
	case "base64":
		return `"$(printf %s ` + shellText(script.Text(what)) + ` | base64 | tr -d '\n')"`
	default:
		return "fileb://<(printf %s " + shellText(script.Text(what)) + ")"
	}
}

// depth is how far the lines of a document are put in; what is short stays on one line.
func (s *shell) depth(value any) int {
	if len(marshal(value)) < 60 {
		return -1
	}
	return 2 * (s.indent + 1)
}
