#include "cyaml.h"
#include <yaml.h>

cyaml_result cyaml_parse(const char *bytes, size_t length, const cyaml_handler *h) {
    yaml_parser_t parser;
    cyaml_result result = {true, 0, ""};
    if (!yaml_parser_initialize(&parser)) return (cyaml_result){false, 0, "out of memory"};
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, length);
    int documents = 0;
    for (bool done = false; !done && result.ok;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            result = (cyaml_result){false, parser.problem_mark.line + 1, "this is not YAML"};
            break;
        }
        bool go = true;
        const char *why = "stopped";
        switch (event.type) {
        case YAML_SCALAR_EVENT:
            go = h->scalar(h->context, (const char *)event.data.scalar.value, event.data.scalar.length,
                           event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
            break;
        case YAML_SEQUENCE_START_EVENT: go = h->start_sequence(h->context); break;
        case YAML_SEQUENCE_END_EVENT: go = h->end_sequence(h->context); break;
        case YAML_MAPPING_START_EVENT: go = h->start_mapping(h->context); break;
        case YAML_MAPPING_END_EVENT: go = h->end_mapping(h->context); break;
        case YAML_ALIAS_EVENT: go = false; why = "aliases are not read"; break;
        case YAML_DOCUMENT_START_EVENT:
            if (++documents > 1) { go = false; why = "more than one document"; }
            break;
        case YAML_STREAM_END_EVENT: done = true; break;
        default: break;
        }
        if (!go) result = (cyaml_result){false, event.start_mark.line + 1, why};
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return result;
}
