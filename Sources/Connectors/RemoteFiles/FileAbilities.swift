/// What a service can do with files.
package struct FileAbilities: Sendable, Hashable {
  /// Lists everything below a folder in one go.
  package var listsDeep = false
  /// Tells what changed since a cursor.
  package var tellsChanges = false
  /// Among the changes is what was taken away; otherwise only a whole list shows that.
  package var tellsRemovals = true
  /// What one cursor watches: the folder that it was made for, or the whole account.
  package var cursorCoversAccount = false
  /// A folder's ``RemoteItem/version`` is another one when anything below it changed, at any depth.
  package var foldersHaveVersions = false
  /// The bytes of files can be read; otherwise there are only fields and links.
  package var reads = true
  package var writes = false
  /// The id of a thing stays the same when it is renamed or moved.
  package var idsStay = true
  /// What changed comes with the folder it is in, or with its path; otherwise only lists show where things are.
  package var tellsPlaces = true
  /// The id of the folder that holds everything, where it has one. A service may call the same folder by another id in what it
  /// says of things.
  package var top = ""
  /// Every file is listed in the folder that holds everything, or is below it by its place; otherwise only in others.
  package var topListsFiles = true

  package init() {}
}
