// Cells: values on their way into a table, where what is not known is NULL.

package store

import (
	"database/sql/driver"
	"encoding/hex"
	"strings"
)

// hexOrNull is a sum for the ledger, NULL when there is none.
func hexOrNull(sum [32]byte) driver.Value {
	if sum == [32]byte{} {
		return nil
	}
	return hex.EncodeToString(sum[:])
}

// textOrNull is a text for the ledger, NULL when it is empty.
func textOrNull(s string) driver.Value {
	if s == "" {
		return nil
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
