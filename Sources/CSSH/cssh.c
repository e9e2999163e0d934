#include "cssh.h"

#include <errno.h>
#include <fcntl.h>
#include <libssh2.h>
#include <libssh2_sftp.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct cssh {
  int socket;
  LIBSSH2_SESSION *session;
  LIBSSH2_SFTP *sftp;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void prepare(void) { libssh2_init(0); }

static int reach(const char *address, int port, int timeout_ms) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  char service[8];
  snprintf(service, sizeof service, "%d", port);
  if (getaddrinfo(address, service, &hints, &found) != 0) return -1;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0) {
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    int status = connect(fd, found->ai_addr, found->ai_addrlen);
    if (status != 0 && errno == EINPROGRESS) {
      struct pollfd waiting = {.fd = fd, .events = POLLOUT};
      int problem = ETIMEDOUT;
      socklen_t size = sizeof problem;
      if (poll(&waiting, 1, timeout_ms) == 1) getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size);
      status = problem;
    }
    if (status != 0) {
      close(fd);
      fd = -1;
    }
  }
  freeaddrinfo(found);
  return fd;
}

cssh *cssh_start(const char *address, int port, int timeout_ms, const char *host_key_kind, int *fault) {
  pthread_once(&once, prepare);
  *fault = cssh_unreachable;
  int fd = reach(address, port, timeout_ms);
  if (fd < 0) return NULL;
  *fault = cssh_broken;
  cssh *its = calloc(1, sizeof *its);
  if (!its) {
    close(fd);
    return NULL;
  }
  its->socket = fd;
  its->session = libssh2_session_init();
  if (!its->session) {
    cssh_end(its);
    return NULL;
  }
  libssh2_session_set_blocking(its->session, 1);
  libssh2_session_set_timeout(its->session, timeout_ms);
  if (host_key_kind) {
    // RSA keys sign in newer ways too; a kind that libssh2 doesn't know is no preference.
    const char *kinds = strcmp(host_key_kind, "ssh-rsa") == 0 ? "rsa-sha2-512,rsa-sha2-256,ssh-rsa" : host_key_kind;
    if (libssh2_session_method_pref(its->session, LIBSSH2_METHOD_HOSTKEY, kinds) != 0)
      libssh2_session_method_pref(its->session, LIBSSH2_METHOD_HOSTKEY, host_key_kind);
  }
  if (libssh2_session_handshake(its->session, fd) != 0) {
    cssh_end(its);
    return NULL;
  }
  *fault = cssh_none;
  return its;
}

const char *cssh_host_key(cssh *its, size_t *length) {
  int kind = 0;
  return libssh2_session_hostkey(its->session, length, &kind);
}

static int judged(int status) {
  switch (status) {
    case 0: return cssh_none;
    case LIBSSH2_ERROR_AUTHENTICATION_FAILED:
    case LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED:
    case LIBSSH2_ERROR_FILE:
    case LIBSSH2_ERROR_METHOD_NOT_SUPPORTED:
    case LIBSSH2_ERROR_PASSWORD_EXPIRED: return cssh_refused;
    default: return cssh_broken;
  }
}

int cssh_password(cssh *its, const char *user, const char *password) {
  return judged(libssh2_userauth_password(its->session, user, password));
}

int cssh_private_key(cssh *its, const char *user, const char *key, size_t length, const char *passphrase) {
  return judged(libssh2_userauth_publickey_frommemory(its->session, user, strlen(user), NULL, 0, key, length, passphrase));
}

int cssh_begin_sftp(cssh *its) {
  its->sftp = libssh2_sftp_init(its->session);
  return its->sftp ? cssh_none : cssh_broken;
}

void cssh_end(cssh *its) {
  if (its->sftp) libssh2_sftp_shutdown(its->sftp);
  if (its->session) {
    libssh2_session_disconnect(its->session, "done");
    libssh2_session_free(its->session);
  }
  if (its->socket >= 0) close(its->socket);
  free(its);
}

static int fault(cssh *its) {
  if (libssh2_session_last_errno(its->session) != LIBSSH2_ERROR_SFTP_PROTOCOL) return cssh_broken;
  switch (libssh2_sftp_last_error(its->sftp)) {
    case LIBSSH2_FX_NO_SUCH_FILE:
    case LIBSSH2_FX_NO_SUCH_PATH: return cssh_missing;
    case LIBSSH2_FX_PERMISSION_DENIED:
    case LIBSSH2_FX_WRITE_PROTECT: return cssh_denied;
    case LIBSSH2_FX_FILE_ALREADY_EXISTS: return cssh_exists;
    case LIBSSH2_FX_NO_SPACE_ON_FILESYSTEM:
    case LIBSSH2_FX_QUOTA_EXCEEDED: return cssh_full;
    default: return cssh_failed;
  }
}

