#pragma once
#include <stddef.h>

/// A connector file that is part of the program.
struct weir_catalogue_entry {
  /// Its path in the catalogue folder.
  const char *_Nullable name;
  /// Its text, without an ending zero.
  const char *_Nullable bytes;
  size_t length;
};

/// The file at a position counted from 0, or null behind the last one.
const struct weir_catalogue_entry *_Nullable weir_catalogue_file(long index);
