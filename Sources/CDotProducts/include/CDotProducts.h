#ifndef C_DOT_PRODUCTS_H
#define C_DOT_PRODUCTS_H

/// The dot products of four vectors with eight others, in single precision, into `out[4][8]`. `four` holds `count` times the four
/// vectors' numbers, `eight` `count` times the eight others'.
///
/// In C because Swift cannot compile one function for several kinds of processor and choose when the program runs. How the sums
/// are rounded differs between them, by no more than `count` roundings of a sum of absolute products.
void dot_products_4x8(const float *four, const float *eight, long count, float *out);

#endif
