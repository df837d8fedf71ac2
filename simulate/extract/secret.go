// Secrets: what must not get from a log into a scenario that people give away.

package extract

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

var (
	keys      = regexp.MustCompile(`\b(?:AKIA|ASIA)[A-Z0-9]{16}\b`)
	secretive = regexp.MustCompile(`(?i)(?:password|passphrase|secret(?:access)?key|secretstring|sessiontoken|securitytoken|privatekey|clientsecret|accesstoken|authtoken)$`)
	blocks    = regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abprs]-[A-Za-z0-9-]{10,}`)
	random    = regexp.MustCompile(`[A-Za-z0-9/+=]{40,}`)
)

// suspicious reports whether a value of a request may be a secret, by its name or its look.
func suspicious(path, text string) bool {
	name := path[strings.LastIndexByte(path, '.')+1:]
	return text != "" && secretive.MatchString(name) || keys.MatchString(text) || blocks.MatchString(text) || dense(text)
}

// dense reports whether a text has a word of forty characters or more with capitals, small letters and digits in it, as secret keys are.
func dense(text string) bool {
	for _, word := range random.FindAllString(text, -1) {
		if strings.HasPrefix(text, "arn:") || strings.Count(word, "/") > 4 {
			continue
		}
		if strings.ContainsAny(word, "0123456789") && strings.ToLower(word) != word && strings.ToUpper(word) != word {
			return true
		}
	}
	return false
}

// harmless looks through a scenario before it is given out.
func harmless(text []byte) error {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if s := string(line); keys.MatchString(s) || blocks.MatchString(s) || dense(s) {
			return fmt.Errorf("line %d of the scenario would hold what looks like a secret", i+1)
		}
	}
	return nil
}
