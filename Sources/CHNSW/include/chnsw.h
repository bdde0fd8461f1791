#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// hnswlib (Malkov and Yashunin 2018, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable Small
// World graphs") behind C: an index of vectors of length 1 by their dot product. Calls answer 0, or 1 when memory ran out.

typedef struct chnsw_index chnsw_index;

/// `links`: neighbours a vector keeps a level; `breadth`: how many are looked at while one is added.
int chnsw_make(size_t dimension, size_t capacity, size_t links, size_t breadth, chnsw_index **out);
void chnsw_free(chnsw_index *index);
/// Room for more. Not while anything else uses the index.
int chnsw_reserve(chnsw_index *index, size_t capacity);
/// Adds a vector under a number that is not in use. Several threads may add at once.
int chnsw_add(chnsw_index *index, const float *vector, size_t number);
/// How many are looked at in a search. Not while anything else uses the index.
void chnsw_set_breadth(chnsw_index *index, size_t breadth);
/// The nearest `count` or fewer, nearest first; `*found` of them. Several threads may search at once, but not while one adds.
int chnsw_search(
    const chnsw_index *index, const float *query, size_t count, size_t *numbers, float *products, size_t *found);

#ifdef __cplusplus
}
#endif
