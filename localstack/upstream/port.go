// Ports: one that is free for a cloud to be started on, whether one still is, and another one if not.

package upstream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"

	"traillab/localstack/loopback"
)

// freePort asks the system for a loopback port that nobody listens on.
func freePort() (int, error) {
	l, err := loopback.Listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.Join(errors.New("not a TCP address"), l.Close())
	}
	return address.Port, l.Close()
}

// errTaken is that somebody else has taken a port between its choice and the cloud's own listening on it: nobody can keep
// one for a child that has to bind it by itself.
var errTaken = errors.New("another program has it")

// placed is a part on a port that is free now.
func placed(listen func() (int, error), on func(port int) Part) (Part, error) {
	port, err := listen()
	if err != nil {
		return Part{}, fmt.Errorf("find a free port: %w", err)
	}
	part := on(port)
	part.on = on
	return part, nil
}

// elsewhere is the same plan on other ports, where it was free to choose them.
func (p *Plan) elsewhere() (*Plan, error) {
	other := *p
	other.Parts = slices.Clone(p.Parts)
	for i, part := range p.Parts {
		if part.on == nil {
			continue
		}
		var err error
		if other.Parts[i], err = placed(p.listen, part.on); err != nil {
			return nil, err
		}
	}
	return &other, nil
}

// vacant tells, while a cloud does not run, that its port is somebody else's: the child would say so only in its log.
func vacant(ctx context.Context, port int) error {
	l, err := loopback.Listen(ctx, fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port 127.0.0.1:%d is taken: %w (%w)", port, errTaken, err)
	}
	return l.Close()
}
