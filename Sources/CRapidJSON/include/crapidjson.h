// SAX parsing of JSON text by RapidJSON: events go to callbacks, nothing is kept. Iterative, so that depth costs no stack.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// Each callback answers false to stop the parse (the result is then CRJ_STOPPED).
typedef struct {
    void *context;
    bool (*null)(void *context);
    bool (*boolean)(void *context, bool value);
    bool (*integer)(void *context, int64_t value);
    bool (*number)(void *context, double value);
    bool (*string)(void *context, const char *bytes, size_t length);
    bool (*key)(void *context, const char *bytes, size_t length);
    bool (*start_object)(void *context);
    bool (*end_object)(void *context);
    bool (*start_array)(void *context);
    bool (*end_array)(void *context);
} crj_handler;

// Fills `buffer` with up to `capacity` bytes and answers how many; 0 at the end.
typedef size_t (*crj_read)(void *context, char *buffer, size_t capacity);

enum { CRJ_OK = 0, CRJ_STOPPED = 1, CRJ_INVALID = 2 };

typedef struct {
    int code;
    size_t offset;        // byte at which the text stopped making sense
    const char *message;  // static, in English
} crj_result;

crj_result crj_parse(const char *bytes, size_t length, const crj_handler *handler);
// With `non_finite`, NaN and Infinity (which Python writes) are numbers.
crj_result crj_parse_stream(void *read_context, crj_read read, const crj_handler *handler, bool non_finite);

#ifdef __cplusplus
}
#endif
