import Core

/// What would make a connector better that is without fault.
package enum ConnectorAdvice {
  /// - Returns: sentences, each beginning with the field it is about.
  package static func advice(for connector: ConnectorDefinition) -> [String] {
    var advice: [String] = []
    if connector.check == nil, connector.takesConnection {
      advice.append("check: name an action without input, so that people see whether their connection works.")
    }
    if connector.provenance.verifiedAgainst == nil, connector.provenance.verifiedBy == nil {
      advice.append(
        "provenance.verifiedAgainst: say against what it was tried, as \"a simulator made from the documents\".")
    }
    if connector.documentation == nil { advice.append("documentation: say where the service documents its API.") }
    if connector.errors == .none {
      advice.append("errors.messages: say where the service puts the words for people when something fails.")
    }
    if connector.budget.requests == nil, connector.takesConnection {
      advice.append("rate: say how many requests the service takes, so that nobody is locked out.")
    }
    if connector.authentication.contains(where: { $0.kind == "oauth2" }), connector.integration == nil {
      advice.append("integration: say step by step how an administrator registers an application at the service.")
    }
    if let files = connector.files { advice += self.advice(for: files) }
    return advice + connector.actions.flatMap(self.advice)
  }

  private static func advice(for files: FilesDefinition) -> [String] {
    var advice: [String] = []
    if files.changes == nil, !files.foldersHaveVersions {
      advice.append("files.changes: without it everything is listed anew at every sync.")
    }
    if files.download == nil { advice.append("files.download: without it only links and fields are brought.") }
    if files.read == nil { advice.append("files.read: without it a single item can't be looked up.") }
    if files.item.version.isEmpty, files.item.hashes.isEmpty, files.item.modified.isEmpty {
      advice.append("files.item.version: without it nobody sees that a file's content changed.")
    }
    if files.fields.isEmpty {
      advice.append("files.fields: say where captions, keywords and rights stand, if the service says such things.")
    }
    if files.item.size.isEmpty { advice.append("files.item.size: without it progress can't be shown.") }
    return advice
  }

  private static func advice(for action: ActionDefinition) -> [String] {
    var advice: [String] = []
    if action.name.hasPrefix("list"), !action.isPaged {
      advice.append("actions.\(action.name).paging: it seems to list things; say how it goes on after the first page.")
    }
    for (name, schema) in action.input.properties
    where schema["title"] == nil && schema["description"] == nil {
      advice.append("actions.\(action.name).input.properties.\(name): give it a title or a description.")
    }
    return advice
  }
}
