// Secret: what the lab's own doors are opened with. Whoever reaches the endpoint makes calls; only who may read the lab's folder sets
// its clock and writes into its log.

package localstack

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// secretHeader carries the secret of a run.
const secretHeader = "X-Traillab-Secret"

// closed is what is said to whoever comes without it.
const closed = "this door of the lab opens to its own commands alone, which find the lab's secret in its folder"

func (p Place) secretFile() string { return filepath.Join(p.Folder, "secret") }

// newSecret makes the secret of a run and keeps it where nobody else reads it.
func (p Place) newSecret() (string, error) {
	secret := rand.Text()
	path := p.secretFile()
	if err := os.Remove(path); err != nil && !missing(err) { // the rights of a file that is there would stay as they are
		return "", fmt.Errorf("lab %q: %w", p.Name, err)
	}
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("lab %q: %w", p.Name, err)
	}
	return secret, nil
}

// secret is that of the run that is up; "" where there is none, or it is not for this user.
func (p Place) secret() string {
	text, _ := os.ReadFile(p.secretFile()) // the lab says what is wrong
	return strings.TrimSpace(string(text))
}

// locked answers those alone who know the secret of this run.
func (l *Lab) locked(door http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(secretHeader)), []byte(l.secret)) != 1 || l.secret == "" {
			http.Error(w, closed, http.StatusForbidden)
			return
		}
		door(w, r)
	}
}
