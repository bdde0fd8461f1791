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

/// Decodes a PNG whose pixels are numbers: indices and greys as they are (1 channel, those of less than 8 bits unpacked but not
/// scaled), colours as red, green, blue (3 channels); alpha is left out, 16 bits a sample are refused. `palette` holds 768 bytes.
int cpng_decode_map(
    const uint8_t *data, size_t size, uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t *palette,
    int *palette_count, char *message, size_t message_size);

/// Encodes 8-bit rows of 1, 3 or 4 channels; with `palette_count` (1 to 256) colours of three bytes, one channel of indices.
/// `*out` is freed by the caller.
int cpng_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, const uint8_t *palette, int palette_count, int compression,
    uint8_t **out, size_t *out_size, char *message, size_t message_size);
