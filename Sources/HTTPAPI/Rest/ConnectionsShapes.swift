import Connections
import Core
import Identity

/// How connections look in our own API.
enum ConnectionShapes {
  static let connection = Shape.named(
    "Connection",
    .object([
      .required("id", .id), .required("team", .id), .required("name", .string), .required("connector", .string),
      .required("endpoint", .string(format: "uri")), .required("authentication", authentication),
      .optional("grant", grant), .optional("clientSource", clientSource), .optional("clientId", .string),
      .optional("authorizationUrl", .string(format: "uri")), .optional("tokenUrl", .string(format: "uri")),
      .optional("scopes", .array(.string)), .optional("missingScopes", .array(.string), "Asked for and not granted."),
      .optional("userName", .string), .optional("apiKeyHeader", .string), .optional("application", .string),
      .optional("loginUrl", .string), .optional("validityUrl", .string), .optional("session", .map(.string)),
      .optional("accessKeyId", .string), .optional("region", .string), .optional("knownHostKey", .string),
      .required("consent", .words(["none", "page", "code"]), "How a person lets Weir in at the service."),
      .required(
        "use", .nullable(use), "Who may use it in flows; null for everybody who may edit or run the team's flows."),
      .required("headers", .array(header)),
      .required("storedSecrets", .array(.string), "Which write-only values are there."),
      .required("settings", .map(.any)), .required("active", .boolean),
      .required("state", .words(ConnectionState.allCases.map(\.rawValue))), .required("stateSince", .date),
      .optional("stateReason", .string), .optional("token", token), .required("owner", .id),
      .required("createdAt", .date), .required("changedAt", .date), .optional("lastUsedAt", .date),
    ]))

  static let auditEntry = Shape.named(
    "AuditEntry",
    .object([
      .required("at", .date), .optional("actor", .id), .required("action", .string), .required("subjectName", .string),
      .required("details", .map(.any)),
    ]))

  static let check = Shape.object([
    .required("working", .boolean), .required("message", .string), .optional("advice", .string),
    .required("state", .words(ConnectionState.allCases.map(\.rawValue))), .required("stateSince", .date),
    .optional("stateReason", .string),
  ])

  static let creation = BodyShape.json(
    .object(
      [.optional("team", .id, "The organization's team when missing."), .required("connector", .string)] + fields),
    "What is missing is pre-filled from the connector.")

  static let change = BodyShape.json(
    .object(fields),
    "What is missing stays as it is. Secrets that would go to another server than before must be entered anew.")

  private static let authentication = Shape.words(AuthenticationKind.allCases.map(\.rawValue))
  private static let grant = Shape.words(ConnectionGrant.allCases.map(\.rawValue))
  private static let clientSource = Shape.words(["integration", "connection"])
  private static let header = Shape.object([
    .required("name", .string), .optional("value", .string), .required("secret", .boolean),
  ])
  private static let token = Shape.object([
    .optional("expiresAt", .date), .required("renewable", .boolean), .required("renewedAt", .date),
    .optional("scopes", .array(.string)),
  ])
  private static let fields: [Shape.Member] = [
    .optional("name", .string), .optional("endpoint", .string(format: "uri")),
    .optional("authentication", authentication), .optional("grant", grant), .optional("clientSource", clientSource),
    .optional("clientId", .string), .optional("clientSecret", .string), .optional("authorizationUrl", .string),
    .optional("tokenUrl", .string), .optional("scopes", .array(.string)), .optional("userName", .string),
    .optional("password", .string), .optional("token", .string), .optional("apiKeyHeader", .string),
    .optional("apiKey", .string), .optional("subscriptionKey", .string), .optional("headers", .array(header)),
    .optional("settings", .map(.any)), .optional("active", .boolean),
    .optional("application", .string, "Which of the integration's applications."),
    .optional("loginUrl", .string), .optional("validityUrl", .string), .optional("session", .map(.string)),
    .optional("accessKeyId", .string), .optional("secretAccessKey", .string), .optional("sessionToken", .string),
    .optional("region", .string), .optional("privateKey", .string), .optional("passphrase", .string),
    .optional("knownHostKey", .string), .optional("use", use),
  ]
  private static let use = Shape.object([
    .optional("roles", .array(.words(TeamRole.allCases.map(\.rawValue)))), .optional("people", .array(.id)),
  ])

  static let invitation = Shape.object([
    .required("connection", .id), .required("by", .id), .required("recipient", .string),
    .required("createdAt", .date), .required("expiresAt", .date), .optional("usedAt", .date),
    .optional("url", .string(format: "uri"), "Given out once, when it is made."),
  ])

  static let waiting = Shape.object([
    .required("state", .words(["pending", "connected"])), .optional("url", .string(format: "uri")),
    .optional("userCode", .string), .optional("completeUrl", .string(format: "uri")), .optional("expiresAt", .date),
    .optional("interval", .integer, "Seconds between two questions."), .optional("connection", connection),
  ])
}
