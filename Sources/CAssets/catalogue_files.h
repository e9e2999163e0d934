// Made by scripts/catalogue; don't edit.
static const char Catalogue_airtable_README_md[] = {
#embed "../../Catalogue/airtable/README.md"
};
static const char Catalogue_airtable_connector_yaml[] = {
#embed "../../Catalogue/airtable/connector.yaml"
};
static const char Catalogue_akeneo_README_md[] = {
#embed "../../Catalogue/akeneo/README.md"
};
static const char Catalogue_akeneo_connector_yaml[] = {
#embed "../../Catalogue/akeneo/connector.yaml"
};
static const char Catalogue_aprimo_README_md[] = {
#embed "../../Catalogue/aprimo/README.md"
};
static const char Catalogue_aprimo_connector_yaml[] = {
#embed "../../Catalogue/aprimo/connector.yaml"
};
static const char Catalogue_azureblob_README_md[] = {
#embed "../../Catalogue/azureblob/README.md"
};
static const char Catalogue_azureblob_connector_yaml[] = {
#embed "../../Catalogue/azureblob/connector.yaml"
};
static const char Catalogue_box_README_md[] = {
#embed "../../Catalogue/box/README.md"
};
static const char Catalogue_box_connector_yaml[] = {
#embed "../../Catalogue/box/connector.yaml"
};
static const char Catalogue_brandfolder_README_md[] = {
#embed "../../Catalogue/brandfolder/README.md"
};
static const char Catalogue_brandfolder_connector_yaml[] = {
#embed "../../Catalogue/brandfolder/connector.yaml"
};
static const char Catalogue_bynder_README_md[] = {
#embed "../../Catalogue/bynder/README.md"
};
static const char Catalogue_bynder_connector_yaml[] = {
#embed "../../Catalogue/bynder/connector.yaml"
};
static const char Catalogue_canto_README_md[] = {
#embed "../../Catalogue/canto/README.md"
};
static const char Catalogue_canto_connector_yaml[] = {
#embed "../../Catalogue/canto/connector.yaml"
};
static const char Catalogue_cclibraries_README_md[] = {
#embed "../../Catalogue/cclibraries/README.md"
};
static const char Catalogue_cclibraries_connector_yaml[] = {
#embed "../../Catalogue/cclibraries/connector.yaml"
};
static const char Catalogue_cloudinary_README_md[] = {
#embed "../../Catalogue/cloudinary/README.md"
};
static const char Catalogue_cloudinary_connector_yaml[] = {
#embed "../../Catalogue/cloudinary/connector.yaml"
};
static const char Catalogue_contentful_README_md[] = {
#embed "../../Catalogue/contentful/README.md"
};
static const char Catalogue_contentful_connector_yaml[] = {
#embed "../../Catalogue/contentful/connector.yaml"
};
static const char Catalogue_dropbox_README_md[] = {
#embed "../../Catalogue/dropbox/README.md"
};
static const char Catalogue_dropbox_connector_yaml[] = {
#embed "../../Catalogue/dropbox/connector.yaml"
};
static const char Catalogue_facebook_README_md[] = {
#embed "../../Catalogue/facebook/README.md"
};
static const char Catalogue_facebook_connector_yaml[] = {
#embed "../../Catalogue/facebook/connector.yaml"
};
static const char Catalogue_flickr_README_md[] = {
#embed "../../Catalogue/flickr/README.md"
};
static const char Catalogue_flickr_connector_yaml[] = {
#embed "../../Catalogue/flickr/connector.yaml"
};
static const char Catalogue_folder_README_md[] = {
#embed "../../Catalogue/folder/README.md"
};
static const char Catalogue_folder_connector_yaml[] = {
#embed "../../Catalogue/folder/connector.yaml"
};
static const char Catalogue_frameio_README_md[] = {
#embed "../../Catalogue/frameio/README.md"
};
static const char Catalogue_frameio_connector_yaml[] = {
#embed "../../Catalogue/frameio/connector.yaml"
};
static const char Catalogue_frontify_README_md[] = {
#embed "../../Catalogue/frontify/README.md"
};
static const char Catalogue_frontify_connector_yaml[] = {
#embed "../../Catalogue/frontify/connector.yaml"
};
static const char Catalogue_gcs_README_md[] = {
#embed "../../Catalogue/gcs/README.md"
};
static const char Catalogue_gcs_connector_yaml[] = {
#embed "../../Catalogue/gcs/connector.yaml"
};
static const char Catalogue_googledrive_README_md[] = {
#embed "../../Catalogue/googledrive/README.md"
};
static const char Catalogue_googledrive_connector_yaml[] = {
#embed "../../Catalogue/googledrive/connector.yaml"
};
static const char Catalogue_googlesheets_README_md[] = {
#embed "../../Catalogue/googlesheets/README.md"
};
static const char Catalogue_googlesheets_connector_yaml[] = {
#embed "../../Catalogue/googlesheets/connector.yaml"
};
static const char Catalogue_http_README_md[] = {
#embed "../../Catalogue/http/README.md"
};
static const char Catalogue_http_connector_yaml[] = {
#embed "../../Catalogue/http/connector.yaml"
};
static const char Catalogue_instagram_README_md[] = {
#embed "../../Catalogue/instagram/README.md"
};
static const char Catalogue_instagram_connector_yaml[] = {
#embed "../../Catalogue/instagram/connector.yaml"
};
static const char Catalogue_lightroom_README_md[] = {
#embed "../../Catalogue/lightroom/README.md"
};
static const char Catalogue_lightroom_connector_yaml[] = {
#embed "../../Catalogue/lightroom/connector.yaml"
};
static const char Catalogue_mail_README_md[] = {
#embed "../../Catalogue/mail/README.md"
};
static const char Catalogue_mail_connector_yaml[] = {
#embed "../../Catalogue/mail/connector.yaml"
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
static const char Catalogue_onedrive_README_md[] = {
#embed "../../Catalogue/onedrive/README.md"
};
static const char Catalogue_onedrive_connector_yaml[] = {
#embed "../../Catalogue/onedrive/connector.yaml"
};
static const char Catalogue_openai_README_md[] = {
#embed "../../Catalogue/openai/README.md"
};
static const char Catalogue_openai_connector_yaml[] = {
#embed "../../Catalogue/openai/connector.yaml"
};
static const char Catalogue_s3_README_md[] = {
#embed "../../Catalogue/s3/README.md"
};
static const char Catalogue_s3_connector_yaml[] = {
#embed "../../Catalogue/s3/connector.yaml"
};
static const char Catalogue_sftp_README_md[] = {
#embed "../../Catalogue/sftp/README.md"
};
static const char Catalogue_sftp_connector_yaml[] = {
#embed "../../Catalogue/sftp/connector.yaml"
};
static const char Catalogue_sharepoint_README_md[] = {
#embed "../../Catalogue/sharepoint/README.md"
};
static const char Catalogue_sharepoint_connector_yaml[] = {
#embed "../../Catalogue/sharepoint/connector.yaml"
};
static const char Catalogue_shopify_README_md[] = {
#embed "../../Catalogue/shopify/README.md"
};
static const char Catalogue_shopify_connector_yaml[] = {
#embed "../../Catalogue/shopify/connector.yaml"
};
static const char Catalogue_slack_README_md[] = {
#embed "../../Catalogue/slack/README.md"
};
static const char Catalogue_slack_connector_yaml[] = {
#embed "../../Catalogue/slack/connector.yaml"
};
static const char Catalogue_teams_README_md[] = {
#embed "../../Catalogue/teams/README.md"
};
static const char Catalogue_teams_connector_yaml[] = {
#embed "../../Catalogue/teams/connector.yaml"
};
static const char Catalogue_vimeo_README_md[] = {
#embed "../../Catalogue/vimeo/README.md"
};
static const char Catalogue_vimeo_connector_yaml[] = {
#embed "../../Catalogue/vimeo/connector.yaml"
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
static const char Catalogue_wordpress_README_md[] = {
#embed "../../Catalogue/wordpress/README.md"
};
static const char Catalogue_wordpress_connector_yaml[] = {
#embed "../../Catalogue/wordpress/connector.yaml"
};
static const char Catalogue_youtube_README_md[] = {
#embed "../../Catalogue/youtube/README.md"
};
static const char Catalogue_youtube_connector_yaml[] = {
#embed "../../Catalogue/youtube/connector.yaml"
};

#define WEIR_CONNECTOR_FILES \
  {"airtable/README.md", Catalogue_airtable_README_md, sizeof Catalogue_airtable_README_md}, \
  {"airtable/connector.yaml", Catalogue_airtable_connector_yaml, sizeof Catalogue_airtable_connector_yaml}, \
  {"akeneo/README.md", Catalogue_akeneo_README_md, sizeof Catalogue_akeneo_README_md}, \
  {"akeneo/connector.yaml", Catalogue_akeneo_connector_yaml, sizeof Catalogue_akeneo_connector_yaml}, \
  {"aprimo/README.md", Catalogue_aprimo_README_md, sizeof Catalogue_aprimo_README_md}, \
  {"aprimo/connector.yaml", Catalogue_aprimo_connector_yaml, sizeof Catalogue_aprimo_connector_yaml}, \
  {"azureblob/README.md", Catalogue_azureblob_README_md, sizeof Catalogue_azureblob_README_md}, \
  {"azureblob/connector.yaml", Catalogue_azureblob_connector_yaml, sizeof Catalogue_azureblob_connector_yaml}, \
  {"box/README.md", Catalogue_box_README_md, sizeof Catalogue_box_README_md}, \
  {"box/connector.yaml", Catalogue_box_connector_yaml, sizeof Catalogue_box_connector_yaml}, \
  {"brandfolder/README.md", Catalogue_brandfolder_README_md, sizeof Catalogue_brandfolder_README_md}, \
  {"brandfolder/connector.yaml", Catalogue_brandfolder_connector_yaml, sizeof Catalogue_brandfolder_connector_yaml}, \
  {"bynder/README.md", Catalogue_bynder_README_md, sizeof Catalogue_bynder_README_md}, \
  {"bynder/connector.yaml", Catalogue_bynder_connector_yaml, sizeof Catalogue_bynder_connector_yaml}, \
  {"canto/README.md", Catalogue_canto_README_md, sizeof Catalogue_canto_README_md}, \
  {"canto/connector.yaml", Catalogue_canto_connector_yaml, sizeof Catalogue_canto_connector_yaml}, \
  {"cclibraries/README.md", Catalogue_cclibraries_README_md, sizeof Catalogue_cclibraries_README_md}, \
  {"cclibraries/connector.yaml", Catalogue_cclibraries_connector_yaml, sizeof Catalogue_cclibraries_connector_yaml}, \
  {"cloudinary/README.md", Catalogue_cloudinary_README_md, sizeof Catalogue_cloudinary_README_md}, \
  {"cloudinary/connector.yaml", Catalogue_cloudinary_connector_yaml, sizeof Catalogue_cloudinary_connector_yaml}, \
  {"contentful/README.md", Catalogue_contentful_README_md, sizeof Catalogue_contentful_README_md}, \
  {"contentful/connector.yaml", Catalogue_contentful_connector_yaml, sizeof Catalogue_contentful_connector_yaml}, \
  {"dropbox/README.md", Catalogue_dropbox_README_md, sizeof Catalogue_dropbox_README_md}, \
  {"dropbox/connector.yaml", Catalogue_dropbox_connector_yaml, sizeof Catalogue_dropbox_connector_yaml}, \
  {"facebook/README.md", Catalogue_facebook_README_md, sizeof Catalogue_facebook_README_md}, \
  {"facebook/connector.yaml", Catalogue_facebook_connector_yaml, sizeof Catalogue_facebook_connector_yaml}, \
  {"flickr/README.md", Catalogue_flickr_README_md, sizeof Catalogue_flickr_README_md}, \
  {"flickr/connector.yaml", Catalogue_flickr_connector_yaml, sizeof Catalogue_flickr_connector_yaml}, \
  {"folder/README.md", Catalogue_folder_README_md, sizeof Catalogue_folder_README_md}, \
  {"folder/connector.yaml", Catalogue_folder_connector_yaml, sizeof Catalogue_folder_connector_yaml}, \
  {"frameio/README.md", Catalogue_frameio_README_md, sizeof Catalogue_frameio_README_md}, \
  {"frameio/connector.yaml", Catalogue_frameio_connector_yaml, sizeof Catalogue_frameio_connector_yaml}, \
  {"frontify/README.md", Catalogue_frontify_README_md, sizeof Catalogue_frontify_README_md}, \
  {"frontify/connector.yaml", Catalogue_frontify_connector_yaml, sizeof Catalogue_frontify_connector_yaml}, \
  {"gcs/README.md", Catalogue_gcs_README_md, sizeof Catalogue_gcs_README_md}, \
  {"gcs/connector.yaml", Catalogue_gcs_connector_yaml, sizeof Catalogue_gcs_connector_yaml}, \
  {"googledrive/README.md", Catalogue_googledrive_README_md, sizeof Catalogue_googledrive_README_md}, \
  {"googledrive/connector.yaml", Catalogue_googledrive_connector_yaml, sizeof Catalogue_googledrive_connector_yaml}, \
  {"googlesheets/README.md", Catalogue_googlesheets_README_md, sizeof Catalogue_googlesheets_README_md}, \
  {"googlesheets/connector.yaml", Catalogue_googlesheets_connector_yaml, sizeof Catalogue_googlesheets_connector_yaml}, \
  {"http/README.md", Catalogue_http_README_md, sizeof Catalogue_http_README_md}, \
  {"http/connector.yaml", Catalogue_http_connector_yaml, sizeof Catalogue_http_connector_yaml}, \
  {"instagram/README.md", Catalogue_instagram_README_md, sizeof Catalogue_instagram_README_md}, \
  {"instagram/connector.yaml", Catalogue_instagram_connector_yaml, sizeof Catalogue_instagram_connector_yaml}, \
  {"lightroom/README.md", Catalogue_lightroom_README_md, sizeof Catalogue_lightroom_README_md}, \
  {"lightroom/connector.yaml", Catalogue_lightroom_connector_yaml, sizeof Catalogue_lightroom_connector_yaml}, \
  {"mail/README.md", Catalogue_mail_README_md, sizeof Catalogue_mail_README_md}, \
  {"mail/connector.yaml", Catalogue_mail_connector_yaml, sizeof Catalogue_mail_connector_yaml}, \
  {"mediavalet/README.md", Catalogue_mediavalet_README_md, sizeof Catalogue_mediavalet_README_md}, \
  {"mediavalet/connector.yaml", Catalogue_mediavalet_connector_yaml, sizeof Catalogue_mediavalet_connector_yaml}, \
  {"mediavalet/operations.yaml", Catalogue_mediavalet_operations_yaml, sizeof Catalogue_mediavalet_operations_yaml}, \
  {"nextcloud/README.md", Catalogue_nextcloud_README_md, sizeof Catalogue_nextcloud_README_md}, \
  {"nextcloud/connector.yaml", Catalogue_nextcloud_connector_yaml, sizeof Catalogue_nextcloud_connector_yaml}, \
  {"onedrive/README.md", Catalogue_onedrive_README_md, sizeof Catalogue_onedrive_README_md}, \
  {"onedrive/connector.yaml", Catalogue_onedrive_connector_yaml, sizeof Catalogue_onedrive_connector_yaml}, \
  {"openai/README.md", Catalogue_openai_README_md, sizeof Catalogue_openai_README_md}, \
  {"openai/connector.yaml", Catalogue_openai_connector_yaml, sizeof Catalogue_openai_connector_yaml}, \
  {"s3/README.md", Catalogue_s3_README_md, sizeof Catalogue_s3_README_md}, \
  {"s3/connector.yaml", Catalogue_s3_connector_yaml, sizeof Catalogue_s3_connector_yaml}, \
  {"sftp/README.md", Catalogue_sftp_README_md, sizeof Catalogue_sftp_README_md}, \
  {"sftp/connector.yaml", Catalogue_sftp_connector_yaml, sizeof Catalogue_sftp_connector_yaml}, \
  {"sharepoint/README.md", Catalogue_sharepoint_README_md, sizeof Catalogue_sharepoint_README_md}, \
  {"sharepoint/connector.yaml", Catalogue_sharepoint_connector_yaml, sizeof Catalogue_sharepoint_connector_yaml}, \
  {"shopify/README.md", Catalogue_shopify_README_md, sizeof Catalogue_shopify_README_md}, \
  {"shopify/connector.yaml", Catalogue_shopify_connector_yaml, sizeof Catalogue_shopify_connector_yaml}, \
  {"slack/README.md", Catalogue_slack_README_md, sizeof Catalogue_slack_README_md}, \
  {"slack/connector.yaml", Catalogue_slack_connector_yaml, sizeof Catalogue_slack_connector_yaml}, \
  {"teams/README.md", Catalogue_teams_README_md, sizeof Catalogue_teams_README_md}, \
  {"teams/connector.yaml", Catalogue_teams_connector_yaml, sizeof Catalogue_teams_connector_yaml}, \
  {"vimeo/README.md", Catalogue_vimeo_README_md, sizeof Catalogue_vimeo_README_md}, \
  {"vimeo/connector.yaml", Catalogue_vimeo_connector_yaml, sizeof Catalogue_vimeo_connector_yaml}, \
  {"webdav/README.md", Catalogue_webdav_README_md, sizeof Catalogue_webdav_README_md}, \
  {"webdav/connector.yaml", Catalogue_webdav_connector_yaml, sizeof Catalogue_webdav_connector_yaml}, \
  {"webhook/README.md", Catalogue_webhook_README_md, sizeof Catalogue_webhook_README_md}, \
  {"webhook/connector.yaml", Catalogue_webhook_connector_yaml, sizeof Catalogue_webhook_connector_yaml}, \
  {"wordpress/README.md", Catalogue_wordpress_README_md, sizeof Catalogue_wordpress_README_md}, \
  {"wordpress/connector.yaml", Catalogue_wordpress_connector_yaml, sizeof Catalogue_wordpress_connector_yaml}, \
  {"youtube/README.md", Catalogue_youtube_README_md, sizeof Catalogue_youtube_README_md}, \
  {"youtube/connector.yaml", Catalogue_youtube_connector_yaml, sizeof Catalogue_youtube_connector_yaml}, \
