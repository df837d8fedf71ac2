// Dice: the randomness of a corpus. Every record throws dice of its own, seeded with its place in the plan, so that a
// record comes out the same whoever makes it, and whenever.

package corpus

import (
	"math/bits"
	"math/rand/v2"
)

type dice struct{ source rand.PCG }

// seed sets the dice for one purpose.
func (d *dice) seed(a, b uint64) { d.source.Seed(mix(a), mix(b)) }

func (d *dice) throw() uint64 { return d.source.Uint64() }

// upTo throws a number from 0 to n-1.
func (d *dice) upTo(n int) int {
	high, _ := bits.Mul64(d.throw(), uint64(n))
	return int(high)
}

// between throws a number from low to high, both included.
func (d *dice) between(low, high int) int { return low + d.upTo(high-low+1) }

// chance is true in one of n throws.
func (d *dice) chance(n int) bool { return d.upTo(n) == 0 }

// pick throws one of several.
func pick[T any](d *dice, of []T) T { return of[d.upTo(len(of))] }

// mix scatters a number over all 64 bits: one round of SplitMix64.
// Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014.
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// blend scatters several numbers into one.
func blend(numbers ...uint64) uint64 {
	var h uint64
	for _, n := range numbers {
		h = mix(h ^ n)
	}
	return h
}

// sum scatters a text.
func sum(text string) uint64 {
	h := uint64(len(text))
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 0x100000001B3
	}
	return mix(h)
}

const (
	hexDigits = "0123456789abcdef"
	base32    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	alnum     = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
)

// appendHex appends the n lowest hexadecimal digits of x, at most 16.
func appendHex(to []byte, x uint64, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		to = append(to, hexDigits[x>>(4*i)&15])
	}
	return to
}

// appendUUID appends a version 4 UUID made of two numbers.
func appendUUID(to []byte, a, b uint64) []byte {
	to = append(appendHex(to, a>>32, 8), '-')
	to = append(appendHex(to, a>>16, 4), '-', '4')
	to = append(appendHex(to, a, 3), '-', "89ab"[b>>62])
	to = append(appendHex(to, b>>48, 3), '-')
	return appendHex(to, b, 12)
}

// appendFrom appends n characters of an alphabet, thrown.
func (d *dice) appendFrom(to []byte, alphabet string, n int) []byte {
	var bits uint64
	left := 0
	for range n {
		if left == 0 {
			bits, left = d.throw(), 8
		}
		to = append(to, alphabet[int(bits&0xff)*len(alphabet)>>8])
		bits >>= 8
		left--
	}
	return to
}

// keyOf returns an access key id (AKIA…, ASIA…) or a principal id (AIDA…, AROA…) that hangs on a number alone.
func keyOf(prefix string, x uint64) string {
	to := append(make([]byte, 0, 20), prefix...)
	for len(to) < 20 {
		to = append(to, base32[x&31])
		x = x>>5 ^ mix(x)<<30
	}
	return string(to)
}
