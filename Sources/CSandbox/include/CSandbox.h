// Limits that a process lays on itself before it touches what it can't trust, and on the programs that it starts.
// Linux; what the kernel at hand doesn't know is left out, except where a function says that it fails.
#pragma once
#include <stdint.h>
#include <sys/types.h>

// Closes every descriptor but standard input, output and error.
void csandbox_close_inherited(void);

// Limits memory (`memory`: private writable bytes) and the size of files written, forbids core dumps, new privileges
// and sockets, and lowers the priority. Inherited by programs started later. Returns 0, or errno of the limit that
// couldn't be laid down.
int csandbox_limit_self(uint64_t memory, uint64_t file);

// Has the threads of this process share their heaps: the C library gives each its own by default, and what one of them
// has freed the others don't use. Counts for threads that are made later.
void csandbox_share_heaps(unsigned heaps);

// From now on, this process may use the processor for `seconds` before it is killed with SIGXCPU.
void csandbox_limit_processor(unsigned seconds);

// Ends this process as soon as nobody can write to its standard input any more, whatever it is doing.
// Returns 0 or errno.
int csandbox_end_with_input(void);

// Makes a pipe whose ends no program started later inherits: 0 or errno.
int csandbox_pipe(int ends[2]);

// Starts a program found by PATH, with these descriptors as its standard ones (-1: /dev/null), killed with the thread
// that started it, and with `seconds` of the processor (0: as many as it likes). Returns its process id, or -errno.
// A program that can't be executed exits with 127.
pid_t csandbox_spawn(const char *const *arguments, int input, int output, int error, unsigned seconds);
