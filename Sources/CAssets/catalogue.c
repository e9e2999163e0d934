#include "catalogue.h"

// Two lines for each file: its text, then its entry below.
static const char mediavalet[] = {
#embed "../../Catalogue/mediavalet/connector.yaml"
};
static const char mediavalet_guide[] = {
#embed "../../Catalogue/mediavalet/README.md"
};
static const char folder[] = {
#embed "../../Catalogue/folder/connector.yaml"
};
static const char folder_guide[] = {
#embed "../../Catalogue/folder/README.md"
};
static const char folder_to_library[] = {
#embed "../../Examples/folder-to-library.yaml"
};

static const struct weir_catalogue_entry entries[] = {
  {"mediavalet/connector.yaml", mediavalet, sizeof mediavalet},
  {"mediavalet/README.md", mediavalet_guide, sizeof mediavalet_guide},
  {"folder/connector.yaml", folder, sizeof folder},
  {"folder/README.md", folder_guide, sizeof folder_guide},
  {"examples/folder-to-library.yaml", folder_to_library, sizeof folder_to_library},
};

const struct weir_catalogue_entry *weir_catalogue_file(long index) {
  long count = sizeof entries / sizeof entries[0];
  return index >= 0 && index < count ? &entries[index] : 0;
}
