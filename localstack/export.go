// Exports: the environment in which the AWS CLI, boto3, Terraform and the SDKs find the lab and nothing else of AWS.

package localstack

import (
	"slices"
	"strings"
)

// Variable is one of the environment.
type Variable struct{ Name, Value string }

// Exports are what to set and what to take away.
type Exports struct {
	Set   []Variable
	Unset []string
}

// stray are variables that would lead a client elsewhere, or give it another key, whatever else is set.
// https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
var stray = []string{
	"AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CREDENTIAL_EXPIRATION", "AWS_DEFAULT_PROFILE",
	"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_PROFILE", "AWS_ROLE_ARN", "AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN",
	"AWS_USE_DUALSTACK_ENDPOINT", "AWS_USE_FIPS_ENDPOINT", "AWS_WEB_IDENTITY_TOKEN_FILE",
}

// here are the hosts that no proxy is to be asked for.
const here = "127.0.0.1,localhost,::1"

// Export returns the environment for an endpoint. environ is the present one: whatever else it has of AWS, such as an endpoint
// of one service, is taken away, and a proxy is told to leave loopback alone. Its credentials are the lab's root user's.
func Export(endpoint, region string, environ []string) Exports {
	e := Exports{Set: []Variable{
		{"AWS_ENDPOINT_URL", endpoint},
		{"AWS_ACCESS_KEY_ID", "test"},
		{"AWS_SECRET_ACCESS_KEY", "test"},
		{"AWS_REGION", region},
		{"AWS_DEFAULT_REGION", region},
		{"AWS_EC2_METADATA_DISABLED", "true"},
		{"AWS_CONFIG_FILE", "/dev/null"},
		{"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
		{"AWS_PAGER", ""},
	}, Unset: slices.Clone(stray)}
	kept := map[string]bool{}
	for _, v := range e.Set {
		kept[v.Name] = true
	}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		switch {
		case (name == "NO_PROXY" || name == "no_proxy") && value != "" && !strings.Contains(value, "127.0.0.1"):
			e.Set = append(e.Set, Variable{name, here + "," + value})
		case strings.EqualFold(name, "http_proxy") || strings.EqualFold(name, "all_proxy"):
			e.Set = append(e.Set, proxies(environ)...)
		case strings.HasPrefix(name, "AWS_") && !kept[name] && shellName(name):
			e.Unset = append(e.Unset, name)
		}
	}
	slices.SortFunc(e.Set[len(kept):], func(a, b Variable) int { return strings.Compare(a.Name, b.Name) })
	e.Set = slices.Compact(e.Set)
	slices.Sort(e.Unset)
	e.Unset = slices.Compact(e.Unset)
	return e
}

// proxies are the exceptions for an environment that has a proxy and no exceptions yet.
func proxies(environ []string) []Variable {
	var set []Variable
	for _, name := range []string{"NO_PROXY", "no_proxy"} {
		if !slices.ContainsFunc(environ, func(line string) bool { return strings.HasPrefix(line, name+"=") && line != name+"=" }) {
			set = append(set, Variable{name, here})
		}
	}
	return set
}

// shellName reports whether a shell can unset a variable.
func shellName(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// Shell writes the exports for sh, to be evaluated: eval "$(traillab lab env)".
func (e Exports) Shell() string {
	var b strings.Builder
	for _, name := range e.Unset {
		b.WriteString("unset " + name + "\n")
	}
	for _, v := range e.Set {
		b.WriteString("export " + v.Name + "='" + strings.ReplaceAll(v.Value, "'", `'\''`) + "'\n")
	}
	return b.String()
}
