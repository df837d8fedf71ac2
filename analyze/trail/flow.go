// Flows: one row of VPC flow logs says what passed a network interface in a few minutes, or that nothing did, or that
// what passed was not written down. Rows come in AWS's default form or in any that somebody has chosen; what a column is,
// its name says.

package trail

import "time"

// Flow is one row of flow logs. Texts are nil and numbers -1 where the row has none or its form lacks the column. All of it
// is gone when the visitor's Flow returns.
type Flow struct {
	// Line is the line in the inflated text, from 1, or the row of a Parquet file.
	Line int64

	Account, Region, VPC, Subnet, Instance, Interface []byte

	Start, End                       time.Time // of the packets, as the interface's clock tells; zero when absent
	Source, Target                   []byte    // addresses: of the interface always the private one
	SourcePort, TargetPort, Protocol int64
	Packets, Bytes                   int64
	Action, Status                   []byte // ACCEPT or REJECT; OK, NODATA (there was no traffic) or SKIPDATA (it was not written down)
	Direction                        []byte // ingress or egress, as the interface sees it
	PacketSource, PacketTarget       []byte // addresses in the packets themselves, where something relays them
	SourceService, TargetService     []byte // whose AWS address ranges those are in: AMAZON, S3, …
	Path                             int64  // how egress leaves: 7 by a gateway endpoint, 8 by an internet gateway, …

	// Rest is what else the row has, as a JSON object of texts; nil for nothing.
	Rest []byte
}

// Witness is a visitor that takes flow logs, too. A reader tells it of their rows by Flow, and of those that cannot be kept
// by a Reject that is marked as one of a flow; rows count from 0 as records do. It tells others that the file is other.
type Witness interface {
	Visitor
	Flow(f *Flow, at Place) error
}

// FlowWatch narrows flow logs: the rows of any of the interfaces or instances, of any of the VPCs, that lie between the times
// with all of their packets. An empty field lets everything through.
type FlowWatch struct {
	Accounts              []string // a row that names no account passes
	Interfaces, Instances []string // either
	VPCs                  []string
	From, Until           time.Time
}

// Traffic is what rows of flow logs say of one interface and two addresses together. Texts are empty and Path is -1 where
// the rows have none.
type Traffic struct {
	Account, Region, VPC, Interface, Instance string
	Source, Target, PacketSource              string
	PacketTarget, Direction                   string
	SourceService, TargetService              string
	Action, Status                            string
	Path                                      int64
	Rows, Packets, Bytes                      int64
	First, Last                               time.Time // of the packets; zero when no row tells
}

// FlowStep is how many flows of an interface began in one step of time.
type FlowStep struct {
	Interface          string
	Step               int64 // from 0
	Accepted, Rejected int64
}
