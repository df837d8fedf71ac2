// CBOR, written: Smithy's RPC, which CloudWatch's newer clients speak instead of query. The models at hand do not tell of
// it, so what they lack is here.

package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"time"
)

// rpcs are the services that may be asked so too, as their paths and targets name them.
var rpcs = map[string]string{"monitoring": "GraniteServiceVersion20100801"}

// spoken returns the service as it is in another protocol: what it can be asked is the same.
func (s *Service) spoken(p Protocol) *Service {
	other := *s
	other.Protocol, other.Target, other.JSON, other.compatible = p, rpcs[s.Name], "1.0", true
	other.operations = make(map[string]*Operation, len(s.operations))
	for name, o := range s.operations {
		same := *o
		same.Service = &other
		other.operations[name] = &same
	}
	return &other
}

// rpcPath is where a call is sent.
func (o *Operation) rpcPath() string { return "/service/" + o.Service.Target + "/operation/" + o.Name }

// rpcHeaders say that a body is CBOR.
func rpcHeaders(h http.Header) {
	h.Set("Content-Type", "application/cbor")
	h.Set("Smithy-Protocol", "rpc-v2-cbor")
}

// The major types of CBOR (RFC 8949 §3.1), and what else is written.
const (
	cborPositive = iota
	cborNegative
	cborBytes
	cborText
	cborArray
	cborMap
	cborTag
	cborOther

	cborFalse  = cborOther<<5 | 20
	cborTrue   = cborOther<<5 | 21
	cborDouble = cborOther<<5 | 27
	cborBreak  = 0xff
)

// packed is a CBOR text that is being written, in the order of the model.
type packed struct{ bytes.Buffer }

// head writes a major type and its number, as short as it can be.
func (p *packed) head(major byte, n uint64) {
	switch major <<= 5; {
	case n < 24:
		p.WriteByte(major | byte(n))
	case n <= math.MaxUint8:
		p.Write([]byte{major | 24, byte(n)})
	case n <= math.MaxUint16:
		p.Write(binary.BigEndian.AppendUint16([]byte{major | 25}, uint16(n)))
	case n <= math.MaxUint32:
		p.Write(binary.BigEndian.AppendUint32([]byte{major | 26}, uint32(n)))
	default:
		p.Write(binary.BigEndian.AppendUint64([]byte{major | 27}, n))
	}
}

func (p *packed) text(text string) {
	p.head(cborText, uint64(len(text)))
	p.WriteString(text)
}

func (p *packed) double(v float64) {
	p.Write(binary.BigEndian.AppendUint64([]byte{cborDouble}, math.Float64bits(v)))
}

func (p *packed) structure(s *Shape, v any) error {
	in, err := s.structure(v)
	if err != nil {
		return err
	}
	p.WriteByte(cborMap<<5 | 31) // of as many members as there are before the break
	for i := 0; s != nil && i < len(s.Members); i++ {
		m := &s.Members[i]
		if in[m.Name] == nil {
			continue
		}
		p.text(m.Label())
		if err := p.value(m.Shape, in[m.Name]); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	p.WriteByte(cborBreak)
	return nil
}

func (p *packed) value(s *Shape, v any) error {
	switch s.Kind {
	case Structure:
		return p.structure(s, v)
	case ListOf:
		items, err := list(v)
		if err != nil {
			return err
		}
		p.head(cborArray, uint64(len(items)))
		for i, item := range items {
			if err := p.value(s.Element.Shape, item); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
		return nil
	case MapOf:
		entries, err := mapping(v)
		if err != nil {
			return err
		}
		keys := sorted(entries)
		p.head(cborMap, uint64(len(keys)))
		for _, key := range keys {
			p.text(key)
			if err := p.value(s.Element.Shape, entries[key]); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
		return nil
	default:
		return p.scalar(s, v)
	}
}

func (p *packed) scalar(s *Shape, v any) error {
	if _, err := s.text(v, unix); err != nil { // which knows what fits
		return err
	}
	switch v := v.(type) {
	case string:
		p.text(v)
	case bool:
		if v {
			p.WriteByte(cborTrue)
		} else {
			p.WriteByte(cborFalse)
		}
	case int:
		return p.scalar(s, int64(v))
	case int64:
		if v < 0 {
			p.head(cborNegative, uint64(-1-v))
		} else {
			p.head(cborPositive, uint64(v))
		}
	case float64:
		p.double(v)
	case time.Time:
		p.head(cborTag, 1)
		p.double(float64(v.UnixMicro()) / 1e6)
	case []byte:
		p.head(cborBytes, uint64(len(v)))
		p.Write(v)
	}
	return nil
}
