#include "cpng.h"
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *data;
    size_t size, at;
    char *message;
    size_t message_size;
} source;

typedef struct {
    uint8_t *bytes;
    size_t size, capacity;
} sink;

static void on_error(png_structp png, png_const_charp text) {
    source *state = png_get_error_ptr(png);
    snprintf(state->message, state->message_size, "%s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void read_data(png_structp png, png_bytep out, size_t count) {
    source *from = png_get_io_ptr(png);
    if (count > from->size - from->at) png_error(png, "the file ends too early");
    memcpy(out, from->data + from->at, count);
    from->at += count;
}

int cpng_decode(
    const uint8_t *data, size_t size, uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **icc,
    size_t *icc_size, char *message, size_t message_size) {
    source from = {data, size, 0, message, message_size};
    *icc = NULL;
    *icc_size = 0;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &from, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep *volatile rows = NULL;
    uint8_t *volatile profile = NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        if (png) png_destroy_read_struct(&png, info ? &info : NULL, NULL);
        free(rows);
        free(profile);
        return 1;
    }
    png_set_read_fn(png, &from, read_data);
    png_set_user_limits(png, width, height);
    png_read_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
        png_error(png, "the size differs from the header's");

    png_charp name;
    int method;
    png_bytep found;
    png_uint_32 found_size;
    if (png_get_iCCP(png, info, &name, &method, &found, &found_size) == PNG_INFO_iCCP && found_size > 0) {
        profile = malloc(found_size);
        if (profile) memcpy(profile, found, found_size);
    } else {
        found_size = 0;
    }

    png_set_strip_16(png);
    png_set_expand(png);
    png_set_gray_to_rgb(png);
    if (channels == 3) png_set_strip_alpha(png);
    else png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = (size_t)width * (size_t)channels;
    if (png_get_rowbytes(png, info) != stride) png_error(png, "an unexpected pixel format");
    rows = malloc(sizeof(png_bytep) * height);
    if (!rows) png_error(png, "out of memory");
    for (uint32_t y = 0; y < height; y++) rows[y] = pixels + stride * y;
    png_read_image(png, rows);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    free(rows);
    *icc = profile;
    *icc_size = profile ? found_size : 0;
    return 0;
}

int cpng_decode_map(
    const uint8_t *data, size_t size, uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t *palette,
    int *palette_count, char *message, size_t message_size) {
    source from = {data, size, 0, message, message_size};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &from, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep *volatile rows = NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        if (png) png_destroy_read_struct(&png, info ? &info : NULL, NULL);
        free(rows);
        return 1;
    }
    png_set_read_fn(png, &from, read_data);
    png_set_user_limits(png, width, height);
    png_read_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
        png_error(png, "the size differs from the header's");
    if (png_get_bit_depth(png, info) == 16) png_error(png, "it has 16 bits a sample");
    png_colorp colors;
    int count = 0;
    if (png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE && png_get_PLTE(png, info, &colors, &count)) {
        for (int i = 0; i < count && i < 256; i++) {
            palette[i * 3] = colors[i].red;
            palette[i * 3 + 1] = colors[i].green;
            palette[i * 3 + 2] = colors[i].blue;
        }
    }
    *palette_count = count < 256 ? count : 256;
    png_set_packing(png);
    png_set_strip_alpha(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = (size_t)width * (size_t)channels;
    if (png_get_rowbytes(png, info) != stride) png_error(png, "an unexpected pixel format");
    rows = malloc(sizeof(png_bytep) * height);
    if (!rows) png_error(png, "out of memory");
    for (uint32_t y = 0; y < height; y++) rows[y] = pixels + stride * y;
    png_read_image(png, rows);
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    free(rows);
    return 0;
}

static void write_data(png_structp png, png_bytep data, size_t count) {
    sink *to = png_get_io_ptr(png);
    if (count > to->capacity - to->size) {
        size_t capacity = to->capacity * 2 > to->size + count ? to->capacity * 2 : to->size + count;
        uint8_t *grown = realloc(to->bytes, capacity);
        if (!grown) png_error(png, "out of memory");
        to->bytes = grown;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->size, data, count);
    to->size += count;
}

static void flush_data(png_structp png) { (void)png; }

int cpng_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, const uint8_t *palette, int palette_count, int compression,
    uint8_t **out, size_t *out_size, char *message, size_t message_size) {
    source errors = {NULL, 0, 0, message, message_size};
    // On the heap, because its fields change after setjmp.
    sink *to = calloc(1, sizeof *to);
    if (!to) return 1;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &errors, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info || setjmp(png_jmpbuf(png))) {
        if (png) png_destroy_write_struct(&png, info ? &info : NULL);
        free(to->bytes);
        free(to);
        return 1;
    }
    png_set_write_fn(png, to, write_data, flush_data);
    png_set_compression_level(png, compression);
    int type = channels == 3 ? PNG_COLOR_TYPE_RGB : channels == 4 ? PNG_COLOR_TYPE_RGBA : PNG_COLOR_TYPE_GRAY;
    if (palette_count > 0) type = PNG_COLOR_TYPE_PALETTE;
    png_set_IHDR(png, info, width, height, 8, type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette_count > 0) {
        png_color colors[256];
        for (int i = 0; i < palette_count; i++) {
            colors[i].red = palette[i * 3];
            colors[i].green = palette[i * 3 + 1];
            colors[i].blue = palette[i * 3 + 2];
        }
        png_set_PLTE(png, info, colors, palette_count);
    }
    png_write_info(png, info);
    size_t stride = (size_t)width * (size_t)channels;
    for (uint32_t y = 0; y < height; y++) png_write_row(png, pixels + stride * y);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    *out = to->bytes;
    *out_size = to->size;
    free(to);
    return 0;
}
