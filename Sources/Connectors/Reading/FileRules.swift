import Core

/// What must hold of the `files` and `push` sections: that the actions are there and are given what they need.
enum FileRules {
  static func check(_ connector: ConnectorDefinition, _ root: YAMLNode, _ reader: inout DefinitionReader) {
    let settings = Set(connector.fields.filter { !$0.isSecret }.map(\.name))
    let checker = Checker(connector: connector, settings: settings)
    if let files = connector.files, let node = root.member("files") {
      check(files, node, checker, &reader)
    }
    if let push = connector.push, let node = root.member("push") {
      let known: [TemplateReference.Root: Set<String>] = [
        .push: ["address", "secret", "id", "until"], .folder: ["id", "key"], .cursor: [],
      ]
      for (name, call) in [("subscribe", push.subscribe), ("renew", push.renew), ("end", push.end)] {
        checker.check(call, node.member(name) ?? node, known, &reader)
      }
    }
  }

  private static func check(
    _ files: FilesDefinition, _ node: YAMLNode, _ checker: Checker, _ reader: inout DefinitionReader
  ) {
    let folder: [TemplateReference.Root: Set<String>] = [.folder: ["id", "key", "last"]]
    let item: [TemplateReference.Root: Set<String>] = [.item: ["id", "key", "name", "path", "parent", "fields"]]
    checker.references(files.top.references, node.member("top") ?? node, [:], &reader)
    for (name, listings) in [("list", files.list), ("tree", files.tree)] {
      for listing in listings { checker.check(listing.call, node.member(name) ?? node, folder, &reader) }
    }
    checker.check(files.read, node.member("read") ?? node, [.item: ["id", "key"]], &reader)
    for call in [files.download] + files.otherDownloads.map({ Optional($0.call) }) {
      checker.check(call, node.member("download") ?? node, item, &reader)
    }
    let filled: [TemplateReference.Root: Set<String>] = [.folder: ["id", "key", "fields"]]
    checker.check(
      files.upload, node.member("upload") ?? node, filled.merging([.name: [], .file: []]) { $1 }, &reader)
    checker.check(
      files.replace, node.member("replace") ?? node,
      folder.merging([.item: ["id", "key"], .name: [], .file: []]) { $1 }, &reader)
    checker.check(files.makeFolder, node.member("makeFolder") ?? node, filled.merging([.name: []]) { $1 }, &reader)
    checker.check(files.remove, node.member("remove") ?? node, [.item: ["id", "key"]], &reader)
    checker.check(files.search, node.member("search") ?? node, [.text: [], .folder: ["id", "key"]], &reader)
    guard let changes = files.changes, let place = node.member("changes") else { return }
    checker.check(changes.call, place, folder.merging([.cursor: []]) { $1 }, &reader)
    if case .action(let call, _) = changes.start {
      checker.check(call, place.member("start") ?? place, folder, &reader)
    }
  }

  private struct Checker {
    let connector: ConnectorDefinition
    let settings: Set<String>

    func check(
      _ call: FileCall?, _ node: YAMLNode, _ known: [TemplateReference.Root: Set<String>],
      _ reader: inout DefinitionReader
    ) {
      guard let call else { return }
      guard let action = connector.action(call.action) else {
        return reader.report(node.member("action") ?? node, "there is no action \"\(call.action)\"")
      }
      let place = node.member("input") ?? node
      references(call.input.references, place, known, &reader)
      guard case .object(let members) = call.input else { return }
      let inputs = action.inputSchema["properties"]?.objectValue ?? [:]
      for member in members where inputs[member.name] == nil {
        reader.report(place, "\"\(call.action)\" has no input \"\(member.name)\"")
      }
      let given = Set(members.map(\.name))
      for name in action.input.required where !given.contains(name) && inputs[name]?["default"] == nil {
        reader.report(place, "\"\(call.action)\" needs \"\(name)\", and it isn't given")
      }
    }

    func references(
      _ references: [TemplateReference], _ node: YAMLNode, _ known: [TemplateReference.Root: Set<String>],
      _ reader: inout DefinitionReader
    ) {
      for reference in references {
        let name = reference.path.steps.first
        let names = reference.root == .settings ? settings : known[reference.root]
        // What has no members is referred to by its root alone.
        let isRoot = names?.isEmpty == true && name == nil && reference.root != .settings
        if isRoot || name.map({ names?.contains($0) == true }) == true { continue }
        let roots = known.keys.map(\.rawValue) + (settings.isEmpty ? [] : ["settings"])
        let all = roots.sorted().joined(separator: ", ")
        reader.report(node, "${\(reference)} refers to nothing here; known are \(all.isEmpty ? "none" : all)")
      }
    }
  }
}

extension YAMLNode {
  /// The member of that name.
  func member(_ name: String) -> YAMLNode? { members?.first { $0.name == name }?.value }
}
