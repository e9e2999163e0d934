package import Core

extension ServiceFiles {
  /// Whether people can look for files by words.
  package var canSearch: Bool { files.search != nil }

  /// What fits some words, a page at a time.
  /// - Parameter next: of the page before; `nil` for the first.
  package func search(_ text: String, in folder: String = "", next: JSONValue? = nil) async throws -> RemotePage {
    guard let search = files.search else { throw unable("search for files") }
    let values: JSONObject = ["text": .string(text), "folder": value(folder: try self.folder(folder))]
    let page = try await page(search, next, values)
    let items = try page.items.compactMap { value throws(ActionError) -> RemoteItem? in
      try reader.item(value, files.searchItem ?? files.item)
    }
    return RemotePage(items: items, next: page.next)
  }
}
