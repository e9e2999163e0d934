import Connectors
import Core
import HTTPAPI
import Identity
import Sources

/// One folder of a service while a person chooses.
struct FolderBrowse: Sendable {
  let at: SourceFolder
  let page: RemotePage
  /// Of this machine one of the allowed folders is chosen; of a service also everything, since not every one has folders.
  let isMachine: Bool

  var crumbs: [SourceFormPage.Crumb] {
    let all = SourceFormPage.Crumb(name: "All", value: Self.top)
    return at.id.isEmpty ? [all] : [all, SourceFormPage.Crumb(name: at.path, value: Self.value(at))]
  }

  func here(_ chosen: [SourceFolder]) -> SourceFormPage.Folder? {
    at.id.isEmpty && isMachine
      ? nil : Self.folder(at, isChosen: chosen.contains { $0.id == at.id }, opens: false)
  }

  func folders(_ chosen: [SourceFolder]) -> [SourceFormPage.Folder] {
    page.items.filter { $0.kind == .folder }.sorted { $0.name < $1.name }.map { item in
      let path = item.path ?? (at.path.isEmpty ? item.name : at.path + "/" + item.name)
      let folder = SourceFolder(id: item.id, path: path)
      return Self.folder(folder, isChosen: chosen.contains { $0.id == item.id }, opens: true)
    }
  }

  /// The next page of this folder, as JSON.
  var more: String? {
    guard let next = page.next, !next.isNull else { return nil }
    return Self.value(at, next: next)
  }

  /// What lies beside the folders.
  var files: String? {
    let count = page.items.count { $0.kind == .file }
    return count == 0 ? nil : "Beside these folders: \(Quantity.count(count, "file"))\(more == nil ? "" : " so far")."
  }

  static func folder(_ folder: SourceFolder, isChosen: Bool, opens: Bool) -> SourceFormPage.Folder {
    SourceFormPage.Folder(
      name: folder.path.isEmpty ? "Everything" : folder.path, value: value(folder), isChosen: isChosen, opens: opens)
  }

  /// The top of a service, as the buttons of the form say it.
  static let top = value(SourceFolder(id: "", path: ""))

  private static func value(_ folder: SourceFolder, next: JSONValue? = nil) -> String {
    var value: JSONObject = ["id": .string(folder.id), "path": .string(folder.path)]
    value["next"] = next
    return JSONValue.object(value).serialized()
  }

  /// What a person asked to open, as the buttons of the form say it.
  static func opened(_ fields: FormFields) -> (at: SourceFolder, next: JSONValue?) {
    let place = try? JSONValue(parsing: fields["open"] ?? "")
    let folder = SourceFolder(id: place?["id"]?.stringValue ?? "", path: place?["path"]?.stringValue ?? "")
    return (folder, place?["next"])
  }

  /// Looks into a folder of a connection, or of this machine.
  /// - Throws: ``SourceError/connectionNotFound``, or what the service says.
  static func look(
    into folder: SourceFolder, of connection: String, next: JSONValue?, _ sources: SourceRoom, as principal: Principal
  ) async throws -> FolderBrowse {
    guard let origin = SourceOrigin(connection) else { throw SourceError.connectionNotFound }
    let page = try await sources.browse(
      origin, team: principal.organizationTeam, folder: folder.id, next: next, as: principal)
    return FolderBrowse(at: folder, page: page, isMachine: origin == .machine)
  }
}
