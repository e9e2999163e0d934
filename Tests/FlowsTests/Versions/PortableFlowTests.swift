import Core
import Flows
import Persistence
import TestSupport
import Testing

@Suite struct PortableFlowTests {
  private let source = """
    # Tells everybody.
    name: Tell
    steps:
      - id: up
        action: shopConnector-v1.0/send
        connection: Shop
        input: {password: "planted-in-clear", token: "{{ .vars.t }}", note: "the planted word", action: a/b, connection: c}
    """

  private func fixture(_ store: any Store) throws -> FlowFixture {
    try FlowFixture(store: store, actions: [.shop("shopConnector-v1.0/send")])
  }

  @Test(arguments: StoreEngine.tested)
  func anExportNamesConnectionsAndHoldsNoSecret(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let flow = try await fixture.flow(source)
      let file = try await fixture.flows.export(flow.id, as: fixture.principal)
      let text = try file.text()
      #expect(!text.contains("planted"))
      #expect(text.contains("the ••• word") && text.contains("{{ .vars.t }}"))
      #expect(file.withheld == ["up: input.password"])
      #expect(file.connections == ["Shop": "shopConnector-v1.0"])
      let again = try PortableFlow.parse(text)
      #expect(again == file)
      #expect(try again.text() == text)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anImportMapsConnectionsAndSaysWhichAreMissing(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let file = try PortableFlow.parse(source.replacing("connection: Shop", with: "connection: Missing"))
      let (flows, principal) = (fixture.flows, fixture.principal)
      let missing = try await flows.importing(file, in: fixture.team, as: principal)
      #expect(!missing.flow.isPublished)
      #expect(
        missing.unmapped == [UnmappedConnection(name: "Missing", connector: "shopConnector-v1.0", steps: ["up"])])
      #expect(missing.problems.contains { $0.step == "up" && $0.field == "connection" })
      let mapped = try await flows.importing(file, connections: ["Missing": "Ours"], in: fixture.team, as: principal)
      #expect(mapped.flow.isPublished && mapped.unmapped.isEmpty && mapped.problems.isEmpty)
      let document = try await flows.version(of: mapped.flow.id, as: principal).document
      #expect(document["steps"]?[0]?["connection"] == "Ours")
      #expect(document["steps"]?[0]?["input"]?["connection"] == "c")
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aCloneIsAFlowOfItsOwn(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let flow = try await fixture.flow(source)
      let copy = try await fixture.flows.clone(flow.id, as: fixture.principal).flow
      #expect(copy.id != flow.id && copy.name == "Tell (copy)" && copy.isPublished && !copy.isActive)
      let hooks = try await [flow.id, copy.id].asyncMap {
        try await fixture.flows.webhook(of: $0, as: fixture.principal).token
      }
      #expect(hooks[0] != hooks[1])
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anIDThatIsTakenIsRefused(engine: StoreEngine) async throws {
    try await engine.withStore(FlowsSchema.migrations) { store in
      let fixture = try fixture(store)
      let flow = try await fixture.flow(source)
      let file = try await fixture.flows.export(flow.id, as: fixture.principal)
      await #expect(throws: (any Error).self) {
        try await fixture.flows.importing(file, keepsID: true, in: fixture.team, as: fixture.principal)
      }
      try await fixture.flows.delete(flow.id, as: fixture.principal)
      let again = try await fixture.flows.importing(file, keepsID: true, in: fixture.team, as: fixture.principal)
      #expect(again.flow.id == flow.id)
    }
  }

  @Test func aStampLeavesWhatTheAuthorWrote() throws {
    var file = try PortableFlow.parse(source)
    file.version = 3
    let stamped = try file.stamped(onto: source)
    #expect(stamped.hasPrefix("weir:\n  version: 3\n") && stamped.hasSuffix(source))
    file.version = 4
    let again = try file.stamped(onto: stamped)
    #expect(again == stamped.replacing("version: 3", with: "version: 4"))
    #expect(try PortableFlow.parse(again) == file)
  }

  /// The documents of file, server and base; a dash stands for none.
  @Test(arguments: [
    ("aaa", FlowSync.same), ("baa", .fileChanged), ("aba", .serverChanged), ("bca", .conflict), ("bba", .same),
    ("ba-", .conflict), ("a--", .onlyFile), ("-a-", .onlyServer),
  ])
  func whoChangedIsKnownFromTheVersionTheFileWasTakenFrom(documents: String, state: FlowSync) {
    let (file, server, base) = (Array(documents)[0], Array(documents)[1], Array(documents)[2])
    #expect(FlowSync.compare(file: document(file), server: document(server), base: document(base)) == state)
  }

  private func document(_ letter: Character) -> JSONValue? { letter == "-" ? nil : .string(String(letter)) }

  @Test(arguments: ["weir: 3", "weir: {flow: nonsense}"])
  func aHeaderThatMeansNothingIsRefused(text: String) {
    #expect(throws: FlowError.self) { try PortableFlow.parse(text + "\nname: A\n") }
  }
}

extension RegisteredAction {
  fileprivate static func shop(_ name: String) -> RegisteredAction {
    RegisteredAction(name: name, title: name) { call in call.input }
  }
}

extension Array {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
