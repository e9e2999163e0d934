// What the operating system says about files, as plain numbers. In C, since which module `struct stat` belongs to
// changes with what else a Swift module imports.
#pragma once
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  int64_t size;
  int64_t modified_seconds;
  int64_t modified_nanoseconds;
  uint64_t number;
  bool is_plain_file;
  bool is_folder;
} cfile_status;

// What is open as `descriptor`. Returns 0, or -1 with errno set.
int cfile_status_of_open(int descriptor, cfile_status *status);

// What an entry of an open folder is, without following it when it is a link. Returns 0, or -1 with errno set.
int cfile_status_of_entry(int folder, const char *name, cfile_status *status);
