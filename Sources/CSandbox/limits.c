#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSandbox.h"

void csandbox_close_inherited(void) {
  if (syscall(SYS_close_range, 3, ~0U, 0) == 0) return;
  long most = sysconf(_SC_OPEN_MAX);
  for (int descriptor = 3; descriptor < (most > 0 ? most : 1024); descriptor++) close(descriptor);
}

static int limit(int what, uint64_t value) {
  struct rlimit wanted = {value, value}, now;
  if (getrlimit(what, &now) == 0 && now.rlim_max < value) wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
  return setrlimit(what, &wanted) == 0 ? 0 : errno;
}

// A decoder has no business on the network: socket(2) answers "permission denied", here and in every program started.
static void refuse_sockets(void) {
#if defined(__x86_64__)
  const unsigned machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  const unsigned machine = AUDIT_ARCH_AARCH64;
#else
  return;
#endif
  struct sock_filter rules[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, machine, 0, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      // Numbers from here on are the x32 way of making the same calls.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
  };
  struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
  syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

int csandbox_limit_self(uint64_t memory, uint64_t file) {
  // One arena is enough for one thread, and each reserves 64 MB of addresses.
  mallopt(M_ARENA_MAX, 2);
  // Too large a file is an error to report, not a reason to die.
  signal(SIGXFSZ, SIG_IGN);
  int bad = limit(RLIMIT_CORE, 0);
  if (!bad) bad = limit(RLIMIT_DATA, memory);
  if (!bad) bad = limit(RLIMIT_FSIZE, file);
  if (bad) return bad;
  setpriority(PRIO_PROCESS, 0, 5);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) refuse_sockets();
  return 0;
}

void csandbox_share_heaps(unsigned heaps) { mallopt(M_ARENA_MAX, (int)heaps); }

void csandbox_limit_processor(unsigned seconds) {
  struct rusage used;
  struct rlimit now;
  if (getrusage(RUSAGE_SELF, &used) || getrlimit(RLIMIT_CPU, &now)) return;
  now.rlim_cur = (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + seconds + 1;
  if (now.rlim_cur > now.rlim_max) now.rlim_cur = now.rlim_max;
  setrlimit(RLIMIT_CPU, &now);
}

static void *watch_input(void *nothing) {
  struct pollfd input = {0, 0, 0};
  while (poll(&input, 1, -1) <= 0 || !(input.revents & (POLLHUP | POLLERR | POLLNVAL))) continue;
  _exit(0);
  return nothing;
}

int csandbox_end_with_input(void) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 64 << 10);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int bad = pthread_create(&thread, &attributes, watch_input, NULL);
  pthread_attr_destroy(&attributes);
  return bad;
}
