#pragma once
#include "catalogue.h"

/// A file that was embedded into the program when it was built.
typedef struct {
  /// Its path below Sources/CAssets, such as "styles/weir.css".
  const char *_Nonnull name;
  const unsigned char *_Nonnull bytes;
  unsigned long length;
} weir_asset;

/// The page assets: templates, styles, scripts, icons.
/// - Returns: the index-th file, or NULL after the last.
const weir_asset *_Nullable weir_asset_at(unsigned long index);
