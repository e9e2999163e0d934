/// A folder that the operator allows flows to use.
package struct FolderRoot: Sendable, Hashable {
  /// How paths begin that lead into it, as `photos`. Without slashes.
  package let name: String
  /// Where it is on the machine: an absolute path.
  package let path: String
  /// Whether files may be written into it.
  package let isWritable: Bool

  package init(name: String, path: String, isWritable: Bool) {
    self.name = name
    self.path = path
    self.isWritable = isWritable
  }
}
