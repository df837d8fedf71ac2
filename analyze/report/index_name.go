// Names of files that are made of ids: ids come out of logs, and a log can hold any text. A name holds nothing that means something to
// a file system, tells two ids apart where a system does not tell a from A, and gives the ids back.

package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// longestName is how long the part of a name that is made of ids may be: file systems take 255 bytes.
const longestName = 180

// FileName makes a name, without an ending, of what a report is about: the kind, and its ids with a dot between them. Small letters,
// digits and - are themselves, every other byte is _ and two hexadecimal digits, and an empty id is _. What would be too long ends
// with __ and a digest of the ids; only the index tells them then.
func FileName(kind string, ids ...string) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteByte('.')
		b.WriteString(escaped(id))
	}
	name := b.String()
	if len(name) > longestName {
		sum := sha256.Sum256([]byte(name))
		name = name[:longestName-40] + "__" + hex.EncodeToString(sum[:16])
	}
	return kind + name
}

// FileIDs are the ids of a name that FileName has made; not ok where it is none, or does not tell them.
func FileIDs(name string) (kind string, ids []string, ok bool) {
	parts := strings.Split(name, ".")
	for _, part := range parts[1:] {
		id, ok := unescaped(part)
		if !ok {
			return "", nil, false
		}
		ids = append(ids, id)
	}
	return parts[0], ids, FileName(parts[0], ids...) == name
}

func escaped(id string) string {
	if id == "" {
		return "_"
	}
	var b strings.Builder
	for i := range len(id) {
		c := id[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			b.WriteByte(c)
			continue
		}
		fmt.Fprintf(&b, "_%02x", c)
		if b.Len() > 2*longestName { // the rest goes into the digest
			sum := sha256.Sum256([]byte(id))
			return b.String() + hex.EncodeToString(sum[:])
		}
	}
	return b.String()
}

func unescaped(part string) (string, bool) {
	if part == "_" {
		return "", true
	}
	var out []byte
	for i := 0; i < len(part); i++ {
		if part[i] != '_' {
			out = append(out, part[i])
			continue
		}
		if i+3 > len(part) {
			return "", false
		}
		c, err := hex.DecodeString(part[i+1 : i+3])
		if err != nil {
			return "", false
		}
		out = append(out, c...)
		i += 2
	}
	return string(out), true
}
