// Words: how a rule asks a call for what it names and sets. Where a word is missing, or is not what it should be, what it would have
// said is not known, and the reason names the call and the parameter.

package topology

import (
	"fmt"
	"slices"
	"strings"

	"traillab/analyze/trail/dialect"
)

// the returns the thing of a kind that a call names, at the first of the places where the id of one stands alone: q.vpcId in the
// request, p.vpc.vpcId in the answer. Where there is none it is a wild one, and what is said of it is not known of any of its
// kind, for the reason that the place is empty or holds something else.
func (r *reading) the(kind Kind, places ...string) *Thing {
	id, why := r.one(func(word string) bool { return formed(kind, word) }, "id of "+oneOf(kind), places)
	if id == "" {
		r.blame(kind, why)
	}
	return r.thing(kind, id)
}

// one returns the word that stands alone at the first of the places where it is what it should be; without one it tells why.
func (r *reading) one(is func(string) bool, what string, places []string) (word, why string) {
	for _, place := range places {
		words := r.words(place)
		switch {
		case len(words) == 1 && is(words[0]):
			return words[0], ""
		case len(words) > 0 && why == "":
			why = fmt.Sprintf("the %s of %s is no %s", member(place), r.event.Name, what)
		}
	}
	if why == "" {
		why = r.event.Name + " has no " + member(places[0])
	}
	return "", why
}

// alone returns the word at the first of the places that is not empty; anyKey, which is no word, where several stand there.
func (r *reading) alone(places ...string) string {
	for _, place := range places {
		switch words := r.words(place); len(words) {
		case 0:
		case 1:
			return words[0]
		default:
			return anyKey
		}
	}
	return ""
}

// words returns the different texts at a place.
func (r *reading) words(place string) []string {
	o := r.call.Request
	half, path, _ := strings.Cut(place, ".")
	if half == "p" {
		o = r.call.Response
	}
	words := o.All(path)
	if len(words) < 2 {
		return words
	}
	return slices.Compact(slices.Sorted(slices.Values(words)))
}

// member is the last step of a place.
func member(place string) string { return place[strings.LastIndexByte(place, '.')+1:] }

// each returns the words of a list of the request, with anyKey for what is no word, and nothing where there is no such list.
func (r *reading) each(name string) []string {
	v := r.call.Request.Get(name)
	if v == nil {
		return nil
	}
	list, ok := v.(dialect.List)
	if !ok {
		list = dialect.List{v}
	}
	if len(list) == 0 {
		list = dialect.List{nil}
	}
	words := make([]string, len(list))
	for i, element := range list {
		words[i] = anyKey
		if text, ok := element.(dialect.Text); ok && text != "" {
			words[i] = string(text)
		}
	}
	r.untold = r.event.Name + " does not tell its " + name
	return words
}

// turned says of an aspect that is Yes or None what a member of the request says of it, if there is one. The word stands in the
// member itself or in a value inside of it.
func (r *reading) turned(t *Thing, a Aspect, key, name string) {
	v := r.call.Request.Get(name)
	if v == nil {
		return
	}
	o := dialect.Object{{Name: "value", Value: v}}
	if inner, ok := v.(dialect.Object); ok {
		o = inner
	}
	r.flagged(t, a, key, name, o.All("value"))
}

// flagged says that an aspect is Yes or None, as the one word says; another leaves it unknown.
func (r *reading) flagged(t *Thing, a Aspect, key, name string, words []string) {
	if len(words) == 1 && isFlag(words[0]) {
		r.is(t, a, key, flag(words[0]))
		return
	}
	r.lost(t, a, key, r.event.Name+" does not tell its "+name)
}

// unless returns the words, and the one that they go without saying where there are none.
func unless(words []string, otherwise string) []string {
	if len(words) == 0 {
		return []string{otherwise}
	}
	return words
}

// untells says that aspects of a thing may have been changed, for the request says nothing beside its id.
func (r *reading) untells(t *Thing, aspects ...Aspect) {
	for _, a := range aspects {
		key := ""
		if !keyFits(t, a, key) {
			key = anyKey
		}
		r.lost(t, a, key, r.event.Name+" does not tell what it modifies")
	}
}

// bind remembers what an association or a rule binds, by its id, as far as the call tells that.
func (r *reading) bind(id string, of *Thing) *Thing {
	if of.wild() || !formed(Association, id) {
		return nil
	}
	bond := r.thing(Association, id)
	r.is(bond, Of, "", To(of))
	return bond
}

// plug remembers an attachment of an interface likewise.
func (r *reading) plug(id string, of *Thing) {
	if !of.wild() && formed(Attachment, id) {
		r.is(r.thing(Attachment, id), Of, "", To(of))
	}
}

// bare reports whether a request tells nothing beside these members, which say what it is about.
func (r *reading) bare(beside ...string) bool {
	return !slices.ContainsFunc(r.call.Request, func(m dialect.Member) bool { return m.Name != "dryRun" && !slices.Contains(beside, m.Name) })
}
