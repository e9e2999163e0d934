import Sources

/// How sources look in our own API.
enum SourceShapes {
  static let source = Shape.named(
    "Source",
    .object([
      .required("id", .id), .required("team", .id), .required("name", .string),
      .required("connection", .string, "A connection's id, or `folder` for folders of this machine."),
      .required("rules", rules), .required("active", .boolean), .required("owner", .id),
      .required("createdAt", .date), .required("changedAt", .date),
      .optional("dueAt", .date, "When it is synced next by itself."),
      .optional("sync", sync, "The one that is going on, or the last."),
    ]))

  static let sync = Shape.named(
    "SourceSync",
    .object([
      .required("number", .integer), .required("kind", .words(SyncMachine.Kind.allCases.map(\.rawValue))),
      .required("phase", .words(SyncMachine.Phase.allCases.map(\.rawValue))),
      .required("state", .words(SyncRecord.State.allCases.map(\.rawValue))), .required("startedAt", .date),
      .optional("endedAt", .date), .optional("problem", .string), .required("counts", .map(.integer)),
    ]))

  static let standing = Shape.object([
    .required("files", .map(.integer), "How many files are in each state."), .required("waitingBytes", .integer),
    .required("failing", .integer), .optional("bytesPerSecond", .number), .optional("secondsLeft", .number),
    .optional("sync", sync),
    .required("push", .array(push), "What the service was asked to tell; empty when it wasn't asked."),
  ])

  private static let push = Shape.object([
    .required("state", .words(Subscription.State.allCases.map(\.rawValue))),
    .optional("endsAt", .date, "It is renewed before that."),
    .optional("heardAt", .date, "When the service told something last."), .optional("problem", .string),
  ])

  static let file = Shape.object([
    .required("remote", .string, "The service's id."), .required("path", .string), .required("name", .string),
    .required("state", .words(SourceFile.State.allCases.map(\.rawValue))), .required("tries", .integer),
    .optional("size", .integer), .optional("modifiedAt", .date), .optional("asset", .id), .optional("retryAt", .date),
    .optional("problem", .string), .optional("page", .string),
  ])

  static let preview = Shape.object([
    .required("counts", .map(.integer)),
    .required(
      "examples",
      .array(
        .object([
          .required("what", .words(SyncPreview.What.allCases.map(\.rawValue))), .required("path", .string),
          .optional("note", .string),
        ])), "The first 100 of each kind."),
    .required("cut", .boolean, "Whether there is more than was looked at."),
  ])

  static let folderPage = Shape.object([
    .required(
      "items",
      .array(
        .object([
          .required("id", .string), .required("name", .string), .required("folder", .boolean),
          .optional("size", .integer), .optional("path", .string),
        ]))),
    .optional("next", .any, "To be handed back for the next page."),
  ])

  static let creation = BodyShape.json(
    .object([
      .optional("team", .id, "The organization's team when missing."), .required("name", .string),
      .required("connection", .string), .required("rules", rules), .optional("active", .boolean),
    ]), "It is synced at once, unless its schedule is `manual`.")

  static let change = BodyShape.json(
    .object([
      .optional("name", .string), .optional("connection", .string), .optional("rules", rules),
      .optional("active", .boolean),
    ]), "What is missing stays as it is; rules are given whole.")

  static let previewRequest = BodyShape.json(
    .object([.optional("team", .id), .required("connection", .string), .required("rules", rules)]))

  private static let rules = Shape.named(
    "SourceRules",
    .object([
      .required("folders", .array(.object([.required("id", .string), .optional("path", .string)]))),
      .optional(
        "filter",
        .object([
          .optional("types", .array(.string), "image, video, audio, document, or extensions."),
          .optional("smallest", .integer, "In bytes."), .optional("largest", .integer, "In bytes."),
          .optional("include", .array(.string), "Patterns of paths."), .optional("exclude", .array(.string)),
          .optional("changedAfter", .date), .optional("mostDays", .integer, "Not changed for longer than that."),
        ])),
      .optional("schedule", .string, "`manual`, `12h`, `day`, `week`, `month`, or `cron`, a line and a time zone."),
      .optional(
        "push", .boolean, "Whether the service is asked to tell at once what changed, besides the schedule."),
      .optional(
        "mapping",
        .array(
          .object([
            .required("from", .string, "A path in the service's description of a file; several with | between."),
            .required(
              "to", .string, "title, description, altText, keywords, rights, creator, or attribute: and an id."),
          ])),
        "When missing, a new source begins with what its connector says, and one that is there keeps its own."),
      .optional(
        "place",
        .object([
          .optional("category", .id), .optional("mirrorsFolders", .boolean), .optional("keywords", .array(.string)),
        ])),
      .optional("keeps", .words(SourceRules.Keeps.allCases.map(\.rawValue))),
      .optional("vanished", .words(SourceRules.Vanished.allCases.map(\.rawValue))),
    ]))
}
