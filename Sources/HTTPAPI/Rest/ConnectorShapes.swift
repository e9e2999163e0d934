/// The shapes of ``ConnectorJSON``'s answers.
enum ConnectorShapes {
  static let connector = Shape.named("Connector", .object(members))
  static let connectorWithActions = Shape.named(
    "ConnectorWithActions", .object(members + [.required("actions", .array(action))]))
  static let action = Shape.named(
    "ConnectorAction",
    .object([
      .required("name", .string), .required("reference", .string, "What a flow's step names."),
      .required("title", .string), .required("group", .string), .required("description", .string),
      .required("service", .string), .required("needsConnection", .boolean),
      .required("takesConnection", .boolean),
      .required("isPaged", .boolean, "Whether a flow can go through its items."),
      .required("deprecation", .nullable(.map(.any)), "What to use instead, and until when it works."),
      .required("inputSchema", .map(.any), "JSON Schema."), .required("outputSchema", .map(.any), "JSON Schema."),
    ]))

  private static let members: [Shape.Member] = [
    .required("id", .string), .required("title", .string), .required("description", .string),
    .required("documentation", .nullable(.string)), .required("provenance", .map(.any)),
    .required("needsConnection", .boolean), .required("endpoint", .map(.any)),
    .required("authentication", .array(.map(.any))), .required("fields", .array(.map(.any))),
    .required("actionCount", .integer),

    .required("abilities", .array(.string), "list, search, download, upload, changes, push, folders."),
    .required("deprecation", .nullable(.map(.any))),
    .required("migratesFrom", .array(.string), "Versions whose steps can be moved to this one."),
  ]

  static let imported = Shape.named(
    "ImportedConnector",
    .object([
      .required("connector", connector), .required("yaml", .string, "The text of its connector.yaml."),
      .required(
        "notes", .array(.object([.required("place", .string, "A JSON Pointer."), .required("text", .string)])),
        "What was left out or decided."),
    ]))

  static let options = Shape.named(
    "FieldOptions",
    .object([
      .required(
        "options",
        .array(
          .object([
            .required("value", .any, "What goes into the field."), .required("label", .string, "What people read."),
          ]))),
      .required("next", .any, "To be handed back as the cursor for more; null when this is all."),
      .required("missing", .array(.string), "The fields that must be filled in first."),
    ]))
}
