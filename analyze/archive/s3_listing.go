// A listing asks a bucket with several requests at once and still yields objects in the order of their keys.

package archive

import (
	"context"
	"iter"
	"strings"
	"sync"

	"traillab/analyze/trail"
)

// searches is how many folders outside of CloudTrail's layout one pass lists one by one. A bucket with more of them is
// laid out by something else, and listing it flat costs less.
const searches = 500

// listing is one pass through a bucket: the line of what was listed and what is still to be asked, in the order of keys.
// Only the goroutine of the iterator touches the line; requests answer over a channel that has room for all of them.
type listing struct {
	bucket   *Bucket
	note     func(key string, size int64) // of each object that is yielded
	head     *span
	inFlight int
	ahead    int // objects that wait to be yielded
	searches int
	answers  chan answer
	running  sync.WaitGroup
}

// span is a stretch of the line: objects, or a prefix whose objects are not known yet, or the error of asking for them.
type span struct {
	next    *span
	objects []Object
	ask     *question
	err     error
}

type answer struct {
	span *span
	page page
	err  error
}

// Objects lists what passes the filter by the names of its folders, in the order of keys. An error stands where the
// objects would stand that could not be listed; the listing goes on behind it until the context ends.
func (b *Bucket) Objects(ctx context.Context) iter.Seq2[Object, error] {
	return b.list(ctx, b.listed.add)
}

// Survey lists for somebody who will not open what it yields.
func (b *Bucket) Survey(ctx context.Context) iter.Seq2[Object, error] {
	return b.list(ctx, func(string, int64) {})
}

func (b *Bucket) list(ctx context.Context, note func(key string, size int64)) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		l := &listing{bucket: b, note: note, searches: searches, answers: make(chan answer, b.listings)}
		defer l.running.Wait()
		defer stop()
		if way := b.way(b.prefix[:strings.LastIndexByte(b.prefix, '/')+1]); way != wayNone {
			l.head = &span{ask: &question{prefix: b.prefix, way: way}}
		}
		for l.head != nil {
			for len(l.answers) > 0 {
				l.take(<-l.answers)
			}
			l.send(ctx)
			if l.head.ask != nil {
				l.take(<-l.answers)
			} else if !l.pass(ctx, yield) {
				return
			}
		}
	}
}

// way says how a folder is listed. What CloudTrail did not lay out is listed whole: nothing is left out on a guess.
func (b *Bucket) way(folder string) way {
	at, ok := trail.ParseFolder(folder)
	if !ok {
		if strings.Contains("/"+folder, "/AWSLogs/") {
			return wayWhole
		}
		return waySearch
	}
	switch b.filter.Folder(at) {
	case trail.Nothing:
		return wayNone
	case trail.Whole:
		return wayWhole
	default:
		return waySteps
	}
}

// send asks the first open questions of the line, as many as may run at once. What lies behind the head is asked ahead
// only while few objects wait, which bounds memory.
func (l *listing) send(ctx context.Context) {
	for s := l.head; s != nil && l.inFlight < l.bucket.listings; s = s.next {
		if s.ask == nil || s.ask.sent {
			continue
		}
		if s != l.head && l.ahead >= 1000*l.bucket.listings {
			return
		}
		s.ask.sent = true
		l.inFlight++
		q := *s.ask
		l.running.Go(func() {
			p, err := l.bucket.page(ctx, q)
			l.answers <- answer{s, p, err}
		})
	}
}

// take puts an answer in the place of its question.
func (l *listing) take(a answer) {
	l.inFlight--
	s := a.span
	if a.err != nil {
		s.ask, s.err = nil, a.err
		return
	}
	if s.ask.way == waySearch && !l.worthSearching(a.page) {
		s.ask = &question{prefix: s.ask.prefix, way: wayWhole}
		return
	}
	l.expand(s, a.page)
}

// worthSearching says whether a folder above AWSLogs is small enough to look into each folder below it.
func (l *listing) worthSearching(p page) bool {
	unknown := 0
	for _, e := range p.items {
		if e.folder != "" && l.bucket.way(e.folder) == waySearch {
			unknown++
		}
	}
	if p.next != "" || unknown > l.searches {
		return false
	}
	l.searches -= unknown
	return true
}

// expand replaces a span by the objects and questions of its page and, if there is one, the question for the next page.
func (l *listing) expand(s *span, p page) {
	asked, rest := *s.ask, s.next
	*s = span{}
	last := s
	add := func(next span) { last.next = &next; last = &next }
	for _, e := range p.items {
		if e.folder != "" {
			if way := l.bucket.way(e.folder); way != wayNone {
				add(span{ask: &question{prefix: e.folder, way: way}})
			}
			continue
		}
		if last.ask != nil {
			add(span{})
		}
		last.objects = append(last.objects, e.object)
		l.ahead++
	}
	if p.next != "" {
		add(span{ask: &question{prefix: asked.prefix, way: asked.way, token: p.next}})
	}
	last.next = rest
}

// pass yields the head of the line and leaves it behind. It answers false when the listing is over.
func (l *listing) pass(ctx context.Context, yield func(Object, error) bool) bool {
	s := l.head
	l.head = s.next
	if ctx.Err() != nil {
		yield(Object{}, context.Cause(ctx))
		return false
	}
	if s.err != nil {
		return yield(Object{}, s.err)
	}
	for _, o := range s.objects {
		l.ahead--
		l.note(o.Key, o.Size)
		if !yield(o, nil) {
			return false
		}
	}
	return true
}
