// Signatures: Ed25519 (RFC 8032) over the bytes of a manifest, 64 bytes in a file of their own. OpenSSL checks them, too:
//
//	openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in manifest.json -sigfile manifest.json.sig

package custody

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
)

// ParsePrivate reads a key to sign with: PEM, PKCS #8, Ed25519, without a password.
func ParsePrivate(text []byte) (ed25519.PrivateKey, error) {
	const form = "make one with: openssl genpkey -algorithm ed25519 -out key.pem"
	block, err := blockOf(text, "PRIVATE KEY", form)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(block)
	if err != nil {
		return nil, fmt.Errorf("its PKCS #8 cannot be read: %w; %s", err, form)
	}
	if own, ok := key.(ed25519.PrivateKey); ok {
		return own, nil
	}
	return nil, fmt.Errorf("a key of another kind (%T) than Ed25519; %s", key, form)
}

// ParsePublic reads a key to check with: PEM, as openssl pkey -pubout writes it.
func ParsePublic(text []byte) (ed25519.PublicKey, error) {
	const form = "take it from the private one with: openssl pkey -in key.pem -pubout -out pub.pem"
	block, err := blockOf(text, "PUBLIC KEY", form)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKIXPublicKey(block)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w; %s", err, form)
	}
	if own, ok := key.(ed25519.PublicKey); ok {
		return own, nil
	}
	return nil, fmt.Errorf("a key of another kind (%T) than Ed25519; %s", key, form)
}

// blockOf returns what is in the PEM block of that kind.
func blockOf(text []byte, kind, form string) ([]byte, error) {
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		return nil, fmt.Errorf("no PEM file with a %s in it; %s", kind, form)
	case block.Type == "ENCRYPTED PRIVATE KEY":
		return nil, errors.New("a key with a password; write it without one to a place that goes with the machine: openssl pkey -in key.pem -out plain.pem")
	case block.Type != kind:
		return nil, fmt.Errorf("a %q where a %s is expected; %s", block.Type, kind, form)
	}
	return block.Bytes, nil
}

// Sign returns the signature of a manifest's bytes.
func Sign(key ed25519.PrivateKey, manifest []byte) []byte { return ed25519.Sign(key, manifest) }

// Signed reports whether a signature is the key's over a manifest's bytes.
func Signed(key ed25519.PublicKey, manifest, signature []byte) bool {
	return len(signature) == ed25519.SignatureSize && ed25519.Verify(key, manifest, signature)
}

// Fingerprint names a public key: the SHA-256 of its DER form, hexadecimal.
func Fingerprint(key ed25519.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "" // an Ed25519 key can always be written
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}
