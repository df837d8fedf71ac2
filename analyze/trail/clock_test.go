// Every form in which logs write times, and bounds as people write them.

package trail

import (
	"net/netip"
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	at := func(s string) time.Time {
		u, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	ten := at("2024-05-01T10:00:00Z")
	tests := map[string]struct {
		want  time.Time
		zoned bool
	}{
		"2024-05-01T10:00:00Z":             {ten, true},
		"2024-05-01T10:00:00.000Z":         {ten, true},
		"2024-05-01T12:00:00+02:00":        {ten, true},
		"2024-05-01T10:00:00.123456789Z":   {ten.Add(123456789), true},
		"2024-05-01 12:00:00+02:00":        {ten, true}, // LookupEvents
		"2024-05-01T05:30:00.000-0430":     {ten, true}, // Logstash
		"20240501T100000Z":                 {ten, true}, // names of digests
		"2024-02-29T23:59:59Z":             {at("2024-02-29T23:59:59Z"), true},
		"2000-02-29T00:00:00Z":             {at("2000-02-29T00:00:00Z"), true},
		"0001-01-01T00:00:00Z":             {time.Time{}, true},
		"9999-12-31T23:59:59Z":             {at("9999-12-31T23:59:59Z"), true},
		"2024-05-01T10:00:00":              {ten, false},
		"2024-05-01 10:00:00":              {ten, false},
		"2024-05-01, 10:00:00 AM":          {ten, false}, // Event history
		"2024-05-01, 12:00:00 PM":          {ten.Add(2 * time.Hour), false},
		"2024-05-01, 08:18:44 PM":          {at("2024-05-01T20:18:44Z"), false},
		"2024-05-01, 10:00:00":             {ten, false},
		"2024-05-01T10:00:00.5":            {ten.Add(500 * time.Millisecond), false},
		"2024-05-01T10:00:00,5Z":           {ten.Add(500 * time.Millisecond), true},
		"2024-05-01T10:00:00.999999999999": {ten.Add(999999999), false},
	}
	for written, tt := range tests {
		got, zoned, err := ParseTime(written)
		if err != nil || zoned != tt.zoned || !got.Equal(tt.want) {
			t.Errorf("ParseTime(%q) = %v, %t, %v, want %v, %t", written, got, zoned, err, tt.want, tt.zoned)
		}
		if got.Location() != time.UTC {
			t.Errorf("ParseTime(%q) is in %v", written, got.Location())
		}
	}
	for _, written := range []string{
		"", "soon", "0", "1714557600", "1714557600000", "2024-05-01", "2024-13-01T10:00:00Z", "2024-02-30T10:00:00Z", "2023-02-29T10:00:00Z",
		"1900-02-29T10:00:00Z", "2024-05-00T10:00:00Z", "2024-05-32T10:00:00Z", "2024-04-31T10:00:00Z", "2024-05-01T24:00:00Z",
		"2024-05-01T10:60:00Z", "2024-05-01T10:00:60Z", "2024-05-01T10:00:0aZ", "2024-05-01t10:00:00z", " 2024-05-01T10:00:00Z",
		"05/01/2024 10:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00",
	} {
		if got, _, err := ParseTime(written); err == nil {
			t.Errorf("ParseTime(%q) = %v, want an error", written, got)
		}
	}
}

// TestParseUTC holds the short way against time.Parse, day by day and for every wrong digit.
func TestParseUTC(t *testing.T) {
	check := func(s string) {
		want, err := time.Parse(time.RFC3339, s)
		got, ok := parseUTC(s)
		if ok && (err != nil || !got.Equal(want)) || !ok && err == nil && want.Year() > 0 {
			t.Fatalf("parseUTC(%q) = %v, %t, time.Parse says %v, %v", s, got, ok, want, err)
		}
	}
	for _, year := range []int{1, 1900, 2000, 2023, 2024, 9999} {
		for day := range 366 {
			check(time.Date(year, 1, 1+day, day%24, day%60, (7*day)%60, 0, time.UTC).Format("2006-01-02T15:04:05Z"))
		}
	}
	const good = "2024-02-29T19:39:59Z"
	for i := range good {
		for c := range byte(128) {
			check(good[:i] + string(rune(c)) + good[i+1:])
		}
	}
}

func TestParseMoment(t *testing.T) {
	newest := time.Date(2024, 5, 10, 12, 0, 0, 0, time.UTC)
	tests := map[string]string{ // what it resolves to
		"2024-05-01T10:00:00Z":      "2024-05-01T10:00:00Z",
		"2024-05-01T10:00:00.5Z":    "2024-05-01T10:00:00.5Z",
		"2024-05-01T10:00:00+02:00": "2024-05-01T08:00:00Z",
		"2024-05-01":                "2024-05-01T00:00:00Z",
		"45s":                       "2024-05-10T11:59:15Z",
		"90m":                       "2024-05-10T10:30:00Z",
		"2h":                        "2024-05-10T10:00:00Z",
		"7d":                        "2024-05-03T12:00:00Z",
		"1w":                        "2024-05-03T12:00:00Z",
	}
	for s, want := range tests {
		m, err := ParseMoment(s)
		if got := m.Resolve(newest).Format(time.RFC3339Nano); err != nil || got != want || !m.Set() {
			t.Errorf("ParseMoment(%q) resolves to %s, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "now", "0h", "-2h", "2", "h", "2 h", "2.5h", "1h30m", "1234567h", "2024-5-1", "2024-05-01T10:00", "2024-02-30", "2d\n"} {
		if m, err := ParseMoment(s); err == nil {
			t.Errorf("ParseMoment(%q) = %+v, want an error that names the forms", s, m)
		}
	}
	if (Moment{}).Set() {
		t.Error("no moment bounds something")
	}
}

func TestParseAddress(t *testing.T) {
	tests := map[string]string{
		"198.51.100.7":           "198.51.100.7/32",
		"198.51.100.7/24":        "198.51.100.0/24",
		"0.0.0.0/0":              "0.0.0.0/0",
		"2001:db8::1":            "2001:db8::1/128",
		"2001:db8::1/32":         "2001:db8::/32",
		"::ffff:198.51.100.7":    "198.51.100.7/32",
		"::ffff:198.51.100.7/96": "0.0.0.0/0",
		"::ffff:10.1.2.3/104":    "10.0.0.0/8",
	}
	for s, want := range tests {
		if got, err := ParseAddress(s); err != nil || got != netip.MustParsePrefix(want) {
			t.Errorf("ParseAddress(%q) = %v, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "ec2.amazonaws.com", "198.51.100", "198.51.100.300", "198.51.100.7/33", "198.51.100.7-9", "fe80::1%eth0", "198.51.100.007", " 198.51.100.7"} {
		if got, err := ParseAddress(s); err == nil {
			t.Errorf("ParseAddress(%q) = %v, want an error that names the forms", s, got)
		}
	}
}
