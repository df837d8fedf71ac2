// What the lab adds to a call: the same call to a cloud, and through the lab to it.

package cloudtest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"traillab/localstack"
	"traillab/localstack/client"
	"traillab/localstack/upstream"
	"traillab/localstack/wire"
)

func BenchmarkGateway(b *testing.B) {
	for _, kind := range []upstream.Kind{upstream.Builtin, upstream.Moto} {
		b.Run(string(kind), func(b *testing.B) {
			l := open(b, kind, nil)
			key := client.Key{ID: "test", Secret: "test"}
			through, err := l.Client(key, nil)
			if err != nil {
				b.Fatal(err)
			}
			ways := map[string]func(string) error{"lab": asks(through)}
			if kind == upstream.Builtin {
				ways["cloud"] = asks(l.Cloud())
			} else {
				entries, err := upstream.Ledger(filepath.Join(l.dir, localstack.Default))
				if err != nil || len(entries) == 0 {
					b.Fatal(err)
				}
				direct, err := client.New(wire.Open(), fmt.Sprintf("http://127.0.0.1:%d", entries[0].Port), client.Key{ID: account, Secret: "test"}, nil)
				if err != nil {
					b.Fatal(err)
				}
				ways["cloud"] = asks(direct)
			}
			for _, operation := range []string{"DescribeInternetGateways", "CreateInternetGateway"} {
				for _, way := range []string{"cloud", "lab"} {
					b.Run(operation+"/"+way, func(b *testing.B) {
						for b.Loop() {
							if err := ways[way](operation); err != nil {
								b.Fatal(err)
							}
						}
					})
				}
			}
		})
	}
}

// cloud is anything that can be asked.
type cloud interface {
	Do(ctx context.Context, region, service, operation string, in map[string]any) (map[string]any, error)
}

func asks(c cloud) func(string) error {
	return func(operation string) error {
		_, err := c.Do(context.Background(), region, "ec2", operation, m{})
		return err
	}
}
