#include "catalogue.h"

// One pair of lines for each connector: its text, then its entry below.
static const char mediavalet[] = {
#embed "../../Catalogue/mediavalet/connector.yaml"
};
static const char folder[] = {
#embed "../../Catalogue/folder/connector.yaml"
};

static const struct weir_catalogue_entry entries[] = {
  {"mediavalet/connector.yaml", mediavalet, sizeof mediavalet},
  {"folder/connector.yaml", folder, sizeof folder},
};

const struct weir_catalogue_entry *weir_catalogue_file(long index) {
  long count = sizeof entries / sizeof entries[0];
  return index >= 0 && index < count ? &entries[index] : 0;
}
