import Foundation
import HTTPAPI

/// Words by which a person looks for a service in a list, as they stand in the page's address.
struct ServiceSearch: Sendable {
  let text: String
  private let words: [Substring]

  init(_ query: QueryParameters) {
    text = (query.string("q") ?? "").trimmingCharacters(in: .whitespaces)
    words = text.lowercased().split(separator: " ")
  }

  var isActive: Bool { !words.isEmpty }

  /// Whether what is said of a service holds all the words, whatever their case.
  func fits(_ said: String...) -> Bool {
    let said = said.joined(separator: " ").lowercased()
    return words.allSatisfy { said.contains($0) }
  }
}