static void tell(const LIBSSH2_SFTP_ATTRIBUTES *found, cssh_facts *facts) {
  memset(facts, 0, sizeof *facts);
  facts->has_size = (found->flags & LIBSSH2_SFTP_ATTR_SIZE) != 0;
  if (facts->has_size) facts->size = found->filesize;
  if (found->flags & LIBSSH2_SFTP_ATTR_ACMODTIME) facts->modified = (int64_t)(uint32_t)found->mtime;
  if (found->flags & LIBSSH2_SFTP_ATTR_PERMISSIONS) {
    facts->is_folder = LIBSSH2_SFTP_S_ISDIR(found->permissions);
    facts->is_link = LIBSSH2_SFTP_S_ISLNK(found->permissions);
  }
}

int cssh_stat(cssh *its, const char *path, size_t length, cssh_facts *facts) {
  LIBSSH2_SFTP_ATTRIBUTES found;
  memset(&found, 0, sizeof found);
  if (libssh2_sftp_stat_ex(its->sftp, path, (unsigned)length, LIBSSH2_SFTP_STAT, &found) != 0) return fault(its);
  tell(&found, facts);
  return cssh_none;
}

void *cssh_open_folder(cssh *its, const char *path, size_t length, int *problem) {
  void *folder = libssh2_sftp_open_ex(its->sftp, path, (unsigned)length, 0, 0, LIBSSH2_SFTP_OPENDIR);
  *problem = folder ? cssh_none : fault(its);
  return folder;
}

long cssh_next(cssh *its, void *folder, char *name, size_t room, cssh_facts *facts) {
  LIBSSH2_SFTP_ATTRIBUTES found;
  memset(&found, 0, sizeof found);
  long length = libssh2_sftp_readdir_ex(folder, name, room, NULL, 0, &found);
  if (length < 0) return -fault(its);
  tell(&found, facts);
  return length;
}

void *cssh_open_file(cssh *its, const char *path, size_t length, int writes, int *problem) {
  unsigned long flags = writes == 0 ? LIBSSH2_FXF_READ : LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT;
  if (writes == 2) flags |= LIBSSH2_FXF_TRUNC;
  void *file = libssh2_sftp_open_ex(its->sftp, path, (unsigned)length, flags, 0644, LIBSSH2_SFTP_OPENFILE);
  *problem = file ? cssh_none : fault(its);
  return file;
}

long cssh_read(cssh *its, void *file, uint64_t offset, void *bytes, size_t count) {
  if (libssh2_sftp_tell64(file) != offset) libssh2_sftp_seek64(file, offset);
  long got = libssh2_sftp_read(file, bytes, count);
  return got < 0 ? -fault(its) : got;
}

int cssh_write(cssh *its, void *file, uint64_t offset, const void *bytes, size_t count) {
  if (libssh2_sftp_tell64(file) != offset) libssh2_sftp_seek64(file, offset);
  const char *next = bytes;
  while (count > 0) {
    long sent = libssh2_sftp_write(file, next, count);
    if (sent <= 0) return fault(its);
    next += sent;
    count -= (size_t)sent;
  }
  return cssh_none;
}

int cssh_close(void *handle) { return libssh2_sftp_close_handle(handle) == 0 ? cssh_none : cssh_failed; }

int cssh_make_folder(cssh *its, const char *path, size_t length) {
  return libssh2_sftp_mkdir_ex(its->sftp, path, (unsigned)length, 0755) == 0 ? cssh_none : fault(its);
}

int cssh_remove(cssh *its, const char *path, size_t length, int is_folder) {
  int status = is_folder ? libssh2_sftp_rmdir_ex(its->sftp, path, (unsigned)length)
                         : libssh2_sftp_unlink_ex(its->sftp, path, (unsigned)length);
  return status == 0 ? cssh_none : fault(its);
}

int cssh_rename(cssh *its, const char *from, size_t from_length, const char *to, size_t to_length) {
  // Version 3 of the protocol, which OpenSSH speaks, knows no replacing: the old one goes first.
  libssh2_sftp_unlink_ex(its->sftp, to, (unsigned)to_length);
  long flags = LIBSSH2_SFTP_RENAME_OVERWRITE | LIBSSH2_SFTP_RENAME_ATOMIC | LIBSSH2_SFTP_RENAME_NATIVE;
  int status = libssh2_sftp_rename_ex(its->sftp, from, (unsigned)from_length, to, (unsigned)to_length, flags);
  return status == 0 ? cssh_none : fault(its);
}
