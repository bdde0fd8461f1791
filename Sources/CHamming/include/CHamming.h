#ifndef C_HAMMING_H
#define C_HAMMING_H

#include <stdint.h>

/// A signature of the table that is near the query.
typedef struct {
    uint32_t index;
    /// Bits that differ.
    uint16_t distance;
    /// By which mask: 0 none, 1 words 1 and 3 turned over, 2 words 1 and 2, 3 words 2 and 3.
    uint16_t mask;
} hamming_hit;

/// Signatures of 256 bits, four words each, that differ from the query in `limit` bits or fewer; answers how many, in the table's
/// order. `hits` has room for `count`.
///
/// In C because Swift cannot compile one function for several kinds of processor and choose when the program runs: counting the
/// bits of a word is one instruction where there is one, and a dozen where there is none.
long hamming_near(const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits);

/// The same with each of four masks, the nearest of which counts. Bits of a word that a mask turns over are all 64 of it; the
/// four words' counts, added in four ways, are all that is needed.
long hamming_near_masked(const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits);

#endif
