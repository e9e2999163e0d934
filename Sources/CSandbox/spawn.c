#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSandbox.h"

int csandbox_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) ? errno : 0; }

// Runs between fork and exec: only calls that are safe there.
static void become(const char *const *arguments, int input, int output, int error, unsigned seconds, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(126);
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (dup2(input < 0 ? nothing : input, 0) < 0 || dup2(output < 0 ? nothing : output, 1) < 0 ||
      dup2(error < 0 ? nothing : error, 2) < 0)
    _exit(126);
  syscall(SYS_close_range, 3, ~0U, 0);
  struct rlimit processor;
  if (getrlimit(RLIMIT_CPU, &processor) == 0) {
    processor.rlim_cur = seconds && seconds < processor.rlim_max ? seconds : processor.rlim_max;
    setrlimit(RLIMIT_CPU, &processor);
  }
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execvp(arguments[0], (char *const *)arguments);
  _exit(127);
}

pid_t csandbox_spawn(const char *const *arguments, int input, int output, int error, unsigned seconds) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) become(arguments, input, output, error, seconds, parent);
  return child < 0 ? -errno : child;
}
