#include "crapidjson.h"
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/encodedstream.h>
#include <rapidjson/reader.h>

namespace {

using namespace rapidjson;

struct Forward {
    const crj_handler *h;
    bool Null() { return h->null(h->context); }
    bool Bool(bool v) { return h->boolean(h->context, v); }
    bool Int(int v) { return h->integer(h->context, v); }
    bool Uint(unsigned v) { return h->integer(h->context, v); }
    bool Int64(int64_t v) { return h->integer(h->context, v); }
    bool Uint64(uint64_t v) {
        if (v > static_cast<uint64_t>(INT64_MAX)) return h->number(h->context, static_cast<double>(v));
        return h->integer(h->context, static_cast<int64_t>(v));
    }
    bool Double(double v) { return h->number(h->context, v); }
    bool RawNumber(const char *, SizeType, bool) { return false; }
    bool String(const char *s, SizeType n, bool) { return h->string(h->context, s, n); }
    bool Key(const char *s, SizeType n, bool) { return h->key(h->context, s, n); }
    bool StartObject() { return h->start_object(h->context); }
    bool EndObject(SizeType) { return h->end_object(h->context); }
    bool StartArray() { return h->start_array(h->context); }
    bool EndArray(SizeType) { return h->end_array(h->context); }
};

// RapidJSON's input stream concept over a pull callback with a fixed buffer.
class PullStream {
public:
    typedef char Ch;
    PullStream(void *context, crj_read read) : context_(context), read_(read) { Fill(); }
    Ch Peek() const { return at_ < size_ ? buffer_[at_] : '\0'; }
    Ch Take() {
        Ch c = Peek();
        if (at_ < size_ && ++at_ == size_) Fill();
        return c;
    }
    size_t Tell() const { return before_ + at_; }
    Ch *PutBegin() { return nullptr; }
    void Put(Ch) {}
    void Flush() {}
    size_t PutEnd(Ch *) { return 0; }

private:
    void Fill() {
        before_ += size_;
        at_ = 0;
        size_ = read_(context_, buffer_, sizeof buffer_);
    }
    void *context_;
    crj_read read_;
    size_t at_ = 0, size_ = 0, before_ = 0;
    char buffer_[65536];
};

constexpr unsigned flags = kParseIterativeFlag | kParseFullPrecisionFlag | kParseValidateEncodingFlag;

template <unsigned flags, typename Stream>
crj_result Run(Stream &stream, const crj_handler *handler) {
    Forward forward{handler};
    Reader reader;
    ParseResult r = reader.Parse<flags>(stream, forward);
    if (!r.IsError()) return {CRJ_OK, 0, ""};
    int code = r.Code() == kParseErrorTermination ? CRJ_STOPPED : CRJ_INVALID;
    return {code, r.Offset(), GetParseError_En(r.Code())};
}

}  // namespace

extern "C" crj_result crj_parse(const char *bytes, size_t length, const crj_handler *handler) {
    MemoryStream memory(bytes, length);
    EncodedInputStream<UTF8<>, MemoryStream> stream(memory);
    return Run<flags>(stream, handler);
}

extern "C" crj_result crj_parse_stream(void *context, crj_read read, const crj_handler *handler, bool non_finite) {
    PullStream stream(context, read);
    return non_finite ? Run<flags | kParseNanAndInfFlag>(stream, handler) : Run<flags>(stream, handler);
}
