// Where LocalStack and moto run side by side, a bridge makes one cloud of them.

package localstack

import (
	"traillab/localstack/bridge"
	"traillab/localstack/gateway"
	"traillab/localstack/upstream"
)

// bridged is the proxy as users see it: one cloud, however many there are.
func (l *Lab) bridged(s *stack) gateway.Upstream {
	beside, two := s.running.Beside()
	if !two {
		return s.proxy
	}
	asked := func(cloud gateway.Upstream) *asker {
		return &asker{newID: s.newID, models: s.models, cloud: cloud, account: l.options.Account, now: l.options.Clock.Now}
	}
	return bridge.New(bridge.Options{
		Upstream: s.proxy, Home: asked(s.proxy), Away: asked(s.proxy.By(beside)), Report: l.report,
		Abroad: func(service string) bool {
			name, _, _ := s.running.Route(service)
			return name == string(upstream.Moto)
		},
	})
}
