#define _GNU_SOURCE
#include "conxruntime.h"
#include "slots.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef struct {
    const void *(*get_api)(uint32_t version);
    const char *(*version)(void);
} api_base;

struct conx_runtime {
    void *const *slots;
    const char *version;
    void *env, *memory, *allocator;
};

struct conx_session {
    conx_runtime *runtime;
    void *session;
};

struct conx_result {
    conx_runtime *runtime;
    size_t count;
    void **values;
    conx_tensor *tensors;
};

#define CALL(runtime, type, slot) ((type)(runtime)->slots[slot])

static char *copy(const char *text) { return strdup(text ? text : "unknown"); }

/// The status as a message of ours; null stays null.
static char *taken(const conx_runtime *runtime, void *status) {
    if (!status) return NULL;
    char *message = copy(CALL(runtime, fn_message, SLOT_GET_ERROR_MESSAGE)(status));
    CALL(runtime, fn_release, SLOT_RELEASE_STATUS)(status);
    return message;
}

char *conx_open(const char *path, conx_runtime **out) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) return copy(dlerror());
    const api_base *(*base)(void) = (const api_base *(*)(void))dlsym(library, "OrtGetApiBase");
    if (!base) return copy("it is not ONNX Runtime (OrtGetApiBase is missing)");
    const api_base *found = base();
    const void *table = found ? found->get_api(1) : NULL;
    if (!table) return copy("it does not offer version 1 of its interface");
    conx_runtime *runtime = calloc(1, sizeof *runtime);
    if (!runtime) return copy("out of memory");
    runtime->slots = table;
    runtime->version = found->version();
    char *error = taken(runtime, CALL(runtime, fn_create_env, SLOT_CREATE_ENV)(3 /* errors */, "fovea", &runtime->env));
    if (!error)
        error = taken(runtime, CALL(runtime, fn_memory, SLOT_CREATE_CPU_MEMORY_INFO)(1 /* arena */, 0, &runtime->memory));
    if (!error) error = taken(runtime, CALL(runtime, fn_create, SLOT_DEFAULT_ALLOCATOR)(&runtime->allocator));
    if (error) {
        free(runtime);
        return error;
    }
    *out = runtime;
    return NULL;
}

const char *conx_version(const conx_runtime *runtime) { return runtime->version; }

char *conx_session_open(conx_runtime *runtime, const char *path, int threads, int spin, conx_session **out) {
    void *options = NULL;
    char *error = taken(runtime, CALL(runtime, fn_create, SLOT_CREATE_SESSION_OPTIONS)(&options));
    if (error) return error;
    error = taken(runtime, CALL(runtime, fn_set_int, SLOT_SET_INTRA_OP_THREADS)(options, threads));
    if (!error) error = taken(runtime, CALL(runtime, fn_set_int, SLOT_SET_INTER_OP_THREADS)(options, 1));
    if (!error) error = taken(runtime, CALL(runtime, fn_set_int, SLOT_SET_GRAPH_OPTIMIZATION_LEVEL)(options, 99 /* all */));
    if (!error)
        error = taken(
            runtime, CALL(runtime, fn_set_pair, SLOT_ADD_CONFIG_ENTRY)(
                         options, "session.intra_op.allow_spinning", spin ? "1" : "0"));
    conx_session *session = error ? NULL : calloc(1, sizeof *session);
    if (session) {
        session->runtime = runtime;
        error = taken(
            runtime, CALL(runtime, fn_create_session, SLOT_CREATE_SESSION)(runtime->env, path, options, &session->session));
    }
    CALL(runtime, fn_release, SLOT_RELEASE_SESSION_OPTIONS)(options);
    if (error) {
        free(session);
        return error;
    }
    if (!session) return copy("out of memory");
    *out = session;
    return NULL;
}

void conx_session_close(conx_session *session) {
    CALL(session->runtime, fn_release, SLOT_RELEASE_SESSION)(session->session);
    free(session);
}

int conx_memory_file(void) { return memfd_create("model", MFD_CLOEXEC); }

char *conx_count(conx_session *session, int outputs, size_t *count) {
    return taken(
        session->runtime,
        CALL(session->runtime, fn_count, outputs ? SLOT_OUTPUT_COUNT : SLOT_INPUT_COUNT)(session->session, count));
}

/// A string of the runtime's allocator as one of ours.
static char *moved(const conx_runtime *runtime, char *text) {
    char *mine = text ? strdup(text) : NULL;
    if (text) {
        void *status = CALL(runtime, fn_free, SLOT_ALLOCATOR_FREE)(runtime->allocator, text);
        if (status) CALL(runtime, fn_release, SLOT_RELEASE_STATUS)(status);
    }
    return mine;
}

static char *read_shape(const conx_runtime *runtime, const void *info, int64_t *shape, size_t *rank, int *element) {
    char *error = taken(runtime, CALL(runtime, fn_get_int, SLOT_ELEMENT_TYPE)(info, element));
    if (!error) error = taken(runtime, CALL(runtime, fn_count, SLOT_DIMENSION_COUNT)(info, rank));
    if (!error && *rank > 8) error = copy("a tensor has more than 8 dimensions");
    if (!error) error = taken(runtime, CALL(runtime, fn_dimensions, SLOT_DIMENSIONS)(info, shape, *rank));
    return error;
}

