// manifest check holds a manifest against its signature, the files as they lie there now, and the case.

package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze/custody"
	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/cmd/traillab/listing"
)

// checkFlags say what a manifest is held against.
type checkFlags struct {
	key                        given
	source                     []string
	reading                    sourceFlags
	unsigned, withCase, strict bool
}

func (a *app) manifestCheck() *cobra.Command {
	var q checkFlags
	c := &cobra.Command{
		Use:   "check FILE",
		Short: "Is a manifest signed by the key, and is each of its files what it was?",
		Long: `Checks the signature in FILE.sig with --key PUB.pem, then reads every file of the manifest again where it lay, or below
--source, and compares its SHA-256. A file with other bytes, one that is missing and one that cannot be read end it with exit
code 5, and so does a wrong signature; where none of the sources is there nothing was compared, and it ends with 1; the same bytes under another path, and files that the manifest does not name, are told
(the latter are code 5, too, under --strict). --with-case compares the case (--db) as well,
every row that answers are made of; another case of the same files ends it with code 1.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := errors.Join(q.key.need("--key", "a file with a public key"), q.reading.check(), q.reading.fit(q.source))
			switch {
			case err != nil:
				return err
			case slices.Contains(q.source, ""):
				return empty("--source", sourceForm)
			case !q.key.set && !q.unsigned:
				return misuse(errors.New("--key PUB.pem is needed to tell whether somebody has changed the manifest; to compare all the same, give --unsigned"))
			case a.common.parsedFormat == listing.CSV || a.common.parsedFormat == listing.Markdown:
				return misuse(fmt.Errorf("manifest check answers as table or json, not as %s", a.common.parsedFormat))
			}
			return a.checkManifest(cmd.Context(), args[0], &q)
		},
	}
	c.Flags().Var(&q.key, "key", "the public key in `PUB.pem` of whoever signed it")
	c.Flags().BoolVar(&q.unsigned, "unsigned", false, "compare without a signature")
	c.Flags().BoolVar(&q.withCase, "with-case", false, "compare the case that it is of, too")
	c.Flags().BoolVar(&q.strict, "strict", false, "a file that the manifest does not name ends it with exit code 5, too")
	c.Flags().StringArrayVar(&q.source, "source", nil, "where the files lie now: a `PATH` or s3://bucket/prefix; repeat it for several")
	q.reading.add(c.Flags())
	return c
}

// checked is what a check has found.
type checked struct {
	Signature string            `json:"signature"` // valid, invalid, missing, not checked
	Key       string            `json:"key,omitempty"`
	Case      string            `json:"case"` // same, differs, another, not checked
	Files     map[string]int64  `json:"files"`
	Findings  []custody.Finding `json:"findings"`
	broken    []string          // what ends it with code 5
	open      []string          // why something cannot be told; it ends with code 1
}

func (a *app) checkManifest(ctx context.Context, name string, q *checkFlags) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("read the manifest: %w", err)
	}
	r := &checked{Signature: "not checked", Case: "not checked", Findings: []custody.Finding{}}
	if q.key.set {
		if err := r.checkSignature(name, text, q.key.text); err != nil {
			return err
		}
	}
	m, err := custody.Parse(text)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := a.checkFiles(ctx, m, q, r); err != nil {
		return err
	}
	if q.withCase {
		if err := a.checkCase(ctx, m, r); err != nil {
			return err
		}
	}
	if err := a.tellCheck(r); err != nil {
		return err
	}
	if len(r.broken) > 0 {
		return &coded{exitBroken, fmt.Errorf("integrity broken: %s", strings.Join(r.broken, "; "))}
	}
	if len(r.open) > 0 {
		return errors.New(strings.Join(r.open, "; "))
	}
	return nil
}

func (r *checked) checkSignature(name string, text []byte, keyFile string) error {
	pem, err := os.ReadFile(keyFile)
	var key ed25519.PublicKey
	if err == nil {
		key, err = custody.ParsePublic(pem)
	}
	if err != nil {
		return fmt.Errorf("--key %s: %w", keyFile, err)
	}
	r.Key = custody.Fingerprint(key)
	signature, err := os.ReadFile(name + signatureSuffix)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Signature = "missing"
		r.broken = append(r.broken, "the signature "+name+signatureSuffix+" is not there")
	case err != nil:
		return fmt.Errorf("read the signature: %w", err)
	case custody.Signed(key, text, signature):
		r.Signature = "valid"
	default:
		r.Signature = "invalid"
		r.broken = append(r.broken, "the signature is not of this key and this manifest")
	}
	return nil
}

// checkFiles reads the files again and compares.
func (a *app) checkFiles(ctx context.Context, m *custody.Manifest, q *checkFlags, r *checked) error {
	then := sourcesOf(m)
	now, roots := then, custody.Roots{}
	if len(q.source) > 0 {
		now, roots = q.source, custody.Roots{Then: then, Now: q.source}
	}
	here := now
	if len(q.source) == 0 {
		here = a.lyingHere(now)
	}
	if len(here) == 0 && len(m.Files) > 0 {
		r.notCompared(m, then)
		return nil
	}
	found, err := a.weigh(ctx, here, q)
	if err != nil {
		return err
	}
	c := custody.Compare(m, found, roots)
	r.Files = map[string]int64{"listed": c.Listed, "same": c.Same, "unhashed": c.Unhashed, "not_compared": 0}
	for _, k := range custody.Kinds() {
		r.Files[string(k)] = 0
	}
	r.Findings = append(r.Findings, c.Findings...)
	for _, f := range c.Findings {
		r.Files[string(f.Kind)]++
	}
	for _, k := range custody.Kinds() {
		if n := r.Files[string(k)]; n > 0 && (k.Breaks() || k == custody.Added && q.strict) {
			r.broken = append(r.broken, fmt.Sprintf("%d files %s", n, k))
		}
	}
	return nil
}

// sourcesOf are the sources of all loads, each once.
func sourcesOf(m *custody.Manifest) []string {
	var names []string
	for _, l := range m.Loads {
		for _, name := range l.Sources {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// lyingHere are the sources that are there, as far as can be told without reading them.
func (a *app) lyingHere(names []string) (here []string) {
	for _, name := range names {
		_, err := os.Stat(name)
		switch {
		case inS3([]string{name}) || name != "-" && !errors.Is(err, fs.ErrNotExist):
			here = append(here, name)
		case name != "-": // what came by standard input lies nowhere
			a.remark("the source %s is not there; if it lies elsewhere now, say where with --source PATH", listing.Safe(name))
		}
	}
	return here
}

// notCompared says that no source is where it was: whether files are missing or only asked for from another folder nobody can tell.
func (r *checked) notCompared(m *custody.Manifest, sources []string) {
	n := int64(len(m.Files))
	r.Files = map[string]int64{"listed": n, "same": 0, "unhashed": 0, "not_compared": n}
	for _, k := range custody.Kinds() {
		r.Files[string(k)] = 0
	}
	r.open = append(r.open, fmt.Sprintf("no file was compared, for none of the sources is there (%s): say where they lie now with --source PATH", listing.Safe(strings.Join(sources, ", "))))
}

// weigh reads and hashes all files of the sources.
func (a *app) weigh(ctx context.Context, names []string, q *checkFlags) (found []custody.Found, err error) {
	q.reading.sums = true
	arc, err := a.open(ctx, names, q.reading, trail.Filter{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, arc.Close()) }()
	bar := a.follow(ctx, "comparing", arc)
	defer bar.close()
	w := &weigher{}
	own := caseFiles(a.common.db)
	for f, err := range arc.Files(ctx) {
		if err != nil {
			return nil, err
		}
		if own(f.Path()) {
			continue
		}
		if err := f.Read(ctx, w); err != nil {
			return nil, err
		}
		w.size += f.Size()
		bar.tell(store.Progress{Files: int64(len(w.found)), Bytes: w.size})
	}
	return w.found, nil
}

func (a *app) tellCheck(r *checked) error {
	if a.common.parsedFormat != listing.Table {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.env.stdout, "%s\n", listing.SafeJSON(text))
		return err
	}
	out := bufio.NewWriter(a.env.stdout)
	fmt.Fprintf(out, "signature %s", r.Signature)
	if r.Key != "" {
		fmt.Fprintf(out, ", key %s", r.Key)
	}
	fmt.Fprintf(out, "\ncase      %s\nfiles     %d listed: %d same", r.Case, r.Files["listed"], r.Files["same"])
	for _, k := range custody.Kinds() {
		if n := r.Files[string(k)]; n > 0 && k != custody.Added {
			fmt.Fprintf(out, ", %d %s", n, k)
		}
	}
	if n := r.Files["not_compared"]; n > 0 {
		fmt.Fprintf(out, ", %d not compared", n)
	}
	if n := r.Files["unhashed"]; n > 0 {
		fmt.Fprintf(out, ", %d that could not be read when they were loaded", n)
	}
	fmt.Fprintln(out)
	for _, f := range r.Findings {
		fmt.Fprintf(out, "%-9s %s", f.Kind, listing.Safe(f.Path))
		for _, more := range []struct{ word, text string }{{"was ", f.Expected}, {"is ", f.Found}, {"", f.Reason}} {
			if more.text != "" {
				fmt.Fprintf(out, "; %s%s", more.word, listing.Safe(more.text))
			}
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}
