import Persistence
import TestSupport
import Testing

@Suite("What the database refuses, on every engine")
struct ConstraintTests {
  @Test(arguments: StoreEngine.tested)
  func aSecondRowWithTheSameKeyIsADuplicate(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { try $0.run("insert into note (id, title) values (\("a"), \("t"))") }
      let error = await refusal(of: "insert into note (id, title) values (\("a"), \("t"))", by: store)
      guard case .duplicate(let constraint)? = error else {
        Issue.record("\(String(describing: error)) is not a duplicate")
        return
      }
      #expect(constraint.contains("note"))
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aReferenceToNothingIsABrokenReference(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let error = await refusal(
        of: "insert into note (id, title, parent) values (\("a"), \("t"), \("missing"))", by: store)
      guard case .brokenReference? = error else {
        Issue.record("\(String(describing: error)) is not a broken reference")
        return
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aRowThatOthersNeedCannotBeDeleted(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      try await store.write { session in
        try session.run("insert into note (id, title) values (\("a"), \("t"))")
        try session.run("insert into note (id, title, parent) values (\("b"), \("t"), \("a"))")
      }
      let error = await refusal(of: "delete from note where id = \("a")", by: store)
      guard case .brokenReference? = error else {
        Issue.record("\(String(describing: error)) is not a broken reference")
        return
      }
    }
  }

  @Test(
    arguments: StoreEngine.tested,
    [
      "insert into note (id, title, number) values (\("a"), \("t"), \(-1))",
      "insert into note (id, title) values (\("a"), \(SQLValue.null))",
      "insert into note (id, title) values (\("a"), \("cut\0off"))",
      "insert into note (id, title, weight) values (\("a"), \("t"), \(Double.nan))",
    ] as [Statement])
  func aValueAgainstTheRulesIsRefused(engine: StoreEngine, statement: Statement) async throws {
    try await engine.withStore([noteMigration]) { store in
      let error = await refusal(of: statement, by: store)
      guard case .refused? = error else {
        Issue.record("\(String(describing: error)) is not a refusal")
        return
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func wrongSQLIsAFaultOfTheStatement(engine: StoreEngine) async throws {
    try await engine.withStore([noteMigration]) { store in
      let error = await refusal(of: "insert into nowhere (id) values (\("secret"))", by: store)
      guard case .statement(let reason)? = error else {
        Issue.record("\(String(describing: error)) is not about the statement")
        return
      }
      #expect(!reason.contains("secret"))
    }
  }

  private func refusal(of statement: Statement, by store: any Store) async -> PersistenceError? {
    do {
      try await store.write { try $0.run(statement) }
      return nil
    } catch {
      return error as? PersistenceError
    }
  }
}
