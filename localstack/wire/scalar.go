// Scalars: strings, booleans, numbers, moments and blobs as text, and back.

package wire

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// text writes a scalar; form is how a moment is written.
func (s *Shape) text(v any, form string) (string, error) {
	switch v := v.(type) {
	case string:
		if s.Kind == String {
			return v, nil
		}
	case bool:
		if s.Kind == Boolean {
			return strconv.FormatBool(v), nil
		}
	case int64:
		if s.Kind == Integer {
			return strconv.FormatInt(v, 10), nil
		}
	case int:
		if s.Kind == Integer {
			return strconv.Itoa(v), nil
		}
	case float64:
		if s.Kind == Float {
			return number(v), nil
		}
	case time.Time:
		if s.Kind == Timestamp {
			return moment(v, form), nil
		}
	case []byte:
		if s.Kind == Blob {
			return base64.StdEncoding.EncodeToString(v), nil
		}
	}
	return "", fmt.Errorf("%T does not fit %s", v, s.Name)
}

// scalar reads a scalar. Emulators write more freely than AWS does, so True, a moment in another form and an integer with
// a point are understood.
func (s *Shape) scalar(text, form string) (any, error) {
	switch s.Kind {
	case String:
		return text, nil
	case Boolean:
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "true", "1":
			return true, nil
		case "false", "0":
			return false, nil
		}
		return nil, fmt.Errorf("%s is not a boolean", short(text))
	case Integer:
		return integer(strings.TrimSpace(text))
	case Float:
		v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return nil, fmt.Errorf("%s is not a number", short(text))
		}
		return v, nil
	case Timestamp:
		return readMoment(strings.TrimSpace(text), form)
	case Blob:
		v, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("%s is not base64", short(text))
		}
		return v, nil
	default:
		return nil, fmt.Errorf("%s is text instead of %s", short(text), s.Name)
	}
}

func integer(text string) (any, error) {
	if v, err := strconv.ParseInt(text, 10, 64); err == nil {
		return v, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != math.Trunc(v) || math.Abs(v) > 1<<53 {
		return nil, fmt.Errorf("%s is not an integer", short(text))
	}
	return int64(v), nil
}

// number writes a float as AWS's XML and JSON do: without an exponent where it is readable so.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case v != 0 && (math.Abs(v) < 1e-6 || math.Abs(v) >= 1e21):
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// short quotes a text for an error.
func short(text string) string {
	if len(text) > 40 {
		text = text[:40] + "…"
	}
	return strconv.Quote(text)
}
