#pragma once
#include <stddef.h>
#include <stdint.h>

// Places in the table of API version 1. Opaque objects are `void *`, so is a status: null when all went well.
enum {
    SLOT_GET_ERROR_MESSAGE = 2,
    SLOT_CREATE_ENV = 3,
    SLOT_CREATE_SESSION = 7,
    SLOT_RUN = 9,
    SLOT_CREATE_SESSION_OPTIONS = 10,
    SLOT_SET_GRAPH_OPTIMIZATION_LEVEL = 23,
    SLOT_SET_INTRA_OP_THREADS = 24,
    SLOT_SET_INTER_OP_THREADS = 25,
    SLOT_INPUT_COUNT = 30,
    SLOT_OUTPUT_COUNT = 31,
    SLOT_INPUT_TYPE = 33,
    SLOT_OUTPUT_TYPE = 34,
    SLOT_INPUT_NAME = 36,
    SLOT_OUTPUT_NAME = 37,
    SLOT_CREATE_RUN_OPTIONS = 39,
    SLOT_SET_TERMINATE = 46,
    SLOT_CREATE_TENSOR_WITH_DATA = 49,
    SLOT_GET_TENSOR_DATA = 51,
    SLOT_CAST_TYPE_TO_TENSOR = 55,
    SLOT_ELEMENT_TYPE = 60,
    SLOT_DIMENSION_COUNT = 61,
    SLOT_DIMENSIONS = 62,
    SLOT_ELEMENT_COUNT = 64,
    SLOT_TENSOR_TYPE_AND_SHAPE = 65,
    SLOT_CREATE_CPU_MEMORY_INFO = 69,
    SLOT_ALLOCATOR_FREE = 76,
    SLOT_DEFAULT_ALLOCATOR = 78,
    SLOT_RELEASE_STATUS = 93,
    SLOT_RELEASE_SESSION = 95,
    SLOT_RELEASE_VALUE = 96,
    SLOT_RELEASE_RUN_OPTIONS = 97,
    SLOT_RELEASE_TYPE_INFO = 98,
    SLOT_RELEASE_SHAPE_INFO = 99,
    SLOT_RELEASE_SESSION_OPTIONS = 100,
    SLOT_MODEL_METADATA = 111,
    SLOT_METADATA_LOOKUP = 116,
    SLOT_RELEASE_METADATA = 118,
    SLOT_ADD_CONFIG_ENTRY = 130,
};

typedef void *(*fn_create_env)(int level, const char *name, void **out);
typedef void *(*fn_create_session)(const void *env, const char *path, const void *options, void **out);
typedef void *(*fn_run)(
    void *session, const void *options, const char *const *input_names, const void *const *inputs, size_t input_count,
    const char *const *output_names, size_t output_count, void **outputs);
typedef void *(*fn_create)(void **out);
typedef void *(*fn_act)(void *object);
typedef void *(*fn_set_int)(void *object, int value);
typedef void *(*fn_set_pair)(void *object, const char *key, const char *value);
typedef void *(*fn_count)(const void *object, size_t *out);
typedef void *(*fn_indexed)(const void *object, size_t index, void **out);
typedef void *(*fn_name)(const void *object, size_t index, void *allocator, char **out);
typedef void *(*fn_get)(const void *object, void **out);
typedef void *(*fn_get_int)(const void *object, int *out);
typedef void *(*fn_dimensions)(const void *object, int64_t *values, size_t count);
typedef void *(*fn_tensor)(
    const void *memory, void *data, size_t bytes, const int64_t *shape, size_t rank, int element, void **out);
typedef void *(*fn_memory)(int allocator_type, int memory_type, void **out);
typedef void *(*fn_free)(void *allocator, void *pointer);
typedef void *(*fn_lookup)(const void *metadata, void *allocator, const char *key, char **out);
typedef const char *(*fn_message)(const void *status);
typedef void (*fn_release)(void *object);
