import Connectors

/// How far a connector was tried, said honestly.
struct VerificationLabel: Sendable {
  /// As the filter names it.
  let id: String
  /// A class of the style sheet.
  let kind: String
  let name: String
  /// A whole sentence.
  let sentence: String

  init(_ provenance: Provenance) {
    let against = provenance.verifiedAgainst.map { " (\($0))" } ?? ""
    let on = provenance.verifiedOn.map { ", on \($0)" } ?? ""
    switch provenance.verifiedBy {
    case .server?:
      (id, kind, name) = ("server", "good", "Tried on a server")
      sentence = "It was run against a real server\(against)\(on)."
    case .simulator?:
      (id, kind, name) = ("simulator", "busy", "Tried on a simulator")
      sentence =
        "It was run against \(provenance.verifiedAgainst ?? "a simulator")\(on), not against the service itself: what the documents leave open may differ."
    case nil where provenance.verifiedAgainst != nil:
      (id, kind, name) = ("server", "good", "Tried")
      sentence = "It was run against \(provenance.verifiedAgainst ?? "")\(on)."
    case Provenance.Verification.none?, nil:
      (id, kind, name) = ("none", "warn", "Not tried yet")
      sentence =
        "It was made from the documents and tried on conversations written after them, never on a running service. Try it on something that doesn't matter first, and look at what it did."
    }
  }

  /// What the filter offers.
  static let choices = [
    (id: "server", name: "Tried on a server"), (id: "simulator", name: "Tried on a simulator"),
    (id: "none", name: "Not tried yet"),
  ]
}
