// libcurl's setopt and getinfo take variable arguments, which Swift cannot call: one function a type of argument.
#pragma once
#include <curl/curl.h>

typedef size_t (*fovea_curl_io)(char *bytes, size_t size, size_t count, void *context);
typedef int (*fovea_curl_seek)(void *context, curl_off_t offset, int origin);

static inline CURLcode fovea_curl_set_long(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode fovea_curl_set_offset(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode fovea_curl_set_string(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode fovea_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode fovea_curl_set_io(CURL *curl, CURLoption option, fovea_curl_io value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode fovea_curl_set_seek(CURL *curl, fovea_curl_seek value) {
    return curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, value);
}
static inline CURLcode fovea_curl_get_long(CURL *curl, CURLINFO info, long *value) {
    return curl_easy_getinfo(curl, info, value);
}
// CURLMsg holds its result in a union.
static inline CURLcode fovea_curl_message_result(CURLMsg *message) { return message->data.result; }
static const size_t fovea_curl_pause = CURL_WRITEFUNC_PAUSE;
static const size_t fovea_curl_abort = CURL_READFUNC_ABORT;
