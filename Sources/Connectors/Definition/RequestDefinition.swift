/// One HTTP request, as templates.
package struct RequestDefinition: Sendable, Hashable {
  /// In capitals.
  package let method: String
  /// Added to the connection's endpoint; references in it are percent-encoded as one segment each.
  package var path: Template
  package var query: [TemplateField]
  package let headers: [TemplateField]
  package var body: BodyTemplate
  package let paging: PagingRule?
  /// Whether sending it twice does the same as once. `nil` leaves it to the method.
  package let isIdempotent: Bool?
  /// How an earlier try's result is found again, for requests that make something.
  package let adoption: AdoptionRule?
  /// How long one exchange may take.
  package let timeout: Duration
  /// Which of the connector's further hosts it goes to; `nil` for the endpoint.
  package var host: String?
  /// A whole address in place of ``path``, mostly one that the service gave. Credentials go there only when it is at the
  /// endpoint or one of the further hosts.
  package var url: Template?
  /// What must hold for the answer, besides what the connector says for all.
  package var checks: [ResponseCheck] = []
  /// Statuses that mean there is nothing: the output is null.
  package var nothing: Set<Int> = []
  /// How the answer becomes JSON, where it isn't as the connector says.
  package var answer: AnswerForm?
  /// Whose token proves it, where it isn't the connection's own.
  package var lent: LentToken?
}

/// A name and the template of its value: a header or a query parameter. Left out when the value is missing.
package struct TemplateField: Sendable, Hashable {
  package let name: String
  package let value: Template
  /// What stands between the elements of a list in a query; `nil` sends one parameter for each.
  package var join: String?
}

/// What is sent along.
package enum BodyTemplate: Sendable, Hashable {
  case none
  /// JSON; `contentType` where it isn't `application/json`.
  case json(JSONTemplate, contentType: String?)
  /// JSON in which the handles of small files become their bytes.
  case jsonWithFiles(JSONTemplate, contentType: String?, FileEmbedding)
  /// A JSON Patch (RFC 6902) of `replace` lines, from path to value. A path that ends in `/*` takes an object's members
  /// apart; a value that is null becomes a `remove` line.
  case jsonPatch([TemplateField], contentType: String?)
  /// `application/x-www-form-urlencoded`.
  case form([TemplateField])
  /// `multipart/form-data`; a value that is a file handle becomes a file part.
  case multipart([TemplateField])
  /// Text as it is.
  case text(Template, contentType: String)
  /// The bytes of a file handle.
  case file(Template, contentType: String?)
}
