// Memory that is let go of: DuckDB counts most of what it holds against its limit and takes the rest from the C library, and
// glibc keeps what it was given back, in an area for each thread. Over a long load that came to 100 MB that nobody used.

package store

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void frugal(void) {
	mallopt(M_ARENA_MAX, 2);            // areas, however many threads
	mallopt(M_TRIM_THRESHOLD, 16 << 20); // bytes free at the end of an area that are kept
	mallopt(M_MMAP_THRESHOLD, 4 << 20);  // a larger piece has pages of its own, which go when it goes
}
#else
static void frugal(void) {}
#endif
*/
import "C"

// frugal asks the C library to give back what is free, for the whole process. It costs no time that could be measured.
func frugal() { C.frugal() }
