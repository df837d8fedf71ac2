// drill is training: a story that was played, and a trainee who finds out and repairs.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

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

// drillFile is where a lab's drill is written down.
func drillFile(p localstack.Place) string { return filepath.Join(p.Folder, "drill.json") }

// byTurns is how long a command on a drill waits for another one.
const byTurns = time.Minute

// drilled is a command on the drill of a lab, whose file is written again when it went well.
func (a *app) drilled(use, short string, args cobra.PositionalArgs, do func(context.Context, *drill.Drill, []string) error) *cobra.Command {
	var name string
	c := &cobra.Command{Use: use, Short: short, Args: args, RunE: func(cmd *cobra.Command, args []string) error {
		place, err := a.labAt(localstack.Find, name)
		if err != nil {
			return err
		}
		return a.turn(cmd.Context(), place, func(ctx context.Context, d *drill.Drill) error { return do(ctx, d, args) })
	}}
	c.Flags().StringVar(&name, "lab", localstack.Default, "the `NAME` of the drill's lab")
	return c
}

// turn does something with the drill of a lab while nobody else does, and writes its file again.
func (a *app) turn(ctx context.Context, place localstack.Place, do func(context.Context, *drill.Drill) error) error {
	release, err := place.Hold(ctx, "drill", byTurns)
	if err != nil {
		return err
	}
	defer release()
	d, err := a.underWay(ctx, place)
	if err != nil {
		return err
	}
	if err := do(ctx, d); err != nil {
		if d.Done == nil { // what was done before it broke off was done
			err = errors.Join(err, d.Save(drillFile(place)))
		}
		return err
	}
	return d.Save(drillFile(place))
}

// underWay is the drill of a lab as its file has it.
func (a *app) underWay(ctx context.Context, place localstack.Place) (*drill.Drill, error) {
	st, err := drill.Load(drillFile(place))
	if err != nil {
		return nil, err
	}
	var on drill.Stage // none of a drill that is finished and whose lab is gone
	switch up, err := a.stageAt(ctx, place); {
	case err == nil && st.Done == nil && up.health.Logs != st.Logs:
		lab := labFlag(place.Name)
		return nil, fmt.Errorf("the lab %q that is up is another than the drill's, which died: end it with traillab lab down%s, then traillab drill start --again%s takes the drill up again",
			place.Name, argument(place.Name), lab)
	case err == nil:
		on = up
	case st.Done == nil:
		return nil, err // which says how the drill is taken up again
	}
	return drill.Take(st, on)
}

func (a *app) drillHint() *cobra.Command {
	var yes bool
	c := a.drilled("hint", "The next hint: its price, and with --yes the hint itself", cobra.NoArgs, func(ctx context.Context, d *drill.Drill, _ []string) error {
		asJSON, err := a.asObject("drill hint")
		if err != nil {
			return err
		}
		offer, err := d.Hint(ctx, yes)
		if err != nil {
			return err
		}
		if asJSON {
			return a.object(offer)
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

// begins says what begins a lab that is not up: where a drill is under way in it the drill, for another lab would be none of its.
func begins(place localstack.Place) string {
	if st, err := drill.Load(drillFile(place)); err == nil && st.Done == nil {
		return fmt.Sprintf("traillab drill start --again%s takes the drill up again", labFlag(place.Name))
	}
	return fmt.Sprintf("traillab lab up%s begins it", argument(place.Name))
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
		tells := "drill check or drill finish tells"
		if d.Mode == drill.Exam {
			tells = "drill finish tells"
		}
		a.remark("noted; whether it is right, %s", tells)
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
