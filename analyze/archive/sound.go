// Sound files: what a reading shows, on the way, of a file that lies there as CloudTrail could have delivered it. Whoever
// verifies the archive afterwards need not read such a file again.

package archive

import "crypto/sha256"

// Sound is a file that was read to its end: plain text, or one gzip member with nothing behind it. Inflate would write the
// same bytes and end well.
type Sound struct {
	Path  string
	Text  [sha256.Size]byte // the SHA-256 of those bytes
	Holds bool              // as Holds would answer
}

// tellSound tells of the file at hand, whose text has this sum, if it is sound.
func (r *reader) tellSound(sum [sha256.Size]byte) {
	tell := r.arc.o.Sound
	if tell == nil || sum == [sha256.Size]byte{} {
		return
	}
	switch coats := r.layers.coats; {
	case len(coats) == 0:
	case len(coats) == 1 && coats[0] == gzipCoat && r.layers.chains[0].added() == "":
	default:
		return
	}
	tell(Sound{Path: r.path, Text: sum, Holds: r.kept > 0})
}
