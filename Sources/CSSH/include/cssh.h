// SFTP through libssh2, as plain calls that block: one session, used by one thread at a time.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct cssh cssh;

/// What the server says of one file or folder.
typedef struct {
  uint64_t size;
  int64_t modified;  // seconds since 1970; 0 where it doesn't say
  int is_folder;
  int is_link;
  int has_size;
} cssh_facts;

/// Why something failed; 0 is success.
enum cssh_fault {
  cssh_none = 0,
  cssh_unreachable = 1,
  cssh_broken = 2,   // the connection broke, or the server speaks something else
  cssh_refused = 3,  // user name, password or key
  cssh_missing = 4,
  cssh_denied = 5,
  cssh_exists = 6,
  cssh_full = 7,
  cssh_failed = 8,   // the server's own word: it just failed
};

/// Connects and agrees upon keys. `host_key_kind` is the kind that is wanted, as "ssh-ed25519", or null for any.
cssh *_Nullable cssh_start(const char *_Nonnull address, int port, int timeout_ms,
                           const char *_Nullable host_key_kind, int *_Nonnull fault);
/// The server's key as it is sent; its kind is its first word there.
const char *_Nullable cssh_host_key(cssh *_Nonnull session, size_t *_Nonnull length);
int cssh_password(cssh *_Nonnull session, const char *_Nonnull user, const char *_Nonnull password);
int cssh_private_key(cssh *_Nonnull session, const char *_Nonnull user, const char *_Nonnull key, size_t length,
                     const char *_Nullable passphrase);
int cssh_begin_sftp(cssh *_Nonnull session);
void cssh_end(cssh *_Nonnull session);

int cssh_stat(cssh *_Nonnull session, const char *_Nonnull path, size_t length, cssh_facts *_Nonnull facts);
void *_Nullable cssh_open_folder(cssh *_Nonnull session, const char *_Nonnull path, size_t length, int *_Nonnull fault);
/// The length of the next name; 0 at the end, negative for a fault.
long cssh_next(cssh *_Nonnull session, void *_Nonnull folder, char *_Nonnull name, size_t room,
               cssh_facts *_Nonnull facts);
/// `writes`: 0 to read, 1 to write what is there or new, 2 to begin anew.
void *_Nullable cssh_open_file(cssh *_Nonnull session, const char *_Nonnull path, size_t length, int writes,
                               int *_Nonnull fault);
long cssh_read(cssh *_Nonnull session, void *_Nonnull file, uint64_t offset, void *_Nonnull bytes, size_t count);
/// 0, or a fault.
int cssh_write(cssh *_Nonnull session, void *_Nonnull file, uint64_t offset, const void *_Nonnull bytes, size_t count);
int cssh_close(void *_Nonnull handle);
int cssh_make_folder(cssh *_Nonnull session, const char *_Nonnull path, size_t length);
int cssh_remove(cssh *_Nonnull session, const char *_Nonnull path, size_t length, int is_folder);
/// In place of a file of that name.
int cssh_rename(cssh *_Nonnull session, const char *_Nonnull from, size_t from_length, const char *_Nonnull to,
                size_t to_length);
