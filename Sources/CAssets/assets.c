#include "CAssets.h"

#include <stddef.h>

// C23 #embed: the compiler reads the file itself, so that even large ones cost nothing to build.
// A new page asset needs two lines here: its bytes, and its row in the table.

static const unsigned char icons_activity_svg[] = {
#embed "icons/activity.svg"
};
static const unsigned char icons_admin_svg[] = {
#embed "icons/admin.svg"
};
static const unsigned char icons_audio_svg[] = {
#embed "icons/audio.svg"
};
static const unsigned char icons_collections_svg[] = {
#embed "icons/collections.svg"
};
static const unsigned char icons_connections_svg[] = {
#embed "icons/connections.svg"
};
static const unsigned char icons_document_svg[] = {
#embed "icons/document.svg"
};
static const unsigned char icons_edit_svg[] = {
#embed "icons/edit.svg"
};
static const unsigned char icons_flows_svg[] = {
#embed "icons/flows.svg"
};
static const unsigned char icons_image_svg[] = {
#embed "icons/image.svg"
};
static const unsigned char icons_library_svg[] = {
#embed "icons/library.svg"
};
static const unsigned char icons_more_svg[] = {
#embed "icons/more.svg"
};
static const unsigned char icons_person_svg[] = {
#embed "icons/person.svg"
};
static const unsigned char icons_run_svg[] = {
#embed "icons/run.svg"
};
static const unsigned char icons_search_svg[] = {
#embed "icons/search.svg"
};
static const unsigned char icons_upload_svg[] = {
#embed "icons/upload.svg"
};
static const unsigned char icons_video_svg[] = {
#embed "icons/video.svg"
};
static const unsigned char icons_weir_svg[] = {
#embed "icons/weir.svg"
};
static const unsigned char scripts_editor_action_form_js[] = {
#embed "scripts/editor/action-form.js"
};
static const unsigned char scripts_editor_add_step_js[] = {
#embed "scripts/editor/add-step.js"
};
static const unsigned char scripts_editor_api_js[] = {
#embed "scripts/editor/api.js"
};
static const unsigned char scripts_editor_chooser_js[] = {
#embed "scripts/editor/chooser.js"
};
static const unsigned char scripts_editor_commands_js[] = {
#embed "scripts/editor/commands.js"
};
static const unsigned char scripts_editor_controls_js[] = {
#embed "scripts/editor/controls.js"
};
static const unsigned char scripts_editor_document_js[] = {
#embed "scripts/editor/document.js"
};
static const unsigned char scripts_editor_drafts_js[] = {
#embed "scripts/editor/drafts.js"
};
static const unsigned char scripts_editor_editor_js[] = {
#embed "scripts/editor/editor.js"
};
static const unsigned char scripts_editor_elements_js[] = {
#embed "scripts/editor/elements.js"
};
static const unsigned char scripts_editor_expressions_js[] = {
#embed "scripts/editor/expressions.js"
};
static const unsigned char scripts_editor_field_js[] = {
#embed "scripts/editor/field.js"
};
static const unsigned char scripts_editor_flow_panel_js[] = {
#embed "scripts/editor/flow-panel.js"
};
static const unsigned char scripts_editor_form_js[] = {
#embed "scripts/editor/form.js"
};
static const unsigned char scripts_editor_help_js[] = {
#embed "scripts/editor/help.js"
};
static const unsigned char scripts_editor_history_js[] = {
#embed "scripts/editor/history.js"
};
static const unsigned char scripts_editor_icons_js[] = {
#embed "scripts/editor/icons.js"
};
static const unsigned char scripts_editor_kinds_js[] = {
#embed "scripts/editor/kinds.js"
};
static const unsigned char scripts_editor_output_picker_js[] = {
#embed "scripts/editor/output-picker.js"
};
static const unsigned char scripts_editor_problems_js[] = {
#embed "scripts/editor/problems.js"
};
static const unsigned char scripts_editor_run_panel_js[] = {
#embed "scripts/editor/run-panel.js"
};
static const unsigned char scripts_editor_run_state_js[] = {
#embed "scripts/editor/run-state.js"
};
static const unsigned char scripts_editor_schema_js[] = {
#embed "scripts/editor/schema.js"
};
static const unsigned char scripts_editor_step_panel_js[] = {
#embed "scripts/editor/step-panel.js"
};
static const unsigned char scripts_editor_store_js[] = {
#embed "scripts/editor/store.js"
};
static const unsigned char scripts_editor_tree_view_js[] = {
#embed "scripts/editor/tree-view.js"
};
static const unsigned char scripts_editor_trigger_panel_js[] = {
#embed "scripts/editor/trigger-panel.js"
};
static const unsigned char scripts_editor_triggers_js[] = {
#embed "scripts/editor/triggers.js"
};
static const unsigned char scripts_editor_versions_panel_js[] = {
#embed "scripts/editor/versions-panel.js"
};
static const unsigned char scripts_editor_yaml_view_js[] = {
#embed "scripts/editor/yaml-view.js"
};
static const unsigned char scripts_flows_js[] = {
#embed "scripts/flows.js"
};
static const unsigned char scripts_library_js[] = {
#embed "scripts/library.js"
};
static const unsigned char scripts_live_js[] = {
#embed "scripts/live.js"
};
static const unsigned char scripts_run_log_js[] = {
#embed "scripts/run-log.js"
};
static const unsigned char scripts_upload_js[] = {
#embed "scripts/upload.js"
};
static const unsigned char scripts_weir_js[] = {
#embed "scripts/weir.js"
};
static const unsigned char styles_editor_css[] = {
#embed "styles/editor.css"
};
static const unsigned char styles_weir_css[] = {
#embed "styles/weir.css"
};
static const unsigned char templates_activity_rows_mustache[] = {
#embed "templates/activity-rows.mustache"
};
static const unsigned char templates_activity_tabs_mustache[] = {
#embed "templates/activity-tabs.mustache"
};
static const unsigned char templates_activity_mustache[] = {
#embed "templates/activity.mustache"
};
static const unsigned char templates_alone_mustache[] = {
#embed "templates/alone.mustache"
};
static const unsigned char templates_approvals_mustache[] = {
#embed "templates/approvals.mustache"
};
static const unsigned char templates_asset_mustache[] = {
#embed "templates/asset.mustache"
};
static const unsigned char templates_audit_mustache[] = {
#embed "templates/audit.mustache"
};
static const unsigned char templates_collections_mustache[] = {
#embed "templates/collections.mustache"
};
static const unsigned char templates_connection_choice_mustache[] = {
#embed "templates/connection-choice.mustache"
};
static const unsigned char templates_connection_mustache[] = {
#embed "templates/connection.mustache"
};
static const unsigned char templates_connection_events_mustache[] = {
#embed "templates/connection-events.mustache"
};
static const unsigned char templates_connection_notices_mustache[] = {
#embed "templates/connection-notices.mustache"
};
static const unsigned char templates_connections_mustache[] = {
#embed "templates/connections.mustache"
};
static const unsigned char templates_consent_mustache[] = {
#embed "templates/consent.mustache"
};
static const unsigned char templates_flow_mustache[] = {
#embed "templates/flow.mustache"
};
static const unsigned char templates_flows_mustache[] = {
#embed "templates/flows.mustache"
};
static const unsigned char templates_frame_mustache[] = {
#embed "templates/frame.mustache"
};
static const unsigned char templates_gallery_flow_mustache[] = {
#embed "templates/gallery-flow.mustache"
};
static const unsigned char templates_gallery_mustache[] = {
#embed "templates/gallery.mustache"
};
static const unsigned char templates_integration_mustache[] = {
#embed "templates/integration.mustache"
};
static const unsigned char templates_connection_waiting_mustache[] = {
#embed "templates/connection-waiting.mustache"
};
static const unsigned char templates_invitation_mustache[] = {
#embed "templates/invitation.mustache"
};
static const unsigned char templates_invitation_done_mustache[] = {
#embed "templates/invitation-done.mustache"
};
static const unsigned char templates_invitation_waiting_mustache[] = {
#embed "templates/invitation-waiting.mustache"
};
static const unsigned char templates_waiting_mustache[] = {
#embed "templates/waiting.mustache"
};
static const unsigned char templates_connector_mustache[] = {
#embed "templates/connector.mustache"
};
static const unsigned char templates_connectors_mustache[] = {
#embed "templates/connectors.mustache"
};
static const unsigned char templates_integrations_mustache[] = {
#embed "templates/integrations.mustache"
};
static const unsigned char templates_library_mustache[] = {
#embed "templates/library.mustache"
};
static const unsigned char templates_problem_mustache[] = {
#embed "templates/problem.mustache"
};
static const unsigned char templates_run_entry_mustache[] = {
#embed "templates/run-entry.mustache"
};
static const unsigned char templates_run_field_mustache[] = {
#embed "templates/run-field.mustache"
};
static const unsigned char templates_run_finder_mustache[] = {
#embed "templates/run-finder.mustache"
};
static const unsigned char templates_run_form_mustache[] = {
#embed "templates/run-form.mustache"
};
static const unsigned char templates_run_items_mustache[] = {
#embed "templates/run-items.mustache"
};
static const unsigned char templates_run_log_mustache[] = {
#embed "templates/run-log.mustache"
};
static const unsigned char templates_run_repeat_mustache[] = {
#embed "templates/run-repeat.mustache"
};
static const unsigned char templates_run_search_mustache[] = {
#embed "templates/run-search.mustache"
};
static const unsigned char templates_run_step_mustache[] = {
#embed "templates/run-step.mustache"
};
static const unsigned char templates_run_mustache[] = {
#embed "templates/run.mustache"
};
static const unsigned char templates_sign_in_mustache[] = {
#embed "templates/sign-in.mustache"
};
static const unsigned char templates_sign_out_mustache[] = {
#embed "templates/sign-out.mustache"
};
static const unsigned char templates_publication_choice_mustache[] = {
#embed "templates/publication-choice.mustache"
};
static const unsigned char templates_publication_form_mustache[] = {
#embed "templates/publication-form.mustache"
};
static const unsigned char templates_publication_progress_mustache[] = {
#embed "templates/publication-progress.mustache"
};
static const unsigned char templates_publication_mustache[] = {
#embed "templates/publication.mustache"
};
static const unsigned char templates_publications_mustache[] = {
#embed "templates/publications.mustache"
};
static const unsigned char templates_source_choice_mustache[] = {
#embed "templates/source-choice.mustache"
};
static const unsigned char templates_source_form_mustache[] = {
#embed "templates/source-form.mustache"
};
static const unsigned char templates_source_preview_mustache[] = {
#embed "templates/source-preview.mustache"
};
static const unsigned char templates_source_progress_mustache[] = {
#embed "templates/source-progress.mustache"
};
static const unsigned char templates_source_mustache[] = {
#embed "templates/source.mustache"
};
static const unsigned char templates_sources_mustache[] = {
#embed "templates/sources.mustache"
};
static const unsigned char templates_webhook_mustache[] = {
#embed "templates/webhook.mustache"
};
static const unsigned char templates_webhooks_rows_mustache[] = {
#embed "templates/webhooks-rows.mustache"
};
static const unsigned char templates_webhooks_mustache[] = {
#embed "templates/webhooks.mustache"
};

