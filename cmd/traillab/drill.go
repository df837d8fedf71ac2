// drill is training: a story that was played, and a trainee who finds out and repairs.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"traillab/cmd/traillab/listing"
	"traillab/localstack"
	"traillab/simulate/drill"
	"traillab/simulate/scenario"
)

func (a *app) drill() *cobra.Command {
	c := &cobra.Command{
		Use:   "drill",
		Short: "Training: find out what happened in a lab, repair it, and be graded",
		Long: `A drill plays a scenario in a lab in the background and hands over to you: with the AWS CLI, boto3, or anything else that speaks
to AWS, and with traillab itself on the log that the lab records. Whatever way leads there counts; checks look at the state in
the end and at what was destroyed on the way. Several drills may run at once, each in a lab of its own (--lab).`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return misuse(errors.New("say what to do: traillab drill list, then drill start NAME"))
		},
	}
	subs := []*cobra.Command{
		a.drillList(), a.drillStart(), a.drillStatus(), a.drillHint(), a.drillAnswer(), a.drillCheck(), a.drillPause(), a.drillInject(),
		a.drillFinish(), a.drillResults(), a.drillAnswers(),
	}
	for _, sub := range subs {
		sub.Args = explained(sub.Args)
		c.AddCommand(sub)
	}
	return c
}

func (a *app) drillList() *cobra.Command {
	c := a.simulateList()
	c.Short = "The scenarios that can be drilled"
	return c
}

// drillFlags are the flags of drill start.
type drillFlags struct {
	lab           labFlags
	name, trainee string
	mode          string
	seed          uint64
}

func (a *app) drillStart() *cobra.Command {
	var flags drillFlags
	c := &cobra.Command{
		Use:   "start NAME|FILE|DIR",
		Short: "Play the story, and begin the drill",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(drill.Modes(), drill.Mode(flags.mode)) {
				return misuse(fmt.Errorf("--mode: %q is none of learn, timed and exam", flags.mode))
			}
			d, err := a.startDrill(cmd.Context(), args[0], &flags)
			if err != nil {
				return err
			}
			return a.tellBriefing(cmd.Context(), d, &flags)
		},
	}
	flags.lab.add(c.Flags())
	c.Flags().Lookup("clock").Hidden = true // the story has its own
	c.Flags().StringVar(&flags.name, "lab", localstack.Default, "the `NAME` of the drill's lab")
	c.Flags().StringVar(&flags.mode, "mode", string(drill.Learn), "learn, timed (deadlines, a bonus for speed) or exam (no hints, results at the end)")
	c.Flags().Uint64Var(&flags.seed, "seed", 0, "draw addresses, times and names by this `NUMBER`; 0 is the run that is published")
	c.Flags().StringVar(&flags.trainee, "trainee", "", "`NAME` for the results of a class")
	return c
}

// startDrill begins the lab, plays the story and writes the drill's file. A lab in which that failed is ended again.
func (a *app) startDrill(ctx context.Context, name string, flags *drillFlags) (_ *drill.Drill, err error) {
	s, err := findScenario(name)
	if err != nil {
		return nil, err
	}
	drawn, err := s.Draw(flags.seed)
	if err != nil {
		return nil, err
	}
	o, place, err := flags.lab.options(a, flags.name)
	if err != nil {
		return nil, err
	}
	kind, err := a.choose(ctx, s, o)
	if err != nil {
		return nil, err
	}
	flags.lab.upstream, flags.lab.clock, flags.lab.seed = string(kind), drawn.Setup.Format("2006-01-02T15:04:05Z"), flags.seed+1
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("begin the lab %q: %w", flags.name, err)
	}
	tell, done := a.watchLab()
	_, err = localstack.Launch(ctx, place, append([]string{program, "lab", "serve", flags.name}, flags.lab.args()...), a.env.environ(), tell)
	done()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_, ended := localstack.Down(context.WithoutCancel(ctx), place, a.env.environ())
			err = errors.Join(err, ended)
		}
	}()
	on, err := a.stageAt(ctx, place)
	if err != nil {
		return nil, err
	}
	d, err := drill.Start(ctx, on, drill.Options{Scenario: s.Scenario, Text: s.text, Seed: flags.seed, Mode: drill.Mode(flags.mode), Lab: flags.name, Trainee: flags.trainee})
	if err != nil {
		return nil, err
	}
	return d, d.Save(drillFile(place))
}

