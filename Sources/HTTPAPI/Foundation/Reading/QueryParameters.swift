package import Core
package import Foundation
package import Hummingbird

/// The query of a request. Names are compared without regard to case, as ASP.NET servers do.
package struct QueryParameters: Sendable {
  private let fields: FormFields

  package init(_ request: Request) {
    self.init(FormFields(request.uri.query ?? ""))
  }

  package init(_ fields: FormFields) {
    self.fields = fields
  }

  /// Every name and value, as written.
  package var pairs: [FormFields.Pair] { fields.pairs }

  /// The first value of that name; an empty one counts as none.
  package func string(_ name: String) -> String? {
    fields.value(ignoringCaseOf: name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A whole number.
  /// - Throws: ``RequestError/invalidParameter(_:value:expected:)`` when it isn't one or lies outside of `range`.
  package func int(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws -> Int? {
    guard let text = string(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let bounds =
        range.upperBound == .max ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw RequestError.invalidParameter(name, value: text, expected: "a whole number \(bounds)")
    }
    return value
  }

  /// `true` or `false` in any case, or 1 or 0; `false` when it isn't there.
  package func bool(_ name: String) throws -> Bool {
    switch string(name)?.lowercased() {
    case nil, "false", "0": return false
    case "true", "1": return true
    case let text?: throw RequestError.invalidParameter(name, value: text, expected: "true or false")
    }
  }

  /// An instant in ISO 8601.
  package func date(_ name: String) throws -> Date? {
    guard let text = string(name) else { return nil }
    // In a query a plus is a blank, and the zone of an instant often comes with an unencoded plus.
    guard let date = Timestamp.parse(text) ?? Timestamp.parse(text.replacing(" ", with: "+")) else {
      throw RequestError.invalidParameter(name, value: text, expected: "an ISO 8601 date")
    }
    return date
  }

  /// A UUID.
  package func id<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity>? {
    guard let text = string(name) else { return nil }
    guard let id = ID<Entity>(text) else {
      throw RequestError.invalidParameter(name, value: text, expected: "a UUID")
    }
    return id
  }

  /// Where the wanted page begins, and how many items it may have.
  package func page(standard: Int = 50, maximum: Int = 200) throws -> (after: PageCursor?, limit: Int) {
    let limit = try int("limit", in: 1...maximum) ?? standard
    guard let token = string("after") else { return (nil, limit) }
    guard let cursor = PageCursor(token: token) else {
      throw RequestError.invalidParameter("after", value: token, expected: "the \"next\" of an earlier page")
    }
    return (cursor, limit)
  }
}

extension Request {
  package var query: QueryParameters { QueryParameters(self) }
}
