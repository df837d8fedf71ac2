// Control: what can be asked of a lab itself over its endpoint, below /_traillab/: who and how it is, what time it is there, that it
// writes its log out now, and what its cloud can.

package localstack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"traillab/localstack/gateway"
)

// Health is how a lab is.
type Health struct {
	Note
	Doing      string `json:"doing,omitempty"` // while it starts
	Done       int    `json:"done,omitempty"`  // of Of; Of is 0 when nobody knows
	Of         int    `json:"of,omitempty"`
	Trouble    string `json:"trouble,omitempty"` // what is wrong with one that answers: "upstream ended: …"
	Calls      int64  `json:"calls"`             // that passed
	Refused    int64  `json:"refused"`           // of unknown keys, or not understood: AWS records none of these either
	Broken     int64  `json:"broken"`            // that the cloud behind the lab did not answer
	Unrecorded int64  `json:"unrecorded"`        // that may have had an effect and are not in the log
	Keys       int    `json:"keys"`              // that the lab gave out and that are in use

	Clock  Reading  `json:"clock,omitzero"`
	Unread []string `json:"unread,omitempty"` // policies in force that cannot be read, and what comes of that, a sentence each
}

// Well reports whether a lab does what it is for.
func (h *Health) Well() bool { return h.State == Ready && h.Trouble == "" && h.Unrecorded == 0 }

// Health tells how the lab is. Its cloud is asked.
func (l *Lab) Health(ctx context.Context) Health {
	l.mu.Lock()
	h := Health{Note: l.note, Trouble: l.trouble}
	if l.doing != nil && h.State == Starting {
		h.Doing, h.Done, h.Of = fmt.Sprintf("%s %s: %s", l.doing.Doing, l.doing.Kind, l.doing.Line), l.doing.Done, l.doing.Of
	}
	l.mu.Unlock()
	if h.State != Ready {
		return h
	}
	seen := l.stack.gateway.Seen()
	h.Calls, h.Refused, h.Broken, h.Unrecorded = seen.Calls.Load(), seen.Refused.Load(), seen.Broken.Load(), seen.Unrecorded.Load()
	h.Keys, h.Clock, h.Unread = l.stack.keys.Keys(), l.Time(), l.stack.book.Unread()
	if h.Trouble != "" || l.stack.running == nil {
		return h
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := l.stack.running.Health(ctx); err != nil {
		h.Trouble = "upstream: " + err.Error()
	}
	return h
}

// waitingRoom answers while the lab is not ready: what is asked of the lab itself as ever, and no calls.
func (l *Lab) waitingRoom() http.Handler {
	doors := gateway.New(gateway.Options{Control: l.control()})
	rooms := http.NewServeMux()
	rooms.Handle("/_traillab/", doors)
	rooms.HandleFunc("/", notReady)
	return rooms
}

// control is the handler of the lab's own paths. The gateway lets only this machine's programs come here. Anybody is told how
// the lab is and what time it is there; the other doors open to who knows its secret.
func (l *Lab) control() http.Handler {
	rooms := http.NewServeMux()
	rooms.HandleFunc("GET /_traillab/note", func(w http.ResponseWriter, _ *http.Request) { tell(w, http.StatusOK, l.noted()) })
	rooms.HandleFunc("GET /_traillab/health", func(w http.ResponseWriter, r *http.Request) {
		h := l.Health(r.Context())
		status := http.StatusOK
		if h.State != Ready {
			status = http.StatusServiceUnavailable
		}
		tell(w, status, h)
	})
	rooms.HandleFunc("GET /_traillab/clock", l.clock)
	rooms.HandleFunc("POST /_traillab/clock", l.locked(l.clock))
	rooms.HandleFunc("GET /_traillab/denied", l.locked(l.denied))
	rooms.HandleFunc("POST /_traillab/record", l.locked(l.record))
	rooms.HandleFunc("POST /_traillab/flush", l.locked(func(w http.ResponseWriter, _ *http.Request) {
		if err := l.Flush(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	rooms.HandleFunc("POST /_traillab/doctor", l.locked(func(w http.ResponseWriter, r *http.Request) {
		d, err := l.Examine(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		tell(w, http.StatusOK, d)
	}))
	return rooms
}

func tell(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(what) // whoever asked may be gone
}

// Flush writes what was recorded to log files now.
func (l *Lab) Flush() error {
	if !l.ready() {
		return nil // nothing was recorded, or Close has done it
	}
	return l.stack.recorder.Flush()
}

func (l *Lab) ready() bool { return l.noted().State == Ready }

// noted is the lab's note as it stands.
func (l *Lab) noted() Note {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.note
}
