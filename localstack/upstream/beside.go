// Two clouds side by side: how moto is asked for what LocalStack answers otherwise.

package upstream

// Beside returns the route to moto alone, whatever is asked, where it runs beside LocalStack.
func (r *Running) Beside() (Router, bool) {
	if len(r.plan.Parts) < 2 {
		return nil, false
	}
	part, ok := r.plan.part(motos[0])
	return routeTo(part), ok
}

// By returns a proxy of other routes. It is closed with the one that it was made of.
func (p *Proxy) By(router Router) *Proxy {
	other := *p
	other.router = router
	return &other
}
