// Events of a YAML text by libyaml. Aliases are refused (they let a small text stand for a huge one), and so is more than
// one document.
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    void *context;
    // Each answers false to stop. `plain` says that a scalar was not quoted.
    bool (*scalar)(void *context, const char *bytes, size_t length, bool plain);
    bool (*start_sequence)(void *context);
    bool (*end_sequence)(void *context);
    bool (*start_mapping)(void *context);
    bool (*end_mapping)(void *context);
} cyaml_handler;

typedef struct {
    bool ok;
    size_t line;          // from 1
    const char *message;  // static, in English
} cyaml_result;

cyaml_result cyaml_parse(const char *bytes, size_t length, const cyaml_handler *handler);
