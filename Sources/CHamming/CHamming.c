#include "CHamming.h"

static inline __attribute__((always_inline)) long near(
    const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits
) {
    const uint64_t a = query[0], b = query[1], c = query[2], d = query[3];
    long found = 0;
    for (long i = 0; i < count; i++, table += 4) {
        const int distance = __builtin_popcountll(a ^ table[0]) + __builtin_popcountll(b ^ table[1])
            + __builtin_popcountll(c ^ table[2]) + __builtin_popcountll(d ^ table[3]);
        if (__builtin_expect(distance <= limit, 0)) hits[found++] = (hamming_hit){(uint32_t)i, (uint16_t)distance, 0};
    }
    return found;
}

static inline __attribute__((always_inline)) long near_masked(
    const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits
) {
    const uint64_t a = query[0], b = query[1], c = query[2], d = query[3];
    long found = 0;
    for (long i = 0; i < count; i++, table += 4) {
        const int even = __builtin_popcountll(a ^ table[0]), one = __builtin_popcountll(b ^ table[1]);
        const int two = __builtin_popcountll(c ^ table[2]), three = __builtin_popcountll(d ^ table[3]);
        // Turning all 64 bits of a word over makes its count n 64 - n. Two words at most are left as they are beside the first.
        const int side = one + three, cross = one + two, down = two + three;
        int best = even + side + two, mask = 0;
        const int mirrored = even + two + 128 - side, turned = even + three + 128 - cross, flipped = even + one + 128 - down;
        if (mirrored < best) best = mirrored, mask = 1;
        if (turned < best) best = turned, mask = 2;
        if (flipped < best) best = flipped, mask = 3;
        if (__builtin_expect(best <= limit, 0)) hits[found++] = (hamming_hit){(uint32_t)i, (uint16_t)best, (uint16_t)mask};
    }
    return found;
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) static long near_counting(const uint64_t *q, const uint64_t *t, long n, int l, hamming_hit *h) {
    return near(q, t, n, l, h);
}

__attribute__((target("popcnt"))) static long masked_counting(const uint64_t *q, const uint64_t *t, long n, int l, hamming_hit *h) {
    return near_masked(q, t, n, l, h);
}
#endif

long hamming_near(const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return near_counting(query, table, count, limit, hits);
#endif
    return near(query, table, count, limit, hits);
}

long hamming_near_masked(const uint64_t *query, const uint64_t *table, long count, int limit, hamming_hit *hits) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) return masked_counting(query, table, count, limit, hits);
#endif
    return near_masked(query, table, count, limit, hits);
}