#define FILE_ROW(path, bytes) {path, bytes, sizeof bytes}
static const weir_asset files[] = {
    FILE_ROW("icons/activity.svg", icons_activity_svg),
    FILE_ROW("icons/admin.svg", icons_admin_svg),
    FILE_ROW("icons/audio.svg", icons_audio_svg),
    FILE_ROW("icons/collections.svg", icons_collections_svg),
    FILE_ROW("icons/connections.svg", icons_connections_svg),
    FILE_ROW("icons/document.svg", icons_document_svg),
    FILE_ROW("icons/edit.svg", icons_edit_svg),
    FILE_ROW("icons/flows.svg", icons_flows_svg),
    FILE_ROW("icons/image.svg", icons_image_svg),
    FILE_ROW("icons/library.svg", icons_library_svg),
    FILE_ROW("icons/more.svg", icons_more_svg),
    FILE_ROW("icons/person.svg", icons_person_svg),
    FILE_ROW("icons/run.svg", icons_run_svg),
    FILE_ROW("icons/search.svg", icons_search_svg),
    FILE_ROW("icons/upload.svg", icons_upload_svg),
    FILE_ROW("icons/video.svg", icons_video_svg),
    FILE_ROW("icons/weir.svg", icons_weir_svg),
    FILE_ROW("scripts/editor/action-form.js", scripts_editor_action_form_js),
    FILE_ROW("scripts/editor/add-step.js", scripts_editor_add_step_js),
    FILE_ROW("scripts/editor/api.js", scripts_editor_api_js),
    FILE_ROW("scripts/editor/chooser.js", scripts_editor_chooser_js),
    FILE_ROW("scripts/editor/commands.js", scripts_editor_commands_js),
    FILE_ROW("scripts/editor/controls.js", scripts_editor_controls_js),
    FILE_ROW("scripts/editor/document.js", scripts_editor_document_js),
    FILE_ROW("scripts/editor/drafts.js", scripts_editor_drafts_js),
    FILE_ROW("scripts/editor/editor.js", scripts_editor_editor_js),
    FILE_ROW("scripts/editor/elements.js", scripts_editor_elements_js),
    FILE_ROW("scripts/editor/expressions.js", scripts_editor_expressions_js),
    FILE_ROW("scripts/editor/field.js", scripts_editor_field_js),
    FILE_ROW("scripts/editor/flow-panel.js", scripts_editor_flow_panel_js),
    FILE_ROW("scripts/editor/form.js", scripts_editor_form_js),
    FILE_ROW("scripts/editor/help.js", scripts_editor_help_js),
    FILE_ROW("scripts/editor/history.js", scripts_editor_history_js),
    FILE_ROW("scripts/editor/icons.js", scripts_editor_icons_js),
    FILE_ROW("scripts/editor/kinds.js", scripts_editor_kinds_js),
    FILE_ROW("scripts/editor/output-picker.js", scripts_editor_output_picker_js),
    FILE_ROW("scripts/editor/problems.js", scripts_editor_problems_js),
    FILE_ROW("scripts/editor/run-panel.js", scripts_editor_run_panel_js),
    FILE_ROW("scripts/editor/run-state.js", scripts_editor_run_state_js),
    FILE_ROW("scripts/editor/schema.js", scripts_editor_schema_js),
    FILE_ROW("scripts/editor/step-panel.js", scripts_editor_step_panel_js),
    FILE_ROW("scripts/editor/store.js", scripts_editor_store_js),
    FILE_ROW("scripts/editor/tree-view.js", scripts_editor_tree_view_js),
    FILE_ROW("scripts/editor/trigger-panel.js", scripts_editor_trigger_panel_js),
    FILE_ROW("scripts/editor/triggers.js", scripts_editor_triggers_js),
    FILE_ROW("scripts/editor/versions-panel.js", scripts_editor_versions_panel_js),
    FILE_ROW("scripts/editor/yaml-view.js", scripts_editor_yaml_view_js),
    FILE_ROW("scripts/flows.js", scripts_flows_js),
    FILE_ROW("scripts/library.js", scripts_library_js),
    FILE_ROW("scripts/live.js", scripts_live_js),
    FILE_ROW("scripts/run-log.js", scripts_run_log_js),
    FILE_ROW("scripts/upload.js", scripts_upload_js),
    FILE_ROW("scripts/weir.js", scripts_weir_js),
    FILE_ROW("styles/editor.css", styles_editor_css),
    FILE_ROW("styles/weir.css", styles_weir_css),
    FILE_ROW("templates/activity-rows.mustache", templates_activity_rows_mustache),
    FILE_ROW("templates/activity-tabs.mustache", templates_activity_tabs_mustache),
    FILE_ROW("templates/activity.mustache", templates_activity_mustache),
    FILE_ROW("templates/alone.mustache", templates_alone_mustache),
    FILE_ROW("templates/approvals.mustache", templates_approvals_mustache),
    FILE_ROW("templates/asset.mustache", templates_asset_mustache),
    FILE_ROW("templates/audit.mustache", templates_audit_mustache),
    FILE_ROW("templates/collections.mustache", templates_collections_mustache),
    FILE_ROW("templates/connection-choice.mustache", templates_connection_choice_mustache),
    FILE_ROW("templates/connection.mustache", templates_connection_mustache),
    FILE_ROW("templates/connection-events.mustache", templates_connection_events_mustache),
    FILE_ROW("templates/connection-notices.mustache", templates_connection_notices_mustache),
    FILE_ROW("templates/connections.mustache", templates_connections_mustache),
    FILE_ROW("templates/consent.mustache", templates_consent_mustache),
    FILE_ROW("templates/flow.mustache", templates_flow_mustache),
    FILE_ROW("templates/flows.mustache", templates_flows_mustache),
    FILE_ROW("templates/frame.mustache", templates_frame_mustache),
    FILE_ROW("templates/gallery-flow.mustache", templates_gallery_flow_mustache),
    FILE_ROW("templates/gallery.mustache", templates_gallery_mustache),
    FILE_ROW("templates/integration.mustache", templates_integration_mustache),
    FILE_ROW("templates/connection-waiting.mustache", templates_connection_waiting_mustache),
    FILE_ROW("templates/invitation.mustache", templates_invitation_mustache),
    FILE_ROW("templates/invitation-done.mustache", templates_invitation_done_mustache),
    FILE_ROW("templates/invitation-waiting.mustache", templates_invitation_waiting_mustache),
    FILE_ROW("templates/waiting.mustache", templates_waiting_mustache),
    FILE_ROW("templates/connector.mustache", templates_connector_mustache),
    FILE_ROW("templates/connectors.mustache", templates_connectors_mustache),
    FILE_ROW("templates/integrations.mustache", templates_integrations_mustache),
    FILE_ROW("templates/library.mustache", templates_library_mustache),
    FILE_ROW("templates/problem.mustache", templates_problem_mustache),
    FILE_ROW("templates/run-entry.mustache", templates_run_entry_mustache),
    FILE_ROW("templates/run-field.mustache", templates_run_field_mustache),
    FILE_ROW("templates/run-finder.mustache", templates_run_finder_mustache),
    FILE_ROW("templates/run-form.mustache", templates_run_form_mustache),
    FILE_ROW("templates/run-items.mustache", templates_run_items_mustache),
    FILE_ROW("templates/run-log.mustache", templates_run_log_mustache),
    FILE_ROW("templates/run-repeat.mustache", templates_run_repeat_mustache),
    FILE_ROW("templates/run-search.mustache", templates_run_search_mustache),
    FILE_ROW("templates/run-step.mustache", templates_run_step_mustache),
    FILE_ROW("templates/run.mustache", templates_run_mustache),
    FILE_ROW("templates/sign-in.mustache", templates_sign_in_mustache),
    FILE_ROW("templates/sign-out.mustache", templates_sign_out_mustache),
    FILE_ROW("templates/publication-choice.mustache", templates_publication_choice_mustache),
    FILE_ROW("templates/publication-form.mustache", templates_publication_form_mustache),
    FILE_ROW("templates/publication-progress.mustache", templates_publication_progress_mustache),
    FILE_ROW("templates/publication.mustache", templates_publication_mustache),
    FILE_ROW("templates/publications.mustache", templates_publications_mustache),
    FILE_ROW("templates/source-choice.mustache", templates_source_choice_mustache),
    FILE_ROW("templates/source-form.mustache", templates_source_form_mustache),
    FILE_ROW("templates/source-preview.mustache", templates_source_preview_mustache),
    FILE_ROW("templates/source-progress.mustache", templates_source_progress_mustache),
    FILE_ROW("templates/source.mustache", templates_source_mustache),
    FILE_ROW("templates/sources.mustache", templates_sources_mustache),
    FILE_ROW("templates/webhook.mustache", templates_webhook_mustache),
    FILE_ROW("templates/webhooks-rows.mustache", templates_webhooks_rows_mustache),
    FILE_ROW("templates/webhooks.mustache", templates_webhooks_mustache),
};

const weir_asset *weir_asset_at(unsigned long index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
