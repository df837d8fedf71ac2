// Weather: a proxy before a store that loses, cuts, delays and refuses, as networks and busy stores do. It is the same in every
// run: what befalls a request is told by its address and by how often it was sent.

package cloudtest

import (
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// weather stands before a store.
type weather struct {
	url, store string
	client     http.Client
	foul       uint64 // one of so many requests is spoiled; 0 spoils none

	mu      sync.Mutex
	tries   map[string]uint64
	met     map[string]int // spoiled answers, by what was asked and how they were spoiled
	gets    int            // of objects
	lists   int
	strange []string // requests that only reading would not send
}

// spoil makes an answer go wrong. The body is that of the store.
type spoil func(w http.ResponseWriter, status int, body []byte)

func spoils() map[string]spoil {
	refuse := func(status int, code string) spoil {
		return func(w http.ResponseWriter, _ int, _ []byte) {
			clear(w.Header())
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "<Error><Code>"+code+"</Code><Message>Please reduce your request rate.</Message></Error>")
		}
	}
	part := func(w http.ResponseWriter, length, status int, body []byte) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		w.WriteHeader(status)
		_, _ = w.Write(body)
		_ = http.NewResponseController(w).Flush()
	}
	return map[string]spoil{
		"503 SlowDown":        refuse(http.StatusServiceUnavailable, "SlowDown"),
		"429":                 refuse(http.StatusTooManyRequests, "TooManyRequests"),
		"500 InternalError":   refuse(http.StatusInternalServerError, "InternalError"),
		"400 RequestTimeout":  refuse(http.StatusBadRequest, "RequestTimeout"),
		"an empty 200":        func(w http.ResponseWriter, status int, _ []byte) { part(w, 0, status, nil) },
		"a short length":      func(w http.ResponseWriter, status int, b []byte) { part(w, len(b)/2, status, b[:len(b)/2]) },
		"chunks, ended early": func(w http.ResponseWriter, status int, b []byte) { w.WriteHeader(status); _, _ = w.Write(b[:len(b)/3]) },
		"cut": func(w http.ResponseWriter, status int, b []byte) {
			part(w, len(b), status, b[:len(b)/2])
			panic(http.ErrAbortHandler)
		},
		"a long length": func(w http.ResponseWriter, status int, b []byte) {
			part(w, len(b)+7, status, b)
			panic(http.ErrAbortHandler)
		},
		"reset in the body": func(w http.ResponseWriter, status int, b []byte) {
			part(w, len(b), status, b[:len(b)*9/10])
			c, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_ = c.(*net.TCPConn).SetLinger(0) // closing then sends RST
			_ = c.Close()
		},
		"late": func(w http.ResponseWriter, status int, b []byte) {
			time.Sleep(50 * time.Millisecond)
			part(w, len(b), status, b)
		},
	}
}

func newWeather(t *testing.T, store string, foul uint64) *weather {
	t.Helper()
	w := &weather{
		store: store, foul: foul, tries: map[string]uint64{}, met: map[string]int{},
		client: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}},
	}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.url = server.URL
	return w
}

func (w *weather) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	spoiled := w.note(r)
	to, err := http.NewRequestWithContext(r.Context(), r.Method, w.store+r.URL.RequestURI(), http.NoBody)
	if err != nil {
		panic(err)
	}
	to.Header, to.Host = r.Header.Clone(), r.Host
	answer, err := w.client.Do(to)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	maps.Copy(out.Header(), answer.Header)
	if spoiled != nil && answer.StatusCode < 300 {
		out.Header().Del("Content-Length")
		spoiled(out, answer.StatusCode, body)
		return
	}
	out.WriteHeader(answer.StatusCode)
	_, _ = out.Write(body)
}

// note counts a request and tells what befalls it. After the sixth try it goes through, whatever the weather.
func (w *weather) note(r *http.Request) spoil {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.strange = append(w.strange, r.Method+" "+r.URL.Path)
	}
	what := "object"
	if r.URL.Query().Get("list-type") == "2" {
		what = "listing"
		w.lists++
	} else {
		w.gets++
	}
	request := r.URL.RequestURI() + r.Header.Get("Range")
	try := w.tries[request]
	w.tries[request]++
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %d", request, try)
	foul := w.foul
	if what == "listing" {
		foul = min(foul, 2) // there are few
	}
	if chance := h.Sum64() >> 8; foul > 0 && try < 6 && chance%foul == 0 {
		ways := spoils()
		name := slices.Sorted(maps.Keys(ways))[chance/foul%uint64(len(ways))]
		w.met[what+": "+name]++
		return ways[name]
	}
	return nil
}

// tell says what was met, and fails a test of which the weather was too good.
func (w *weather) tell(t *testing.T) {
	t.Helper()
	of := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(w.met)) {
		t.Logf("%6d × %s", w.met[name], name)
		what, _, _ := strings.Cut(name, ":")
		of[what]++
	}
	t.Logf("%d requests for objects and %d for listings", w.gets, w.lists)
	if all := len(spoils()); of["object"] != all || of["listing"] < all/2 {
		t.Errorf("of %d kinds of bad answers %d were met for objects and %d for listings", all, of["object"], of["listing"])
	}
}
