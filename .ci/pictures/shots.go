// Shots: which pictures there are, the keys that lead there, and what each shows.

package main

import (
	"context"
	"regexp"
	"strings"
)

// The incident in the box, and what it is about.
const (
	incident = "gateway-detach"
	chain    = "chain-a249f70d85cf"
)

// shot is a picture to be taken.
type shot struct {
	name    string
	alt     string // what it shows, for those who do not see it
	command []string
	first   []string // what the first page shows
	keys    []string // by tmux's names; one that begins with a blank is text to be typed
	shows   []string
	// meanwhile happens elsewhere once the first page is there; after, when the terminal is closed.
	meanwhile, after func(context.Context, *pictures) error
	running          bool // a clock runs in it: it is never the same twice
}

// page is a picture of a page of the case.
func page(name, alt, line string, shows ...string) shot {
	return shot{
		name: name, alt: alt, keys: strings.Fields(line), shows: shows, first: []string{"Overview", "hostile 1"},
		command: []string{"traillab", "tui", "--db", "case.duckdb"},
	}
}

// pages are the pictures of a case. To the chain and to its cut lead keys that hold as long as the incident stays what it is.
func pages() []shot {
	const cut = "2 G Up Up Enter Down Down Down Down"
	return []shot{
		page("overview", "The first page: for which hours there are logs, by account and region, with one hour of which nothing is known; seven chains, one of them hostile; everything that was loaded could be read.",
			"", "Coverage", "Not read"),
		page("chains", "The chains of the incident, one a row: from when to when, what was cut off, how it looks, what was lost.",
			"2 G Up Up", "vpc-040558abc4f5711bb"),
		page("chain", "One chain on its axis of time: attempts, run-up, the cut, hardening, and the way back half an hour later; below, its events, with who made them and from where.",
			cut, chain, "run-up"),
		page("impact", "What each instance lost and kept by the chain: a capability a row, how surely it is known, from when to when; below, the way that it had before, and why it has none after.",
			cut+" v Down", "how sure", "egress4"),
		page("topology", "The VPCs of the log, and how surely each is known.", "4", "vpc-040558abc4f5711bb"),
		page("network", "The network as it stood after the cut, drawn in text: the internet gateway is detached, the NAT gateway is deleted, routes lead nowhere, and what has changed since the chain began stands behind it.",
			cut+" p", "compared with before", "change"),
		typed("timeline", "The calls of the hour of the incident, narrowed by a filter: when, what, with which error, by whom, from where.",
			"5 /", "is:write since:2024-05-14T14:00:00Z until:2024-05-14T14:45:00Z", "DetachInternetGateway", "event 1 of"),
		page("principals", "Who acted: first and last seen, calls, errors, writes.", "6", "principal"),
		page("record", "The record of the cut as it lies in the archive, with its file, its place in it and the sum of the file.", cut+" Enter", "sha256", "DetachInternetGateway"),
		page("detections", "Detections: no rules are installed, and the page says so.", "8", "rules"),
		typed("sql", "A question of one's own in SQL, and its answer as a table.",
			"9 s", "SELECT principal, count(*) AS calls, count(error_code) AS errors, min(event_time) AS first FROM events GROUP BY ALL ORDER BY errors DESC, calls DESC, principal", "errors", "first"),
	}
}

// typed is a picture of a page on which a text is typed behind the keys.
func typed(name, alt, line, text string, shows ...string) shot {
	s := page(name, alt, line, shows...)
	s.keys = append(s.keys, " "+text, "Enter")
	return s
}

// caption says what was typed.
func (s *shot) caption() caption {
	var pressed []string
	for _, k := range s.keys {
		if strings.HasPrefix(k, " ") {
			k = "…"
		}
		pressed = append(pressed, k)
	}
	signs := strings.NewReplacer("Up", "↑", "Down", "↓", "Enter", "enter", "Tab", "tab")
	return caption{title: s.alt, left: "$ " + strings.Join(s.command, " "), right: signs.Replace(strings.Join(pressed, " "))}
}

// same reports whether two pictures are equal, but for a clock that runs.
func (s *shot) same(a, b string) bool {
	if a == b {
		return true
	}
	return s.running && still(a) == still(b)
}

// still is the words of a picture without clocks.
func still(picture string) string {
	words := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(picture, " ")
	return strings.Join(strings.Fields(regexp.MustCompile(`\d+:\d+:\d+Z|(\d+m)?\d+s\b`).ReplaceAllString(words, "…")), " ")
}
