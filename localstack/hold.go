// Holding: a lock beside a lab, for programs that change the same file of theirs by turns.

package localstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Hold takes the lock of that name beside a lab, and waits for it while somebody else has it, up to a time. It is let go with
// the process at the latest.
func (p Place) Hold(ctx context.Context, name string, patience time.Duration) (release func(), err error) {
	if err := os.MkdirAll(p.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("lab %q: %w", p.Name, err)
	}
	for until := time.Now().Add(patience); ; {
		release, err := hold(ctx, filepath.Join(p.Folder, name+".lock"))
		switch {
		case err == nil:
			return release, nil
		case !errors.Is(err, errHeld):
			return nil, fmt.Errorf("lab %q: %w", p.Name, err)
		case time.Now().After(until):
			return nil, fmt.Errorf("another command has been at work on the %s of the lab %q for %s; try again", name, p.Name, patience)
		}
	}
}
