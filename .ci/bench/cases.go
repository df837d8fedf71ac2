// Cases: the chains of a whole log, and what one of them cost. The network is of the same size in either archive, so what
// grows is what the rest of the log costs.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// limit is how long either answer may take on the larger archive.
const limit = "2 s beyond opening the file"

// cases measures chains and one impact from the start of the process to the last byte.
func (b *bench) cases() error {
	sizes := []struct {
		database string
		events   int
	}{{"million", b.network}, {"millions", 10 * b.network}}
	if !b.big {
		sizes = sizes[:1]
	}
	var chains, impact, opening []command
	var network []string
	for _, size := range sizes {
		known, err := b.truth(size.events)
		if err != nil {
			return err
		}
		archive, err := b.archive(size.events, size.events/150)
		if err != nil {
			return err
		}
		load := b.loading(archive, b.database(size.database))
		if _, err := load.run(); err != nil {
			return err
		}
		if n := strconv.Itoa(known.Network); !slices.Contains(network, n) {
			network = append(network, n)
		}
		id, err := b.chain(size.database, &known)
		if err != nil {
			return err
		}
		ask := func(args ...string) command {
			return command{name: args[0], args: append(append([]string{b.traillab}, args...), "--db", b.database(size.database), "--format", "json", "-q")}
		}
		chains, impact = append(chains, ask("chains")), append(impact, ask("impact", id))
		opening = append(opening, ask("sql", "SELECT 1 AS one"))
	}
	for _, asked := range [][]command{chains, impact, opening} {
		figures, err := b.measure(asked...)
		if err != nil {
			return err
		}
		b.grown(asked[0].name, strings.Join(network, " and "), figures)
	}
	return nil
}

// chain returns the id of the chain about the network that the planted intruder struck.
func (b *bench) chain(database string, known *truth) (string, error) {
	var said, wrong bytes.Buffer
	c := exec.Command(b.traillab, "chains", "--db", b.database(database), "--format", "json", "-q")
	c.Stdout, c.Stderr = &said, &wrong
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("chains: %w: %s", err, wrong.Bytes())
	}
	var found []struct {
		ID    string `json:"id"`
		Scope struct {
			ID string `json:"id"`
		} `json:"scope"`
	}
	if err := json.Unmarshal(said.Bytes(), &found); err != nil {
		return "", fmt.Errorf("chains: %w", err)
	}
	for _, incident := range known.Incidents {
		for _, f := range found {
			if incident.Story == "strike" && f.Scope.ID == incident.Scope.ID {
				return f.ID, nil
			}
		}
	}
	return "", fmt.Errorf("%s has no chain of the planted intruder", database)
}

// grown writes a row: clock and processor time, on either archive.
func (b *bench) grown(name, network string, figures [][]figure) {
	what, target := fmt.Sprintf("`%s`, %s network events", name, network), limit
	if name == "sql" {
		what, target = "opening the file alone (`sql \"SELECT 1\"`)", "for comparison"
	}
	spent := func(f []figure) string {
		return fmt.Sprintf("%d ms, %d ms of processor time", median(of(f, wall)).Milliseconds(), median(of(f, cpu)).Milliseconds())
	}
	said := fmt.Sprintf("on %d records clock **%s**", b.network, spent(figures[0]))
	if len(figures) > 1 {
		small, large := median(of(figures[0], wall)), median(of(figures[1], wall))
		said += fmt.Sprintf("; on %d records **%s**; **%.2f ×** the clock", 10*b.network, spent(figures[1]), float64(large)/float64(max(small, time.Millisecond)))
	}
	b.line("| %s | %s | %s |", what, said, target)
}
