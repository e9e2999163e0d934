#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/stat.h>

#include "CFileStatus.h"

static int told(int result, const struct stat *facts, cfile_status *status) {
  if (result != 0) return -1;
  status->size = facts->st_size;
#ifdef __APPLE__
  status->modified_seconds = facts->st_mtimespec.tv_sec;
  status->modified_nanoseconds = facts->st_mtimespec.tv_nsec;
#else
  status->modified_seconds = facts->st_mtim.tv_sec;
  status->modified_nanoseconds = facts->st_mtim.tv_nsec;
#endif
  status->number = facts->st_ino;
  status->is_plain_file = S_ISREG(facts->st_mode);
  status->is_folder = S_ISDIR(facts->st_mode);
  return 0;
}

int cfile_status_of_open(int descriptor, cfile_status *status) {
  struct stat facts;
  return told(fstat(descriptor, &facts), &facts, status);
}

int cfile_status_of_entry(int folder, const char *name, cfile_status *status) {
  struct stat facts;
  return told(fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW), &facts, status);
}
