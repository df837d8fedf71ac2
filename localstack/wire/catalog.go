// The catalogue: which services there are, and what each can be asked.

package wire

import (
	"bytes"
	"compress/flate"
	"embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:generate go run ./generate

//go:embed model/*.deflate
var embedded embed.FS

// Catalog holds the services of the embedded models. A model is read when its service is first asked for. It may be used
// by several goroutines.
type Catalog struct {
	editions map[string][]edition // by the name of the service, the newest last
}

// edition is one version of a service's API.
type edition struct {
	version string // 2016-11-15
	load    func() (*Service, error)
	spoken  map[Protocol]func() *Service // as it is in the other protocols that it may be asked in
}

// Open returns the catalogue of the embedded models. It reads none of them.
func Open() *Catalog {
	c := &Catalog{editions: map[string][]edition{}}
	entries, _ := embedded.ReadDir("model") // what is embedded is there
	for _, entry := range entries {         // by name, so an older version comes first
		file := entry.Name()
		stem := strings.TrimSuffix(file, ".deflate")
		cut := max(0, len(stem)-len("-2016-11-15"))
		name := stem[:cut]
		e := edition{
			version: strings.TrimPrefix(stem[cut:], "-"),
			load:    sync.OnceValues(func() (*Service, error) { return load(file) }),
		}
		if rpcs[name] != "" {
			e.spoken = map[Protocol]func() *Service{JSON: e.in(JSON), CBOR: e.in(CBOR)}
		}
		c.editions[name] = append(c.editions[name], e)
	}
	return c
}

// in returns a service as it is in another protocol, made when it is first asked for; nil when it cannot be read.
func (e edition) in(p Protocol) func() *Service {
	return sync.OnceValue(func() *Service {
		s, err := e.load()
		if err != nil {
			return nil
		}
		return s.spoken(p)
	})
}

// speaking returns the newest version of a service as it is in another protocol, nil when it does not speak it.
func (c *Catalog) speaking(name string, p Protocol) *Service {
	editions := c.editions[name]
	if len(editions) == 0 || editions[len(editions)-1].spoken[p] == nil {
		return nil
	}
	return editions[len(editions)-1].spoken[p]()
}

// Services returns the names that Service knows, sorted; an older version of a service comes after it, with its version.
func (c *Catalog) Services() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c.editions)) {
		names = append(names, name)
		for _, older := range c.editions[name][:len(c.editions[name])-1] {
			names = append(names, name+"/"+older.version)
		}
	}
	return names
}

// Service returns the service that signs with a name, in its newest version; an older one is name/version: what signs
// with elasticloadbalancing is the balancers of today, and elasticloadbalancing/2012-06-01 is the classic ones.
func (c *Catalog) Service(name string) (*Service, bool) {
	name, version, dated := strings.Cut(name, "/")
	editions := c.editions[name]
	for i := len(editions) - 1; i >= 0; i-- {
		if !dated || editions[i].version == version {
			s, err := editions[i].load()
			return s, err == nil // a damaged table cannot be embedded: the tests read each
		}
	}
	return nil, false
}

// load reads a table of the model.
func load(file string) (*Service, error) {
	packed, err := embedded.ReadFile("model/" + file)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, fmt.Errorf("inflate %s: %w", file, err)
	}
	return parse(string(text))
}
