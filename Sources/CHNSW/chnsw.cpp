#include "chnsw.h"
#include <hnswlib/hnswlib.h>

struct chnsw_index {
    hnswlib::InnerProductSpace space;
    hnswlib::HierarchicalNSW<float> graph;

    chnsw_index(size_t dimension, size_t capacity, size_t links, size_t breadth)
        : space(dimension), graph(&space, capacity, links, breadth) {}
};

// Exceptions must not leave C++: the only ones that these calls can meet are of memory that ran out.
#define GUARDED(body)                                                                                                  \
    try {                                                                                                              \
        body;                                                                                                          \
        return 0;                                                                                                      \
    } catch (...) {                                                                                                    \
        return 1;                                                                                                      \
    }

extern "C" {

int chnsw_make(size_t dimension, size_t capacity, size_t links, size_t breadth, chnsw_index **out) {
    GUARDED(*out = new chnsw_index(dimension, capacity, links, breadth))
}

void chnsw_free(chnsw_index *index) { delete index; }

int chnsw_reserve(chnsw_index *index, size_t capacity) { GUARDED(index->graph.resizeIndex(capacity)) }

int chnsw_add(chnsw_index *index, const float *vector, size_t number) { GUARDED(index->graph.addPoint(vector, number)) }

void chnsw_set_breadth(chnsw_index *index, size_t breadth) { index->graph.setEf(breadth); }

int chnsw_search(
    const chnsw_index *index, const float *query, size_t count, size_t *numbers, float *products, size_t *found) {
    GUARDED({
        auto nearest = index->graph.searchKnn(query, count);
        *found = nearest.size();
        for (size_t at = nearest.size(); at-- > 0; nearest.pop()) {
            products[at] = 1 - nearest.top().first;
            numbers[at] = nearest.top().second;
        }
    })
}
}
