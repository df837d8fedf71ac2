// The relation table on paper: what documentation prints of it.

package dialect

import (
	"fmt"
	"io"
	"strings"
)

// Row is one row of the relation table in words.
type Row struct {
	Relation, Call, Service string
	Effect                  string // cuts, makes or ends
	Child, Parent, When     string // as the package writes them; empty where the call does not say
}

// Rows returns the relation table in its order.
func Rows() []Row {
	var rows []Row
	for _, table := range relations {
		for _, r := range table {
			effect := [...]string{"cuts", "makes", "ends"}[r.verb]
			rows = append(rows, Row{r.of, r.call, r.service, effect, r.child, r.parent, r.when})
		}
	}
	return rows
}

// head of the printed table. Its first line says that a program wrote the page.
const head = `<!-- Generated from the relation table in analyze/trail/dialect by "go test ./analyze/trail/dialect -update"; do not edit. -->

# Relations

Each call below cuts one thing from another, makes the tie, or proves that it has ended. ` + "`detachments`" + ` lists the calls
that cut, tried to cut, or would have. A relation is written child/parent: the child is what was cut off, the parent from
what.

Where the ids are found: ` + "`q.`" + ` is the request, ` + "`p.`" + ` the response, ` + "`a.`" + ` the record itself, ` + "`m.`" + ` the message of a refusal; after
` + "`or`" + ` comes what is taken when the first is missing, ` + "`/`" + ` joins two. An empty cell means that the call does not say: only earlier
events know. Where a call names no more than an association, that is the child. A call whose event name carries an API version (RemovePermission20150331v2) is listed without it.

An inline policy counts as a policy. DeleteInternetGateway and DeleteVpnGateway cut nothing: AWS refuses them while the
gateway is attached, so they prove that it had been detached before.

Names of endpoints lead to them only while both DNS attributes of the VPC are on: to switch one off cuts them off from those who
call them. RestoreManagedPrefixListVersion may take ranges off a list or put some on it; no record tells which.

StopInstances and TerminateInstances have no row, although they cut off who sends through a NAT instance: no call tells that an
instance is one, only the routes that lead to it. ` + "`chains`" + ` rebuilds those, and tells of such a stop as a cut.

| relation | call | service | effect | child | parent | only when |
|---|---|---|---|---|---|---|
`

// WriteTable writes the relation table as Markdown.
func WriteTable(w io.Writer) error {
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	for _, r := range Rows() {
		if _, err := fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s |\n",
			r.Relation, r.Call, r.Service, r.Effect, code(r.Child), code(r.Parent), code(r.When)); err != nil {
			return err
		}
	}
	return nil
}

// code sets a finder as code; the bar between its alternatives would end the cell.
func code(finder string) string {
	if finder == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(finder, " | ", " or ") + "`"
}
