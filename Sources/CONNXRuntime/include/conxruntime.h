#pragma once
#include <stddef.h>
#include <stdint.h>

// ONNX Runtime's C interface is a table of functions that only ever grows at its end (API version 1). The few that Fovea
// calls are reached here by their places in it, so that neither headers nor the library are needed to build, and whichever
// version lies on the machine is opened at run time. Each call answers null, or a message to be freed with free().

typedef struct conx_runtime conx_runtime;
typedef struct conx_session conx_session;

/// Opens the library and its environment. Kept for the life of the process.
char *conx_open(const char *path, conx_runtime **out);
/// The library's version; lent.
const char *conx_version(const conx_runtime *runtime);

/// Opens a model file. `threads`: how many compute one operation; `spin`: whether idle ones wait busily (quicker, costs power).
char *conx_session_open(conx_runtime *runtime, const char *path, int threads, int spin, conx_session **out);
void conx_session_close(conx_session *session);

/// Inputs (`outputs` 0) or outputs (1): how many; the name (freed by the caller) and shape of one. A free dimension is -1.
/// `*element`: ONNX's element type, 1 is float32; 0 when it is no tensor. `*rank` is at most 8.
char *conx_count(conx_session *session, int outputs, size_t *count);
char *conx_describe(conx_session *session, int outputs, size_t index, char **name, int64_t *shape, size_t *rank, int *element);

/// The value under a key of the model's metadata, or null; freed by the caller.
char *conx_metadata(conx_session *session, const char *key, char **value);

/// A new file that lies in memory alone, to be closed by the caller; -1 when there is none.
int conx_memory_file(void);

/// One float32 output of a run, lent until `conx_result_free`.
typedef struct {
    const float *values;
    size_t count;
    int64_t shape[8];
    size_t rank;
} conx_tensor;

typedef struct conx_result conx_result;

/// Ends runs that were given it, from any thread: the runtime looks at it before each operation.
typedef struct conx_stop conx_stop;
char *conx_stop_make(conx_runtime *runtime, conx_stop **out);
void conx_stop_now(conx_stop *stop);
void conx_stop_free(conx_stop *stop);

/// Runs the model on one input of `size` bytes, whose numbers are of ONNX's type `element` (1 float32, 7 int64). Outputs that are
/// not float32 have no values. May be called by many threads at once. `stop` may be null.
char *conx_run(
    conx_session *session, conx_stop *stop, const char *input, const int64_t *shape, size_t rank, int element, void *values,
    size_t size, const char *const *outputs, size_t output_count, conx_result **out);
const conx_tensor *conx_result_tensor(const conx_result *result, size_t index);
void conx_result_free(conx_result *result);
