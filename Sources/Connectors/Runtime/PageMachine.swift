import Core

/// Which page comes next, and when it is enough. Pure.
struct PageMachine: Sendable {
  /// Where a page begins.
  struct Position: Sendable, Equatable {
    var offset = 0
    var number: Int
    var cursor: JSONValue?
    /// The whole address of the page, where the service gives it.
    var url: String?

    /// What templates know as `${page.…}`.
    func templateValues(size: Int) -> JSONObject {
      var values: JSONObject = ["offset": JSONValue(offset), "number": JSONValue(number), "size": JSONValue(size)]
      values["cursor"] = cursor
      return values
    }

    /// The place as it is handed out to be handed back.
    var json: JSONValue {
      var json: JSONObject = ["offset": JSONValue(offset), "number": JSONValue(number)]
      json["cursor"] = cursor
      json["url"] = url.map(JSONValue.string)
      return .object(json)
    }

    init(number: Int) {
      self.number = number
    }

    /// - Returns: `nil` when `json` wasn't handed out by ``json``.
    init?(_ json: JSONValue) {
      guard let offset = json["offset"]?.intValue, let number = json["number"]?.intValue, offset >= 0 else {
        return nil
      }
      self.offset = Int(offset)
      self.number = Int(number)
      cursor = json["cursor"]
      url = json["url"]?.stringValue
    }
  }

  private let rule: PagingRule
  private let limit: Int
  /// What was brought so far.
  private(set) var items: [JSONValue] = []
  /// How many there are, where the service tells.
  private(set) var total: Int64?
  /// The page to fetch; `nil` when it is enough.
  private(set) var next: Position?
  /// Whether there are no more than ``items``.
  private(set) var isComplete = false
  /// How many pages without an item came one after another.
  private var emptyPages = 0

  private var mostEmptyPages: Int {
    switch rule.style {
    case .offset, .page, .marker: 0
    case .cursor, .nextURL, .linkHeader: 100
    }
  }

  /// - Parameter start: where to begin; at the first page when left out.
  init(rule: PagingRule, limit: Int, from start: Position? = nil) {
    self.rule = rule
    self.limit = limit
    let first = if case .page(let first) = rule.style { first } else { 1 }
    next = start ?? Position(number: first)
  }

  /// - Parameters:
  ///   - total: how many items there are, where the answer tells.
  ///   - link: the next page's address from the `Link` header.
  mutating func received(_ page: [JSONValue], total: Int64?, answer: JSONValue, link: String?) {
    guard let position = next else { return }
    self.total = total ?? self.total
    items += page
    var following = following(position, page, answer, link)
    emptyPages = page.isEmpty ? emptyPages + 1 : 0
    // A service that sends the same page for ever is left alone; an empty one may have others behind it, where the service
    // says itself where they are.
    if following == position || emptyPages > mostEmptyPages { following = nil }
    isComplete = following == nil && items.count <= limit
    if items.count >= limit {
      items = Array(items.prefix(limit))
      following = nil
    }
    next = following
  }

  private func following(_ position: Position, _ page: [JSONValue], _ answer: JSONValue, _ link: String?) -> Position? {
    if let more = rule.more, !more.holds(for: answer) { return nil }
    var following = position
    following.offset += page.count
    following.number += 1
    switch rule.style {
    case .offset, .page:
      if let total { return Int64(following.offset) < total ? following : nil }
      return page.count < rule.size ? nil : following
    case .cursor(let path): following.cursor = path.value(in: answer)
    case .marker(let path):
      following.cursor = page.count < rule.size ? nil : page.last.flatMap { path.value(in: $0) }
    case .nextURL(let path): following.url = path.value(in: answer)?.stringValue
    case .linkHeader: following.url = link
    }
    return isThere(following) && !isSame(following, position) ? following : nil
  }

  private func isThere(_ position: Position) -> Bool {
    switch rule.style {
    case .offset, .page: true
    case .cursor, .marker: ![nil, .null, ""].contains(position.cursor)
    case .nextURL, .linkHeader: position.url?.isEmpty == false
    }
  }

  private func isSame(_ one: Position, _ other: Position) -> Bool {
    switch rule.style {
    case .offset, .page: false
    case .cursor, .marker: one.cursor == other.cursor
    case .nextURL, .linkHeader: one.url == other.url
    }
  }
}
