#pragma once
#include <stddef.h>
#include <stdint.h>

// libpng reports errors by longjmp, which Swift cannot cross: these calls catch it and answer 0 or 1 with a message.

/// Decodes a PNG to 8 bits a channel, 3 (RGB; alpha is left out) or 4 (RGBA, not premultiplied) channels, top row first.
/// 16-bit samples keep their high byte; palettes, grey and transparency are expanded. `pixels` holds width * height * channels
/// bytes, the size that the header states. On success `*icc` is null or the embedded profile, to be freed by the caller.
int cpng_decode(
    const uint8_t *data, size_t size, uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **icc,
    size_t *icc_size, char *message, size_t message_size);

/// Encodes 8-bit rows of 1, 3 or 4 channels. `*out` is freed by the caller.
int cpng_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int compression, uint8_t **out, size_t *out_size,
    char *message, size_t message_size);