char *conx_describe(conx_session *session, int outputs, size_t index, char **name, int64_t *shape, size_t *rank, int *element) {
    const conx_runtime *runtime = session->runtime;
    *rank = 0;
    *element = 0;
    char *text = NULL;
    char *error = taken(
        runtime, CALL(runtime, fn_name, outputs ? SLOT_OUTPUT_NAME : SLOT_INPUT_NAME)(
                     session->session, index, runtime->allocator, &text));
    if (error) return error;
    *name = moved(runtime, text);
    void *type = NULL, *tensor = NULL;
    error = taken(
        runtime, CALL(runtime, fn_indexed, outputs ? SLOT_OUTPUT_TYPE : SLOT_INPUT_TYPE)(session->session, index, &type));
    if (!error) error = taken(runtime, CALL(runtime, fn_get, SLOT_CAST_TYPE_TO_TENSOR)(type, &tensor));
    if (!error && tensor) error = read_shape(runtime, tensor, shape, rank, element);
    if (type) CALL(runtime, fn_release, SLOT_RELEASE_TYPE_INFO)(type);
    if (error) {
        free(*name);
        *name = NULL;
    }
    return error;
}

char *conx_metadata(conx_session *session, const char *key, char **value) {
    const conx_runtime *runtime = session->runtime;
    void *metadata = NULL;
    *value = NULL;
    char *error = taken(runtime, CALL(runtime, fn_get, SLOT_MODEL_METADATA)(session->session, &metadata));
    if (error) return error;
    char *text = NULL;
    error = taken(runtime, CALL(runtime, fn_lookup, SLOT_METADATA_LOOKUP)(metadata, runtime->allocator, key, &text));
    if (!error) *value = moved(runtime, text);
    CALL(runtime, fn_release, SLOT_RELEASE_METADATA)(metadata);
    return error;
}

static char *read_tensor(const conx_runtime *runtime, void *value, conx_tensor *tensor) {
    void *info = NULL;
    int element = 0;
    char *error = taken(runtime, CALL(runtime, fn_get, SLOT_TENSOR_TYPE_AND_SHAPE)(value, &info));
    if (error) return error;
    error = read_shape(runtime, info, tensor->shape, &tensor->rank, &element);
    if (!error && element == 1) {
        error = taken(runtime, CALL(runtime, fn_count, SLOT_ELEMENT_COUNT)(info, &tensor->count));
        if (!error) error = taken(runtime, CALL(runtime, fn_get, SLOT_GET_TENSOR_DATA)(value, (void **)&tensor->values));
    }
    CALL(runtime, fn_release, SLOT_RELEASE_SHAPE_INFO)(info);
    return error;
}

struct conx_stop {
    const conx_runtime *runtime;
    void *options;
};

char *conx_stop_make(conx_runtime *runtime, conx_stop **out) {
    conx_stop *stop = calloc(1, sizeof *stop);
    if (!stop) return copy("out of memory");
    stop->runtime = runtime;
    char *error = taken(runtime, CALL(runtime, fn_create, SLOT_CREATE_RUN_OPTIONS)(&stop->options));
    if (error) {
        free(stop);
        return error;
    }
    *out = stop;
    return NULL;
}

void conx_stop_now(conx_stop *stop) {
    // It sets a flag; the interface lets it answer an error all the same.
    free(taken(stop->runtime, CALL(stop->runtime, fn_act, SLOT_SET_TERMINATE)(stop->options)));
}

void conx_stop_free(conx_stop *stop) {
    CALL(stop->runtime, fn_release, SLOT_RELEASE_RUN_OPTIONS)(stop->options);
    free(stop);
}

char *conx_run(
    conx_session *session, conx_stop *stop, const char *input, const int64_t *shape, size_t rank, int element, void *values,
    size_t size, const char *const *outputs, size_t output_count, conx_result **out) {
    conx_runtime *runtime = session->runtime;
    void *tensor = NULL;
    char *error = taken(
        runtime, CALL(runtime, fn_tensor, SLOT_CREATE_TENSOR_WITH_DATA)(
                     runtime->memory, values, size, shape, rank, element, &tensor));
    if (error) return error;
    conx_result *result = calloc(1, sizeof *result);
    if (result) {
        result->runtime = runtime;
        result->values = calloc(output_count, sizeof(void *));
        result->tensors = calloc(output_count, sizeof(conx_tensor));
    }
    if (!result || !result->values || !result->tensors) {
        error = copy("out of memory");
    } else {
        const void *inputs[] = {tensor};
        error = taken(
            runtime, CALL(runtime, fn_run, SLOT_RUN)(
                         session->session, stop ? stop->options : NULL, &input, inputs, 1, outputs, output_count, result->values));
        if (!error) result->count = output_count;
        for (size_t i = 0; !error && i < output_count; i++)
            error = read_tensor(runtime, result->values[i], &result->tensors[i]);
    }
    CALL(runtime, fn_release, SLOT_RELEASE_VALUE)(tensor);
    if (error) {
        if (result) conx_result_free(result);
        return error;
    }
    *out = result;
    return NULL;
}

const conx_tensor *conx_result_tensor(const conx_result *result, size_t index) {
    return index < result->count ? &result->tensors[index] : NULL;
}

void conx_result_free(conx_result *result) {
    for (size_t i = 0; i < result->count; i++)
        if (result->values[i]) CALL(result->runtime, fn_release, SLOT_RELEASE_VALUE)(result->values[i]);
    free(result->values);
    free(result->tensors);
    free(result);
}
