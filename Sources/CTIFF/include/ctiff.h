#pragma once
#include <stddef.h>
#include <stdint.h>

/// Decodes the first page of a TIFF to RGBA (8 bits a channel, top row first as stored: the orientation tag is not applied).
/// `pixels` holds width * height words. 0, or 1 with a message. libtiff's error callbacks take varargs, hence this shim.
int ctiff_decode(
    const uint8_t *data, size_t size, uint32_t *pixels, uint32_t width, uint32_t height, char *message, size_t message_size);

/// The embedded ICC profile, or null; freed by the caller.
uint8_t *ctiff_icc(const uint8_t *data, size_t size, size_t *icc_size);
