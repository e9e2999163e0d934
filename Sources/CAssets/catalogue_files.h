// Made by scripts/catalogue; don't edit.
static const char Catalogue_azureblob_README_md[] = {
#embed "../../Catalogue/azureblob/README.md"
};
static const char Catalogue_azureblob_connector_yaml[] = {
#embed "../../Catalogue/azureblob/connector.yaml"
};
static const char Catalogue_folder_README_md[] = {
#embed "../../Catalogue/folder/README.md"
};
static const char Catalogue_folder_connector_yaml[] = {
#embed "../../Catalogue/folder/connector.yaml"
};
static const char Catalogue_http_README_md[] = {
#embed "../../Catalogue/http/README.md"
};
static const char Catalogue_http_connector_yaml[] = {
#embed "../../Catalogue/http/connector.yaml"
};
static const char Catalogue_mediavalet_README_md[] = {
#embed "../../Catalogue/mediavalet/README.md"
};
static const char Catalogue_mediavalet_connector_yaml[] = {
#embed "../../Catalogue/mediavalet/connector.yaml"
};
static const char Catalogue_mediavalet_operations_yaml[] = {
#embed "../../Catalogue/mediavalet/operations.yaml"
};
static const char Catalogue_nextcloud_README_md[] = {
#embed "../../Catalogue/nextcloud/README.md"
};
static const char Catalogue_nextcloud_connector_yaml[] = {
#embed "../../Catalogue/nextcloud/connector.yaml"
};
static const char Catalogue_webdav_README_md[] = {
#embed "../../Catalogue/webdav/README.md"
};
static const char Catalogue_webdav_connector_yaml[] = {
#embed "../../Catalogue/webdav/connector.yaml"
};
static const char Catalogue_webhook_README_md[] = {
#embed "../../Catalogue/webhook/README.md"
};
static const char Catalogue_webhook_connector_yaml[] = {
#embed "../../Catalogue/webhook/connector.yaml"
};

#define WEIR_CONNECTOR_FILES \
  {"azureblob/README.md", Catalogue_azureblob_README_md, sizeof Catalogue_azureblob_README_md}, \
  {"azureblob/connector.yaml", Catalogue_azureblob_connector_yaml, sizeof Catalogue_azureblob_connector_yaml}, \
  {"folder/README.md", Catalogue_folder_README_md, sizeof Catalogue_folder_README_md}, \
  {"folder/connector.yaml", Catalogue_folder_connector_yaml, sizeof Catalogue_folder_connector_yaml}, \
  {"http/README.md", Catalogue_http_README_md, sizeof Catalogue_http_README_md}, \
  {"http/connector.yaml", Catalogue_http_connector_yaml, sizeof Catalogue_http_connector_yaml}, \
  {"mediavalet/README.md", Catalogue_mediavalet_README_md, sizeof Catalogue_mediavalet_README_md}, \
  {"mediavalet/connector.yaml", Catalogue_mediavalet_connector_yaml, sizeof Catalogue_mediavalet_connector_yaml}, \
  {"mediavalet/operations.yaml", Catalogue_mediavalet_operations_yaml, sizeof Catalogue_mediavalet_operations_yaml}, \
  {"nextcloud/README.md", Catalogue_nextcloud_README_md, sizeof Catalogue_nextcloud_README_md}, \
  {"nextcloud/connector.yaml", Catalogue_nextcloud_connector_yaml, sizeof Catalogue_nextcloud_connector_yaml}, \
  {"webdav/README.md", Catalogue_webdav_README_md, sizeof Catalogue_webdav_README_md}, \
  {"webdav/connector.yaml", Catalogue_webdav_connector_yaml, sizeof Catalogue_webdav_connector_yaml}, \
  {"webhook/README.md", Catalogue_webhook_README_md, sizeof Catalogue_webhook_README_md}, \
  {"webhook/connector.yaml", Catalogue_webhook_connector_yaml, sizeof Catalogue_webhook_connector_yaml}, \
