#pragma once
#include <stddef.h>

/// A compiled jq program. Not to be used from two threads at once.
typedef struct cjq_program cjq_program;

/// How an evaluation ended.
enum cjq_result {
  CJQ_VALUE = 0,
  CJQ_ERROR = 1,
  /// The input is not JSON.
  CJQ_BAD_INPUT = 2,
  /// The result is longer than allowed.
  CJQ_TOO_LARGE = 3,
  /// The program gave more than one result.
  CJQ_MANY = 4,
};

/// Compiles `source`.
/// On failure gives NULL and in `message` the reason, to be freed with `free`.
cjq_program *cjq_compile(const char *source, char **message);

void cjq_free(cjq_program *program);

/// Runs the program on a JSON text. `text` receives the result as JSON, or the reason of the failure; to be freed with
/// `free`. No result at all counts as null.
enum cjq_result cjq_evaluate(cjq_program *program, const char *input, size_t length, size_t limit, char **text,
                             size_t *text_length);

/// Ends this process by SIGALRM unless it is called again within `milliseconds`; 0 takes the order back.
void cjq_deadline(unsigned milliseconds);

/// Bounds the memory of this process to what it has now and `bytes` more, and forbids core dumps.
/// Gives 0 when it worked.
int cjq_limit_memory(size_t bytes);
