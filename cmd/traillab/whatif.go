// impact --whatif: what a call would cost that nobody has made.

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/analyze"
	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
)

func (a *app) whatif(ctx context.Context, s *store.Store, call string, at time.Time) error {
	o, err := beside(ctx, s)
	if err != nil {
		return err
	}
	found, err := analyze.WhatIf(ctx, s, o, call, at)
	if errors.Is(err, analyze.ErrWhatIf) {
		return misuse(fmt.Errorf("--whatif: %w", err))
	}
	if err != nil {
		return err
	}
	switch a.common.parsedFormat {
	case listing.JSON, listing.JSONL:
		return a.printJSON(found)
	case listing.CSV, listing.Markdown:
		return a.listImpact(found.Impact)
	default: // words
	}
	for _, n := range found.Needs {
		fmt.Fprintf(a.env.stdout, "first    %s: %s\n", listing.Safe(n.Call), listing.Safe(n.Why))
	}
	return a.tellImpact(found.Impact, nil)
}
