// CBOR, read: into what a JSON text is read into, with bytes and moments besides, so that shapes are held against both in
// one place. A length that is merely claimed is never allocated.

package wire

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
)

var (
	errCBOR  = errors.New("damaged CBOR")
	errBreak = errors.New("break outside of what it ends")
)

// unpacked is a CBOR text that is being read.
type unpacked struct{ rest []byte }

// unpack reads a CBOR text. Nothing is nil.
func unpack(body []byte) (any, error) {
	if len(body) == 0 {
		return nil, nil
	}
	u := &unpacked{rest: body}
	v, err := u.value(1)
	if err == nil && len(u.rest) > 0 {
		err = errCBOR
	}
	return v, err
}

// take returns the next bytes.
func (u *unpacked) take(n uint64) ([]byte, error) {
	if n > uint64(len(u.rest)) {
		return nil, io.ErrUnexpectedEOF
	}
	taken := u.rest[:n]
	u.rest = u.rest[n:]
	return taken, nil
}

// head reads a major type and its number; open says that what follows ends with a break.
func (u *unpacked) head() (major, small byte, n uint64, open bool, err error) {
	first, err := u.take(1)
	if err != nil {
		return 0, 0, 0, false, err
	}
	major, small = first[0]>>5, first[0]&31
	switch {
	case small < 24:
		return major, small, uint64(small), false, nil
	case small == 31:
		return major, small, 0, true, nil
	case small > 27:
		return 0, 0, 0, false, errCBOR
	}
	number, err := u.take(1 << (small - 24))
	if err != nil {
		return 0, 0, 0, false, err
	}
	var whole [8]byte
	copy(whole[8-len(number):], number)
	return major, small, binary.BigEndian.Uint64(whole[:]), false, nil
}

func (u *unpacked) value(depth int) (any, error) {
	if depth > deepest {
		return nil, errDeep
	}
	major, small, n, open, err := u.head()
	if err != nil {
		return nil, err
	}
	switch major {
	case cborPositive, cborNegative:
		if open || n > math.MaxInt64 {
			return nil, errCBOR
		}
		if major == cborNegative {
			return json.Number(strconv.FormatInt(-1-int64(n), 10)), nil
		}
		return json.Number(strconv.FormatUint(n, 10)), nil
	case cborBytes, cborText:
		text, err := u.bytes(major, n, open, depth)
		if major == cborText {
			return string(text), err
		}
		return text, err
	case cborArray:
		return u.array(n, open, depth)
	case cborMap:
		return u.mapping(n, open, depth)
	case cborTag:
		return u.tagged(n, depth)
	default:
		return u.other(small, n, open)
	}
}

// bytes reads bytes or text, whole or in chunks.
func (u *unpacked) bytes(major byte, n uint64, open bool, depth int) ([]byte, error) {
	if !open {
		taken, err := u.take(n)
		return append([]byte{}, taken...), err
	}
	all := []byte{}
	for {
		kind, _, n, open, err := u.head()
		if err == nil && kind == cborOther && open {
			return all, nil
		}
		if err != nil || kind != major || open || depth > deepest {
			return nil, errCBOR
		}
		chunk, err := u.take(n)
		if err != nil {
			return nil, err
		}
		all = append(all, chunk...)
	}
}

func (u *unpacked) array(n uint64, open bool, depth int) (any, error) {
	items := []any{}
	for i := uint64(0); open || i < n; i++ {
		v, err := u.value(depth + 1)
		if open && errors.Is(err, errBreak) {
			break
		}
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

func (u *unpacked) mapping(n uint64, open bool, depth int) (any, error) {
	fields := map[string]any{}
	for i := uint64(0); open || i < n; i++ {
		key, err := u.value(depth + 1)
		if open && errors.Is(err, errBreak) {
			break
		}
		name, ok := key.(string)
		if err != nil || !ok {
			return nil, errCBOR
		}
		if fields[name], err = u.value(depth + 1); err != nil {
			if errors.Is(err, errBreak) {
				err = errCBOR
			}
			return nil, err
		}
	}
	return fields, nil
}

// tagged reads what a tag is told of: seconds since 1970 are a moment, other tags say nothing here.
func (u *unpacked) tagged(tag uint64, depth int) (any, error) {
	v, err := u.value(depth + 1)
	if seconds, ok := v.(json.Number); ok && tag == 1 {
		t, ok := epoch(seconds.String())
		if !ok {
			return nil, errCBOR
		}
		return t, nil
	}
	if errors.Is(err, errBreak) {
		err = errCBOR
	}
	return v, err
}

// other reads booleans, nothing, and numbers with a point, which come in three sizes.
func (u *unpacked) other(small byte, n uint64, open bool) (any, error) {
	switch {
	case open:
		return nil, errBreak
	case small == 20, small == 21:
		return small == 21, nil
	case small == 22, small == 23:
		return nil, nil
	case small == 25:
		return json.Number(number(half(uint16(n)))), nil
	case small == 26:
		return json.Number(number(float64(math.Float32frombits(uint32(n))))), nil
	case small == 27:
		return json.Number(number(math.Float64frombits(n))), nil
	}
	return nil, errCBOR
}

// half is a number of sixteen bits (RFC 8949, appendix D).
func half(bits uint16) float64 {
	exponent, fraction := int(bits>>10)&31, float64(bits&0x3ff)
	v := math.Ldexp(fraction, -24)
	switch {
	case exponent == 31 && fraction == 0:
		v = math.Inf(1)
	case exponent == 31:
		v = math.NaN()
	case exponent > 0:
		v = math.Ldexp(fraction+1024, exponent-25)
	}
	if bits>>15 == 1 {
		return -v
	}
	return v
}
