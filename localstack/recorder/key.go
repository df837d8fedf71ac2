// The lab's key: what digests are signed with. It is made at its first use, stays in the lab's folder, and vouches for
// nothing but this lab.

package recorder

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// keyBits is the size of the key, as AWS has it.
const keyBits = 2048

// PublicKey is a key as ListPublicKeys tells it. Value is the DER of PKCS #1.
type PublicKey struct {
	Value       []byte    `json:"Value"`
	From        time.Time `json:"ValidityStartTime"`
	Until       time.Time `json:"ValidityEndTime"`
	Fingerprint string    `json:"Fingerprint"`
}

// key is the private key, with the time from which it is good.
type key struct {
	private *rsa.PrivateKey
	from    time.Time
}

// openKey reads the key of a lab, or makes it. The public half is put beside AWSLogs, as ListPublicKeys answers it, so that
// the log can be verified offline.
func openKey(o Options) (*key, error) {
	path := filepath.Join(o.State, "digest-key.pem")
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		return readKey(text)
	case !os.IsNotExist(err):
		return nil, fmt.Errorf("digest key: %w", err)
	}
	private, err := rsa.GenerateKey(o.Random, keyBits)
	if err != nil {
		return nil, fmt.Errorf("digest key: %w", err)
	}
	from := o.Clock.Now().UTC().Truncate(24 * time.Hour)
	block := &pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"From": from.Format(time.RFC3339)}, Bytes: x509.MarshalPKCS1PrivateKey(private)}
	k := &key{private, from}
	list, err := json.MarshalIndent(map[string][]PublicKey{"PublicKeyList": {k.public()}}, "", " ")
	if err != nil {
		return nil, fmt.Errorf("digest key: %w", err)
	}
	if err := o.write(filepath.Join(o.Folder, "public-keys.json"), list); err != nil {
		return nil, err
	}
	if err := o.write(path, pem.EncodeToMemory(block)); err != nil {
		return nil, err
	}
	return k, nil
}

func readKey(text []byte) (*key, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("digest key: not in PEM")
	}
	private, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("digest key: %w", err)
	}
	from, err := time.Parse(time.RFC3339, block.Headers["From"])
	if err != nil {
		return nil, fmt.Errorf("digest key: %w", err)
	}
	return &key{private, from}, nil
}

// public is the public half. It is good for a year, in which no lab outlives its usefulness.
func (k *key) public() PublicKey {
	return PublicKey{x509.MarshalPKCS1PublicKey(&k.private.PublicKey), k.from, k.from.AddDate(1, 0, 0), k.fingerprint()}
}

func (k *key) fingerprint() string {
	sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(&k.private.PublicKey))
	return hex.EncodeToString(sum[:16])
}

// sign signs a text; the signature is in hexadecimal digits.
func (k *key) sign(text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, k.private, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign digest: %w", err)
	}
	return hex.EncodeToString(signature), nil
}

// publicKeys is the lab's one key, which is made if it was not needed yet.
func (s *sealer) publicKeys() ([]PublicKey, error) {
	if s.key == nil {
		k, err := openKey(s.options)
		if err != nil {
			return nil, err
		}
		s.key = k
	}
	return []PublicKey{s.key.public()}, nil
}
