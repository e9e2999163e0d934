import AppServer
import ArgumentParser
import Core
import Identity

/// `weir user`
struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Add and list people.", subcommands: [AddUserCommand.self, ListUsersCommand.self])
}

/// `weir user add`
struct AddUserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a person; the password is shown once.")

  @Argument(help: "The name to sign in with.")
  var userName: String

  @Option(name: .long, help: "The e-mail address.")
  var email: String?

  @Option(name: .long, help: "The name others see.")
  var displayName: String?

  @Option(name: .long, help: "What the person may do in the library: read, commenter, write or manager.")
  var role: LibraryRole = .read

  @Flag(name: .long, help: "Make the person a site administrator.")
  var administrator = false

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let draft = PersonDraft(
      userName: userName, email: email, displayName: displayName, siteRole: administrator ? .administrator : .member,
      libraryRole: role.teamRole)
    let added = try await rooms.closing {
      try await rooms.identity.people.add(draft, as: try await rooms.identity.console())
    }
    let console = Console(isJSON: json)
    console.say("Added \(added.person.userName). The password, shown only now: \(added.password.revealed)")
    console.result(
      [
        "id": JSONValue(added.person.id), "userName": .string(added.person.userName),
        "password": .string(added.password.revealed),
      ])
  }
}

/// `weir user list`
struct ListUsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "List the people.")

  @Flag(name: .long, help: "Answer as JSON.")
  var json = false

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    let rooms = try await options.openRooms()
    let console = Console(isJSON: json)
    try await rooms.closing {
      let principal = try await rooms.identity.console()
      var cursor: PageCursor?
      repeat {
        let page = try await rooms.identity.people.list(after: cursor, limit: 200, as: principal)
        for person in page.items {
          let role = person.siteRole == .administrator ? "administrator" : "member"
          console.say("\(person.userName)  \(role)\(person.isEnabled ? "" : "  disabled")")
          console.result(
            ["id": JSONValue(person.id), "userName": .string(person.userName), "siteRole": .string(role)])
        }
        cursor = page.next
      } while cursor != nil
    }
  }
}

/// The team roles as the command line spells them.
enum LibraryRole: String, ExpressibleByArgument, CaseIterable {
  case read
  case commenter
  case write
  case manager

  var teamRole: TeamRole {
    switch self {
    case .read: .read
    case .commenter: .commenter
    case .write: .write
    case .manager: .manager
    }
  }
}
