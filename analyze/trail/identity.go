// Identities: the names under which people know who made a call.

package trail

import (
	"bytes"
	"strings"
)

// sessionName is the name of an assumed role's session: the last part of its ARN
// (arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION), else what follows the colon of its principalId (AROA…:SESSION).
func sessionName(arn, principalID []byte) []byte {
	if i := bytes.Index(arn, []byte(":assumed-role/")); i >= 0 {
		if j := bytes.LastIndexByte(arn, '/'); j > i+len(":assumed-role/") && j+1 < len(arn) {
			return arn[j+1:]
		}
	}
	if bytes.HasPrefix(principalID, []byte("ARO")) {
		if i := bytes.IndexByte(principalID, ':'); i >= 0 && i+1 < len(principalID) {
			return principalID[i+1:]
		}
	}
	return nil
}

// PrincipalNames gives the short names of a principal: its user or role name without path, and the name of its session
// if it is an assumed role. A service principal or plain name has none.
func PrincipalNames(arn string) (short, session string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return "", ""
	}
	kind, path, found := strings.Cut(parts[5], "/")
	switch {
	case !found:
		return parts[5], "" // root
	case kind == "assumed-role":
		short, session, _ = strings.Cut(path, "/")
		return short, session
	}
	return path[strings.LastIndexByte(path, '/')+1:], ""
}
