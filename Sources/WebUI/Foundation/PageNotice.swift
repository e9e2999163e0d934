import Core
import HTTPAPI

/// What a page says about the act that led to it.
///
/// The address carries a word, a number and identifiers, never a text, so that nobody can put words into the page's mouth
/// by a link.
package struct PageNotice: Sendable {
  /// A class of the style sheet.
  let kind: String
  let text: String
  /// How to take the act back, where it can be.
  let undo: Undo?

  /// A form that takes an act back.
  struct Undo: Sendable {
    let action: String
    let ids: [String]
    let from: String
  }

  /// - Parameters:
  ///   - query: of the page's address.
  ///   - address: the page's own, to come back to.
  /// - Returns: `nil` without a word, or for one that means nothing.
  init?(_ query: QueryParameters, address: String = "") {
    guard let word = query.string("notice") else { return nil }
    let assets = Quantity.count(query.string("count").flatMap { Int($0) } ?? 0, "asset")
    switch word {
    case "test-failed": self.init(kind: "danger", text: "The connection doesn't work; its state says why.")
    case "assigned": self.init(kind: "success", text: "Put \(assets) into the category.")
    case "tagged": self.init(kind: "success", text: "Added the keywords to \(assets).")
    case "collected": self.init(kind: "success", text: "Put \(assets) into the collection.")
    case "restored": self.init(kind: "success", text: "Brought \(assets) back.")
    case "not-published":
      self.init(kind: "warning", text: "Saved as a draft. It can't be published yet: what is wrong stands below.")
    case "nothing-chosen":
      self.init(kind: "warning", text: "Nothing was changed: choose assets, and what to do with them.")
    case "assets-deleted":
      let ids = (query.string("undo") ?? "").split(separator: ",").map(String.init)
      let undo = ids.isEmpty ? nil : Undo(action: "/app/library/restore", ids: ids, from: address)
      self.init(kind: "success", text: "Deleted \(assets).", undo: undo)
    default:
      guard let text = Self.texts[word] else { return nil }
      self.init(kind: "success", text: text)
    }
  }

  private static let texts = [
    "told": "The receiver took the trial notice.", "saved": "Saved.", "deleted": "Deleted.",
    "connected": "Connected: the service answers.",
    "tested": "Saved, and tested: the connection works.", "activated": "The flow is on.",
    "deactivated": "The flow is off; it only runs when somebody starts it.",
    "copied": "Made a copy. It is off until you switch it on.", "approved": "Approved; the run goes on.",
    "rejected": "Rejected; the run goes on with that.", "pausing": "The run rests after the steps in hand.",
    "resumed": "The run goes on.",
    "stopping": "The run stops after the steps in hand.",
    "draft": "Saved as a draft. Triggers use it once it is published.", "published": "Published.",
    "ready": "The flow is ready: run it, or switch it on in the list of flows.",
    "ready-draft": "Made as a draft: the editor says at each step what is still missing.",
    "shared": "Everybody in the library sees the collection now.",
    "private": "Only you and those you share it with see the collection now.",
  ]

  private init(kind: String, text: String, undo: Undo? = nil) {
    self.kind = kind
    self.text = text
    self.undo = undo
  }
}
