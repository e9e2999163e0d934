// SHA-256 whose state can be written down, so that a transfer that was killed goes on with its checksum.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Plain values: may be copied, kept and taken up by another process.
typedef struct {
  uint32_t chain[8];
  uint64_t length;      // bytes taken in so far
  uint8_t pending[64];  // the last `length % 64` of them
} cdigest_sha256;

void cdigest_sha256_start(cdigest_sha256 *state);
void cdigest_sha256_update(cdigest_sha256 *state, const void *bytes, size_t count);
void cdigest_sha256_finish(const cdigest_sha256 *state, uint8_t digest[32]);
