import ArgumentParser
import Connections
import Core

/// What a connection is made of.
struct ConnectOptions: ParsableArguments {
  @Option(name: .long, help: "The connector, such as mediavaletConnector-v1.0; for a new connection.")
  var connector: String?

  @Option(name: .long, help: "The endpoint, where it isn't the usual one.")
  var endpoint: String?

  @Option(
    name: .long,
    help: "How it authenticates: oauth2, oauth1, bearer, api_key, basic, session, nextcloud, aws, ssh or none.")
  var authentication: String?

  @Option(name: .long, help: "The OAuth grant: authorization_code, client_credentials, password or device_code.")
  var grant: String?

  @Option(name: .long, help: "A client ID of the connection's own; without it the integration's is used.")
  var clientID: String?

  @Option(name: .long, help: "The user name, for basic, ssh and the password grant; for aws the access key id.")
  var userName: String?

  @Option(name: .long, help: "For ssh: the server's key, as ssh-keyscan writes it.")
  var hostKey: String?

  @Option(name: .long, help: "Which of the integration's applications; without it the team's, or the default.")
  var application: String?

  @Option(name: .long, help: "A further field of the connector's form, as bucket=pictures; may be repeated.")
  var setting: [String] = []

  @Flag(name: .long, help: "Read the secret (client secret, token, key or password) from standard input, one line.")
  var secret = false

  func validate() throws {
    if let authentication, AuthenticationKind(rawValue: authentication) == nil {
      throw ValidationError("There is no authentication \"\(authentication)\".")
    }
    if let wrong = setting.first(where: { !$0.contains("=") }) {
      throw ValidationError("--setting is written name=value, not \"\(wrong)\".")
    }
    if let grant, ConnectionGrant(rawValue: grant) == nil { throw ValidationError("There is no grant \"\(grant)\".") }
  }

  /// Whether anything is given that only a new connection takes.
  var hasValues: Bool {
    [endpoint, authentication, grant, clientID, userName, hostKey, application].contains { $0 != nil }
      || !setting.isEmpty || secret
  }

  /// What was entered, with the secret from standard input.
  func form(name: String) -> ConnectionForm {
    var form = ConnectionForm(name: name)
    form.endpoint = endpoint
    form.authentication = authentication.flatMap(AuthenticationKind.init(rawValue:))
    form.grant = grant.flatMap(ConnectionGrant.init(rawValue:))
    form.clientID = clientID
    form.clientSource = clientID.map { _ in .connection }
    form.userName = userName
    form.accessKeyID = form.authentication == .aws ? userName : nil
    form.knownHostKey = hostKey
    form.application = application
    if !setting.isEmpty { form.settings = settings }
    if secret, let line = readLine(strippingNewline: true) { put(Secret(line), into: &form) }
    return form
  }

  private func put(_ secret: Secret, into form: inout ConnectionForm) {
    switch form.authentication {
    case .bearer: form.token = secret
    case .apiKey: form.apiKey = secret
    case .basic, .ssh: form.password = secret
    case .aws: form.secretAccessKey = secret
    case .oauth2, .oauth1, .session, .nextcloud, .some(.none), nil:
      if form.grant == .password { form.password = secret } else { form.clientSecret = secret }
    }
  }

  private var settings: JSONObject {
    JSONObject(
      setting.map { text in
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (sides[0], .string(sides.count > 1 ? sides[1] : ""))
      })
  }
}
