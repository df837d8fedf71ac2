// playbook tells, plays and proves the remedies. It prints them for people, and itself calls nothing but a lab.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"traillab/analyze/store"
	"traillab/analyze/trail"
	"traillab/analyze/trail/dialect"
	"traillab/cmd/traillab/listing"
	"traillab/simulate/playbook"
)

func (a *app) playbook() *cobra.Command {
	c := &cobra.Command{
		Use:   "playbook",
		Short: "Remedies: printed for people with an incident's own ids, played and proved in a lab",
		Long: `A playbook says what to do about a kind of incident, step by step, how to prove that it helped, and how to take it back.

  traillab playbook list                                       what there is
  traillab playbook show restore-internet                      in words, for the console
  traillab playbook show restore-internet --as cli --chain C   as commands of the AWS CLI, with the ids of a chain
  traillab playbook show restore-internet --as python          as one script on boto3
  traillab playbook run restore-internet --lab NAME --set vpc=vpc-…   play it in a lab
  traillab playbook check restore-internet --lab NAME --set vpc=vpc-… whether it has helped there, whoever did it

What is printed is for people to read and run. traillab itself calls nothing but a lab.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return misuse(errors.New("say what to do: traillab playbook list, show, run or check"))
		},
	}
	for _, sub := range []*cobra.Command{a.playbookList(), a.playbookShow(), a.playbookRun(), a.playbookCheck()} {
		sub.Args = explained(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func (a *app) playbookList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The playbooks by name",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := playbook.List()
			if err != nil {
				return err
			}
			w := a.list([]listing.Column{{Name: "name"}, {Name: "letter"}, {Name: "title", Wide: true}})
			for _, p := range all {
				if err := w.Row(p.Name, p.Letter, p.Title); err != nil {
					return err
				}
			}
			return w.Close()
		},
	}
}

// incidentFlags say which incident a playbook is about.
type incidentFlags struct {
	q     questionFlags
	chain given
	alert given
	set   []string
}

func (f *incidentFlags) add(c *cobra.Command) {
	f.q.add(c, false)
	f.q.beside.ask(c.Flags())
	c.Flags().Var(&f.chain, "chain", "the incident: a `CHAIN` of traillab chains, in --db or --source")
	c.Flags().Var(&f.alert, "alert", "a `FILE` of findings of GuardDuty or Security Hub: an answer of get-findings, or an event of EventBridge")
	c.Flags().StringArrayVar(&f.set, "set", nil, "`NAME=VALUE` of a parameter; a list is separated by commas, or JSON. Repeat it for several")
}

// about makes a runbook of a playbook: what the chain tells, what the alert tells, and what is set; the later
// counts more.
func (a *app) about(ctx context.Context, name string, f *incidentFlags, values map[string]any) (*playbook.Runbook, error) {
	p, err := playbook.Open(name)
	if errors.Is(err, playbook.ErrUnknown) {
		return nil, misuse(fmt.Errorf("%w; traillab playbook list names them", err))
	}
	if err != nil {
		return nil, err
	}
	if err := f.chain.need("--chain", "the id of a chain (chain-0123456789ab)"); err != nil {
		return nil, err
	}
	if !f.chain.set && len(f.q.source) > 0 {
		return nil, misuse(errors.New("--source goes with --chain: which incident of it is meant?"))
	}
	if f.chain.set {
		if err := a.incident(ctx, p, f, values); err != nil {
			return nil, err
		}
	}
	if f.alert.set {
		if err := alarm(p, f.alert.text, values); err != nil {
			return nil, misuse(fmt.Errorf("--alert: %w", err))
		}
	}
	for _, word := range f.set {
		name, text, ok := strings.Cut(word, "=")
		if !ok {
			return nil, misuse(fmt.Errorf("--set: %q is not NAME=VALUE", word))
		}
		value, err := p.Parse(name, text)
		if err != nil {
			return nil, misuse(fmt.Errorf("--set: %w", err))
		}
		values[name] = value
	}
	r, err := p.With(values)
	return r, misuse(err)
}

// incident adds what a chain tells to the values.
func (a *app) incident(ctx context.Context, p *playbook.Playbook, f *incidentFlags, values map[string]any) error {
	f.q.whole, f.q.look = true, dialect.MaySee
	return a.ask(ctx, &f.q, losses, func(s *store.Store, _ trail.Filter) error {
		c, err := a.investigate(ctx, s)
		if err != nil {
			return err
		}
		chain, err := theChain(c, f.chain.text)
		if err != nil {
			return err
		}
		for name, value := range p.FromChain(c, chain) {
			values[name] = value
		}
		return nil
	})
}

// alarm adds what an alert tells to the values.
func alarm(p *playbook.Playbook, path string, values map[string]any) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	told, err := p.FromAlert(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	maps.Copy(values, told)
	return nil
}

func (a *app) playbookShow() *cobra.Command {
	var f incidentFlags
	var as string
	var undo bool
	c := &cobra.Command{
		Use:   "show NAME",
		Short: "A playbook in words, as AWS CLI commands or as a script for Python, with the ids of an incident",
		Long: `Prints a playbook for somebody to follow. With --chain the ids of that incident stand in it; what the log cannot tell is asked for
by what is printed, and never guessed. What comes from the log is text of an attacker's: it is quoted, and what would be more than a
word to a shell, a terminal or the AWS CLI is left out.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.about(cmd.Context(), args[0], &f, map[string]any{})
			if err != nil {
				return err
			}
			r.Undo = undo
			return a.showRunbook(r, as)
		},
	}
	f.add(c)
	c.Flags().StringVar(&as, "as", "console", "the `FORM`: console (words), cli (bash and the AWS CLI) or python (boto3)")
	c.Flags().BoolVar(&undo, "rollback", false, "show how it is taken back")
	return c
}

// showRunbook prints a runbook.
func (a *app) showRunbook(r *playbook.Runbook, as string) error {
	forms := map[string]func(io.Writer) error{"console": r.Console, "cli": r.CLI, "python": r.Python}
	form, ok := forms[as]
	if !ok {
		return misuse(fmt.Errorf("--as: %q is none of console, cli and python", as))
	}
	if asJSON, err := a.asObject("playbook show"); err != nil {
		return err
	} else if asJSON {
		return misuse(errors.New("playbook show prints a text; --as says which"))
	}
	return form(a.env.stdout)
}
