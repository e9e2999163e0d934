import Connections
import Core
import Foundation
import HTTPAPI

/// The form by which somebody is told of connections from now on.
struct NoticeForm: Sendable {
  let address: String
  let ways: [Choice]
  let subjects: [Choice]
  let events: [Choice]
  let windows: [Choice]

  /// One entry of a list, or one box to tick.
  struct Choice: Sendable {
    let id: String
    let value: String
    let name: String
    let isChosen: Bool
  }

  /// - Parameters:
  ///   - subjects: of what somebody can be told: values of the field `about` with their names.
  ///   - chosen: which of them is chosen before anybody chooses.
  ///   - entered: what was just sent, when it has to be corrected.
  init(subjects: [(String, String)], chosen: String?, entered: FormFields?) {
    address = entered?["address"] ?? ""
    let way = entered?["kind"] ?? ConnectionNoticeTarget.Kind.email.rawValue
    ways = ConnectionNoticeTarget.Kind.allCases.map {
      Choice(id: $0.rawValue, value: $0.rawValue, name: $0.label, isChosen: $0.rawValue == way)
    }
    let about = entered?["about"] ?? chosen
    self.subjects = subjects.map { Choice(id: $0.0, value: $0.0, name: $0.1, isChosen: $0.0 == about) }
    let ticked = entered.map(Self.kinds) ?? [.failing, .dead, .recovered]
    events = Self.events(ticked, prefix: "new")
    windows = Self.windows(entered.flatMap(Self.window) ?? 900)
  }

  /// The boxes of a form; `prefix` tells those of one form from those of the next.
  static func events(_ ticked: [ConnectionEvent.Kind], prefix: String) -> [Choice] {
    ConnectionEvent.Kind.allCases.map { kind in
      Choice(
        id: "\(prefix)-\(kind.rawValue)", value: kind.rawValue, name: StateLabel(kind).name,
        isChosen: ticked.contains(kind))
    }
  }

  static func windows(_ chosen: Int) -> [Choice] {
    var seconds = [0, 900, 3600, 21_600, 86_400]
    if !seconds.contains(chosen) { seconds = (seconds + [chosen]).sorted() }
    return seconds.map {
      Choice(id: "\($0)", value: "\($0)", name: windowText($0), isChosen: $0 == chosen)
    }
  }

  static func windowText(_ seconds: Int) -> String {
    switch seconds {
    case 0: "each at once"
    case 900: "at most every 15 minutes"
    case 3600: "at most every hour"
    case 21_600: "at most every 6 hours"
    case 86_400: "at most once a day"
    default: "at most every \(Quantity.duration(Double(seconds)))"
    }
  }

  // MARK: What was sent

  static func kinds(_ fields: FormFields) -> [ConnectionEvent.Kind] {
    fields.all("event").compactMap(ConnectionEvent.Kind.init(rawValue:))
  }

  static func window(_ fields: FormFields) -> Int? { fields["window"].flatMap { Int($0) } }
}
