// A sealer condenses the text of a record, so that repetitions are found without reading texts again. The digest is keyed,
// with a key that each case draws by chance: docs/decisions/0014 says why that is enough and what it saves.

package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
)

// sealer computes GMAC: AES-GCM that only authenticates. It serves one goroutine.
type sealer struct {
	gcm   cipher.AEAD
	nonce []byte // always zero: no tag is ever shown to whoever writes the texts
	tag   []byte
}

func newSealer(key []byte) (*sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("digest of records: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("digest of records: %w", err)
	}
	return &sealer{gcm: gcm, nonce: make([]byte, gcm.NonceSize()), tag: make([]byte, 0, gcm.Overhead())}, nil
}

// of returns the first 64 bits of the text's tag. Twins must agree in identity, account and length as well.
func (d *sealer) of(text []byte) int64 {
	return int64(binary.BigEndian.Uint64(d.gcm.Seal(d.tag, d.nonce, nil, text)))
}

// sealKey returns the key of the case and draws it for the first load.
func (s *Store) sealKey(ctx context.Context) ([]byte, error) {
	var key []byte
	err := s.conn.QueryRowContext(ctx, "SELECT key FROM seal_key").Scan(&key)
	if !errors.Is(err, sql.ErrNoRows) {
		return key, err
	}
	key = make([]byte, 16)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return key, s.exec(ctx, "INSERT INTO seal_key VALUES (?)", key)
}
