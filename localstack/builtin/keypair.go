// Key pairs: that there are some. There is nothing to log in to.

package builtin

import (
	"crypto/ed25519"
	"crypto/md5"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"traillab/localstack/wire"
)

// keyPair is the public half of a key.
type keyPair struct {
	base
	title, sort, print string
	since              time.Time
}

var (
	keyThere = fault{code: "InvalidKeyPair.Duplicate", sentence: "The keypair already exists: %s"}
	badKey   = fault{code: "InvalidKey.Format", sentence: "Key is not in valid OpenSSH public key format"}
)

func keyPairCalls() operations {
	return operations{
		"CreateKeyPair": createKeyPair, "ImportKeyPair": importKeyPair, "DeleteKeyPair": deleteKeyPair,
		"DescribeKeyPairs": describe(listing{
			of: "key-pair", member: "KeyPairs", ids: "KeyPairIds", named: map[string]string{"KeyNames": "key-name"}, absent: map[string]fault{"KeyNames": noKey},
			also: map[string]string{"fingerprint": "key-fingerprint"},
		}),
	}
}

func (*keyPair) kind() string { return "key-pair" }

func (k *keyPair) show(q *call) result {
	return result{
		"KeyPairId": k.id, "KeyName": k.title, "KeyType": k.sort, "KeyFingerprint": k.print, "CreateTime": k.since, "Tags": q.tagged(k.id),
	}
}

func (q *call) keyPair(title string) *keyPair {
	for _, k := range all[*keyPair](q) {
		if k.title == title {
			return k
		}
	}
	return nil
}

// createKeyPair makes a key of Ed25519 whatever sort is asked for: RSA takes its time, and there is nothing to log in to.
func createKeyPair(q *call) (result, *wire.Error) {
	title := q.text("KeyName")
	if q.keyPair(title) != nil {
		return nil, keyThere.of(title)
	}
	seed := make([]byte, 0, ed25519.SeedSize)
	for len(seed) < ed25519.SeedSize {
		seed = binary.LittleEndian.AppendUint64(seed, q.chance.Uint64())
	}
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		return nil, &wire.Error{Code: "InternalError", Message: err.Error(), Status: 500}
	}
	k := &keyPair{title: title, sort: q.or("KeyType", "rsa"), print: fingerprint(der), since: q.now}
	q.add(k)
	return result{
		"KeyPairId": k.id, "KeyName": k.title, "KeyFingerprint": k.print, "Tags": q.tagged(k.id),
		"KeyMaterial": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	}, nil
}

// fingerprint is one as AWS shows that of a key which was imported.
func fingerprint(key []byte) string {
	sum := md5.Sum(key)
	pairs := make([]string, len(sum))
	for i, b := range sum {
		pairs[i] = fmt.Sprintf("%02x", b)
	}
	return strings.Join(pairs, ":")
}

func importKeyPair(q *call) (result, *wire.Error) {
	title := q.text("KeyName")
	if q.keyPair(title) != nil {
		return nil, keyThere.of(title)
	}
	material, _ := q.members["PublicKeyMaterial"].([]byte)
	words := strings.Fields(string(material))
	if len(words) < 2 {
		return nil, badKey.of()
	}
	body, err := base64.StdEncoding.DecodeString(words[1])
	if err != nil {
		return nil, badKey.of()
	}
	k := &keyPair{title: title, sort: "rsa", print: fingerprint(body), since: q.now}
	if words[0] == "ssh-ed25519" {
		sum := sha256.Sum256(body)
		k.sort, k.print = "ed25519", base64.StdEncoding.EncodeToString(sum[:])
	}
	q.add(k)
	return result{"KeyPairId": k.id, "KeyName": k.title, "KeyFingerprint": k.print, "Tags": q.tagged(k.id)}, nil
}

// deleteKeyPair does nothing where there is nothing, as AWS does.
func deleteKeyPair(q *call) (result, *wire.Error) {
	k := q.keyPair(q.text("KeyName"))
	if id := q.text("KeyPairId"); id != "" {
		k = have[*keyPair](q, id)
	}
	if k == nil {
		return result{"Return": true}, nil
	}
	q.remove(k)
	return result{"Return": true, "KeyPairId": k.id}, nil
}
