// OpenSSL's low-level functions: the only ones at hand that are quick and let their state be read.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CDigest.h"

#include <openssl/sha.h>
#include <string.h>

static SHA256_CTX opened(const cdigest_sha256 *state) {
  SHA256_CTX context;
  SHA256_Init(&context);
  memcpy(context.h, state->chain, sizeof state->chain);
  memcpy(context.data, state->pending, sizeof state->pending);
  context.num = state->length % 64;
  // The length counts bits, in two halves.
  uint64_t bits = state->length * 8;
  context.Nl = (uint32_t)bits;
  context.Nh = (uint32_t)(bits >> 32);
  return context;
}

void cdigest_sha256_start(cdigest_sha256 *state) {
  SHA256_CTX context;
  SHA256_Init(&context);
  memset(state, 0, sizeof *state);
  memcpy(state->chain, context.h, sizeof state->chain);
}

void cdigest_sha256_update(cdigest_sha256 *state, const void *bytes, size_t count) {
  SHA256_CTX context = opened(state);
  SHA256_Update(&context, bytes, count);
  memcpy(state->chain, context.h, sizeof state->chain);
  memcpy(state->pending, context.data, sizeof state->pending);
  state->length += count;
}

void cdigest_sha256_finish(const cdigest_sha256 *state, uint8_t digest[32]) {
  SHA256_CTX context = opened(state);
  SHA256_Final(digest, &context);
}
