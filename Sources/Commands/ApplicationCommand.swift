import AppServer
import ArgumentParser
import Core
import Identity

/// `weir app`
struct ApplicationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "app", abstract: "Register and list the programs that may ask for tokens.",
    subcommands: [AddApplicationCommand.self, ListApplicationsCommand.self])
}

/// `weir app add`
struct AddApplicationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register a program; its secret is shown once.")

  @Argument(help: "The name people see when they are asked for consent.")
  var name: String

  @Option(name: .long, help: "Where people are sent back to, exactly; may be given several times.")
  var redirectURI: [String] = []

  @Option(
    name: .long,
    help: """
      How it may get tokens: authorization_code, refresh_token, client_credentials, password; may be given several \
      times. Without it: authorization_code and refresh_token.
      """)
  var grant: [String] = []

  @Option(name: .long, help: "The scopes it may ask for, separated by blanks.")
  var scopes = "openid profile api offline_access"

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func validate() throws {
    for name in grant where OAuthGrant(rawValue: name) == nil {
      throw ValidationError("There is no grant \"\(name)\".")
    }
    for name in scopes.split(separator: " ") where OAuthScope(rawValue: String(name)) == nil {
      throw ValidationError("There is no scope \"\(name)\". There are openid, profile, api and offline_access.")
    }
  }

  func run() async throws {
    let rooms = try await options.openRooms()
    let chosen = Set(grant.compactMap(OAuthGrant.init(rawValue:)))
    let draft = ApplicationDraft(
      name: name, redirectURIs: redirectURI,
      scopes: Set(scopes.split(separator: " ").compactMap { OAuthScope(rawValue: String($0)) }),
      grants: chosen.isEmpty ? [.authorizationCode, .refreshToken] : chosen)
    let registered = try await rooms.closing {
      try await rooms.identity.applications.register(draft, as: try await rooms.identity.console())
    }
    let console = Console(isJSON: json)
    let id = registered.application.id.description
    let secret = registered.secret?.revealed
    console.say("Registered \(name).\n  client ID      \(id)")
    if let secret { console.say("  client secret  \(secret)   (shown only now)") }
    console.result(["clientId": .string(id), "clientSecret": JSONValue(secret)])
  }
}

/// `weir app list`
struct ListApplicationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the registered programs.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let applications = try await rooms.closing {
      try await rooms.identity.applications.list(as: try await rooms.identity.console())
    }
    let console = Console(isJSON: json)
    for application in applications {
      console.say("\(application.id)  \(application.name)\(application.isEnabled ? "" : "  disabled")")
      console.result(["clientId": JSONValue(application.id), "name": .string(application.name)])
    }
  }
}
