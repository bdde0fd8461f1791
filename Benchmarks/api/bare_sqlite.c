/* How fast SQLite takes one PATCH of the API benchmark from C: the statements of AnnotationEditing, prepared once, with the
   durability of Fovea's default (WAL, synchronous FULL). `bare_sqlite DATABASE IMAGES SECONDS GROUP` prints PATCHes a second;
   GROUP of them share a commit. IMAGES has a line an image: its id, a label, its annotations. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 64, ID = 16 };
typedef struct { unsigned char image[ID], label[ID], annotations[MOST][ID]; int count; } Image;

static sqlite3 *database;

static void fail(void) { fprintf(stderr, "%s\n", sqlite3_errmsg(database)); exit(1); }

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) fail();
    return statement;
}

/* Steps to the end, reading every column of every row, and answers the first column of the first row as a number. */
static sqlite3_int64 run(sqlite3_stmt *statement) {
    sqlite3_int64 first = 0;
    int status, rows = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows++ == 0) first = sqlite3_column_int64(statement, 0);
        for (int column = 0; column < sqlite3_column_count(statement); column++) sqlite3_column_blob(statement, column);
    }
    if (status != SQLITE_DONE) fail();
    sqlite3_reset(statement);
    return first;
}

static void bind_id(sqlite3_stmt *statement, int place, const unsigned char *id) {
    sqlite3_bind_blob(statement, place, id, ID, SQLITE_STATIC);
}

static int digit(char c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

static void parse(const char *text, unsigned char *id) {
    for (int at = 0; at < ID; text += 2) {
        if (*text == '-') text++;
        id[at++] = (unsigned char)(digit(text[0]) << 4 | digit(text[1]));
    }
}

static int read_images(const char *path, Image **out) {
    FILE *file = fopen(path, "r");
    if (!file) { perror(path); exit(1); }
    char line[8192];
    int count = 0;
    *out = NULL;
    while (fgets(line, sizeof line, file)) {
        *out = realloc(*out, sizeof **out * (size_t)(count + 1));
        Image *image = &(*out)[count++];
        parse(strtok(line, " \n"), image->image);
        parse(strtok(NULL, " \n"), image->label);
        image->count = 0;
        for (char *word; image->count < MOST && (word = strtok(NULL, " \n"));) parse(word, image->annotations[image->count++]);
    }
    fclose(file);
    return count;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const char *text = "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"image_id\":\"00000000-0000-0000-0000-000000000000\","
    "\"label_id\":\"00000000-0000-0000-0000-000000000000\",\"geometry\":{\"type\":\"box\",\"x\":120,\"y\":80,\"width\":40,\"height\":30},"
    "\"confidence\":null,\"is_prediction\":false,\"attributes\":{},\"version\":2,\"created_at\":\"2026-01-01T00:00:00.000000Z\"}";

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    if (sqlite3_open(argv[1], &database) != SQLITE_OK) fail();
    sqlite3_busy_timeout(database, 10000);
    sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384", 0, 0, 0);
    Image *images;
    int count = read_images(argv[2], &images), group = atoi(argv[4]);
    double seconds = atof(argv[3]);
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *lock = prepare("SELECT project_id, width, height, status FROM images WHERE id = ?1 AND deleted_at IS NULL");
    sqlite3_stmt *named = prepare(
        "SELECT version, id, image_id, label_id, geometry, confidence, is_prediction, attributes, created_by, created_at, updated_at, "
        "deleted_at FROM annotations WHERE id IN (WITH RECURSIVE place(i) AS (SELECT 1 WHERE length(?1) > 0 UNION ALL "
        "SELECT i + 16 FROM place WHERE i + 16 < length(?1)) SELECT substr(?1, i, 16) AS value FROM place) ORDER BY created_at, id");
    sqlite3_stmt *labels = prepare("SELECT 1 FROM labels WHERE id = ?1");
    sqlite3_stmt *update = prepare(
        "UPDATE annotations SET label_id = ?2, geometry_type = 'box', geometry = ?3, min_x = ?4, min_y = 80, max_x = 160, max_y = 110, "
        "confidence = NULL, is_prediction = 0, attributes = '{}', version = ?5, updated_at = 1, deleted_at = NULL WHERE id = ?1");
    sqlite3_stmt *history = prepare(
        "INSERT INTO annotation_history (id, annotation_id, image_id, action, user_id, at, before, after) VALUES (?1, ?2, ?3, 'update', NULL, 1, ?4, ?4)");
    sqlite3_stmt *touch = prepare("UPDATE images SET annotation_count = annotation_count + 0, status = 'IN_PROGRESS', updated_at = 1 WHERE id = ?1");
    sqlite3_stmt *project = prepare(
        "UPDATE projects SET annotation_count = annotation_count + 0, updated_at = 1 WHERE id = (SELECT project_id FROM images WHERE id = ?1)");
    double start = now();
    long done = 0;
    /* Ids that grow, as version 7 does. */
    unsigned char id[ID] = {1};
    unsigned long long serial = (unsigned long long)time(NULL) << 24;
    while (now() - start < seconds) {
        run(begin);
        for (int member = 0; member < group; member++, done++) {
            Image *image = &images[done % count];
            bind_id(lock, 1, image->image);
            run(lock);
            sqlite3_bind_blob(named, 1, image->annotations, image->count * ID, SQLITE_STATIC);
            sqlite3_int64 version = run(named) + 1;
            bind_id(labels, 1, image->label);
            run(labels);
            for (int place = 0; place < image->count; place++) {
                char geometry[80];
                snprintf(geometry, sizeof geometry, "{\"type\":\"box\",\"x\":%d,\"y\":80,\"width\":40,\"height\":30}", (int)(version % 500));
                bind_id(update, 1, image->annotations[place]);
                bind_id(update, 2, image->label);
                sqlite3_bind_text(update, 3, geometry, -1, SQLITE_STATIC);
                sqlite3_bind_double(update, 4, (double)(version % 500));
                sqlite3_bind_int64(update, 5, version);
                run(update);
            }
            for (int place = 0; place < image->count; place++) {
                serial++;
                for (int byte = 0; byte < 8; byte++) id[byte] = (unsigned char)(serial >> (56 - 8 * byte));
                bind_id(history, 1, id);
                bind_id(history, 2, image->annotations[place]);
                bind_id(history, 3, image->image);
                sqlite3_bind_text(history, 4, text, -1, SQLITE_STATIC);
                run(history);
            }
            bind_id(touch, 1, image->image);
            run(touch);
            bind_id(project, 1, image->image);
            run(project);
        }
        run(commit);
    }
    printf("%.2f\n", (double)done / (now() - start));
    return 0;
}
