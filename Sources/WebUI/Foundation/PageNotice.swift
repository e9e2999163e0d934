/// What a page says about the act that led to it.
///
/// The address carries a word, never a text, so that nobody can put words into the page's mouth by a link.
package struct PageNotice: Sendable {
  /// A class of the style sheet.
  let kind: String
  let text: String

  /// - Returns: `nil` for a word that means nothing.
  package init?(_ word: String?) {
    switch word {
    case "saved": self.init(kind: "success", text: "Saved.")
    case "deleted": self.init(kind: "success", text: "Deleted.")
    case "connected": self.init(kind: "success", text: "Connected: the service answers.")
    case "tested": self.init(kind: "success", text: "The connection works.")
    case "test-failed": self.init(kind: "danger", text: "The connection doesn't work; its state says why.")
    case "activated": self.init(kind: "success", text: "The flow is on.")
    case "deactivated": self.init(kind: "success", text: "The flow is off; it only runs when somebody starts it.")
    case "stopping": self.init(kind: "success", text: "The run stops after the steps in hand.")
    default: return nil
    }
  }

  private init(kind: String, text: String) {
    self.kind = kind
    self.text = text
  }
}
