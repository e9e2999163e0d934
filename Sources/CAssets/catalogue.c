#include "catalogue.h"
#include "catalogue_files.h"

// Two lines for each example: its text, then its entry below. The connectors are listed by scripts/catalogue.
static const char folder_to_library[] = {
#embed "../../Examples/folder-to-library.yaml"
};
static const char expiring_licences[] = {
#embed "../../Examples/expiring-licences.yaml"
};
static const char hello[] = {
#embed "../../Examples/hello.yaml"
};
static const char nightly_report[] = {
#embed "../../Examples/nightly-report.yaml"
};
static const char rename_and_tag[] = {
#embed "../../Examples/rename-and-tag.yaml"
};
static const char approval_round[] = {
#embed "../../Examples/approval-round.yaml"
};
static const char library_to_shop[] = {
#embed "../../Examples/library-to-shop.yaml"
};
static const char watched_folder[] = {
#embed "../../Examples/watched-folder.yaml"
};

static const struct weir_catalogue_entry entries[] = {
  WEIR_CONNECTOR_FILES
  {"examples/folder-to-library.yaml", folder_to_library, sizeof folder_to_library},
  {"examples/expiring-licences.yaml", expiring_licences, sizeof expiring_licences},
  {"examples/hello.yaml", hello, sizeof hello},
  {"examples/nightly-report.yaml", nightly_report, sizeof nightly_report},
  {"examples/rename-and-tag.yaml", rename_and_tag, sizeof rename_and_tag},
  {"examples/approval-round.yaml", approval_round, sizeof approval_round},
  {"examples/library-to-shop.yaml", library_to_shop, sizeof library_to_shop},
  {"examples/watched-folder.yaml", watched_folder, sizeof watched_folder},
};

const struct weir_catalogue_entry *weir_catalogue_file(long index) {
  long count = sizeof entries / sizeof entries[0];
  return index >= 0 && index < count ? &entries[index] : 0;
}
