import AppServer
import ArgumentParser
import Connections
import Core
import Identity

/// `weir connect`
struct ConnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect", abstract: "Make a connection to a service, or connect one anew.",
    discussion: """
      Without --connector the connection must be there already; it is connected anew then, and keeps its id.

      For a service that asks people for consent the command prints the page on which to press Connect: consent needs \
      a browser that is signed in. With --link it prints a link instead, by which somebody else connects, without an \
      account here; it works once. Where the service gives a code to enter, the command prints the code and waits \
      until somebody has entered it.

      A secret is never given on the command line, where others could see it: --secret reads it from standard input.
      """)

  @Argument(help: "The connection's name, as flows will say it.")
  var name: String

  @OptionGroup var entered: ConnectOptions

  @Flag(name: .long, help: "Print a link by which somebody else connects.")
  var link = false

  @Option(name: .long, help: "For whom the link is, such as \"Ann of the agency\".")
  var recipient: String?

  @Option(name: .long, help: "For how many days the link works, from 1 to 30.")
  var days = 3

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func validate() throws {
    guard (1...30).contains(days) else { throw ValidationError("--days is from 1 to 30, not \(days).") }
    if recipient != nil, !link { throw ValidationError("--recipient belongs to --link.") }
    if entered.connector == nil, entered.hasValues {
      throw ValidationError("What a connection is made of needs --connector.")
    }
  }

  func run() async throws {
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    try await rooms.closing {
      let principal = try await rooms.identity.console()
      let connection = try await connection(rooms, principal, console)
      let consent = ConnectConsent(rooms: rooms, principal: principal, console: console)
      if link {
        try await consent.invite(connection, recipient: recipient ?? "", days: days)
      } else {
        try await consent.ask(connection)
      }
    }
  }

  private func connection(_ rooms: Rooms, _ principal: Principal, _ console: Console) async throws -> Connection {
    let team = principal.organizationTeam
    guard let connector = entered.connector else {
      return try await rooms.connections.resolve(name, in: team)
    }
    let made = try await rooms.connections.create(
      in: team, connector: connector, entered.form(name: name), as: principal)
    console.say("Made the connection \"\(made.name)\".")
    return made
  }
}
