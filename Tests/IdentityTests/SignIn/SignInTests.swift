import Core
import Foundation
import Persistence
import TestSupport
import Testing

@testable import Identity

@Suite struct SignInTests {
  @Test(arguments: StoreEngine.tested)
  func anAccountIsFoundByNameOrAddressWhateverTheCase(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for name in ["admin", "ADMIN", "Admin@Example.org"] {
        let person = try await house.identity.signIn.person(named: name, password: House.password, address: "a")
        #expect(person.id == house.administrator.person)
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func whateverIsWrongTheAnswerIsTheSame(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let gone = try await house.add("gone")
      _ = try await house.identity.people.update(gone.person, PersonChange(isEnabled: false), as: house.administrator)
      let attempts = [
        ("admin", "wrong"), ("nobody", House.password.revealed), ("gone", House.password.revealed), ("", ""),
        ("ad\u{0}min", "x"), ("admin", ""), ("admin", String(repeating: "x", count: 100_000)),
      ]
      for (name, password) in attempts {
        await #expect(throws: SignInError.wrongCredentials) {
          try await house.identity.signIn.person(named: name, password: Secret(password), address: "b")
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func guessingAnAccountIsSlowedDownFromAnywhereEvenForTheRightPassword(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for attempt in 0..<5 {
        await #expect(throws: SignInError.wrongCredentials) {
          try await house.identity.signIn.person(named: "admin", password: Secret("no"), address: "host\(attempt)")
        }
      }
      await #expect(throws: SignInError.throttled(seconds: 1)) {
        try await house.identity.signIn.person(named: "Admin", password: House.password, address: "elsewhere")
      }
      // The address counts for the same account.
      await #expect(throws: SignInError.throttled(seconds: 1)) {
        try await house.identity.signIn.person(named: "admin@example.org", password: House.password, address: "third")
      }
      house.clock.advance(by: .seconds(1))
      _ = try await house.identity.signIn.person(named: "admin", password: House.password, address: "elsewhere")
      // A success wipes the account's history.
      await #expect(throws: SignInError.wrongCredentials) {
        try await house.identity.signIn.person(named: "admin", password: Secret("no"), address: "elsewhere")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anUnknownAccountIsSlowedDownInTheSameWay(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for attempt in 0..<5 {
        await #expect(throws: SignInError.wrongCredentials) {
          try await house.identity.signIn.person(named: "ghost", password: Secret("no"), address: "host\(attempt)")
        }
      }
      await #expect(throws: SignInError.throttled(seconds: 1)) {
        try await house.identity.signIn.person(named: "ghost", password: Secret("no"), address: "elsewhere")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func guessingManyAccountsFromOneAddressIsSlowedDownAndOwnSuccessesDoNotHelp(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      for attempt in 0..<20 {
        await #expect(throws: SignInError.wrongCredentials) {
          try await house.identity.signIn.person(named: "user\(attempt)", password: Secret("no"), address: "evil")
        }
        if attempt == 10 {
          _ = try await house.identity.signIn.person(named: "admin", password: House.password, address: "evil")
        }
      }
      await #expect(throws: SignInError.throttled(seconds: 1)) {
        try await house.identity.signIn.person(named: "fresh", password: Secret("no"), address: "evil")
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func anotherProcessSeesTheSameFailures(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let other = try await Identity(
        store: house.store, effects: house.effects, sealer: .open, settings: House.settings())
      for attempt in 0..<5 {
        let process = attempt.isMultiple(of: 2) ? house.identity : other
        await #expect(throws: SignInError.wrongCredentials) {
          try await process.signIn.person(named: "admin", password: Secret("no"), address: "x")
        }
      }
      for process in [house.identity, other] {
        await #expect(throws: SignInError.throttled(seconds: 1)) {
          try await process.signIn.person(named: "admin", password: House.password, address: "x")
        }
      }
    }
  }

  @Test(arguments: StoreEngine.tested)
  func manyGuessesAtOnceGetNoFurtherThanOneAfterTheOther(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let looked = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<30 {
          group.addTask {
            do {
              _ = try await house.identity.signIn.person(named: "admin", password: Secret("no"), address: "x")
              return true
            } catch { return error as? SignInError == .wrongCredentials }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(looked == 5)
    }
  }

  @Test(arguments: StoreEngine.tested)
  func aWeakHashIsReplacedAtTheNextSignIn(engine: StoreEngine) async throws {
    try await House.on(engine) { house in
      let stronger = try await Identity(
        store: house.store, effects: house.effects, sealer: .open,
        settings: House.settings { $0.passwordCost = PasswordCost(logRounds: 5, blockSize: 1, parallelism: 1) })
      _ = try await stronger.signIn.person(named: "admin", password: House.password, address: "a")
      let stored = try await house.store.read {
        try PersonStore.passwordHash(of: house.administrator.person, in: $0)
      }
      #expect(stored?.hasPrefix("$scrypt$ln=5,") == true)
      _ = try await stronger.signIn.person(named: "admin", password: House.password, address: "a")
    }
  }
}
