extension CodedAction {
  /// The actions in code of all services that are reached over HTTP: what a runtime brings along besides the actions that
  /// need something of the deployment, as its folders.
  package static var builtIn: [CodedAction] {
    MediaValetConnector.actions() + HTTPConnector.actions + WebhookConnector.actions + WebDAVConnector.actions
      + NextcloudConnector.actions + S3Connector.actions + AzureBlobConnector.actions
  }
}
