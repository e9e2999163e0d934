/// The request for all pages but the first, as far as it differs from the first.
package struct FollowingPage: Sendable, Hashable {
  package let path: Template
  package let query: [TemplateField]
  package let body: BodyTemplate
}

/// How a service hands out a long list.
package struct PagingRule: Sendable, Hashable {
  package let style: Style
  /// How many items to ask for at once; `${page.size}` in templates.
  package let size: Int
  /// Where the items stand in an answer.
  package let items: JSONPath
  /// Where the number of all items stands, where the service tells it.
  package let total: JSONPath?
  /// The name of the list in the action's output.
  package let name: String
  /// How the pages after the first are asked for, where that is at another path.
  package var following: FollowingPage?
  /// When there is another page, where a cursor alone doesn't tell.
  package var more: ResponseCheck?

  /// The ways to ask for the next page.
  package enum Style: Sendable, Hashable {
    /// `${page.offset}` counts items from 0.
    case offset
    /// `${page.number}` counts pages from this one.
    case page(first: Int)
    /// `${page.cursor}` is what the last answer had at this path.
    case cursor(JSONPath)
    /// `${page.cursor}` is what the last item has at this path.
    case marker(JSONPath)
    /// The last answer has the whole URL of the next page at this path.
    case nextURL(JSONPath)
    /// The last answer has it in its `Link` header (RFC 8288), as `rel="next"`.
    case linkHeader
  }
}
