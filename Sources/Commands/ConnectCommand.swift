import AppServer
import ArgumentParser
import Connections
import Core
import Foundation
import Identity

/// `weir connect`
struct ConnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "Make a connection to a service.",
    discussion: """
      For a service that asks people for consent the command prints the page on which to press Connect: consent needs \
      a browser that is signed in. A secret is never given on the command line, where others could see it: --secret \
      reads it from standard input.
      """)

  @Argument(help: "The connection's name, as flows will say it.")
  var name: String

  @Option(name: .long, help: "The connector, such as mediavaletConnector-v1.0.")
  var connector: String

  @Option(name: .long, help: "The endpoint, where it isn't the usual one.")
  var endpoint: String?

  @Option(
    name: .long, help: "How it authenticates: oauth2, oauth1, bearer, api_key, basic, nextcloud, aws, ssh or none.")
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

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func validate() throws {
    if let authentication, AuthenticationKind(rawValue: authentication) == nil {
      throw ValidationError("There is no authentication \"\(authentication)\".")
    }
    if let wrong = setting.first(where: { !$0.contains("=") }) {
      throw ValidationError("--setting is written name=value, not \"\(wrong)\".")
    }
    if let grant, ConnectionGrant(rawValue: grant) == nil { throw ValidationError("There is no grant \"\(grant)\".") }
  }

  func run() async throws {
    let rooms = try await options.openRooms()
    let connection = try await rooms.closing {
      let principal = try await rooms.identity.console()
      return try await rooms.connections.create(
        in: principal.organizationTeam, connector: connector, form(), as: principal)
    }
    let console = Console(isJSON: json)
    let page = "\(rooms.foundations.address.url)/app/connections/\(connection.id)"
    console.say("Made the connection \"\(connection.name)\".")
    if connection.authentication.consent != .none { console.say("Press Connect at \(page)") }
    console.result(
      ["id": JSONValue(connection.id), "name": .string(connection.name), "state": .string(connection.state.rawValue)])
  }

  private var settings: JSONObject {
    JSONObject(
      setting.map { text in
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (sides[0], .string(sides.count > 1 ? sides[1] : ""))
      })
  }

  private func form() -> ConnectionForm {
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
    guard secret, let line = readLine(strippingNewline: true) else { return form }
    let value = Secret(line)
    switch form.authentication {
    case .bearer: form.token = value
    case .apiKey: form.apiKey = value
    case .basic: form.password = value
    case .aws: form.secretAccessKey = value
    case .ssh: form.password = value
    case .oauth2, .oauth1, .session, .nextcloud, .some(.none), nil:
      if form.grant == .password { form.password = value } else { form.clientSecret = value }
    }
    return form
  }
}