// drillFile is where a lab's drill is written down.
func drillFile(p localstack.Place) string { return filepath.Join(p.Folder, "drill.json") }

// drilled is a command on the drill of a lab, whose file is written again when it went well.
func (a *app) drilled(use, short string, args cobra.PositionalArgs, do func(context.Context, *drill.Drill, []string) error) *cobra.Command {
	var name string
	c := &cobra.Command{Use: use, Short: short, Args: args, RunE: func(cmd *cobra.Command, args []string) error {
		place, err := a.labAt(localstack.Find, name)
		if err != nil {
			return err
		}
		st, err := drill.Load(drillFile(place))
		if err != nil {
			return err
		}
		on, err := a.stageAt(cmd.Context(), place)
		if err != nil && st.Done == nil {
			return err
		}
		d, err := drill.Take(st, on)
		if err != nil {
			return err
		}
		if err := do(cmd.Context(), d, args); err != nil {
			return err
		}
		return d.Save(drillFile(place))
	}}
	c.Flags().StringVar(&name, "lab", localstack.Default, "the `NAME` of the drill's lab")
	return c
}

func (a *app) drillHint() *cobra.Command {
	var yes bool
	c := a.drilled("hint", "The next hint: its price, and with --yes the hint itself", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		offer, err := d.Hint(ctx, yes)
		if err != nil {
			return err
		}
		if !yes {
			fmt.Fprintf(a.env.stdout, "hint %d costs %d points; take it with: traillab drill hint --yes%s\n", offer.Number, offer.Cost, labFlag(d.Lab))
			return nil
		}
		fmt.Fprintf(a.env.stdout, "%s\n", listing.Safe(offer.Text))
		return nil
	})
	c.Flags().BoolVar(&yes, "yes", false, "pay for the hint")
	return c
}

// labFlag is how the next command names a lab that is not the usual one.
func labFlag(name string) string {
	if name == localstack.Default {
		return ""
	}
	return " --lab " + name
}

func (a *app) drillAnswer() *cobra.Command {
	return a.drilled("answer QUESTION TEXT", "Answer a question; the last answer counts", cobra.ExactArgs(2), func(ctx context.Context, d *drill.Drill, args []string) error {
		if err := d.Answer(ctx, args[0], args[1]); err != nil {
			return misuse(err)
		}
		a.remark("noted; whether it is right, drill check or drill finish tells")
		return nil
	})
}

func (a *app) drillPause() *cobra.Command {
	var end bool
	c := a.drilled("pause", "Stop the clock, and with --end let it go on", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		if end {
			return d.Continue(ctx)
		}
		return d.Pause(ctx)
	})
	c.Flags().BoolVar(&end, "end", false, "go on")
	return c
}

func (a *app) drillInject() *cobra.Command {
	var message string
	c := a.drilled("inject [FILE]", "For the trainer: let something more happen (injects in YAML, as a scenario has them)", cobra.MaximumNArgs(1), func(ctx context.Context, d *drill.Drill, args []string) error {
		var in []scenario.Inject
		if message != "" {
			in = append(in, scenario.Inject{Message: message})
		}
		if len(args) == 1 {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("inject: %w", err)
			}
			more, err := scenario.ReadInjects(args[0], text)
			if err != nil {
				return misuse(err)
			}
			in = append(in, more...)
		}
		if len(in) == 0 {
			return misuse(errors.New("say what happens: a file of injects, or --message TEXT"))
		}
		return d.Inject(ctx, in)
	})
	c.Flags().StringVar(&message, "message", "", "tell the trainee this `TEXT`")
	return c
}

// seconds are whole ones for people, "" for none.
func seconds(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
