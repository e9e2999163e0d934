/// How a service's own description of a file or folder reads.
package struct FileItemRule: Sendable, Hashable {
  /// Where its id is; the first path that leads to something counts, as for all values here.
  package var id: [JSONPath]
  /// Where its name is; the last part of ``path`` when left out.
  package var name: [JSONPath]
  /// Put before the id, so that ids of different kinds of things differ, as `album:`.
  package var prefix = ""
  /// Put before the ids of folders in place of ``prefix``, where a folder and a file may have the same id.
  package var folderPrefix: String?
  /// What is a folder. Nothing is when left out.
  package var folder: ResponseCheck?
  /// What is a file; all that isn't a folder when left out. What is neither isn't listed.
  package var file: ResponseCheck?
  package var parent: [JSONPath] = []
  package var path: [JSONPath] = []
  package var size: [JSONPath] = []
  package var mime: [JSONPath] = []
  package var created: [JSONPath] = []
  package var modified: [JSONPath] = []
  package var version: [JSONPath] = []
  /// By the kind of checksum, as `sha256`.
  package var hashes: [HashPlace] = []
  package var page: [JSONPath] = []

  /// Where a checksum is.
  package struct HashPlace: Sendable, Hashable {
    package let kind: String
    package let paths: [JSONPath]
  }
}
