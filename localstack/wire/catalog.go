// The catalogue: which services there are, and what each can be asked.

package wire

import "net/http"

// Catalog holds the services of the embedded models. A model is read when its service is first asked for.
type Catalog struct{}

// Open returns the catalogue of the embedded models.
func Open() *Catalog { return &Catalog{} }

// Services returns the names that Service knows, sorted.
func (c *Catalog) Services() []string { return nil }

// Service returns the service that signs with a name, in its newest version; an older one is name/version, as in
// elasticloadbalancing/2012-06-01.
func (c *Catalog) Service(name string) (*Service, bool) { return nil, false }

// Identify says which operation of a service, named as in the scope of the signature, a request asks for. The operation
// is nil when the model does not know it; its name is "" when the request does not tell one.
func (c *Catalog) Identify(service string, r *http.Request, body []byte) (*Operation, string, error) {
	return nil, "", nil
}
