// impact --whatif: what a call would cost that nobody has made.

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/cmd/traillab/listing"
)

// foresee asks what a call would cost.
func foresee(ctx context.Context, s *store.Store, call string, at time.Time) (*analyze.Hypothesis, error) {
	o, err := beside(ctx, s)
	if err != nil {
		return nil, err
	}
	found, err := analyze.WhatIf(ctx, s, o, call, at)
	if errors.Is(err, analyze.ErrWhatIf) {
		return nil, misuse(fmt.Errorf("--whatif: %w", err))
	}
	return found, err
}

// compileWhatIf makes a report of it.
func (a *app) compileWhatIf(ctx context.Context, s *store.Store, f *reportFlags, o report.Options) (*report.Case, error) {
	at, err := a.pointOf(ctx, s, &f.at)
	if err != nil {
		return nil, err
	}
	found, err := foresee(ctx, s, f.whatif.text, at)
	if err != nil {
		return nil, err
	}
	return report.CompileWhatIf(ctx, s, found, at, o)
}

func (a *app) whatif(ctx context.Context, s *store.Store, call string, at time.Time) error {
	found, err := foresee(ctx, s, call, at)
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
