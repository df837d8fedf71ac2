// Listening: on loopback and nowhere else. No option lifts it.

package localstack

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"traillab/localstack/loopback"
	"traillab/localstack/upstream"
)

// usual is where a lab listens when nobody says otherwise: where clients of LocalStack look for it.
const usual = "127.0.0.1:4566"

// Address reads what --listen says: an address of loopback and a port, of which 0 is any that is free; "" is the usual one.
func Address(listen string) (string, error) {
	if listen == "" {
		return usual, nil
	}
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("%q: write it as %s", listen, usual)
	}
	address, ok := loopback.Address(host)
	if !ok {
		return "", fmt.Errorf("%q is not on loopback: a lab listens on 127.0.0.1 only, so that nobody else reaches it", listen)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("%q: write it as %s", listen, usual)
	}
	return net.JoinHostPort(address.String(), port), nil
}

// listen takes the address. A LocalStack that the lab stands on may sit on the usual one; then the next that is free is
// taken, unless an address was asked for.
func (o *Options) listen(ctx context.Context, plan *upstream.Plan) (net.Listener, error) {
	address, err := Address(o.Listen)
	if err != nil {
		return nil, err
	}
	l, err := loopback.Listen(ctx, address)
	if err == nil {
		return l, nil
	}
	for port := 4567; o.Listen == "" && stands(plan, address) && port < 4600; port++ {
		if l, err := loopback.Listen(ctx, "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			return l, nil
		}
	}
	return nil, o.taken(ctx, address, err)
}

// stands reports whether the cloud that the lab stands on has an address already.
func stands(plan *upstream.Plan, address string) bool {
	for _, part := range plan.Parts {
		if part.Endpoint == "http://"+address {
			return true
		}
	}
	return false
}

// taken says who has an address, and what to do.
func (o *Options) taken(ctx context.Context, address string, err error) error {
	whose := ""
	for _, name := range Labs(o.Dir) {
		p, _ := At(o.Dir, name)
		if n, err := p.read(); err == nil && n.lives() && n.Endpoint == "http://"+address {
			whose = fmt.Sprintf(" by the lab %q, which traillab lab down %s ends", name, name)
		}
	}
	return fmt.Errorf("%s is taken%s; listen elsewhere: --listen %s (%w)", address, whose, free(ctx), err)
}

// free is an address that nobody has at the moment, to be proposed.
func free(ctx context.Context) string {
	for port := 4567; port < 4600; port++ {
		address := "127.0.0.1:" + strconv.Itoa(port)
		if l, err := loopback.Listen(ctx, address); err == nil {
			_ = l.Close()
			return address
		}
	}
	return "127.0.0.1:0"
}
