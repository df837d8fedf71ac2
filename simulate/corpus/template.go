// Templates: the JSON of background calls, with slots that every record fills anew. A slot is a word after a dollar
// sign: {"instanceId":"$instance"}.

package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// piece is literal text and the slot that follows it; the last piece has none.
type piece struct {
	literal string
	fill    func(m *maker, to []byte) []byte
}

// maker makes background records. Its account and region choose the resources that its records speak of, so that the
// same ones come up again and again.
type maker struct {
	dice            dice
	burst           dice // thrown alike by a few records in a row: who calls, and what
	account, region string
	world           uint64 // of account and region
	local           uint64 // of the log file
	people          *cast
	env             envelope
	buffers         [4][]byte // request, response, extra, resources
}

// pooled appends an id out of a pool of n in this account and region; a log file speaks of a few of them.
func (m *maker) pooled(to []byte, prefix string, n int) []byte {
	to = append(to, prefix...)
	return appendHex(append(to, '0'), blend(m.world, sum(prefix), (m.local+uint64(m.dice.upTo(6)))%uint64(n)), 16)
}

// pool makes a slot of pooled ids.
func pool(prefix string, n int) func(*maker, []byte) []byte {
	return func(m *maker, to []byte) []byte { return m.pooled(to, prefix, n) }
}

// word makes a slot of one of several words.
func word(words ...string) func(*maker, []byte) []byte {
	return func(m *maker, to []byte) []byte { return append(to, pick(&m.dice, words)...) }
}

// number makes a slot of a number from low to high.
func number(low, high int) func(*maker, []byte) []byte {
	return func(m *maker, to []byte) []byte {
		return strconv.AppendInt(to, int64(m.dice.between(low, high)), 10)
	}
}

// random makes a slot of n characters of an alphabet.
func random(alphabet string, n int) func(*maker, []byte) []byte {
	return func(m *maker, to []byte) []byte { return m.dice.appendFrom(to, alphabet, n) }
}

// slots are the words that may stand after a dollar sign.
var slots = map[string]func(*maker, []byte) []byte{
	"account": func(m *maker, to []byte) []byte { return append(to, m.account...) },
	"region":  func(m *maker, to []byte) []byte { return append(to, m.region...) },
	"role":    func(m *maker, to []byte) []byte { return append(to, pick(&m.dice, m.people.functions).name...) },
	"session": func(m *maker, to []byte) []byte { return append(to, m.env.who.session...) },
	"now":     func(m *maker, to []byte) []byte { return m.env.at.AppendFormat(to, time.RFC3339) },
	"millis":  func(m *maker, to []byte) []byte { return strconv.AppendInt(to, m.env.at.UnixMilli(), 10) },
	"later": func(m *maker, to []byte) []byte {
		return m.env.at.Add(time.Hour).AppendFormat(to, "Jan 2, 2006, 3:04:05 PM")
	},
	"date":    func(m *maker, to []byte) []byte { return m.env.at.AppendFormat(to, "Jan 2, 2006, 3:04:05 PM") },
	"eventid": func(m *maker, to []byte) []byte { return appendUUID(to, m.env.id[0], m.env.id[1]) },
	"uuid":    func(m *maker, to []byte) []byte { return appendUUID(to, m.dice.throw(), m.dice.throw()) },
	"key": func(m *maker, to []byte) []byte {
		return appendUUID(to, blend(m.world, uint64(m.dice.upTo(12))), m.world)
	},
	"instance": pool("i-", 24), "volume": pool("vol-", 60), "subnet": pool("subnet-", 9), "vpc": pool("vpc-", 3),
	"group": pool("sg-", 30), "interface": pool("eni-", 80), "image": pool("ami-", 10), "snapshot": pool("snap-", 90),
	"table": pool("rtb-", 6), "gateway": pool("igw-", 3), "endpoint": pool("vpce-", 6), "nat": pool("nat-", 3),
	"bucket":   word("acme-orders-prod", "acme-audit-archive", "acme-media-cache", "acme-config-history", "acme-build-artifacts"),
	"function": word("orders-api", "invoice-worker", "image-resizer", "audit-export", "session-cleanup", "mail-dispatch"),
	"database": word("orders-db", "billing-db", "reporting-replica"),
	"cluster":  word("prod-main", "prod-batch", "staging"),
	"secret":   word("prod/orders/db", "prod/billing/api", "shared/smtp"),
	"queue":    word("orders-in", "orders-dead-letter", "mail-out"),
	"zone":     word("a", "b", "c"),
	"hex":      random(hexDigits, 32), "token": random(base64, 700), "ref": random(base64, 74), "code": random(base32, 16),
	"private": func(m *maker, to []byte) []byte {
		return fmt.Appendf(to, "10.%d.%d.%d", 10+m.dice.upTo(3), m.dice.upTo(16), m.dice.between(4, 250))
	},
	"small": number(1, 100), "large": number(1000, 400000), "status": word("Success", "Success", "Success", "Failed"),
	"object": func(m *maker, to []byte) []byte {
		return fmt.Appendf(to, "%s/%d/part-%05d.parquet", m.env.at.Format("2006/01/02"), m.dice.upTo(64), m.dice.upTo(20000))
	},
}

var slotName = regexp.MustCompile(`\$[a-z]+`)

// compile turns a template into pieces. An unknown slot is a mistake of the program and panics.
func compile(text string) []piece {
	var pieces []piece
	at := 0
	for _, found := range slotName.FindAllStringIndex(text, -1) {
		fill, known := slots[text[found[0]+1:found[1]]]
		if !known {
			panic("corpus: unknown slot " + text[found[0]:found[1]])
		}
		pieces = append(pieces, piece{text[at:found[0]], fill})
		at = found[1]
	}
	if text == "" {
		return nil
	}
	return append(pieces, piece{text[at:], nil})
}

// render appends the template with its slots filled.
func (m *maker) render(to []byte, pieces []piece) []byte {
	for i := range pieces {
		to = append(to, pieces[i].literal...)
		if pieces[i].fill != nil {
			to = pieces[i].fill(m, to)
		}
	}
	return to
}
