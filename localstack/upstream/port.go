// Ports: one that is free for a cloud to be started on, and whether one still is.

package upstream

import (
	"context"
	"errors"
	"fmt"
	"net"

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

// vacant tells, before a cloud is started, that its port is somebody else's: the child would say so only in its log.
func vacant(ctx context.Context, port int) error {
	l, err := loopback.Listen(ctx, fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port 127.0.0.1:%d is taken: %w", port, err)
	}
	return l.Close()
}
