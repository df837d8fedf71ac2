// Selections: what a backup plan backs up. The plans are the cloud's behind the lab.

package overlay

import (
	"slices"
	"time"

	"traillab/localstack/wire"
)

// selection is what a plan backs up.
type selection struct {
	id, plan, request string
	in                map[string]any // BackupSelection
	made              time.Time
}

// selects reports whether a plan has selections.
func (r *region) selects(plan string) bool {
	return slices.ContainsFunc(r.selections, func(s *selection) bool { return s.plan == plan })
}

// plan asks whether there is a plan.
func (q *call) plan(id string) (bool, error) {
	_, found, err := q.ask("backup", "GetBackupPlan", map[string]any{"BackupPlanId": id})
	return found, err
}

func (q *call) createSelection() (map[string]any, error) {
	id, in := q.text("BackupPlanId"), wire.Value(q.In, "BackupSelection")
	asked, _ := in.(map[string]any)
	for _, name := range []string{"SelectionName", "IamRoleArn"} {
		if wire.Text(asked, name) == "" {
			return nil, refuse("MissingParameterValueException", "%s is required", name)
		}
	}
	found, err := q.plan(id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("InvalidParameterValueException", "Cannot find Backup plan with ID %s", id)
	}
	for _, s := range q.here.selections {
		if s.plan == id && wire.Text(s.in, "SelectionName") == wire.Text(asked, "SelectionName") {
			return nil, refuse("AlreadyExistsException", "Backup selection with the same name already exists.")
		}
	}
	s := &selection{id: q.options.NewID(), plan: id, request: q.text("CreatorRequestId"), in: asked, made: q.At}
	q.here.selections = append(q.here.selections, s)
	return map[string]any{"SelectionId": s.id, "BackupPlanId": s.plan, "CreationDate": whole(s.made)}, nil
}

// chosen returns the selection that a call names.
func (q *call) selection() (*selection, error) {
	for _, s := range q.here.selections {
		if s.plan == q.text("BackupPlanId") && s.id == q.text("SelectionId") {
			return s, nil
		}
	}
	return nil, refuse("ResourceNotFoundException", "Cannot find Backup selection with ID %s", q.text("SelectionId"))
}

func (s *selection) show() map[string]any {
	shown := map[string]any{
		"SelectionId": s.id, "SelectionName": wire.Text(s.in, "SelectionName"), "BackupPlanId": s.plan, "CreationDate": whole(s.made), "IamRoleArn": wire.Text(s.in, "IamRoleArn"),
	}
	if s.request != "" {
		shown["CreatorRequestId"] = s.request
	}
	return shown
}

func (q *call) getSelection() (map[string]any, error) {
	s, err := q.selection()
	if err != nil {
		return nil, err
	}
	out := map[string]any{"BackupSelection": s.in, "SelectionId": s.id, "BackupPlanId": s.plan, "CreationDate": whole(s.made)}
	if s.request != "" {
		out["CreatorRequestId"] = s.request
	}
	return out, nil
}

func (q *call) listSelections() (map[string]any, error) {
	id := q.text("BackupPlanId")
	found, err := q.plan(id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, refuse("ResourceNotFoundException", "Cannot find Backup plan with ID %s", id)
	}
	of := slices.DeleteFunc(slices.Clone(q.here.selections), func(s *selection) bool { return s.plan != id })
	return answer(q, "BackupSelectionsList", of, "InvalidParameterValueException", (*selection).show)
}

func (q *call) deleteSelection() (map[string]any, error) {
	s, err := q.selection()
	if err != nil {
		return nil, err
	}
	q.here.selections = slices.DeleteFunc(q.here.selections, func(other *selection) bool { return other == s })
	return nil, nil
}

// keepPlan answers the deletion of a plan that has selections.
func (q *call) keepPlan() (map[string]any, error) {
	return nil, refuse("InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion")
}
