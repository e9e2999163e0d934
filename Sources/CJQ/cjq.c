#include "CJQ.h"

#include <jq.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

struct cjq_program {
  jq_state *state;
  /// What libjq complained of last, or NULL.
  char *message;
};

static char *copy(const char *bytes, size_t length) {
  char *text = malloc(length + 1);
  if (!text) return NULL;
  memcpy(text, bytes, length);
  text[length] = 0;
  return text;
}

static char *copy_string(jv value) {
  char *text = copy(jv_string_value(value), (size_t)jv_string_length_bytes(jv_copy(value)));
  jv_free(value);
  return text;
}

// The first complaint is the one that tells most.
static void complain(void *data, jv message) {
  struct cjq_program *program = data;
  jv text = jq_format_error(message);
  if (!program->message && jv_get_kind(text) == JV_KIND_STRING) {
    program->message = copy_string(text);
  } else {
    jv_free(text);
  }
}

cjq_program *cjq_compile(const char *source, char **message) {
  *message = NULL;
  struct cjq_program *program = calloc(1, sizeof *program);
  if (!program) return NULL;
  program->state = jq_init();
  if (!program->state) {
    free(program);
    return NULL;
  }
  jq_set_error_cb(program->state, complain, program);
  if (!jq_compile(program->state, source)) {
    *message = program->message;
    program->message = NULL;
    cjq_free(program);
    return NULL;
  }
  return program;
}

void cjq_free(cjq_program *program) {
  if (!program) return;
  jq_teardown(&program->state);
  free(program->message);
  free(program);
}

static enum cjq_result fail(enum cjq_result result, jv message, char **text, size_t *length) {
  if (jv_get_kind(message) != JV_KIND_STRING) message = jv_dump_string(message, 0);
  *length = (size_t)jv_string_length_bytes(jv_copy(message));
  *text = copy_string(message);
  return result;
}

enum cjq_result cjq_evaluate(cjq_program *program, const char *input, size_t length, size_t limit, char **text,
                             size_t *text_length) {
  *text = NULL;
  *text_length = 0;
  jv value = jv_parse_sized(input, (int)length);
  if (!jv_is_valid(value)) return fail(CJQ_BAD_INPUT, jv_invalid_get_msg(value), text, text_length);
  jq_start(program->state, value, 0);
  jv result = jq_next(program->state);
  if (!jv_is_valid(result)) {
    if (jv_invalid_has_msg(jv_copy(result))) return fail(CJQ_ERROR, jv_invalid_get_msg(result), text, text_length);
    jv_free(result);
    result = jv_null();
  } else {
    jv second = jq_next(program->state);
    int more = jv_is_valid(second);
    int failed = !more && jv_invalid_has_msg(jv_copy(second));
    if (more || failed) jv_free(result);
    if (failed) return fail(CJQ_ERROR, jv_invalid_get_msg(second), text, text_length);
    jv_free(second);
    if (more) return fail(CJQ_MANY, jv_string("it gives more than one result"), text, text_length);
  }
  jv dumped = jv_dump_string(result, 0);
  *text_length = (size_t)jv_string_length_bytes(jv_copy(dumped));
  if (*text_length > limit) {
    jv_free(dumped);
    return fail(CJQ_TOO_LARGE, jv_string("its result is too large"), text, text_length);
  }
  *text = copy_string(dumped);
  return CJQ_VALUE;
}

void cjq_deadline(unsigned milliseconds) {
  struct itimerval timer = {{0, 0}, {milliseconds / 1000, (milliseconds % 1000) * 1000}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

int cjq_limit_memory(size_t bytes) {
  struct rlimit core = {0, 0};
  setrlimit(RLIMIT_CORE, &core);
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file) return -1;
  int found = fscanf(file, "%lu", &pages);
  fclose(file);
  if (found != 1) return -1;
  rlim_t limit = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes;
  struct rlimit memory = {limit, limit};
  return setrlimit(RLIMIT_AS, &memory);
}
