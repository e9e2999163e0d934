/// The scripts of the flow editor. They import each other by relative address, so that they stand under one address that
/// changes with any of them.
enum EditorModules {
  /// Where they are among the embedded files.
  static let folder = "scripts/editor/"
}
