package import Core

/// The files of a service through one connection, in the same form for every service: what the folder picker and
/// sources work with.
///
/// All functions throw ``ActionError``.
package protocol FileService: Sendable {
  var abilities: FileAbilities { get }

  /// Where in ``RemoteItem/fields`` the service says what a library wants to know; empty where nothing is known of it.
  var fields: [FileField: FieldPlaces] { get }

  /// What a folder holds, or everything below it.
  /// - Parameters:
  ///   - folder: the id of a folder; the top of the account when empty.
  ///   - isDeep: also what its folders hold; only where ``FileAbilities/listsDeep``.
  ///   - next: of the page before; `nil` for the first.
  func list(_ folder: String, isDeep: Bool, next: JSONValue?) async throws -> RemotePage

  /// What one id stands for now.
  /// - Returns: `nil` when there is nothing of that id any more.
  func item(_ id: String) async throws -> RemoteItem?

  /// A cursor that stands for now; taken before the first listing, so that nothing falls in between.
  /// - Parameter folder: the id of the folder to watch.
  func startCursor(_ folder: String) async throws -> String

  /// What changed since a cursor.
  /// - Throws: an ``ActionError`` with the code `cursor_expired` when the service doesn't know the cursor any more: then
  ///   everything is to be listed anew.
  func changes(_ folder: String, since cursor: String) async throws -> RemoteChanges

  /// A handle that reads the file's bytes when it is used. It may last only for minutes: ask for it when it is needed.
  func handle(for item: RemoteItem) async throws -> MediaFileHandle

  /// Stores a file in a folder, in the place of one of the same name if `replacing` names it.
  /// - Parameter replacing: the id of a file there.
  /// - Returns: what is there now.
  func write(
    _ file: MediaFileHandle, named name: String, in folder: String, replacing: String?, context: ActionContext
  ) async throws -> RemoteItem

  /// Makes a folder, or finds the one of that name.
  func makeFolder(_ name: String, in folder: String) async throws -> RemoteItem

  /// Takes a file away, into the service's own trash where it has one.
  func remove(_ id: String) async throws
}

extension FileService {
  package var fields: [FileField: FieldPlaces] { [:] }
}
