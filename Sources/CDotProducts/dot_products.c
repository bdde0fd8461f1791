#include "CDotProducts.h"

typedef float lanes __attribute__((vector_size(32), aligned(4)));

#define STEP(k, a, b, c, d)                                                                                            \
    do {                                                                                                               \
        const lanes other = ((const lanes *)eight)[k];                                                                 \
        a += other * four[4 * (k)];                                                                                    \
        b += other * four[4 * (k) + 1];                                                                                \
        c += other * four[4 * (k) + 2];                                                                                \
        d += other * four[4 * (k) + 3];                                                                                \
    } while (0)

static void store(float *out, const lanes *a, const lanes *b, const lanes *c, const lanes *d) {
    lanes *rows = (lanes *)out;
    rows[0] = *a;
    rows[1] = *b;
    rows[2] = *c;
    rows[3] = *d;
}

#if defined(__x86_64__)
/// Two sums a row, because a fused multiplication and addition takes four cycles and two can begin in each.
__attribute__((target("avx2,fma"))) static void wide(const float *four, const float *eight, long count, float *out) {
    lanes a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0}, h = {0};
    long k = 0;
    for (; k + 2 <= count; k += 2) {
        STEP(k, a, b, c, d);
        STEP(k + 1, e, f, g, h);
    }
    if (k < count) STEP(k, a, b, c, d);
    a += e;
    b += f;
    c += g;
    d += h;
    store(out, &a, &b, &c, &d);
}
#endif

static void narrow(const float *four, const float *eight, long count, float *out) {
    lanes a = {0}, b = {0}, c = {0}, d = {0};
    for (long k = 0; k < count; k++) STEP(k, a, b, c, d);
    store(out, &a, &b, &c, &d);
}

void dot_products_4x8(const float *four, const float *eight, long count, float *out) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        wide(four, eight, count, out);
        return;
    }
#endif
    narrow(four, eight, count, out);
}
