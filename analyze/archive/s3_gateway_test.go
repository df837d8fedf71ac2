// A gateway stands before a store, counts what it is asked and breaks answers in every way that networks do.

package archive

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// gateway forwards requests to a store. Listings come in pages of 20.
type gateway struct {
	url, store string
	faults     map[string]fault

	mu       sync.Mutex
	methods  map[string]int
	prefixes []string       // of listings
	tries    map[string]int // by request
	turn     map[string]int // by what was asked: an object or a listing
	done     map[string]int // faults met, by what was asked and their names
}

// fault spoils an answer of the store.
type fault func(w http.ResponseWriter, status int, body []byte)

// faults by their names.
func faults() map[string]fault {
	declare := func(w http.ResponseWriter, n int) { w.Header().Set("Content-Length", strconv.Itoa(n)) }
	send := func(w http.ResponseWriter, status int, body []byte) {
		w.WriteHeader(status)
		_, _ = w.Write(body)
		_ = http.NewResponseController(w).Flush()
	}
	reset := func(w http.ResponseWriter) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_ = c.(*net.TCPConn).SetLinger(0) // closing then sends RST
		_ = c.Close()
	}
	slowDown := `<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>`
	return map[string]fault{
		"503 SlowDown":             func(w http.ResponseWriter, _ int, _ []byte) { send(w, http.StatusServiceUnavailable, []byte(slowDown)) },
		"500 without a body":       func(w http.ResponseWriter, _ int, _ []byte) { w.WriteHeader(http.StatusInternalServerError) },
		"reset before the answer":  func(w http.ResponseWriter, _ int, _ []byte) { reset(w) },
		"closed before the answer": func(http.ResponseWriter, int, []byte) { panic(http.ErrAbortHandler) },
		"nothing at all":           func(w http.ResponseWriter, status int, _ []byte) { declare(w, 0); send(w, status, nil) },
		"half, and said so": func(w http.ResponseWriter, status int, body []byte) {
			declare(w, len(body)/2)
			send(w, status, body[:len(body)/2])
		},
		"half, in chunks that end regularly": func(w http.ResponseWriter, status int, body []byte) { send(w, status, body[:len(body)/2]) },
		"half, then closed": func(w http.ResponseWriter, status int, body []byte) {
			declare(w, len(body))
			send(w, status, body[:len(body)/2])
			panic(http.ErrAbortHandler)
		},
		"nine tenths, then reset": func(w http.ResponseWriter, status int, body []byte) {
			declare(w, len(body)+1)
			send(w, status, body[:len(body)*9/10])
			reset(w)
		},
		"a length too large": func(w http.ResponseWriter, status int, body []byte) {
			declare(w, len(body)+100)
			send(w, status, body)
			panic(http.ErrAbortHandler)
		},
	}
}

func newGateway(t *testing.T, store string, faults map[string]fault) *gateway {
	t.Helper()
	g := &gateway{store: store, faults: faults, methods: map[string]int{}, tries: map[string]int{}, turn: map[string]int{}, done: map[string]int{}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(g.forward))
	server.Start()
	t.Cleanup(server.Close)
	g.url = server.URL
	return g
}

func (g *gateway) forward(w http.ResponseWriter, r *http.Request) {
	spoil := g.note(r)
	query := r.URL.Query()
	if query.Get("list-type") == "2" && query.Get("max-keys") == "" {
		query.Set("max-keys", "20")
	}
	to, err := http.NewRequestWithContext(r.Context(), r.Method, g.store+r.URL.EscapedPath()+"?"+query.Encode(), r.Body)
	if err != nil {
		panic(err)
	}
	to.Header, to.ContentLength = r.Header.Clone(), r.ContentLength
	answer, err := http.DefaultTransport.RoundTrip(to)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(w.Header(), answer.Header)
	if spoil != nil && answer.StatusCode < 300 {
		w.Header().Del("Content-Length")
		spoil(w, answer.StatusCode, body)
		return
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = w.Write(body)
}

// note counts a request and chooses its fault: two of three fail, each in another way, and the third try goes through.
func (g *gateway) note(r *http.Request) fault {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.methods[r.Method]++
	kind := "object"
	if query := r.URL.Query(); query.Get("list-type") == "2" {
		g.prefixes = append(g.prefixes, query.Get("prefix"))
		kind = "listing"
	}
	request := fmt.Sprint(r.Method, r.URL, r.Header.Get("Range"))
	try := g.tries[request]
	g.tries[request]++
	if len(g.faults) == 0 || r.Method != http.MethodGet || try > 1 {
		return nil
	}
	g.turn[kind]++
	if g.turn[kind]%3 == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(g.faults))
	name := names[g.turn[kind]%len(names)]
	g.done[kind+" with "+name]++
	return g.faults[name]
}
