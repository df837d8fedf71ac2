// Each: a report for every account, region, VPC or chain, in a folder with an index. The analysis is made once; each report is that of
// the same filters on the command line.

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"traillab/analyze"
	"traillab/analyze/report"
	"traillab/analyze/store"
	"traillab/analyze/topology"
	"traillab/analyze/trail"
)

// eachThings are what --each takes.
var eachThings = []string{"account", "region", "vpc", "chain"}

func (b *batchFlags) checkEach() error {
	if b.each.set && !slices.Contains(eachThings, b.each.text) {
		return misuse(fmt.Errorf("--each: %q is no thing to report on; use %s", b.each.text, strings.Join(eachThings, ", ")))
	}
	return nil
}

// checkForms refuses several forms for one file.
func (b *batchFlags) checkForms(format string) error {
	if !b.each.set && strings.Contains(format, ",") {
		return misuse(errors.New("--format: several forms go with --each, which writes a folder"))
	}
	return nil
}

// forms are those of --format; pages for people where it is not given.
func (a *app) forms(cmd *cobra.Command) (list []paper) {
	asked := a.common.format
	if !cmd.Flags().Changed("format") {
		asked = "html"
	}
	for name := range strings.SplitSeq(asked, ",") {
		for _, p := range papers() {
			again := slices.ContainsFunc(list, func(l paper) bool { return l.name == p.name })
			if (string(p.name) == name || p.name == "text" && name == "table") && !again {
				list = append(list, p)
			}
		}
	}
	return list
}

// eachReport is the making of a folder of reports.
type eachReport struct {
	a     *app
	s     *store.Store
	found *analyze.Case
	o     report.Options
	by    string
	forms []paper
	dir   string // where they are written before it takes its place
	f     *reportFlags
	told  map[string]bool           // chains that a report tells, by id
	vpcs  map[string][]report.Thing // that a chain is about, by its id
}

// reportEach writes the folder, and returns all of it as one report.
func (a *app) reportEach(cmd *cobra.Command, s *store.Store, f *reportFlags, filter trail.Filter) (*report.Case, error) {
	ctx := cmd.Context()
	forms := a.forms(cmd)
	o, err := a.paperOptions(ctx, cmd, s, f, filter)
	if err != nil {
		return nil, err
	}
	o.Bare = !slices.ContainsFunc(forms, func(p paper) bool { return !tellsTimeline(p.name) })
	f.batch.mark.recall(&o)
	o.Asked.Command += " --each " + f.batch.each.text + " --output DIR"
	found, err := a.investigate(ctx, s)
	if err != nil {
		return nil, err
	}
	whole, err := report.Compile(ctx, s, found, o)
	if err != nil {
		return nil, err
	}
	err = a.writeFolder(f.out.text, func(dir string) error {
		e := &eachReport{a, s, found, o, f.batch.each.text, forms, dir, f, map[string]bool{}, map[string][]report.Thing{}}
		return e.write(ctx, whole)
	})
	return whole, cmp.Or(err, f.verdict(whole))
}

// write writes the reports and their index.
func (e *eachReport) write(ctx context.Context, whole *report.Case) error {
	index := report.NewIndex(whole, e.by)
	for i := range e.found.Chains {
		chain := &e.found.Chains[i]
		for _, v := range e.found.VPCs(chain) {
			e.vpcs[chain.ID] = append(e.vpcs[chain.ID], report.Thing{Account: v.Account, Region: v.Region, ID: v.ID})
		}
	}
	for _, t := range e.things(whole) {
		if err := e.one(ctx, &t, whole); err != nil {
			return err
		}
		index.Things = append(index.Things, t)
	}
	var left []report.Head
	for _, h := range whole.Overview {
		if !e.told[h.ID] {
			left = append(left, h)
		}
	}
	index.Leave(left)
	return errors.Join(e.a.write(filepath.Join(e.dir, "index.json"), index.JSON), e.a.write(filepath.Join(e.dir, "index.html"), index.HTML))
}

