#include "ctiff.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

typedef struct {
    const uint8_t *data;
    toff_t size, at;
    char *message;
    size_t message_size;
} source;

static tsize_t read_proc(thandle_t handle, void *out, tsize_t count) {
    source *from = handle;
    if (count < 0 || from->at >= from->size) return 0;
    toff_t left = from->size - from->at;
    if ((toff_t)count > left) count = (tsize_t)left;
    memcpy(out, from->data + from->at, (size_t)count);
    from->at += (toff_t)count;
    return count;
}

static tsize_t write_proc(thandle_t handle, void *data, tsize_t count) {
    (void)handle;
    (void)data;
    (void)count;
    return -1;
}

static toff_t seek_proc(thandle_t handle, toff_t offset, int whence) {
    source *from = handle;
    toff_t base = whence == SEEK_CUR ? from->at : whence == SEEK_END ? from->size : 0;
    return from->at = base + offset;
}

static int close_proc(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size_proc(thandle_t handle) { return ((source *)handle)->size; }

// The first error is the telling one.
static int on_error(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    (void)module;
    source *state = user;
    if (state->message_size && !state->message[0]) vsnprintf(state->message, state->message_size, format, arguments);
    return 1;
}

static int on_warning(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    (void)user;
    (void)module;
    (void)format;
    (void)arguments;
    return 1;
}

static TIFF *open_memory(source *from) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, from);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, from);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)2 << 30);
    // "m": no memory mapping; our callbacks copy.
    TIFF *tiff = TIFFClientOpenExt(
        "image", "rm", from, read_proc, write_proc, seek_proc, close_proc, size_proc, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

int ctiff_decode(
    const uint8_t *data, size_t size, uint32_t *pixels, uint32_t width, uint32_t height, char *message, size_t message_size) {
    source from = {data, size, 0, message, message_size};
    message[0] = 0;
    TIFF *tiff = open_memory(&from);
    if (!tiff) return 1;
    uint32_t w = 0, h = 0;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &w);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &h);
    char reason[1024] = "";
    int done = 0;
    if (w != width || h != height) {
        snprintf(message, message_size, "the size differs from the header's");
    } else if (!TIFFRGBAImageOK(tiff, reason)) {
        snprintf(message, message_size, "%s", reason);
    } else {
        // Stored order: our own code applies the orientation, the same way for every format.
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
        done = TIFFReadRGBAImageOriented(tiff, width, height, pixels, ORIENTATION_TOPLEFT, 1);
    }
    TIFFClose(tiff);
    return done ? 0 : 1;
}

uint8_t *ctiff_icc(const uint8_t *data, size_t size, size_t *icc_size) {
    char ignored[256] = "";
    source from = {data, size, 0, ignored, sizeof ignored};
    *icc_size = 0;
    TIFF *tiff = open_memory(&from);
    if (!tiff) return NULL;
    uint32_t count = 0;
    void *profile = NULL;
    uint8_t *copy = NULL;
    if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &count, &profile) == 1 && count > 0 && profile) {
        copy = malloc(count);
        if (copy) {
            memcpy(copy, profile, count);
            *icc_size = count;
        }
    }
    TIFFClose(tiff);
    return copy;
}
