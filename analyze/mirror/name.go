// Names: which file below the mirror's folder holds an object. A key is any text; the name of a file is not.

package mirror

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// longest is how many bytes the name of a file or folder may have. Most file systems take 255; what is put behind a name has
// to find room, too.
const longest = 160

// aside is put behind the name of an object's file, and gives that of what the store says of the object.
const aside = ".metadata.json"

// What a name may end with beside the text of its part of the key. An escape is % and two hexadecimal digits, so these are
// none.
const (
	apart   = "%"  // a file beside a folder of the same name, or the other way round; and the whole name of an empty part
	onward  = "%-" // a folder: the name was too long, and goes on below
	another = "%@" // and an ETag: a file beside one of another content under the same key
)

// Name is the path below the mirror's folder, with slashes, of an object's file: BUCKET/KEY. Whatever could lead out of the
// folder, mean something to an operating system or be taken for a file of the mirror's own is escaped, like %2E; names that
// are too long go on in folders below. No two keys have one name, and Key leads back.
func Name(bucket, key string) string {
	var parts []string
	for part := range strings.SplitSeq(bucket+"/"+key, "/") {
		parts = append(parts, escape(part)...)
	}
	return strings.Join(parts, "/")
}

// escape makes names of one part of a key: one, or more when it is too long.
func escape(part string) []string {
	var names []string
	var name strings.Builder
	for i := 0; i < len(part); {
		r, n := utf8.DecodeRuneInString(part[i:])
		piece := part[i : i+n]
		last := i+n == len(part)
		switch {
		case r == utf8.RuneError && n == 1, r < 0x20, r == 0x7f, strings.ContainsRune(`%\:*?"<>|`, r),
			part == "." || part == "..", last && (r == '.' || r == ' '), // which some systems drop
			strings.EqualFold(part[i:], ".json") && strings.HasSuffix(strings.ToLower(part), aside):
			piece = fmt.Sprintf("%%%02X", part[i])
		}
		if name.Len()+len(piece) > longest {
			names = append(names, name.String()+onward)
			name.Reset()
		}
		name.WriteString(piece)
		i += n
	}
	if part == "" {
		name.WriteString(apart)
	}
	return append(names, name.String())
}

// Key reads the bucket and the key back out of the path of an object's file.
func Key(name string) (bucket, key string, err error) {
	var whole strings.Builder
	for i, part := range strings.Split(name, "/") {
		if i > 0 && !strings.HasSuffix(whole.String(), onward) {
			whole.WriteByte('/')
		}
		before := strings.TrimSuffix(whole.String(), onward)
		whole.Reset()
		whole.WriteString(before)
		part, _, _ = strings.Cut(part, another)
		whole.WriteString(strings.TrimRight(part, apart))
	}
	plain, err := unescape(whole.String())
	if err != nil {
		return "", "", fmt.Errorf("%q is no name of a mirror: %w", name, err)
	}
	bucket, key, ok := strings.Cut(plain, "/")
	if !ok {
		return "", "", fmt.Errorf("%q is no name of a mirror: it has no bucket", name)
	}
	return bucket, key, nil
}

func unescape(name string) (string, error) {
	var plain strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] != '%' {
			plain.WriteByte(name[i])
			continue
		}
		var b byte
		if i+3 > len(name) {
			return "", errors.New("it ends in the middle of an escape")
		}
		if _, err := fmt.Sscanf(name[i+1:i+3], "%02X", &b); err != nil {
			return "", fmt.Errorf("%q is no escape", name[i:i+3])
		}
		plain.WriteByte(b)
		i += 2
	}
	return plain.String(), nil
}
