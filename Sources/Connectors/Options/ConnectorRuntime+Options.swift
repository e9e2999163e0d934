package import Connections
package import Core

extension ConnectorRuntime {
  /// Brings what can be chosen in a field of an action's form, from the service.
  /// - Parameters:
  ///   - field: its path in the input, as `categories` or `target.folder`; elements of a list have the list's own.
  ///   - input: what is filled in so far; nothing in it needs to be right yet.
  ///   - search: what a person typed; left to the service where its list can search, else labels are compared.
  ///   - cursor: ``OptionPage/next`` of the page before.
  /// - Throws: ``ActionError``; `no_options` when the field isn't chosen from a list.
  package func options(
    for field: String, of action: ActionReference, connection id: ConnectionID?, input: JSONValue = [:],
    search: String? = nil, cursor: JSONValue? = nil
  ) async throws(ActionError) -> OptionPage {
    do {
      let (connector, definition) = try find(action)
      guard let rule = FieldOptions.rules(in: definition.input.source).first(where: { $0.field == field })?.rule else {
        throw ActionError(
          code: "no_options", category: .notFound, message: "\"\(field)\" of \(action) isn't chosen from a list.")
      }
      let scope = TemplateScope(input: input)
      let missing = rule.dependsOn.filter { isEmpty(input[$0]) }
      if !missing.isEmpty { return OptionPage(options: [], next: nil, missing: missing) }
      var given = JSONObject()
      for (name, template) in rule.input { given[name] = try template.value(in: scope) }
      if let name = rule.search, let search, !search.isEmpty { given[name] = .string(search) }
      let list = ActionReference(connector: connector.id, action: rule.action)
      return try await page(
        list, rule, connection: id, given, search: rule.search == nil ? search : nil, cursor: cursor)
    } catch {
      throw ActionError(error)
    }
  }

  private func page(
    _ list: ActionReference, _ rule: FieldOptions, connection: ConnectionID?, _ input: JSONObject, search: String?,
    cursor: JSONValue?
  ) async throws -> OptionPage {
    let context = ActionContext(idempotencyKey: "options")
    let items: [JSONValue]
    var next: JSONValue?
    if try find(list).1.isPaged {
      let page = try await callPage(
        list, connection: connection, input: .object(input), cursor: cursor, context: context)
      (items, next) = (page.items, page.next)
    } else {
      let output = try await run(list, connection: connection, input: .object(input), context: context)
      let found = rule.items.map { $0.value(in: output) } ?? output
      guard let all = found?.arrayValue else {
        throw ActionError.unexpected(output, missing: rule.items ?? JSONPath(""), service: list.description)
      }
      items = all
    }
    let options = items.compactMap { option(of: $0, rule) }
    guard let wanted = search?.lowercased(), !wanted.isEmpty else {
      return OptionPage(options: options, next: next, missing: [])
    }
    return OptionPage(options: options.filter { $0.label.lowercased().contains(wanted) }, next: next, missing: [])
  }

  private func option(of item: JSONValue, _ rule: FieldOptions) -> OptionPage.Option? {
    guard let value = rule.value.value(in: item), value != .null else { return nil }
    let label = rule.label.value(in: item)?.scalarText ?? value.scalarText ?? value.serialized()
    return OptionPage.Option(value: value, label: label)
  }

  private func isEmpty(_ value: JSONValue?) -> Bool {
    value == nil || value == .null || value == "" || value == []
  }
}
