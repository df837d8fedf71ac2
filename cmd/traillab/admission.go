// Admission: which records a question about an archive needs. Reading the others would cost time and say nothing.

package main

import (
	"traillab/analyze"
	"traillab/analyze/trail/dialect"
)

// network admits what a network is rebuilt from.
func network(name, source []byte) bool { return dialect.RoleOf(name, source) != dialect.None }

// telling admits what chains are made of: the network's events, and those that speak about an intent.
func telling(name, source []byte) bool {
	return network(name, source) || analyze.Companion(string(name))
}

// losses admits what a chain's losses rest on besides: signs of life. What instances did themselves is told by looking.
func losses(name, source []byte) bool { return telling(name, source) || dialect.Beats(name, source) }
