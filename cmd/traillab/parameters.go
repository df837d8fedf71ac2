// Parameters: how a load was called, as its case keeps it. Never a secret: what may be one is noted as given and no more.

package main

import (
	"encoding/json"
	"net/url"
	"slices"

	"github.com/spf13/pflag"
)

// parameters is the flags that were given, by name, as a JSON object of texts and lists of texts, in the order of their
// names.
func parameters(flags *pflag.FlagSet) string {
	set := map[string]any{}
	flags.Visit(func(f *pflag.Flag) {
		switch list, several := f.Value.(pflag.SliceValue); {
		case slices.Contains(undisclosed(), f.Name):
			set[f.Name] = "given"
		case several:
			set[f.Name] = list.GetSlice()
		default:
			set[f.Name] = withoutPassword(f.Value.String())
		}
	})
	text, err := json.Marshal(set)
	if err != nil {
		return "" // texts and lists of texts can always be written
	}
	return string(text)
}

// undisclosed are the flags whose values are shared between two parties.
func undisclosed() []string { return []string{"external-id"} }

// withoutPassword leaves name and password out of a URL.
func withoutPassword(value string) string {
	if u, err := url.Parse(value); err == nil && u.Host != "" && u.User != nil {
		u.User = nil
		return u.String()
	}
	return value
}
