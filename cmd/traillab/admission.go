// Admission: which records a question about an archive needs. Reading the others would cost time and say nothing.

package main

import "traillab/analyze/trail/dialect"

// network admits what a network is rebuilt from.
func network(name, source []byte) bool { return dialect.RoleOf(name, source) != dialect.None }