// one writes the report of a thing, if there is anything to tell of it.
func (e *eachReport) one(ctx context.Context, t *report.Thing, whole *report.Case) (err error) {
	o := e.options(t, whole)
	if o == nil {
		t.Pages = []report.Page{}
		t.Cover(whole)
		return nil
	}
	c, err := report.Compile(ctx, e.s, e.found, *o)
	if err != nil {
		return err
	}
	if t.Count(c); t.Chains+t.Loose == 0 {
		return nil
	}
	for _, h := range c.Overview {
		e.told[h.ID] = true
	}
	kept, done, err := keep(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	name, wrong := e.name(t), make([]error, len(e.forms))
	var writing sync.WaitGroup
	for i, p := range e.forms {
		file := name + "." + ending(p)
		t.Pages = append(t.Pages, report.Page{Form: string(p.name), File: file})
		writing.Go(func() { // a kept case may be read by many at once
			wrong[i] = e.a.write(filepath.Join(e.dir, file), func(w io.Writer) error { return p.write(w, kept) })
		})
	}
	writing.Wait()
	return errors.Join(wrong...)
}

// ending is what the names of files of a form end with; no two have the same.
func ending(p paper) string {
	switch p.name {
	case "text":
		return "txt"
	case "timesketch", "ocsf":
		return string(p.name) + ".jsonl"
	default:
		return string(p.name)
	}
}

func (e *eachReport) name(t *report.Thing) string {
	switch e.by {
	case "account":
		return report.FileName(e.by, t.Account)
	case "region":
		return report.FileName(e.by, t.Region)
	case "chain":
		return report.FileName(e.by, t.ID)
	}
	return report.FileName(e.by, t.Account, t.Region, t.ID)
}

// options are those of the report of one thing: the filters that choose it, or the chains, where no filter can name it. nil where
// there is nothing to tell.
func (e *eachReport) options(t *report.Thing, whole *report.Case) *report.Options {
	o := e.o
	o.Since = e.recall(t, whole)
	if e.by == "chain" {
		o.Only = []string{t.ID}
		return &o
	}
	chains := e.about(t, whole)
	switch {
	case e.by == "vpc" && len(chains) == 0: // there are many, and to ask about each would take long
		return nil
	case e.by != "region" && t.Account == "", e.by != "account" && t.Region == "":
		o.Only = chains
		if len(chains) == 0 {
			return nil
		}
		return &o
	}
	o.Asked.Filters = slices.Clone(o.Asked.Filters)
	narrow := func(flag, value string, to *[]string) {
		o.Asked.Filters = slices.DeleteFunc(o.Asked.Filters, func(x report.Filter) bool { return x.Flag == flag })
		o.Asked.Filters = append(o.Asked.Filters, report.Filter{Flag: flag, Value: value})
		*to = []string{value}
	}
	if e.by != "region" {
		narrow("account", t.Account, &o.Filter.Accounts)
	}
	if e.by != "account" {
		narrow("region", t.Region, &o.Filter.Regions)
	}
	if e.by == "vpc" {
		narrow("vpc", t.ID, &o.Filter.VPCs)
	}
	o.Asked.Command = again(e.f, &o)
	return &o
}

// about are the ids of the chains that are a thing's.
func (e *eachReport) about(t *report.Thing, whole *report.Case) (ids []string) {
	for _, h := range whole.Overview {
		switch e.by {
		case "account":
			if h.Account == t.Account {
				ids = append(ids, h.ID)
			}
		case "region":
			if h.Region == t.Region {
				ids = append(ids, h.ID)
			}
		default:
			if slices.ContainsFunc(e.vpcs[h.ID], t.Same) {
				ids = append(ids, h.ID)
			}
		}
	}
	return ids
}

// things are what there are reports on, in order.
func (e *eachReport) things(whole *report.Case) []report.Thing {
	var list []report.Thing
	switch e.by {
	case "chain":
		for i := range whole.Overview {
			h := &whole.Overview[i]
			list = append(list, report.Thing{Account: h.Account, Region: h.Region, ID: h.ID})
		}
		return list
	case "vpc":
		for _, v := range e.found.History.Things(topology.VPC) {
			list = append(list, report.Thing{Account: v.Account, Region: v.Region, ID: v.ID})
		}
	default:
		for i := range whole.Overview {
			list = append(list, e.thing(whole.Overview[i].Account, whole.Overview[i].Region))
		}
		for _, s := range whole.Coverage.Stretches {
			if t := e.thing(string(s.Account), string(s.Region)); t.Account+t.Region != "" {
				list = append(list, t)
			}
		}
	}
	list = slices.DeleteFunc(list, func(t report.Thing) bool { return !e.asked(&t) })
	slices.SortFunc(list, func(a, b report.Thing) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region), cmp.Compare(a.ID, b.ID))
	})
	return slices.CompactFunc(list, func(a, b report.Thing) bool { return a.Same(b) })
}

func (e *eachReport) thing(account, region string) report.Thing {
	if e.by == "account" {
		return report.Thing{Account: account}
	}
	return report.Thing{Region: region}
}

// asked reports whether a thing is one that the filters ask for.
func (e *eachReport) asked(t *report.Thing) bool {
	among := func(list []string, id string) bool { return len(list) == 0 || id == "" || slices.Contains(list, id) }
	f := &e.o.Filter
	return among(f.Accounts, t.Account) && among(f.Regions, t.Region) && (e.by != "vpc" || trail.NamesAny([]string{t.ID}, f.VPCs))
}
