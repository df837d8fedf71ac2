// Key names are read wherever the file lies, and only when the whole name is CloudTrail's.

package trail

import (
	"testing"
	"time"
)

func TestParseKey(t *testing.T) {
	const log = "111122223333_CloudTrail_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ"
	at := time.Date(2015, 8, 1, 2, 10, 0, 0, time.UTC)
	want := KeyName{Account: "111122223333", Region: "us-east-2", Time: at}
	org := want
	org.Organization = "o-exampleorgid"
	insight := want
	insight.Kind = "Insight"
	digest := KeyName{
		Account: "111122223333", Region: "us-gov-west-1", Kind: "Digest", Digest: true, Trail: "my_trail-1.x", HomeRegion: "us-gov-east-1",
		Time: time.Date(2023, 10, 15, 23, 4, 4, 0, time.UTC),
	}
	backfill := digest
	backfill.Backfill = true
	tests := map[string]struct {
		key  string
		want KeyName
	}{
		"bare name":              {log + ".json.gz", want},
		"inflated":               {log + ".json", want},
		"zstd":                   {log + ".json.zst", want},
		"no ending":              {log, want},
		"s3 uri":                 {"s3://b/p/AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/01/" + log + ".json.gz", want},
		"organisation":           {"AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-2/2015/08/01/" + log + ".json.gz", org},
		"control tower":          {"o-aaaaaaaaaa/AWSLogs/o-exampleorgid/111122223333/CloudTrail/us-east-2/2015/08/01/" + log, org},
		"o- folder elsewhere":    {"o-exampleorgid/" + log + ".json.gz", want},
		"member of a zip":        {"logs.zip!/a/" + log + ".json.gz", want},
		"member at the zip root": {"logs.zip!/" + log + ".json.gz", want},
		"windows path":           {`C:\case\AWSLogs\o-exampleorgid\111122223333\` + log + ".json.gz", org},
		"insight":                {"111122223333_CloudTrail-Insight_us-east-2_20150801T0210Z_Mu0KsOhtH1ar15ZZ.json.gz", insight},
		"digest": {"AWSLogs/111122223333/CloudTrail-Digest/us-gov-west-1/2023/10/15/" +
			"111122223333_CloudTrail-Digest_us-gov-west-1_my_trail-1.x_us-gov-east-1_20231015T230404Z.json.gz", digest},
		"backfill": {"111122223333_CloudTrail-Digest_us-gov-west-1_my_trail-1.x_us-gov-east-1_20231015T230404Z_backfill.json.gz", backfill},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := ParseKey(tt.key)
			if !ok || got != tt.want {
				t.Errorf("ParseKey(%q) = %+v, %t, want %+v", tt.key, got, ok, tt.want)
			}
		})
	}
}

func TestParseKeyRefuses(t *testing.T) {
	for _, key := range []string{
		"",
		"/",
		"events.json",
		"_CloudTrail__",
		"11112222333_CloudTrail_us-east-2_20150801T0210Z_a.json.gz",               // eleven digits
		"111122223333_Config_us-east-2_20150801T0210Z_a.json.gz",                  // another service
		"111122223333_CloudTrailX_us-east-2_20150801T0210Z_a.json.gz",             // another word
		"111122223333_CloudTrail-_us-east-2_20150801T0210Z_a.json.gz",             // a kind without a name
		"111122223333_CloudTrail_useast2_20150801T0210Z_a.json.gz",                // no region
		"111122223333_CloudTrail_us-east-2_20150801T021007Z_a.json.gz",            // seconds in a log file's name
		"111122223333_CloudTrail_us-east-2_20151301T0210Z_a.json.gz",              // a thirteenth month
		"111122223333_CloudTrail_us-east-2",                                       // no time
		"111122223333_CloudTrail-Digest_us-east-2_20231015T230404Z.json.gz",       // neither trail nor home region
		"111122223333_CloudTrail-Digest_us-east-2_t_x_20231015T230404Z.json.gz",   // no home region
		"111122223333_CloudTrail-Digest_us-east-2_t_us-east-2_20231015T2304Z",     // a digest without seconds
		"111122223333_CloudTrail-Digest_us-east-2_t_us-east-2_backfill.json.gz",   // no time
		"111122223333_CloudTrail-Digest_us-east-2_t_us-east-2_20231015T230404.5Z", // a fraction of a second
		"AWSLogs/111122223333/CloudTrail/us-east-2/2015/08/01/part-00000.json.gz", // renamed
	} {
		if got, ok := ParseKey(key); ok {
			t.Errorf("ParseKey(%q) = %+v, want none", key, got)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	f.Add("AWSLogs/o-a/111122223333_CloudTrail_us-east-2_20150801T0210Z_M.json.gz")
	f.Add("111122223333_CloudTrail-Digest_us-gov-west-1_t_us-gov-east-1_20231015T230404Z_backfill.json.gz")
	f.Fuzz(func(t *testing.T, key string) {
		k, ok := ParseKey(key)
		if ok && (len(k.Account) != 12 || k.Region == "" || k.Time.IsZero() && k.Time.Year() != 1 || k.Digest != (k.HomeRegion != "")) {
			t.Errorf("ParseKey(%q) = %+v", key, k)
		}
		if again, _ := ParseKey("x/y.zip!/" + key); ok && again != k {
			t.Errorf("ParseKey(%q) depends on where the file lies: %+v and %+v", key, k, again)
		}
		ParseFolder(key + "/")
	})
}
